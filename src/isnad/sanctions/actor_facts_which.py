"""Which criteria the claims about an actor speak to: evaluated as a file of facts is, each reason with its claims.

A reason is a code; the code tells which of the facts it looked at, and these the claims they come from. A reason that
rests on nothing that was claimed (a criterion's own words, a waiver, a fact that is missing) has no claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from isnad import speech
from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE
from isnad.cases.derived import Derived, Wish
from isnad.sanctions.actor_facts import NO_WISH, facts_for
from isnad.sanctions.programmes import Answered, Programme, Row, which
from isnad.sanctions.programmes.answers import Told

_OFFICE = ("suspect.office", "suspect.capacity", "suspect.official_of")
_LOOKS_AT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("offence-official", ("offence", *_OFFICE)),
    ("offence", ("offence",)),
    ("act", ("acts",)),
    ("place", ("place",)),
    ("support", ("support",)),
    ("significant", ("support",)),
    ("knowing", ("support",)),
    ("office", _OFFICE),
    ("in-office", _OFFICE),
    ("out-of-office", _OFFICE),
    ("tenure", ("suspect.office", "acts")),
    ("family", ("suspect.family_of",)),
    ("national", ("suspect.nationality",)),
    ("foreign", ("suspect.nationality",)),
    ("own-national", ("suspect.nationality",)),
    ("us-person", ("suspect.nationality", "suspect.residence")),
    ("us-resident", ("suspect.residence",)),
    ("resident", ("suspect.residence",)),
    ("present", ("suspect.present",)),
    ("kind", ("suspect.kind",)),
    ("follows-listed", ("designated_under",)),
    ("designated", ("designated_under",)),
    ("dead", ("suspect.alive",)),
    ("old", ("acts", "support")),
    ("unknown-word", ("support",)),
)
_ABSENT = ("no-offence", "no-office", "no-family", "no-support")
SHOWN = 12  # claims named beside one reason in words; all of them stand in ``claims``


@dataclass(frozen=True, slots=True)
class Grounded:
    """One criterion's answer, and the claims on which each of its reasons rests."""

    row: Row
    ground: dict[str, tuple[int, ...]]

    def claims_of(self, told: Told) -> list[int]:
        """The claims that a reason or a warning rests on."""
        return list(dict.fromkeys(entry for key in _keys(told.code) for entry in self.ground.get(key, ())))

    @property
    def claims(self) -> list[int]:
        """All of them, in the order of their entries."""
        told = (*self.row.because, *self.row.warnings)
        return sorted({entry for each in told for entry in self.claims_of(each)})

    def as_json(self) -> dict[str, Any]:
        """As ``isnad sanctions which ACTOR --json`` prints it: each reason names its claims, ``claims`` all of them."""
        told = self.row.as_json()
        for name, listed in (("because", self.row.because), ("warnings", self.row.warnings)):
            told[name] = [self._said(each) for each in listed]
        return told | {"claims": self.claims}

    def _said(self, told: Told) -> str:
        entries = self.claims_of(told)
        if not entries:
            return str(told)
        named = ", ".join(map(str, entries[:SHOWN])) + (" …" if len(entries) > SHOWN else "")
        return speech.phrase("sanctions-archive.with-claims", text=told, claims=named)

    def lines(self) -> Iterator[str]:
        """For a person: the answer, each reason with its claims, what is missing, what to beware of."""
        answer = speech.phrase(f"sanctions.answer-{self.row.answer.value}")
        yield speech.phrase("sanctions.which-row", answer=answer, criterion=self.row.criterion)
        yield from (f"    - {self._said(each)}" for each in self.row.because)
        yield from (f"    {speech.phrase('sanctions.missing-title')}: {each}" for each in self.row.missing)
        yield from (
            f"    {speech.phrase('sanctions.warnings-title')}: {self._said(each)}" for each in self.row.warnings
        )


def _keys(code: str) -> tuple[str, ...]:
    if code in _ABSENT:
        return ()
    return next((keys for start, keys in _LOOKS_AT if code == start or code.startswith(f"{start}-")), ())


def which_of(
    actor: int, day: date, programmes: Iterable[Programme] | None = None, gate: Gate = JUSTICE, wish: Wish = NO_WISH
) -> list[Grounded]:
    """One answer for each criterion, from what is claimed of the actor."""
    return grounded(facts_for(actor, gate, wish), day, programmes)


def grounded(derived: Derived, day: date, programmes: Iterable[Programme] | None = None) -> list[Grounded]:
    """The same, from facts already derived."""
    ground = {key: tuple(entries) for key, entries in derived.ground.items()}
    return [Grounded(row, ground) for row in which(derived.read(), day, programmes)]


SPEAKING = (Answered.MET, Answered.WAIVED, Answered.DEPENDS, Answered.UNKNOWN)
