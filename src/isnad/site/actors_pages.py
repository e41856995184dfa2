"""Pages of actors: who is known, an actor's file, and the chain of command on a chosen day.

* They are for justice alone: who asks for another purpose finds nothing here.
* What speaks for somebody stands in the same place and size as what speaks against them.
* The chain on a day is a plain form: a slider over months, a field for the day, and the days on which it changes as
  links; the drawing is made here and read without any script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from isnad.access.gate import JUSTICE, Aspect, Gate
from isnad.access.sessions import Reader
from isnad.actors import exposure as bodies
from isnad.actors import queries
from isnad.actors.exposure import ORDER
from isnad.actors.gathering import Gathered
from isnad.actors.paths import Way, between
from isnad.actors.relations import COMMANDING, POSTS, RELATIONS, Relation, weakest
from isnad.claims.queries import Stated
from isnad.site import finding_actors, timeline
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.words import Refusal, When

OWN = ("name", "alias", "weakAlias", "branchNumber", "unitKind", "nationality", "birthDate", "deathDate", "idNumber",
       "passportNumber", "registrationNumber", "imoNumber", "country", "position", "notes")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """A relation with its other end and its bar on the line of time."""

    relation: Relation
    other: int
    name: str
    stretch: timeline.Stretch


def gate_of(reader: Reader) -> Gate:
    """The gate of somebody who asks for justice and may read claims; nobody else finds anything here."""
    gate = reader.gate
    if gate.purpose != JUSTICE or gate.up_to(Aspect.CLAIMS) is None:
        raise NotHere
    return gate


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Actors: units and those who held posts; one found by name or number."""
    gate = gate_of(reader_of(request))
    asked = request.GET.get("q", "").strip()[:200]
    found: list[int] = []
    if asked:
        try:
            found = [queries.find(asked, gate)]
        except Refusal as refusal:
            several = str(refusal.facts.get("entries", ""))
            found = [int(each) for each in several.split(", ") if each.isdecimal()]
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else -1
    units, more = finding_actors.units(gate, start)
    names = queries.named([*found, *units], gate)
    about = {"asked": asked, "found": [(each, names[each]) for each in found], "more": more,
             "units": [(each, names[each]) for each in units]}  # fmt: skip
    return render(request, "site/actors.html", about)


@require_safe
def actor(request: HttpRequest, number: int) -> HttpResponse:
    """An actor's file."""
    gate = gate_of(reader_of(request))
    whole = _known(gate, number)
    about = whole.about[whole.first(number)]
    edges = queries.edges([number], gate, RELATIONS)
    names = queries.named([end for each in edges for end in (each.one, each.other)] + [number], gate)
    scale = timeline.scale_of(each.time for each in edges)
    here = whole.first(number)
    bars = [_bar(each, here, names, scale) for each in sorted(edges, key=lambda each: each.time.first)]
    commanding = any(each.schema in COMMANDING and each.one == here for each in edges)
    found = bodies.exposure(here, gate) if commanding else None
    told: dict[str, Any] = {
        "entity": here, "name": names[number], "own": [each for each in about if each.property in OWN],
        "posts": [each for each in bars if each.relation.schema in POSTS],
        "command": [each for each in bars if each.relation.schema == "Command"],
        "ties": [each for each in bars if each.relation.schema not in (*POSTS, "Command")],
        "is_unit": any(each.schema in ("Unit", "PublicBody", "Organization") for each in about),
        "first": scale.first, "last": scale.last, "conduct": finding_actors.conduct(gate, whole.members(here)),
        "kinds": [] if found is None else [(str(kind), found.total(kind)) for kind in ORDER],
        "unread": 0 if found is None else max((each.unread for each in found.posts), default=0),
        "branches": [] if found is None else _branches(found),
    }  # fmt: skip
    return render(request, "site/actor.html", told)


def _known(gate: Gate, number: int) -> Gathered:
    """What is claimed of an actor; where nothing is that the gate yields, there is none."""
    whole = Gathered(gate)
    whole.fetch([number])
    about = whole.about.get(whole.first(number), [])
    if not any(finding_actors.acts(each.schema) for each in about):
        raise NotHere
    return whole


def _bar(each: Relation, here: int, names: dict[int, str], scale: timeline.Scale) -> Bar:
    other = each.other if each.one == here else each.one
    return Bar(each, other, names.get(other, f"#{other}"), scale.stretch(each.time))


def _branches(found: bodies.Exposure) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for each in found.bodies:
        counted[each.branch] = counted.get(each.branch, 0) + 1
    return sorted(counted.items())


@require_safe
def command(request: HttpRequest, number: int) -> HttpResponse:
    """The chain of command from a unit upward, on a chosen day."""
    gate = gate_of(reader_of(request))
    whole = _known(gate, number)
    here = whole.first(number)
    relations = [each for each in queries.edges([here], gate, (*POSTS, "Command")) if _concerns(each, here)]
    times = [each.time for each in relations]
    scale = timeline.scale_of(times)
    steps = timeline.months(scale)
    day, wrong = _day(request, steps, times, scale)
    line = queries.command_on(here, day, gate)
    names = queries.named([each.one for each in relations], gate) | line.names
    posts = [each for each in relations if each.schema != "Command"]
    changes = timeline.changes(times, scale)
    about = {
        "entity": here, "name": line.names[here], "day": day, "wrong": wrong, "line": line,
        "steps": [_step(step, line) for step in line.steps],
        "bars": [Bar(each, each.one, names.get(each.one, f"#{each.one}"), scale.stretch(each.time))
                 for each in sorted(posts, key=lambda each: (each.time.first, each.entity))],
        "at": scale.place(day), "first": scale.first, "last": scale.last, "changes": changes[:60],
        "slider": len(steps) - 1, "slid": max((at for at, each in enumerate(steps) if each <= day), default=0),
        "circles": [[(unit, line.names.get(unit, f"#{unit}")) for unit in circle] for circle in line.circles],
    }  # fmt: skip
    return render(request, "site/command.html", about)


@require_safe
def ways(request: HttpRequest, number: int) -> HttpResponse:
    """The shortest ways from an actor to another, drawn and in words."""
    gate = gate_of(reader_of(request))
    here = _known(gate, number).first(number)
    asked = request.GET.get("q", "").strip()[:200]
    found, several = None, list[int]()
    if asked:
        try:
            found = between(here, queries.find(asked, gate), gate)
        except Refusal as refusal:
            several = [int(each) for each in str(refusal.facts.get("entries", "")).split(", ") if each.isdecimal()]
    listed = [] if found is None else found.ways
    names = queries.named([here, *several, *(each for way in listed for each in way.actors)], gate)
    about = {
        "entity": here, "name": names[here], "asked": asked, "found": found,
        "several": [(each, names[each]) for each in several], "ways": [_way(each, names) for each in listed],
    }  # fmt: skip
    return render(request, "site/ways.html", about)


def _way(way: Way, names: dict[int, str]) -> dict[str, Any]:
    """A way as stations: each actor, and the relation that leads on."""
    steps: list[Relation | None] = [*way.steps, None]
    stations = [(each, names[each], step) for each, step in zip(way.actors, steps, strict=True)]
    return {"stations": stations, "weakest": way.weakest}


def _concerns(each: Relation, unit: int) -> bool:
    return each.one == unit if each.schema == "Command" else each.other == unit


def _day(request: HttpRequest, steps: Sequence[date], times: Sequence[Any], scale: timeline.Scale) -> tuple[date, bool]:
    """The day asked for, else the month slid to, else the middle of what is known; and whether it was no day."""
    written, slid = request.GET.get("on", "").strip(), request.GET.get("month", "")
    if written:
        try:
            when = When.parse(written[:40])
            if when.earliest is not None and when.earliest == when.latest:
                return when.earliest, False
        except Refusal:
            pass
        return steps[len(steps) // 2], True
    if slid.isascii() and slid.isdecimal() and len(slid) < 6 and int(slid) < len(steps):
        return steps[int(slid)], False
    found = timeline.changes(times, scale)
    return (found[len(found) // 2] if found else steps[len(steps) // 2]), False


def _step(step: queries.Step, line: queries.Line) -> dict[str, Any]:
    def told(held: queries.Held, entity: int) -> dict[str, Any]:
        return {"held": held, "entity": entity, "name": line.names.get(entity, f"#{entity}")}

    return {
        "unit": step.unit, "name": line.names.get(step.unit, f"#{step.unit}"), "contradictions": step.contradictions,
        "commanders": [told(each, each.relation.one) for each in step.commanders],
        "superiors": [told(each, each.relation.other) for each in step.superiors],
        "weakest": _weakest(step.claims), "claims": len(step.claims),
    }  # fmt: skip


def _weakest(claims: Sequence[Stated]) -> Stated | None:
    return weakest(claims) if claims else None
