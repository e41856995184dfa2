"""Says an answer of the law, or a warrant, in words: as a row for machines, and as lines for a person.

The law's evaluation gives codes; here they become sentences in the reader's language. Every row says why, what is
still needed, which fact is missing and what would supply it, and where the rule is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from isnad import speech
from isnad.cases.law.book import Country, Said, Source
from isnad.cases.law.evaluate import DoorAnswer, Part, Row
from isnad.cases.law.standing import Reason, Standing
from isnad.cases.proceedings import Warrant
from isnad.words import Answer

_CONDITIONS = frozenset({"suspect", "victim", "act", "forum", "proceedings", "context"})
_STATES = re.compile(r"[A-Z]{2}(?:\|[A-Z]{2})*")


def as_json(row: Row, asked: date, today: date) -> dict[str, Any]:
    """One row of ``isnad cases where --json``."""
    told: dict[str, Any] = {
        "country": row.country.code,
        "offence": row.offence.value,
        "answer": row.answer,
        "because": _because(row, asked, today),
        "needs": _needs(row),
        "missing": list(dict.fromkeys(row.held.missing)),
        "supplied_by": {key: speech.phrase(f"cases.supply.{key}") for key in dict.fromkeys(row.held.missing)},
        "sources": [_source(source) for source in row.sources()],
        "doors": [_door(door, row.country) for door in row.doors],
        "conditions": {
            "in_absentia": _text(row.country.in_absentia.said) if row.country.in_absentia else None,
            "death_penalty": row.country.death_penalty,
        },
        "remarks": [_text(remark) for remark in row.country.remarks],
    }
    if row.parts:
        told["parts"] = [_part(part, row) for part in row.parts]
    return told


def lines(row: Row, asked: date, today: date) -> Iterator[str]:
    """The same for a person: the answer, then why, what is needed, what is missing."""
    told = as_json(row, asked, today)
    yield speech.phrase(
        "cases.row",
        country=_text(row.country.name),
        offence=speech.phrase(f"cases.offence.{row.offence.value}"),
        answer=speech.phrase(f"cases.answer.{row.answer}"),
    )
    for reason in told["because"]:
        yield f"  · {reason}"
    for need in told["needs"]:
        yield f"  · {speech.phrase('cases.needed', what=need)}"
    for key, supply in told["supplied_by"].items():
        yield f"  · {speech.phrase('cases.missing', key=key, supply=supply)}"
    for source in told["sources"]:
        yield f"    {source['citation']} ({source['as_of']})"


def warrant_json(warrant: Warrant) -> dict[str, Any]:
    """One row of ``isnad cases warrants --json``; ``stands`` is yes, or cannot_tell where a date is vague."""
    event = warrant.event
    return {
        "person": warrant.proceedings.name,
        "role": warrant.proceedings.role,
        "country": warrant.proceedings.country,
        "issued": event.on.text,
        "about": event.what,
        "stands": warrant.stands.name.lower(),
        "confirmed": event.confirmed,
        "source": {"citation": event.source.citation, "address": event.source.address},
    }


def warrant_line(warrant: Warrant) -> str:
    """The same for a person."""
    told = warrant_json(warrant)
    code = "cases.warrant" if warrant.stands is Answer.YES else "cases.warrant-perhaps"
    line = speech.phrase(
        code, person=told["person"], country=told["country"], day=told["issued"], about=told["about"]
    ).rstrip()
    return line if warrant.event.confirmed else f"{line} ({speech.phrase('cases.from-memory')})"


def _text(said: Said) -> str:
    return said.ar if speech.current_language() == "ar" else said.en


def _reasons(reasons: Iterable[Reason], country: Country) -> list[str]:
    return [_reason(reason, country) for reason in dict.fromkeys(reasons)]


def _reason(reason: Reason, country: Country) -> str:
    """A condition and how it stands: “the suspect is in France: this holds”."""
    argument = reason.argument
    place = argument.replace("|", ", ") if _STATES.fullmatch(argument) else _text(country.name)
    told = speech.phrase(f"cases.atom.{reason.code}", country=place, argument=argument)
    if argument.isdigit():
        told += speech.phrase("cases.comma") + speech.phrase("cases.for-years", count=int(argument))
    if reason.code.partition(".")[0] in _CONDITIONS:
        return speech.phrase(f"cases.holds.{reason.standing.word}", condition=told)
    return told


def _because(row: Row, asked: date, today: date) -> list[str]:
    told = _parts_told(row) if row.parts else _decided(row)
    told += [_text(ruling.note) for ruling in row.immunity.rulings if ruling.note]
    told += _stale(row, max(asked, today))
    return list(dict.fromkeys(told))


def _decided(row: Row) -> list[str]:
    """Why: what bars every door where that decides, else the doors that decide; closed, all of them."""
    if row.bar.reasons and row.bar.standing is row.held.standing:
        return _reasons(row.bar.reasons, row.country)
    if not row.doors or (row.held.reasons and row.held.reasons[0].code.startswith("acts.")):
        return _reasons(row.held.reasons, row.country)
    deciding = [door for door in row.doors if door.held.standing is row.held.standing] or list(row.doors)
    between = speech.phrase("cases.semicolon")
    return [f"{_text(door.door.title)}: {between.join(_door_because(door, row.country))}" for door in deciding]


def _parts_told(row: Row) -> list[str]:
    told = _reasons(row.held.reasons, row.country)
    for part in row.parts:
        answer = speech.phrase(f"cases.answer.{part.held.standing.word}")
        why = speech.phrase("cases.semicolon").join(_reasons(part.held.reasons, row.country))
        told.append(speech.phrase("cases.part", first=part.first, last=part.last, answer=answer, why=why))
    return told


def _stale(row: Row, day: date) -> list[str]:
    """What to say of sources that nobody has looked at since their day of review."""
    late = [source for source in row.sources() if source.review_by < day]
    return [speech.phrase("cases.not-reviewed-since", citation=each.citation, day=each.as_of) for each in late]


def _needs(row: Row) -> list[str]:
    """Consents, complaints and the like, of the doors that are not closed; they never change the answer."""
    if row.held.standing is Standing.CLOSED:
        return []
    doors = [door.door for door in row.doors if door.held.standing is not Standing.CLOSED]
    return [
        speech.phrase(f"cases.need.{need}") for need in dict.fromkeys(need for door in doors for need in door.needs)
    ]


def _door_because(answer: DoorAnswer, country: Country) -> list[str]:
    notes = [_text(stretch.note) for stretch in answer.used if stretch.note]
    return [*_reasons(answer.held.reasons, country), *notes]


def _door(answer: DoorAnswer, country: Country) -> dict[str, Any]:
    door = answer.door
    return {
        "door": door.key,
        "title": _text(door.title),
        "answer": answer.held.standing.word,
        "because": _door_because(answer, country),
        "missing": list(dict.fromkeys(answer.held.missing)),
        "needs": [speech.phrase(f"cases.need.{need}") for need in door.needs],
        "opens_by": list(door.opens_by),
        "limitation": _text(door.limitation.said) if door.limitation else None,
    }


def _source(source: Source) -> dict[str, str]:
    return {
        "citation": source.citation,
        "address": source.address,
        "as_of": source.as_of.isoformat(),
        "review_by": source.review_by.isoformat(),
    }


def _part(part: Part, row: Row) -> dict[str, Any]:
    return {
        "from": None if part.first == date.min else part.first.isoformat(),
        "to": part.last.isoformat(),
        "answer": part.held.standing.word,
        "because": _reasons(part.held.reasons, row.country),
        "missing": list(dict.fromkeys(part.held.missing)),
    }
