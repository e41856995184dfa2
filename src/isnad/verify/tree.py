"""The tree, computed anew from the entry bundles and held against every tile and every checkpoint.

 1. Leaves are read from the bundles, in order; each is hashed, each tile's root computed from its leaves.
 2. Every hash tile must be what was computed. Where a bundle and its tile differ, the level above says which of the two
    changed; at the edge, the checkpoint does.
 3. At the size of every checkpoint (and anchor) the root must be the signed one.
 4. Partial tiles are owed for every checkpoint until their tile is full.

A bundle that is missing or changed hides its leaves; the tree is then computed from its tile, and what rests on the
hidden leaves is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from isnad.verify.chain import group
from isnad.verify.files import Files

WIDE = 256
Hashes = list[bytes]


def tile_path(level: str, place: int, width: int = WIDE) -> str:
    """Where a tile lies; ``level`` is a number or ``entries``."""
    return f"tile/{level}/{group(place)}" + (f".p/{width}" if width < WIDE else "")


def parent(left: bytes, right: bytes) -> bytes:
    """An inner node."""
    return sha256(b"\1" + left + right).digest()


def over(hashes: Sequence[bytes]) -> bytes:
    """The root over any number of hashes, at least one."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return parent(over(hashes[:split]), over(hashes[split:]))


def split_bundle(data: bytes) -> list[bytes] | None:
    """The leaves of a bundle; None where it does not end with one."""
    leaves, at = [], 0
    while at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        leaves.append(data[at + 2 : end])
        at = end
    return leaves if at == len(data) else None


def split_tile(data: bytes) -> Hashes | None:
    """The hashes of a tile; None where it is not made of such."""
    return None if len(data) % 32 else [data[at : at + 32] for at in range(0, len(data), 32)]


class Mountain:
    """Perfect subtrees along the right edge, largest first: enough to know the root at every size passed."""

    def __init__(self) -> None:
        self.peaks: list[tuple[int, bytes]] = []

    def add(self, height: int, value: bytes) -> None:
        """Adds a perfect subtree to the right."""
        while self.peaks and self.peaks[-1][0] == height:
            value = parent(self.peaks.pop()[1], value)
            height += 1
        self.peaks.append((height, value))

    def root(self, more: Mountain | None = None) -> bytes:
        """The root over what was added, and over ``more`` to the right of it."""
        peaks = [value for _, value in self.peaks] + ([value for _, value in more.peaks] if more else [])
        if not peaks:
            return sha256().digest()
        folded = peaks[-1]
        for peak in reversed(peaks[:-1]):
            folded = parent(peak, folded)
        return folded


@dataclass
class Tree:
    """What was computed: roots by size; the unfinished hashes of each level; the leaves of the last, unfinished bundle.

    ``blind`` is the first leaf that could not be judged, where one could not.
    """

    size: int
    roots: dict[int, bytes] = field(default_factory=dict)
    edges: list[Hashes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    blind: int | None = None


def climb(files: Files, size: int, root: bytes, sizes: Iterable[int], leaf: Callable[[int, bytes], None]) -> Tree:
    """Computes the tree of ``size``; ``leaf`` is called with each number and leaf. ``root`` is the signed one."""
    climbing = _Climb(files, size, root, set(sizes), leaf)
    for place in range(-(-size // WIDE)):
        climbing.tile(place)
    climbing.finish()
    return climbing.tree


class _Climb:
    def __init__(
        self, files: Files, size: int, root: bytes, sizes: set[int], leaf: Callable[[int, bytes], None]
    ) -> None:
        self.files, self.root, self.sizes, self.leaf = files, root, sizes, leaf
        self.tree = Tree(size, {0: sha256().digest()}, [[]])
        self.whole = Mountain()
        self.filled = [0]
        self.above: tuple[int, Hashes] = (-1, [])

    def tile(self, place: int) -> None:
        """One bundle and its tile."""
        width = min(WIDE, self.tree.size - place * WIDE)
        leaves = self._read(tile_path("entries", place, width), "entries", split_bundle, width)
        claimed = self._read(tile_path("0", place, width), "tile", split_tile, width)
        counted = leaves and [sha256(b"\0" + each).digest() for each in leaves]
        hashes = counted if counted == claimed else self._choose(place, width, counted, claimed)
        if hashes is None:
            self._pass_over(place, width)
            return
        if leaves is not None and hashes is counted:
            for number, each in enumerate(leaves, start=place * WIDE):
                self.leaf(number, each)
            self.tree.leaves = leaves if width < WIDE else []
        self._add(place * WIDE, hashes)

    def finish(self) -> None:
        """Holds the unfinished tiles of the upper levels against what was computed."""
        for level, row in enumerate(self.tree.edges):
            if level and row:
                self._compare(level, row)

    def _read(
        self, path: str, what: str, split: Callable[[bytes], list[bytes] | None], width: int
    ) -> list[bytes] | None:
        """The parts of a file that must be there; None, blamed, where it is missing or has another number of them."""
        data = self.files.take(path, what)
        parts = split(data) if data is not None else None
        if data is not None and (parts is None or len(parts) != width):
            self.files.report.blame(what, self.files.place(path), "changed")
            return None
        return parts

    def _choose(self, place: int, width: int, counted: Hashes | None, claimed: Hashes | None) -> Hashes | None:
        """Of two that differ, the one that the level above bears out; the other is blamed, or both are."""
        chosen = next((each for each in (counted, claimed) if each is not None and self._fits(place, each)), None)
        for each, level, what in ((counted, "entries", "entries"), (claimed, "0", "tile")):
            if each is not None and each is not chosen:
                self.files.report.blame(what, self.files.place(tile_path(level, place, width)), "changed")
        return chosen

    def _fits(self, place: int, hashes: Hashes) -> bool:
        """Whether the level above, or at the edge the signed root, bears these hashes out."""
        if len(hashes) == WIDE:
            return over(hashes) == self._claimed_above(place)
        edge = Mountain()
        for each in hashes:
            edge.add(0, each)
        return self.whole.root(edge) == self.root

    def _claimed_above(self, place: int) -> bytes | None:
        """The root that the level above claims for a full tile."""
        upper, at = divmod(place, WIDE)
        if self.above[0] != upper:
            path = tile_path("1", upper, min(WIDE, self.tree.size // WIDE - upper * WIDE))
            data = self.files.read(path, "tile") if path in self.files else None
            self.above = upper, (split_tile(data) if data is not None else None) or []
        return self.above[1][at] if at < len(self.above[1]) else None

    def _pass_over(self, place: int, width: int) -> None:
        """Neither the leaves nor their hashes are left: goes on with the root that the level above claims."""
        if self.tree.blind is None:
            self.tree.blind = place * WIDE
        known = self._claimed_above(place) if width == WIDE else None
        if known is not None:
            self._rise(1, known)

    def _add(self, start: int, hashes: Hashes) -> None:
        edge = Mountain()
        for size, each in enumerate(hashes, start=start + 1):
            edge.add(0, each)
            if size in self.sizes:
                self.tree.roots[size] = self.whole.root(edge)
        if len(hashes) == WIDE:
            self._rise(1, edge.peaks[0][1])
        else:
            self.tree.edges[0] = hashes

    def _rise(self, level: int, value: bytes) -> None:
        """Adds a full tile's root to the level above it; a tile that it fills is compared, and its root rises too."""
        if level == 1:
            self.whole.add(8, value)
        if level == len(self.tree.edges):
            self.tree.edges.append([])
            self.filled.append(0)
        row = self.tree.edges[level]
        row.append(value)
        if len(row) == WIDE:
            self._compare(level, row)
            self.filled[level] += 1
            self.tree.edges[level] = []
            self._rise(level + 1, over(row))

    def _compare(self, level: int, row: Hashes) -> None:
        path = tile_path(str(level), self.filled[level], len(row))
        data = self.files.take(path, "tile")
        if data is not None and data != b"".join(row):
            self.files.report.blame("tile", self.files.place(path), "changed")
