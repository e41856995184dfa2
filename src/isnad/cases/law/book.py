"""The law of one country as it stands in its file, as values.

A country has doors. A door has two axes of time, always both: ``offences`` says from which day an *act* is that
offence (no law reaches back), ``asked`` which text and which case law hold on the day the *question is asked*. Each
stretch on either axis names its sources; a source has a citation, the day as of which it was seen, and the day by
which it must be looked at again.

``load`` refuses a file with a gap or an overlap on either axis, a rule without a citation, or an atom nobody knows:
law that is wrong in form is never evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from isnad.cases.law.facts import Offence
from isnad.cases.law.language import Rule, rule_from
from isnad.cases.law.plain_yaml import plain
from isnad.cases.law.question import Question
from isnad.cases.law.standing import OPEN, Held
from isnad.words import Refusal

COUNTRIES = ("AT", "BE", "CA", "CH", "DE", "ES", "FI", "FR", "GB", "NL", "NO", "SE", "US")


@dataclass(frozen=True, slots=True)
class Said:
    """A text that the law file itself holds, in both languages."""

    en: str
    ar: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule is written; ``review_by``: past it the answer says that nobody has looked since."""

    key: str
    citation: str
    address: str
    as_of: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside an answer and never changes it, with its sources: limitation, trial in absence."""

    said: Said
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A rule and the days, first and last, on which it holds on its axis; ``closed`` where it says that none does."""

    first: date
    last: date
    rule: Rule
    sources: tuple[Source, ...]
    note: Said | None


@dataclass(frozen=True, slots=True)
class Door:
    """One way into a country's courts. ``before``: what is known of questions asked before the first text here."""

    key: str
    title: Said
    offences: dict[Offence, tuple[Stretch, ...]]
    asked: tuple[Stretch, ...]
    opens_by: tuple[str, ...]
    needs: tuple[str, ...]
    limitation: Note | None
    earlier_unknown: bool


@dataclass(frozen=True, slots=True)
class Country:
    """The courts of one country.

    ``unconfirmed``: offences for which no rule could be confirmed; ``boundaries``: the days on which, for an offence,
    the law of the acts changes in some door.
    """

    code: str
    name: Said
    doors: tuple[Door, ...]
    unconfirmed: frozenset[Offence]
    in_absentia: Note | None
    death_penalty: bool
    remarks: tuple[Said, ...]
    sources: tuple[Source, ...]
    by_offence: dict[Offence, tuple[Door, ...]]
    boundaries: dict[Offence, frozenset[date]]

    def doors_for(self, offence: Offence) -> tuple[Door, ...]:
        """The doors that know this offence; none where no rule could be confirmed."""
        return self.by_offence.get(offence, ())


@cache
def library() -> dict[str, Country]:
    """Every country's law, by its code. Read once."""
    return {code: load(code) for code in COUNTRIES}


def load(code: str) -> Country:
    """The law in that country's file."""
    written = resources.files("isnad.cases.law").joinpath(f"{code.lower()}.yaml").read_bytes()
    return country_from(plain(written), f"{code.lower()}.yaml")


def country_from(value: dict[str, Any], where: str) -> Country:
    """The country that a law file's content says; a refusal names the place where it is wrong."""
    page = _Page(value, where)
    sources = sources_from(value, where)
    doors = tuple(_door(key, each, f"{where}: {key}", sources) for key, each in page.need("doors").items())
    by_offence = {offence: tuple(door for door in doors if offence in door.offences) for offence in Offence}
    return Country(
        code=page.need("country"),
        name=said_from(page.need("name"), where),
        doors=doors,
        unconfirmed=frozenset(_offence(each, where) for each in page.get("unconfirmed", [])),
        in_absentia=_note(page.get("in_absentia"), f"{where}, in_absentia", sources),
        death_penalty=page.need("death_penalty"),
        remarks=tuple(said_from(each, where) for each in page.get("remarks", [])),
        sources=tuple(sources.values()),
        by_offence=by_offence,
        boundaries={
            offence: frozenset(stretch.first for door in found for stretch in door.offences[offence])
            for offence, found in by_offence.items()
        },
    )


def stretch_on(axis: tuple[Stretch, ...], day: date) -> Stretch | None:
    """The stretch of an axis that holds on that day; None before its first."""
    for stretch in axis:
        if stretch.first <= day <= stretch.last:
            return stretch
    return None


class _Page:
    """A mapping of a law file, and where it stands."""

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise Refusal("cases.law-not-read", where=where)
        self._value, self._where = value, where

    def get(self, key: str, default: Any = None) -> Any:
        return self._value.get(key, default)

    def need(self, key: str) -> Any:
        if self._value.get(key) is None:
            raise Refusal("cases.law-key-needed", where=self._where, key=key)
        return self._value[key]


def said_from(value: Any, where: str) -> Said:
    """A text in both languages."""
    page = _Page(value, where)
    return Said(page.need("en"), page.need("ar"))


def _offence(value: str, where: str) -> Offence:
    if value not in {each.value for each in Offence}:
        raise Refusal("cases.law-not-read", where=f"{where}: {value}")
    return Offence(value)


def day_from(value: str, where: str) -> date:
    """A day of law: law is dated to the day."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Refusal("cases.law-not-read", where=f"{where}: {value}") from error


def sources_from(value: dict[str, Any], where: str) -> dict[str, Source]:
    """The sources of a law file by the keys under which its rules cite them.

    ``seen`` holds the dates of those that have none of their own.
    """
    page = _Page(value, where)
    return {key: _source(key, each, page.need("seen"), f"{where}: {key}") for key, each in page.need("sources").items()}


def _source(key: str, value: Any, seen: dict[str, str], where: str) -> Source:
    page = _Page({**seen, **value}, where)
    as_of, review_by = day_from(page.need("as_of"), where), day_from(page.need("review_by"), where)
    if review_by <= as_of:
        raise Refusal("cases.law-not-read", where=where)
    return Source(key, page.need("citation"), page.get("address", ""), as_of, review_by)


def _door(key: str, value: Any, where: str, sources: dict[str, Source]) -> Door:
    page = _Page(value, where)
    offences = {
        _offence(offence, where): _axis(stretches, f"{where}, {offence}", sources)
        for offence, stretches in page.need("offences").items()
    }
    return Door(
        key=key,
        title=said_from(page.need("title"), where),
        offences=offences,
        asked=_axis(page.need("asked"), f"{where}, asked", sources),
        opens_by=tuple(page.need("opens_by")),
        needs=tuple(page.get("needs", [])),
        limitation=_note(page.get("limitation"), f"{where}, limitation", sources),
        earlier_unknown=page.get("before") == "unknown",
    )


def _axis(stretches: list[Any], where: str, sources: dict[str, Source]) -> tuple[Stretch, ...]:
    """The stretches of one axis, in order, each beginning on the day after the one before it ends."""
    read = tuple(_stretch(each, where, sources) for each in stretches)
    for earlier, later in pairwise(read):
        if later.first <= earlier.last:
            raise Refusal("cases.law-overlap", where=where, day=later.first.isoformat())
        if later.first != earlier.last + timedelta(days=1):
            raise Refusal("cases.law-gap", where=where, day=(earlier.last + timedelta(days=1)).isoformat())
    if not read or read[-1].last != date.max:
        raise Refusal("cases.law-gap", where=where, day=str(read[-1].last if read else ""))
    return read


def _stretch(value: Any, where: str, sources: dict[str, Source]) -> Stretch:
    page = _Page(value, where)
    first = day_from(page.need("from"), where) if page.need("from") != "always" else date.min
    last = day_from(page.get("to"), where) if page.get("to") else date.max
    if last < first:
        raise Refusal("cases.law-overlap", where=where, day=last.isoformat())
    note = said_from(page.get("note"), where) if page.get("note") else None
    written = page.get("rule")
    rule = rule_from(written, where) if written is not None else _no_condition
    return Stretch(first, last, rule, _cited(page, where, sources), note)


def _no_condition(question: Question) -> Held:
    """A stretch that sets a day and no condition of its own."""
    return OPEN


def _note(value: Any, where: str, sources: dict[str, Source]) -> Note | None:
    return None if value is None else Note(said_from(value, where), _cited(_Page(value, where), where, sources))


def _cited(page: _Page, where: str, sources: dict[str, Source]) -> tuple[Source, ...]:
    """The sources that a rule or note cites: at least one, each of them known."""
    cited = page.get("cite") or []
    unknown = [key for key in cited if key not in sources]
    if not cited or unknown:
        raise Refusal("cases.law-without-citation", where=where, key=", ".join(unknown))
    return tuple(sources[key] for key in cited)
