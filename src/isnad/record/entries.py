"""The records of the pen itself: the founding, the tool that writes, the clock it goes by, what an erasure leaves."""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.law import ERASED_KIND, FOUNDED_KIND
from isnad.record.records import ByTwo, Ground, Record, Traits, kept_as
from isnad.record.signatures import is_public_key
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


@kept_as("isnad/founded/1")
@dataclass(frozen=True, slots=True)
class Founded(Record):
    """The archive begins; said once, before anything else. In a demo one person may do what needs two."""

    demo: bool

    def traits(self) -> Traits:
        return {"demo": self.demo}


@kept_as("isnad/clock/1")
@dataclass(frozen=True, slots=True)
class Clock(Record):
    """Where the times of the entries that follow come from, and how far the kernel says they may be off."""

    source: str
    synchronised: bool
    offset_microseconds: int | None
    largest_error_microseconds: int | None


@kept_as("isnad/signing-key/1")
@dataclass(frozen=True, slots=True)
class SigningKey(Record):
    """With this Ed25519 key (64 hexadecimal characters) a person signs entries of their own from here on."""

    who: str
    public: str

    def traits(self) -> Traits:
        return {"who": self.who, "public": self.public}

    def flaws(self) -> tuple[str, ...]:
        return () if is_public_key(self.public) else ("record.not-a-signing-key",)


@kept_as("isnad/keys-rotated/1")
@dataclass(frozen=True, slots=True)
class KeysRotated(Record):
    """Every key was replaced but the log's own: for copies, the erasures before this are complete."""

    locked_anew: int
    erased: int  # entries that were gone by then


@dataclass(frozen=True, slots=True)
class Left:
    """What an erasure leaves of one entry: its number, kind, traits and the entries it stood on; never a value."""

    number: int
    kind: str
    traits: dict[str, str | int | bool]
    on: tuple[int, ...] = ()

    @classmethod
    def of(cls, ground: Ground) -> Left:
        """What is left of an entry that is to go."""
        return cls(ground.number, ground.kind, dict(ground.traits), tuple(sorted(set(ground.on))))


@kept_as("isnad/erased/1")
@dataclass(frozen=True, slots=True)
class Erased(ByTwo):
    """Entries that are gone: their bodies can no longer be read, their payloads are owed no longer."""

    left: tuple[Left, ...]
    reason: str
    second: str | None

    def gone(self) -> tuple[int, ...]:
        return tuple(each.number for each in self.left)

    def admits(self, ground: Ground) -> bool:
        return not ground.gone and Left.of(ground) in self.left


assert (Erased.KIND, Founded.KIND) == (ERASED_KIND, FOUNDED_KIND)
