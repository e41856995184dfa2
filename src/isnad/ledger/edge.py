"""The right edge of the tree: all that a writer must remember to go on.

* For each level, the hashes of the tile that is not yet full; and the leaves of the bundle that is not yet full.
* `extend` gives the files that became full; `partials` the files that stand at the edge. Nothing is written here.
* Adding leaves to an edge makes a new edge: the old one stays what it was, so a seal that fails changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from isnad.ledger import merkle
from isnad.ledger.tiles import (
    ENTRIES,
    WIDTH,
    Tile,
    levels,
    read_bundle,
    read_hashes,
    right_edge,
    write_bundle,
    write_hashes,
)
from isnad.words import Broken

Files = list[tuple[Tile, bytes]]


@dataclass(frozen=True, slots=True)
class Edge:
    """The tree of ``size`` leaves, as its unfinished tiles (level by level) and its unfinished bundle."""

    size: int = 0
    rows: tuple[tuple[bytes, ...], ...] = ()
    leaves: tuple[bytes, ...] = ()

    @classmethod
    def read(cls, size: int, load: Callable[[Tile], bytes]) -> Edge:
        """Reads the edge from its tiles and holds the bundle's leaves against their hashes."""
        rows: list[tuple[bytes, ...]] = [()] * len(levels(size))
        leaves: tuple[bytes, ...] = ()
        for tile in right_edge(size):
            data = load(tile)
            if tile.level == ENTRIES:
                leaves = tuple(read_bundle(data, tile.width))
            else:
                rows[tile.level] = tuple(read_hashes(data, tile.width))
        if rows and rows[0] != tuple(map(merkle.leaf_hash, leaves)):
            raise Broken("ledger.tile-damaged")
        return cls(size, tuple(rows), leaves)

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return merkle.fold(peak for row in reversed(self.rows) for peak in merkle.peaks(row))

    def extend(self, added: Sequence[bytes]) -> tuple[Edge, Files]:
        """The edge after these leaves, and the tiles and bundles that they filled."""
        full: Files = []
        leaves, row = list(self.leaves), list(self.rows[0]) if self.rows else []
        rows = [list(each) for each in self.rows] or [[]]
        place = self.size // WIDTH
        for leaf in added:
            leaves.append(leaf)
            row.append(sha256(b"\0" + leaf).digest())
            if len(row) == WIDTH:
                full.append((Tile(ENTRIES, place), write_bundle(leaves)))
                full += _carry(rows, row, place)
                leaves, row, place = [], [], place + 1
        rows[0] = row
        size = self.size + len(added)
        return Edge(size, tuple(map(tuple, rows)) if size else (), tuple(leaves)), full

    def partials(self) -> Files:
        """The unfinished tiles and bundle, as they stand in files."""
        return [
            (tile, write_bundle(self.leaves) if tile.level == ENTRIES else write_hashes(self.rows[tile.level]))
            for tile in right_edge(self.size)
        ]

    def partials_since(self, old: Edge) -> Files:
        """Those of them that did not stand at an earlier edge."""
        before = set(right_edge(old.size))
        return [(tile, data) for tile, data in self.partials() if tile not in before]


def _carry(rows: list[list[bytes]], row: list[bytes], place: int) -> Files:
    """A tile is full: it is written out, its root goes one level up, and so on while that fills a tile too."""
    full, level = [], 0
    while len(row) == WIDTH:
        full.append((Tile(level, place), write_hashes(row)))
        level += 1
        if level == len(rows):
            rows.append([])
        rows[level].append(merkle.perfect(row))
        row = rows[level]
        place //= WIDTH
        if len(row) == WIDTH:
            rows[level] = []
    return full
