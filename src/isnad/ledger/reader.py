"""Reads a ledger from its files: leaves, roots, proofs. Needs no key and writes nothing.

* The size is that of ``ledger/checkpoint`` (or one passed in); tiles beyond it are never looked at.
* A proof reads one tile a level and recomputes what lies inside it; it is held against the checkpoint's root before it
  is given out, so a damaged tile gives `Broken`, never a wrong proof.
* A partial tile whose full form has come since is read from the full one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from isnad.instruments import durable
from isnad.ledger import merkle
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.leaf import Leaf
from isnad.ledger.note import Note
from isnad.ledger.places import load_tile
from isnad.ledger.tiles import ENTRIES, HASH, WIDTH, Tile, read_bundle, width_at
from isnad.words import Broken, Refusal


class Reader:
    """One ledger at one size."""

    def __init__(self, ledger: Path, note: Note | None = None) -> None:
        """Reads at the size of the newest checkpoint, or of the one given (whose signatures are not checked here)."""
        self._ledger = ledger
        self.note = note or newest(ledger)
        self.checkpoint = Checkpoint.parse(self.note.text)
        self.size = self.checkpoint.size
        self._last: tuple[int, list[bytes]] | None = None
        self._rows: dict[int, tuple[int, bytes]] = {}

    def leaf(self, number: int) -> Leaf:
        """The leaf of an entry."""
        return Leaf.decode(self.leaf_bytes(number))

    def leaf_bytes(self, number: int) -> bytes:
        """The leaf of an entry as it was hashed."""
        self._refuse_beyond(number + 1)
        return self._bundle(number // WIDTH)[number % WIDTH]

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, Leaf]]:
        """Numbers and leaves of a range, in order."""
        stop = self.size if stop is None else stop
        self._refuse_beyond(stop)
        for place in range(start // WIDTH, -(-stop // WIDTH)):
            for number, data in enumerate(self._bundle(place), start=place * WIDTH):
                if start <= number < stop:
                    yield number, Leaf.decode(data)

    def erasing(self) -> Iterator[tuple[int, Leaf]]:
        """The leaves that erase something, with their numbers. Only these are read closely: most erase nothing."""
        for number in range(self.size):
            if b'"gone"' in (data := self.leaf_bytes(number)):
                yield number, Leaf.decode(data)

    def root_at(self, size: int) -> bytes:
        """The root that the tree had at an earlier size."""
        self._refuse_beyond(size)
        return merkle.span_hash(0, size, self._node)

    def inclusion(self, number: int) -> list[bytes]:
        """The proof that an entry stands in the tree of the checkpoint."""
        self._refuse_beyond(number + 1)
        path = merkle.inclusion(number, self.size, self._node)
        merkle.check_inclusion(number, self.size, self._node(0, number), path, self.checkpoint.root.raw)
        return path

    def consistency(self, old: int) -> list[bytes]:
        """The proof that the tree of ``old`` entries is the beginning of the checkpoint's."""
        self._refuse_beyond(old)
        return merkle.consistency(old, self.size, self._node)

    def _refuse_beyond(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise Refusal("ledger.no-such-entry", size=self.size)

    def _node(self, height: int, place: int) -> bytes:
        """The hash of a perfect subtree, recomputed from the tile it lies in."""
        level, rest = divmod(height, 8)
        first = place << rest
        data = self._tile(level, first // WIDTH)
        at = first % WIDTH * HASH
        return merkle.perfect([data[i : i + HASH] for i in range(at, at + (HASH << rest), HASH)])

    def _tile(self, level: int, place: int) -> bytes:
        """The hashes of a tile; of each level the last one stays in hand, for a proof asks for it again and again."""
        kept = self._rows.get(level)
        if kept is not None and kept[0] == place:
            return kept[1]
        width = width_at(level, place, self.size)
        data = self._load(Tile(level, place, width))[: width * HASH]
        if len(data) != width * HASH:
            raise Broken("ledger.tile-damaged")
        self._rows[level] = place, data
        return data

    def _bundle(self, place: int) -> list[bytes]:
        """The leaves of a bundle; the last one stays in hand, for its neighbours are mostly asked for next."""
        if self._last is None or self._last[0] != place:
            self._last = place, self._read_bundle(place)
        return self._last[1]

    def _read_bundle(self, place: int) -> list[bytes]:
        width = width_at(0, place, self.size)
        data = self._load(Tile(ENTRIES, place, width))
        try:
            return read_bundle(data, width)
        except Broken:
            return read_bundle(data, WIDTH)[:width]

    def _load(self, tile: Tile) -> bytes:
        try:
            return load_tile(self._ledger, tile)
        except Broken:
            if tile.width == WIDTH:
                raise
            return load_tile(self._ledger, Tile(tile.level, tile.place))


def newest(ledger: Path) -> Note:
    """The newest checkpoint of a ledger, as it was signed."""
    data = durable.read(ledger / "checkpoint")
    if data is None:
        raise Refusal("ledger.no-ledger")
    return Note.parse(data)
