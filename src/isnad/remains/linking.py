"""Which photographs may belong together, as links with their weight in tenths of a natural logarithm of odds.

 * One after the other on the same camera: by how long it took until the next. How much a gap tells is learned from
   this archive itself, from neighbours that both bear well-read numbers; where there are few, from what is usual.
 * The same number in the same role: all that bear it, each with the next in time.
 * The same picture, or nearly: for those that bear no number.

Links only propose; whether two groups become one is weighed with all their numbers (:mod:`isnad.remains.grouping`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from isnad.instruments.imaging.near import Near
from isnad.remains.evidence import BRANCH, Number, Photograph

AFTER, NUMBER, LIKE = "taken-after", "same-number", "alike"
EDGES = (10, 20, 40, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1800, 3600)  # seconds
USUAL = (30, 30, 28, 26, 20, 14, 6, 0, -8, -12, -16, -20, -25, -30, -40)  # tenths, for each gap between the edges
BACKWARDS = 5  # tenths: the clock went backwards, and only the order speaks
NEXT_WITHOUT_CLOCK = 8
PRIOR = 12.0  # how many neighbours what is usual counts for
VERY_LIKE, QUITE_LIKE = 10, 31  # bits
WELL_READ = 0.75


@dataclass(frozen=True, slots=True)
class Link:
    """Two photographs by their places in the list given, and what speaks for it, in tenths."""

    one: int
    other: int
    weight: float
    kind: str


def links(photographs: Sequence[Photograph]) -> list[Link]:
    """Every link that is worth weighing."""
    return [*_in_turn(photographs), *_by_number(photographs), *_alike(photographs)]


def streams(photographs: Sequence[Photograph]) -> list[list[int]]:
    """The photographs of each accession and camera, as they were taken: by the file order where there is no clock."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, each in enumerate(photographs):
        found[each.accession, each.camera or ""].append(at)
    for stream in found.values():
        stream.sort(key=lambda at: photographs[at].order)
        if all(photographs[at].taken for at in stream):
            stream.sort(key=lambda at: photographs[at].taken or 0)
    return list(found.values())


def _in_turn(photographs: Sequence[Photograph]) -> Iterator[Link]:
    following = [pair for stream in streams(photographs) for pair in pairwise(stream)]
    told = learned(photographs, following)
    for one, other in following:
        gap = _gap(photographs[one], photographs[other])
        weight = NEXT_WITHOUT_CLOCK if gap is None else told(gap)
        yield Link(one, other, weight, AFTER)


def _gap(one: Photograph, other: Photograph) -> float | None:
    """Seconds between two photographs by the camera's clock."""
    if one.taken is None or other.taken is None:
        return None
    return (other.taken - one.taken).total_seconds()


def learned(photographs: Sequence[Photograph], following: Iterable[tuple[int, int]]) -> Callable[[float], float]:
    """What a gap tells, from neighbours whose numbers are well read, beside what is usual."""
    same, different = np.zeros(len(EDGES) + 1), np.zeros(len(EDGES) + 1)
    for one, other in following:
        gap = _gap(photographs[one], photographs[other])
        verdict = agree(photographs[one].numbers, photographs[other].numbers)
        if gap is not None and gap >= 0 and verdict is not None:
            (same if verdict else different)[_bin(gap)] += 1
    usual = 1 / (1 + np.exp(-np.array(USUAL) / 10))
    odds = (same + PRIOR * usual) / (different + PRIOR * (1 - usual))
    weights = np.clip(10 * np.log(odds), -45, 45)
    return lambda gap: BACKWARDS if gap < 0 else float(weights[_bin(gap)])


def _bin(gap: float) -> int:
    return int(np.searchsorted(EDGES, gap))


def agree(one: Sequence[Number], other: Sequence[Number]) -> bool | None:
    """Whether well-read numbers of the same role are mostly the same; None where there is none beside the branch."""
    left = {each.role: each.text for each in one if each.sure >= WELL_READ}
    both = [(each.role, left[each.role] == each.text) for each in other if each.sure >= WELL_READ and each.role in left]
    if all(role == BRANCH for role, _ in both):
        return None
    return sum(same for _, same in both) * 2 > len(both)


def _by_number(photographs: Sequence[Photograph]) -> Iterator[Link]:
    bearing: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(photographs):
        for number in each.numbers:
            if number.role != BRANCH and len(number.text) > 1:
                bearing[number.text].append(at)
    for places in bearing.values():
        for one, other in pairwise(sorted(set(places), key=lambda at: _when(photographs[at]))):
            yield Link(one, other, 0.0, NUMBER)


def _when(photograph: Photograph) -> tuple[float, int]:
    return (photograph.taken.timestamp() if photograph.taken else math.inf, photograph.order)


def _alike(photographs: Sequence[Photograph]) -> Iterator[Link]:
    """Nearly the same picture: asked only for photographs that bear no well-read number."""
    places = [at for at, each in enumerate(photographs) if each.likeness]
    if not places:
        return
    near = Near(np.frombuffer(b"".join(photographs[at].likeness or b"" for at in places), np.uint8).reshape(-1, 32))
    for place in places:
        if any(each.sure >= WELL_READ for each in photographs[place].numbers):
            continue
        for found, bits in near.within(photographs[place].likeness or b"", QUITE_LIKE)[:8]:
            if places[found] != place:
                yield Link(place, places[found], 60.0 if bits <= VERY_LIKE else 15.0, LIKE)
