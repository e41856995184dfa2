"""Reads entries back from the ledger's files: the bodies, opened with the segments' keys.

The open part suffices to fold and to judge; the sealed part is opened only for a stated reason, one entry at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from isnad.keys.folder import DataFolder
from isnad.keys.holder import KeyHolder
from isnad.ledger.body import SegmentKeys, open_part, sealed_part
from isnad.ledger.leaf import Leaf
from isnad.ledger.reader import Reader
from isnad.ledger.segments import Segments
from isnad.ledger.slots import Slots
from isnad.record import records
from isnad.record.records import Saying


@dataclass
class Bodies:
    """The bodies of one archive, by the numbers of their entries."""

    folder: DataFolder
    holder: KeyHolder
    _keys: dict[str, SegmentKeys] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = Reader(self.folder.ledger)
        self._segments = Segments(self.folder.bodies)
        self._slots = Slots(self.folder.slots)

    def leaf(self, number: int) -> Leaf:
        """The published part of an entry."""
        return self.reader.leaf(number)

    def saying(self, number: int) -> Saying:
        """The entry, its sealed fields shut. Broken where it does not open, as after an erasure."""
        segment, frame = self._segments.frame(number)
        opened = open_part(self._key(segment), number, self._slots.read(number), frame, self.leaf(number))
        return records.read(number, opened)

    def unsealed(self, number: int, *, reason: str) -> Saying:
        """The entry with its sealed fields; the key process counts the act under its reason."""
        segment, frame = self._segments.frame(number)
        keys = self.holder.segment_keys(segment, sealed_for=reason)
        slot, leaf = self._slots.read(number), self.leaf(number)
        opened = open_part(keys, number, slot, frame, leaf)
        return records.read(number, opened, sealed_part(keys, number, slot, frame, leaf))

    def gone(self) -> dict[int, int]:
        """The entries that are gone and the entry that erased each, from the published leaves alone."""
        return {
            target: number
            for number, leaf in enumerate(self.reader.leaves(0, self.reader.size))
            for target in leaf.gone
        }

    def all(self) -> Iterator[Saying]:
        """Every entry that is not gone, in order."""
        gone = self.gone()
        for number in range(self.reader.size):
            if number not in gone:
                yield self.saying(number)

    def _key(self, segment: str) -> SegmentKeys:
        if segment not in self._keys:
            self._keys[segment] = self.holder.segment_keys(segment)
        return self._keys[segment]
