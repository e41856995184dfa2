"""Which items look like one: the index of likenesses, kept in this process and grown by what came since.

A likeness is a hint for people and no identification. What is found passes the gate like any item; what was erased is
not there to be found. The index knows hashes alone.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np

from isnad.access.gate import Gate
from isnad.custody.models import Item
from isnad.custody.similar import LOWEST_QUALITY, WITHIN
from isnad.instruments.imaging.near import Near
from isnad.record.desk import desk
from isnad.record.tables import WIDTH
from isnad.site import finding

MOST = 24  # shown on an item's page


@dataclass
class _Index:
    """The hashes of one archive's items, in the order of their entries."""

    near: Near = field(default_factory=Near)
    entries: list[int] = field(default_factory=list)
    last: int = -1


_indexes: dict[str, _Index] = {}
_turn = threading.Lock()


def alike(gate: Gate, row: Item) -> list[tuple[Item, int]]:
    """The items nearest to this one that pass the gate, with how many of 256 bits differ; itself left out."""
    if row.perceptual is None or (row.quality or 0) < LOWEST_QUALITY:
        return []
    with _turn:
        index = _indexes.setdefault(desk().folder.config.origin, _Index())
        _catch_up(index)
        found = index.near.within(bytes.fromhex(row.perceptual), WITHIN)
    numbers = [(index.entries[place], bits) for place, bits in found[: 4 * MOST]]
    items = finding.items_among(gate, [number for number, _ in numbers if number != row.entry])
    return [(items[number], bits) for number, bits in numbers if number in items][:MOST]


def _catch_up(index: _Index) -> None:
    """Adds what came since; asked of the database by key, so it costs nothing where nothing came."""
    rows = list(
        Item.objects.filter(pk__gt=index.last, perceptual__isnull=False, quality__gte=LOWEST_QUALITY)
        .order_by("pk")
        .values_list("pk", "perceptual")
    )
    if rows:
        hashes = np.frombuffer(bytes.fromhex("".join(bits or "" for _, bits in rows)), dtype=np.uint8)
        index.near.add(hashes.reshape(-1, 32))
        index.entries += [pk // WIDTH for pk, _ in rows]
        index.last = rows[-1][0]
