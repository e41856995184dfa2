"""The archive's own proceedings in the form of the public ones, so that one question goes over both."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE
from isnad.actors.queries import named
from isnad.cases import queries
from isnad.cases.matters import Step
from isnad.cases.proceedings import KINDS, Collection, Event, Proceedings, Reference
from isnad.words import Refusal, When


def in_archive(gate: Gate = JUSTICE) -> Collection:
    """Every step of proceedings that was claimed, by person and country. Each event's source is its claims."""
    steps = [each for each in queries.steps_against(gate) if each.kind in KINDS and _day(each) is not None]
    parties = {party for each in steps if (party := _party(each)) is not None}
    names = named(parties, gate)
    grouped: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for each in steps:
        party = _party(each)
        name = names.get(party, "–") if party is not None else "–"
        grouped[name, _value(each, "state").upper()].append(_event(each))
    found = tuple(Proceedings(name, "", country, tuple(events)) for (name, country), events in sorted(grouped.items()))
    return Collection(found, (), date.today(), date.today())


def _event(step: Step) -> Event:
    day = _day(step)
    assert day is not None
    of = next((each.refers for each in step.claims if each.property == "of"), None)
    what = " ".join(each.value for each in step.claims if each.property in ("court", "summary"))
    claims = ", ".join(str(each.entry) for each in step.claims)
    return Event(step.kind, day, what, Reference(claims, ""), True, str(step.entity), None if of is None else str(of))


def _party(step: Step) -> int | None:
    return next((each.refers for each in step.claims if each.property == "party"), None)


def _value(step: Step, name: str) -> str:
    return next((each.normal or each.value for each in step.claims if each.property == name), "")


def _day(step: Step) -> When | None:
    try:
        return When.parse(step.on[0]) if step.on else None
    except Refusal:
        return None
