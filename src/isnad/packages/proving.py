"""The proof of each entry in a package: that it stands in the log, and what the fields say that were opened of it.

Only the open part of a body is ever opened here; what is sealed stays a hash among others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from isnad.ledger.body import disclose
from isnad.ledger.proof import Proof
from isnad.ledger.reader import Reader
from isnad.ledger.segments import Segments
from isnad.ledger.slots import Slots
from isnad.packages.bag import Bag
from isnad.record.desk import Desk
from isnad.words import Broken

DISCLOSURE = "isnad/disclosure/1"


class Prover:
    """Proves entries of one ledger at one size, into one bag."""

    def __init__(self, desk: Desk, bag: Bag) -> None:
        self.reader = Reader(desk.folder.ledger)
        self._holder = desk.holder
        self._segments, self._slots = Segments(desk.folder.bodies), Slots(desk.folder.slots)
        self._keys: dict[str, bytes] = {}
        self._bag = bag

    def prove(self, number: int, names: Iterable[str]) -> dict[str, Any]:
        """Adds an entry's proof and the disclosure of the fields named; returns where they lie."""
        leaf = self.reader.leaf(number)
        segment, frame = self._segments.find(number, leaf.body)
        slot = self._slots.read(number)
        if slot is None:
            raise Broken("ledger.slot-damaged", entry=number)
        shown = disclose(self._key(segment), number, slot, frame, leaf, names)
        opened = [{"name": name, "salt": salt.hex(), "value": value} for name, salt, value in shown.opened]
        told = {
            "format": DISCLOSURE, "entry": number, "opened": opened, "others": [each.hex() for each in shown.others],
        }  # fmt: skip
        proof, disclosure = f"proofs/{number}.tlog-proof", f"proofs/{number}.json"
        self._bag.add(proof, Proof.of(self.reader, number).encode())
        self._bag.add(disclosure, orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
        return {"entry": number, "proof": proof, "disclosure": disclosure}

    def _key(self, segment: str) -> bytes:
        if segment not in self._keys:
            self._keys[segment] = self._holder.segment_key(segment)
        return self._keys[segment]
