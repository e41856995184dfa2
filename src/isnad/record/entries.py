"""The records of the pen itself: the tool that writes, the clock it goes by, and what an erasure leaves."""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.law import ERASED_KIND
from isnad.record.records import Ground, Record, Traits, kept_as
from isnad.words import Digest


@kept_as("isnad/tool/1")
@dataclass(frozen=True, slots=True)
class Tool(Record):
    """The software that acts: its name, version, the digest of its own files, and the versions it runs on."""

    name: str
    version: str
    digest: Digest
    runs_on: tuple[str, ...]

    def traits(self) -> Traits:
        return {"digest": str(self.digest)}


@kept_as("isnad/clock/1")
@dataclass(frozen=True, slots=True)
class Clock(Record):
    """Where the times of the entries that follow come from, and how far the kernel says they may be off."""

    source: str
    synchronised: bool
    offset_microseconds: int | None
    largest_error_microseconds: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """What an erasure leaves of one entry: its number, kind and traits; never a value."""

    number: int
    kind: str
    traits: dict[str, str | int | bool]


@kept_as("isnad/erased/1")
@dataclass(frozen=True, slots=True)
class Erased(Record):
    """Entries that are gone: their bodies can no longer be read, their payloads are owed no longer."""

    left: tuple[Left, ...]
    reason: str
    second: str | None

    def gone(self) -> tuple[int, ...]:
        return tuple(each.number for each in self.left)

    def admits(self, ground: Ground) -> bool:
        left = Left(ground.number, ground.kind, dict(ground.traits))
        return not ground.gone and left in self.left


assert Erased.KIND == ERASED_KIND
