"""The proof of each entry in a package: that it stands in the log, and what the fields say that were opened of it.

Only the open part of a body is ever opened here; what is sealed stays a hash among others. ``Entries`` opens whole
ones, for whoever leaves with everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from isnad.ledger.body import Disclosure, SegmentKeys, disclose, open_part, sealed_part
from isnad.ledger.leaf import Leaf
from isnad.ledger.proof import Proof
from isnad.ledger.reader import Reader
from isnad.ledger.segments import Segments
from isnad.packages.bag import Bag
from isnad.record.desk import Desk
from isnad.words import Broken

DISCLOSURE = "isnad/disclosure/1"


class _Remembering(Reader):
    """A reader that works out each node of the tree once: the proofs of neighbours share nearly all of theirs."""

    def __init__(self, ledger: Path) -> None:
        super().__init__(ledger)
        self._known: dict[tuple[int, int], bytes] = {}

    def _node(self, height: int, place: int) -> bytes:
        found = self._known.get((height, place))
        if found is None:
            found = self._known[height, place] = super()._node(height, place)
        return found


class Entries:
    """The entries of one ledger at one size, opened field by field."""

    def __init__(self, desk: Desk) -> None:
        self.reader = _Remembering(desk.folder.ledger)
        self._holder = desk.holder
        self._segments, self._slots = Segments(desk.folder.bodies), desk.slots
        self._open: dict[str, bytes] = {}
        self._sealed: dict[str, bytes] = {}

    def disclosed(self, number: int, names: Iterable[str]) -> Disclosure:
        """These fields of an entry's open part, with their salts, and the hashes of all the others."""
        segment, frame, slot, leaf = self._find(number)
        return disclose(self._open_key(segment), number, slot, frame, leaf, names)

    def whole(self, number: int, *, reason: str) -> Disclosure:
        """Every field of an entry, the sealed ones too; the key process counts that under its reason."""
        segment, frame, slot, leaf = self._find(number)
        if segment not in self._sealed:
            self._sealed[segment] = self._holder.sealed_key(segment, reason=reason)
        keys = SegmentKeys(segment, self._open_key(segment), self._sealed[segment])
        names = [*open_part(keys, number, slot, frame, leaf), *sealed_part(keys, number, slot, frame, leaf)]
        return disclose(keys, number, slot, frame, leaf, names)

    def _find(self, number: int) -> tuple[str, bytes, bytes, Leaf]:
        leaf = self.reader.leaf(number)
        segment, frame = self._segments.find(number, leaf.body)
        slot = self._slots.read(number)
        if slot is None:
            raise Broken("ledger.slot-damaged", entry=number)
        return segment, frame, slot, leaf

    def _open_key(self, segment: str) -> bytes:
        if segment not in self._open:
            self._open[segment] = self._holder.segment_key(segment)
        return self._open[segment]


class Prover:
    """Proves entries of one ledger at one size, into one bag."""

    def __init__(self, desk: Desk, bag: Bag) -> None:
        self._entries = Entries(desk)
        self.reader = self._entries.reader
        self._bag = bag

    def prove(self, number: int, names: Iterable[str]) -> dict[str, Any]:
        """Adds an entry's proof and the disclosure of the fields named; returns where they lie."""
        shown = self._entries.disclosed(number, names)
        told = {"format": DISCLOSURE, "entry": number, **as_json(shown)}
        proof, disclosure = f"proofs/{number}.tlog-proof", f"proofs/{number}.json"
        self._bag.add(proof, Proof.of(self.reader, number).encode())
        self._bag.add(disclosure, orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
        return {"entry": number, "proof": proof, "disclosure": disclosure}


def as_json(shown: Disclosure) -> dict[str, Any]:
    """A disclosure as a stranger reads it."""
    opened = [{"name": name, "salt": salt.hex(), "value": value} for name, salt, value in shown.opened]
    return {"opened": opened, "others": [each.hex() for each in shown.others]}
