"""The guard: the last checkpoint that was signed, kept where no restore of the archive reaches it.

* Writing it is the commit: tiles are synced before, ``ledger/checkpoint`` is written after.
* It lies outside the data folder. It holds how many checkpoints were signed before, the time of the machine when it was
  written (no checkpoint tells a time), then the note unchanged.
* A lock file beside it keeps a second writer out, also one that works on a copy of the archive; the lock is never
  taken on the guard itself, for it is replaced.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from isnad.instruments import durable
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note
from isnad.words import Broken, Digest

_WRITTEN = re.compile(rb"isnad guard v1\nnumber (?P<number>[0-9]{1,18})\ntime (?P<time>[0-9]{1,18})\n\n")


@dataclass(frozen=True, slots=True)
class Guard:
    """What was last signed (``note``), as which (``number``, from 0), and when, by this machine (POSIX seconds)."""

    note: Note
    time: int
    number: int

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint in its note."""
        return Checkpoint.parse(self.note.text)

    def encode(self) -> bytes:
        """The guard as a file."""
        return f"isnad guard v1\nnumber {self.number}\ntime {self.time}\n\n".encode() + self.note.encode()

    @classmethod
    def parse(cls, data: bytes) -> Guard:
        """Reads a guard; what is not one is `Broken`."""
        found = _WRITTEN.match(data)
        if found is None:
            raise Broken("ledger.not-a-guard")
        return cls(Note.parse(data[found.end() :]), int(found["time"]), int(found["number"]))


def read(path: Path) -> Guard | None:
    """The guard, or None where there is none."""
    data = durable.read(path)
    return None if data is None else Guard.parse(data)


def write(path: Path, guard: Guard) -> None:
    """Replaces the guard, synced: from here on, what its checkpoint covers is said for ever."""
    durable.replace(path, guard.encode())


def is_still(path: Path, guard: Guard | None) -> bool:
    """Whether the guard is the one that was last seen."""
    return durable.read(path) == (guard.encode() if guard else None)


def standing_place(origin: str) -> Path:
    """Where a log's guard lies on this machine: by its origin, so that a copy of the archive meets the same one."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "isnad" / "guards" / Digest.of(origin.encode("utf-8")).raw.hex()[:32]
