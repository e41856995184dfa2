"""What a programme is made of, as values; all dates are days, ``since`` included, ``until`` not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from isnad import speech

Needs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Texts:
    """A text of the data in both languages; written out, it is in the reader's."""

    en: str
    ar: str

    def __str__(self) -> str:
        return self.ar if speech.current_language() == "ar" else self.en


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` (included) to ``until`` (not included; None: still running), and what ended it.

    ``doubt`` says what was not established about it: what would be met in it is then unknown.
    """

    since: date
    until: date | None = None
    ended_by: Texts | None = None
    sources: tuple[str, ...] = ()
    doubt: Texts | None = None

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies inside."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was seen: ``seen`` is *text*, *outline* (a summary by others) or *secondary*; ``as_of`` when."""

    key: str
    citation: str
    as_of: str
    seen: str


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis; bases of one ``line`` follow each other without gap or overlap."""

    line: str
    act: str
    citation: str
    period: Period


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap that a source explains."""

    period: Period
    words: Texts


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver or a suspension: when, of which criteria (empty: all), and what it does not cover."""

    kind: str
    period: Period
    scope: Texts
    criteria: tuple[str, ...] = ()
    unless: Needs | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A general licence or an exception: what it permits, when; it changes no criterion."""

    key: str
    period: Period
    words: Texts


@dataclass(frozen=True, slots=True)
class Criterion:
    """One ground: whom it reaches, what it needs, when it was in force; ``asks``: the names of all its needs."""

    key: str
    words: Texts
    periods: tuple[Period, ...]
    who: str
    needs: Needs
    status_based: bool = False
    conduct_from: date | None = None
    standard: str = ""
    mandatory: bool = False
    confirmed: bool = True
    sources: tuple[str, ...] = ()
    warnings: tuple[Texts, ...] = ()
    asks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clock:
    """A day that something is due, ``first``, and again every so many days or years, until when.

    ``starts``: since when it runs; None: as long as the programme.
    ``overtaken``: since that day nothing is due any more; it stays, struck out.
    """

    key: str
    words: Texts
    first: date
    every_days: int | None = None
    every_years: int | None = None
    until: date | None = None
    starts: date | None = None
    overtaken: date | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recency:
    """How old conduct may be: ``hard`` (law), ``practice`` (habit), ``none``; years."""

    kind: str
    years: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, who may ask and how, and whether an answer is owed (True, False, or to whom)."""

    who: Texts
    may_ask: Texts
    duty_to_answer: bool | str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A sanctions programme with everything that is known of it, and by when it must be read again."""

    key: str
    title: Texts
    issuer: str
    joins: dict[str, Any]
    sources: dict[str, Source]
    bases: tuple[Basis, ...]
    criteria: tuple[Criterion, ...]
    gaps: tuple[Gap, ...]
    waivers: tuple[Waiver, ...]
    licences: tuple[Licence, ...]
    clocks: tuple[Clock, ...]
    recency: Recency
    ownership_rule: str
    decides: Decision
    effects: tuple[str, ...]
    notes: tuple[Texts, ...]
    as_of: date
    review_by: date
