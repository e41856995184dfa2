"""Immunity: a rule of its own, by person, office and date.

* In person: a head of State, head of government or foreign minister of another State, while in office on the day
  asked. It ends with the office.
* For acts of office: whoever holds or held an office of another State, for genocide, crimes against humanity and war
  crimes and what is prosecuted as one; only where the country's courts have spoken, as they stood on the day asked.

An office whose dates are too vague to tell leaves the answer to depend on them. Immunity never opens a door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from isnad.cases.law.book import Said, Source, day_from, said_from, sources_from
from isnad.cases.law.facts import OFFICES_OF_STATE, Offence, Office, OfficeKind
from isnad.cases.law.plain_yaml import plain
from isnad.cases.law.question import Question, held
from isnad.cases.law.standing import OPEN, Held, Standing, every
from isnad.words import Answer

_HIGH = OFFICES_OF_STATE | {OfficeKind.SENIOR_OFFICIAL}
_CORE = frozenset({Offence.GENOCIDE, Offence.CRIMES_AGAINST_HUMANITY, Offence.WAR_CRIMES})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds of an immunity from one day to another: for those of high rank, and for the others."""

    first: date
    last: date
    high: Standing
    low: Standing
    offences: frozenset[Offence]
    sources: tuple[Source, ...]
    note: Said | None


@dataclass(frozen=True, slots=True)
class Immunities:
    """Both kinds, by country; ``any`` holds where a country has none of its own."""

    personal: dict[str, tuple[Ruling, ...]]
    functional: dict[str, tuple[Ruling, ...]]


@cache
def immunities() -> Immunities:
    """As ``immunity.yaml`` has them. Read once."""
    value = plain(resources.files("isnad.cases.law").joinpath("immunity.yaml").read_bytes())
    sources = sources_from(value, "immunity.yaml")
    return Immunities(
        personal={country: _rulings(each, sources) for country, each in value["personal"].items()},
        functional={country: _rulings(each, sources) for country, each in value["functional"].items()},
    )


def _rulings(written: list[Any], sources: dict[str, Source]) -> tuple[Ruling, ...]:
    return tuple(
        Ruling(
            first=date.min if each["from"] == "always" else day_from(each["from"], "immunity.yaml"),
            last=day_from(each["to"], "immunity.yaml") if "to" in each else date.max,
            high=Standing[each["high"].upper()],
            low=Standing[each["low"].upper()],
            offences=frozenset(Offence(offence) for offence in each.get("offences", _CORE)),
            sources=tuple(sources[key] for key in each["cite"]),
            note=said_from(each["note"], "immunity.yaml") if "note" in each else None,
        )
        for each in written
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """What immunity does to the answer, and the rulings it rests on."""

    held: Held
    rulings: tuple[Ruling, ...]


NO_BAR = Bar(OPEN, ())


def immunity(question: Question) -> Bar:
    """What immunity does to this question."""
    offices = [
        office
        for office in question.facts.suspect.office or ()
        if office.state != question.forum and office.time.begun_by(question.asked) is not Answer.NO
    ]
    if not offices:
        return NO_BAR
    bars = [*_personal(question, offices), *_functional(question, offices)]
    rulings = tuple(ruling for _, ruling in bars)
    return Bar(every(each for each, _ in bars), rulings)


def _personal(question: Question, offices: list[Office]) -> list[tuple[Held, Ruling]]:
    in_office = [office.time.on(question.asked) for office in offices if office.kind in OFFICES_OF_STATE]
    if not in_office or all(answer is Answer.NO for answer in in_office):
        return []
    ruling = _on(immunities().personal.get(question.forum) or immunities().personal["any"], question.asked)
    if ruling is None:
        return []
    if Answer.YES in in_office:
        return [(held("immunity.personal", ruling.high), ruling)]
    return [(held("immunity.office_dates_vague", Standing.DEPENDS, "", "suspect.office"), ruling)]


def _functional(question: Question, offices: list[Office]) -> list[tuple[Held, Ruling]]:
    ruling = _on(immunities().functional.get(question.forum, ()), question.asked)
    if ruling is None or question.offence not in ruling.offences:
        return []
    high = any(office.kind in _HIGH for office in offices)
    return [(held("immunity.functional", ruling.high if high else ruling.low), ruling)]


def _on(rulings: tuple[Ruling, ...], day: date) -> Ruling | None:
    return next((ruling for ruling in rulings if ruling.first <= day <= ruling.last), None)
