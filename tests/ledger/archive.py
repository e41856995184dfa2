"""An archive for tests: a ledger, its slots, its guard outside, and entries whose fields say their own number."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isnad.ledger import slots as slotting
from isnad.ledger.body import Composed, SegmentKeys, compose, open_part
from isnad.ledger.policy import Policy
from isnad.ledger.reader import Reader
from isnad.ledger.segments import Segments
from isnad.ledger.signers import Signers
from isnad.ledger.slots import Slots
from isnad.ledger.writer import Writer
from isnad.words import Digest

ORIGIN = "archive.example/log"
MASK = b"k" * 32


def segment_keys(name: str = "00000000000000aa") -> SegmentKeys:
    """Keys of a segment; the same name gives the same keys."""
    return SegmentKeys(name, Digest.of(b"open" + name.encode()).raw, Digest.of(b"sealed" + name.encode()).raw)


@dataclass
class Archive:
    """What stands in ``folder``: ``data`` is the archive, ``state`` the machine's own."""

    folder: Path
    signers: Signers = field(default_factory=lambda: Signers.from_seeds(b"e" * 32, b"m" * 32))
    keys: SegmentKeys = field(default_factory=segment_keys)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def ledger(self) -> Path:
        return self.data / "ledger"

    @property
    def slots(self) -> Slots:
        keys = self.data / "keys"
        return Slots([keys / "slots", keys / "second" / "slots"], MASK)

    @property
    def guard(self) -> Path:
        return self.folder / "state" / "guard"

    def writer(self, **more: Any) -> Writer:
        return Writer.open(self.ledger, self.slots, self.guard, ORIGIN, self.signers, **more)

    def entries(self, first: int, count: int, objects: Sequence[Digest] = ()) -> list[Composed]:
        slots = slotting.fresh(count)
        return [self.entry(first + at, slots[at], objects) for at in range(count)]

    def entry(
        self, number: int, slot: bytes | None = None, objects: Sequence[Digest] = (), gone: Sequence[int] = ()
    ) -> Composed:
        fields = {"kind": "test/1", "number": number, "by": "an invented person", "text": f"entry {number}"}
        return compose(self.keys, number, slot or os.urandom(32), fields, {"path": f"/secret/{number}"}, objects, gone)

    def seal(self, *counts: int) -> None:
        """Seals batches of these sizes in one turn."""
        with self.writer() as writer:
            for count in counts:
                writer.seal(self.entries(writer.size, count))

    def reader(self) -> Reader:
        return Reader(self.ledger)

    def policy(self) -> Policy:
        return Policy.parse((self.ledger / "policy").read_bytes())

    def numbers_said(self) -> list[int]:
        """The numbers that the open parts of all entries say, opened and checked one by one."""
        segments, slots = Segments(self.ledger / "bodies"), self.slots
        said = []
        for number, leaf in self.reader().leaves():
            slot = slots.read(number)
            assert slot is not None
            said.append(open_part(self.keys, number, slot, segments.frame(number, leaf.body), leaf)["number"])
        return said

    def files(self) -> dict[str, bytes]:
        """Every file of the ledger with its bytes."""
        found = sorted(path for path in self.ledger.rglob("*") if path.is_file())
        return {str(path.relative_to(self.ledger)): path.read_bytes() for path in found}
