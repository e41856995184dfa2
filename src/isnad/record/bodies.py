"""Reads entries back from the ledger's files: the bodies, opened with the segments' keys.

The open part suffices to fold and to judge; the sealed part is opened only for a stated reason, one entry at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from isnad.keys.folder import DataFolder
from isnad.keys.holder import KeyHolder
from isnad.ledger.body import SegmentKeys, open_part, opened, sealed_part
from isnad.ledger.leaf import Leaf
from isnad.ledger.reader import Reader
from isnad.ledger.segments import Segments
from isnad.record import records
from isnad.record.records import Saying
from isnad.words import Broken


@dataclass
class Bodies:
    """The bodies of one archive, by the numbers of their entries."""

    folder: DataFolder
    holder: KeyHolder
    _keys: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = Reader(self.folder.ledger)
        self._segments = Segments(self.folder.bodies)
        self._slots = self.holder.slots()

    def leaf(self, number: int) -> Leaf:
        """The published part of an entry."""
        return self.reader.leaf(number)

    def saying(self, number: int) -> Saying:
        """The entry, its sealed fields shut. Broken where it does not open, as after an erasure."""
        leaf = self.leaf(number)
        segment, frame = self._segments.find(number, leaf.body)
        part = opened(self._key(segment), number, self._slot(number), frame, leaf)
        return replace(records.read(number, part.fields), signature=part.signature)

    def unsealed(self, number: int, *, reason: str) -> Saying:
        """The entry with its sealed fields; the key process counts the act under its reason."""
        keys, slot, frame, leaf = self.whole(number, reason=reason)
        fields = open_part(keys, number, slot, frame, leaf)
        return records.read(number, fields, sealed_part(keys, number, slot, frame, leaf))

    def whole(self, number: int, *, reason: str) -> tuple[SegmentKeys, bytes, bytes, Leaf]:
        """What opens an entry whole: keys, slot, frame and leaf."""
        leaf = self.leaf(number)
        segment, frame = self._segments.find(number, leaf.body)
        keys = SegmentKeys(segment, self._key(segment), self.holder.sealed_key(segment, reason=reason))
        return keys, self._slot(number), frame, leaf

    def gone(self) -> dict[int, int]:
        """The entries that are gone and the entry that erased each, from the published leaves alone."""
        return {target: number for number, leaf in self.reader.erasing() for target in leaf.gone}

    def all(self) -> Iterator[Saying]:
        """Every entry that is not gone, in order."""
        gone = self.gone()
        for number in range(self.reader.size):
            if number not in gone:
                yield self.saying(number)

    def _slot(self, number: int) -> bytes:
        slot = self._slots.read(number)
        if slot is None:
            raise Broken("ledger.slot-damaged", entry=number)
        return slot

    def _key(self, segment: str) -> bytes:
        if segment not in self._keys:
            self._keys[segment] = self.holder.segment_key(segment)
        return self._keys[segment]
