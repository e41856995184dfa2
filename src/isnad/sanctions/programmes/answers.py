"""The answers, and how they join.

A **verdict** is what the facts say of one need: met, depends, unknown, not met, in this order from best to worst.
``all`` is as good as its worst part, ``any`` as its best, ``first`` as its first that is not excluded. Reasons and
missing facts are kept as codes with their facts, and told in words only when a row is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from isnad import speech


class Answered(StrEnum):
    """What a row can answer."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"
    WAIVED = "waived"
    ENDED = "ended"
    DEPENDS = "depends"
    UNKNOWN = "unknown"


class Grade(IntEnum):
    """How well a need is met, from worst to best."""

    NOT_MET = 0
    UNKNOWN = 1
    DEPENDS = 2
    MET = 3

    def answer(self) -> Answered:
        """The same word as an answer."""
        return Answered(self.name.lower())


@dataclass(frozen=True, slots=True)
class Told:
    """A text's name and the facts that fill it; said in the reader's language when it is shown."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, code: str, **facts: object) -> Told:
        """``Told.of("place-other", place="FR")``."""
        return cls(code, tuple(facts.items()))

    def __str__(self) -> str:
        return speech.phrase(f"sanctions.{self.code}", **dict(self.facts))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade with its reasons and, where a fact is missing, what would supply it."""

    grade: Grade
    because: tuple[Told, ...] = ()
    missing: tuple[Told, ...] = ()


def met(code: str, **facts: object) -> Verdict:
    """The facts state it."""
    return Verdict(Grade.MET, (Told.of(code, **facts),))


def not_met(code: str, **facts: object) -> Verdict:
    """The facts exclude it, or do not allege it."""
    return Verdict(Grade.NOT_MET, (Told.of(code, **facts),))


def unknown(code: str, missing: str, **facts: object) -> Verdict:
    """The facts leave it open; ``missing`` is the name of the key that would tell."""
    return Verdict(Grade.UNKNOWN, (Told.of(code, **facts),), (Told.of("missing-key", key=missing),))


def depends(code: str, **facts: object) -> Verdict:
    """An open-textured test, or another's decision."""
    return Verdict(Grade.DEPENDS, (Told.of(code, **facts),))


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """As good as the worst; a need not met gives only its own reasons."""
    parts = list(verdicts)
    worst = min((part.grade for part in parts), default=Grade.MET)
    telling = [part for part in parts if part.grade is worst] if worst is Grade.NOT_MET else parts
    return Verdict(worst, _joined(part.because for part in telling), _joined(part.missing for part in telling))


def some(verdicts: Iterable[Verdict]) -> Verdict:
    """As good as the best, with the reasons of the best alone."""
    parts = list(verdicts)
    best = max((part.grade for part in parts), default=Grade.NOT_MET)
    telling = [part for part in parts if part.grade is best]
    return Verdict(best, _joined(part.because for part in telling), _joined(part.missing for part in telling))


def first_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The first that is not excluded; what comes after it is asked only where it is."""
    excluded: list[Verdict] = []
    for verdict in verdicts:
        if verdict.grade is not Grade.NOT_MET:
            return verdict
        excluded.append(verdict)
    return some(excluded)


def _joined(lists: Iterable[Sequence[Told]]) -> tuple[Told, ...]:
    return tuple(dict.fromkeys(told for each in lists for told in each))


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion's answer."""

    programme: str
    criterion: str
    answer: Answered
    because: tuple[Told, ...] = ()
    missing: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As ``isnad sanctions which --json`` prints it."""
        return {
            "programme": self.programme,
            "criterion": self.criterion,
            "answer": self.answer.value,
            "because": [str(each) for each in self.because],
            "missing": [str(each) for each in self.missing],
            "warnings": [str(each) for each in self.warnings],
            "sources": [{"citation": citation, "as_of": as_of} for citation, as_of in self.sources],
        }
