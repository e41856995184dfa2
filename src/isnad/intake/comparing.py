"""Two holders' copies side by side: the same, missing, additional, and near-duplicates among what is not the same.

A list of digests is a text file: one SHA-256 a line, perhaps with a name behind it (as ``sha256sum`` writes), or JSON
lines with ``digest`` and perhaps ``perceptual`` (64 hexadecimal characters), as ``isnad item list --lines --digests``
writes. Digests tell who holds what: such a list is restricted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from isnad.custody import queries
from isnad.custody.models import Arrival, Item
from isnad.instruments.imaging.near import Near
from isnad.record.tables import key
from isnad.words import Digest, Refusal

WITHIN = 31  # bits of 256 by which near-duplicates may differ
_LINE = re.compile(rb"\\?([0-9a-f]{64})(?:[ \t].*)?")


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to: digests held by both, by the first alone, by the other alone; and near pairs."""

    same: list[str]
    missing: list[str]  # in the first, not in the other
    additional: list[str]  # in the other, not in the first
    near: list[tuple[str, str, int]]  # digest, digest, bits that differ


def compare(one: str, other: str) -> Compared:
    """Compares two sides; each is an accession's title or the path of a list of digests."""
    left, right = _side(one), _side(other)
    same = sorted(left.keys() & right.keys())
    missing = sorted(left.keys() - right.keys())
    additional = sorted(right.keys() - left.keys())
    near = _near({d: left[d] for d in missing}, {d: right[d] for d in additional})
    return Compared(same, missing, additional, near)


def _side(name: str) -> dict[str, str | None]:
    """Digest and perceptual hash of everything on one side."""
    if queries.accession(name) is not None:
        return _of_accession(name)
    path = Path(name)
    if path.is_file():
        return _of_list(path)
    raise Refusal("intake.nothing-to-compare")


def _of_accession(title: str) -> dict[str, str | None]:
    accession = queries.accession_titled(title)
    items = Arrival.objects.filter(accession_id=accession.pk).values_list("item", flat=True)
    keys = [key(number) for number in set(items) if number is not None]
    found: dict[str, str | None] = {}
    for start in range(0, len(keys), 900):
        rows = Item.objects.filter(pk__in=keys[start : start + 900]).values_list("digest", "perceptual")
        found.update({str(Digest(bytes(digest))): perceptual for digest, perceptual in rows})
    return found


def _of_list(path: Path) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        if matched := _LINE.fullmatch(line.strip()):
            found[matched.group(1).decode()] = None
            continue
        try:
            value = orjson.loads(line)
            found[str(Digest.parse(value["digest"]))] = value.get("perceptual")
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, Refusal) as error:
            raise Refusal("intake.list-not-understood", line=number) from error
    return found


def _near(left: dict[str, str | None], right: dict[str, str | None]) -> list[tuple[str, str, int]]:
    """Pairs within 31 bits, by the banded index: the larger side is indexed, the smaller asks."""
    known = [(digest, bits) for digest, bits in right.items() if bits]
    asking = [(digest, bits) for digest, bits in left.items() if bits]
    if not known or not asking:
        return []
    rows = np.frombuffer(bytes.fromhex("".join(bits for _, bits in known)), dtype=np.uint8).reshape(-1, 32)
    index = Near(rows)
    pairs = []
    for digest, bits in asking:
        for position, distance in index.within(bytes.fromhex(bits), WITHIN):
            pairs.append((digest, known[position][0], distance))
    return sorted(pairs)
