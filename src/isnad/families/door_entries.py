"""The records of the families' door: what came through it, where a family's status lies, and who read what.

 * A case says which slots of the door belong to an asking. Their keys seal a status word and nothing else; who holds
   one can show a family a wrong word, so they lie in bodies, never in a table.
 * A status is one of three words that say nothing (FD-7). The latest counts.
 * Every letter that came is an entry. What it says is sealed where it was not taken down: reports of extortion, wishes
   to withdraw, and whatever was sent under the word for danger, on which nothing is done by itself.
 * Before such a letter is shown, an entry says to whom and why.

Traits: a letter's kind, and whether it was forced.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.door.letters import KINDS
from isnad.door.slots import STATUSES
from isnad.record.records import Ground, Record, Traits, kept_as
from isnad.record.shape import Sealed

LONGEST_REASON = 4_000  # characters


@kept_as("isnad/door-case/1")
@dataclass(frozen=True, slots=True)
class DoorCase(Record):
    """Two slots of the door, name and key each, that show this asking's status: the family's own, and that of danger.

    The latest case of an asking that was not ``forced`` holds. A forced one is what somebody set under the word for
    danger: both its slots go on saying *received*. ``renewed``: who knows the asker heard the answer to her question.
    """

    asking: int
    own: tuple[str, str]
    danger: tuple[str, str]
    forced: bool
    renewed: bool

    def stands_on(self) -> tuple[int, ...]:
        return (self.asking,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "asking" and not ground.gone


@kept_as("isnad/door-status/1")
@dataclass(frozen=True, slots=True)
class DoorStatus(Record):
    """The word that an asker sees from the next preparing on."""

    asking: int
    word: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.asking,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "asking" and not ground.gone

    def flaws(self) -> tuple[str, ...]:
        return () if self.word in STATUSES else ("doorkeeping.not-a-status",)


@kept_as("isnad/door-letter/1")
@dataclass(frozen=True, slots=True)
class DoorLetter(Record):
    """A letter that came: its kind, its day, the digest of its sealed file, and what of it was not taken down."""

    asking: int | None
    kind: str
    day: str
    forced: bool
    letter: str
    said: Sealed[str]

    def stands_on(self) -> tuple[int, ...]:
        return () if self.asking is None else (self.asking,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "asking" and not ground.gone

    def traits(self) -> Traits:
        return {"kind": self.kind, "forced": self.forced}

    def flaws(self) -> tuple[str, ...]:
        return () if self.kind in KINDS else ("doorkeeping.not-a-letter",)


@kept_as("isnad/door-reading/1")
@dataclass(frozen=True, slots=True)
class DoorReading(Record):
    """A letter is about to be shown to the entry's ``by``."""

    letter: int
    reason: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.letter,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "door-letter" and not ground.gone

    def flaws(self) -> tuple[str, ...]:
        return () if self.reason.strip() and len(self.reason) <= LONGEST_REASON else ("families.reason-needed",)
