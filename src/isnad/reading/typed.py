"""The record of the station: somebody looked at the lines of one card and said what is written there, or that they
cannot tell, or that they may know this person, or that something is wrong with it.

What they typed whole is claims by them; beside them stands this entry, which says what was before their eyes: the lines
alone (``seen`` is *no*), or the machine's reading too. A number with a digit that cannot be read is kept here alone and
is no claim, so that nobody is found by half a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from isnad.reading.models import TypedRow
from isnad.record.fold import Row, folds
from isnad.record.records import Ground, Record, Saying, Traits, Who, kept_as
from isnad.words import Json, canonical

TYPED, CANNOT_TELL, FLAGGED, MAY_KNOW, TAKEN_BACK = "typed", "cannot-tell", "flagged", "may-know", "taken-back"
OUTCOMES = (TYPED, CANNOT_TELL, FLAGGED, MAY_KNOW, TAKEN_BACK)
ANSWERS = (TYPED, CANNOT_TELL)
NO, YES = "no", "yes"


@kept_as("isnad/typed/1")
@dataclass(frozen=True, slots=True)
class Typed(Record):
    """One answer of one person about one item."""

    item: int
    outcome: str
    claims: tuple[int, ...] = ()
    partial: Json = None  # by property, numbers with ? for a digit
    seen: str = NO  # whether the machine's reading was before the typist's eyes
    undoes: int | None = None
    note: str = ""

    SIGNED = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.item, *self.claims, *(() if self.undoes is None else (self.undoes,)))

    def admits(self, ground: Ground) -> bool:
        if ground.number == self.item:
            return ground.kind == "received"
        return ground.kind == ("typed" if ground.number == self.undoes else "claim")

    def who_may(self, ground: Ground) -> Who:
        return Who.ANYONE if ground.number == self.item else Who.THE_SAME

    def traits(self) -> Traits:
        return {"outcome": self.outcome}

    def flaws(self) -> tuple[str, ...]:
        undone = (self.outcome == TAKEN_BACK) == (self.undoes is not None)
        said = bool(self.claims or self.partial) == (self.outcome == TYPED)
        sound = self.outcome in OUTCOMES and self.seen in (NO, YES) and "\0" not in self.note
        return () if undone and said and sound else ("station.not-an-answer",)


@folds(Typed)
def typed(said: Saying, record: Typed) -> Iterator[Row]:
    """One row for each answer; what was typed stands in the claims."""
    yield (
        TypedRow,
        {
            "item": record.item,
            "by": said.by,
            "at": str(said.at),
            "outcome": record.outcome,
            "claims": canonical(list(record.claims)).decode(),
            "partial": canonical(record.partial or {}).decode(),
            "seen": record.seen,
            "undoes": record.undoes,
            "note": record.note,
        },
    )
