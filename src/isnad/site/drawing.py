"""Lines drawn on the server, without colours, words or styles of their own: those stand in HTML and in the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isnad.ledger.proof import Proof
from isnad.words import Region

WIDTH, HEIGHT = 600, 120  # of the drawing of growth, in its own units


@dataclass(frozen=True, slots=True)
class Step:
    """One sibling on the way from an entry to the root: on which side it lies, and its hash."""

    side: str  # left, right
    digest: str


def spine(proof: Proof, size: int) -> list[Step]:
    """The way from the entry up to the root, the nearest to the root first (RFC 9162, 2.1.3.2)."""
    return list(_climb(proof.index, size - 1, [each.hex() for each in proof.path]))[::-1]


def _climb(first: int, last: int, path: Sequence[str]) -> Iterator[Step]:
    for digest in path:
        left = first % 2 == 1 or first == last
        yield Step("left" if left else "right", digest)
        if left:
            while first % 2 == 0 and first:
                first, last = first >> 1, last >> 1
        first, last = first >> 1, last >> 1


def growth(counts: Sequence[int]) -> str:
    """The outline of a growing number as an SVG path: a step for each count that was added, the newest last."""
    total = sum(counts)
    if not total:
        return ""
    width, held, points = WIDTH / (len(counts) + 1), 0, [f"M0 {HEIGHT}"]
    for place, count in enumerate(counts, start=1):
        held += count
        points.append(f"H{place * width:.1f} V{HEIGHT - held * (HEIGHT - 4) / total:.1f}")
    return f"{' '.join(points)} H{WIDTH}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A region as parts of the picture, for the drawing over its blur: each from 0 to 100."""

    left: str
    top: str
    width: str
    height: str


def frame(region: Region, width: int, height: int) -> Frame:
    """Where a region lies in a picture of that size, in hundredths of it."""
    return Frame(
        *(f"{100 * part / whole:.2f}" for part, whole in (
            (region.left, width), (region.top, height), (region.width, width), (region.height, height)
        ))
    )  # fmt: skip
