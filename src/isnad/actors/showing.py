"""How actors are shown: as JSON for machines, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from isnad.actors.exposure import ORDER, Exposure, PostExposure, Reached, Under
from isnad.actors.importing import Trial
from isnad.actors.paths import Found
from isnad.actors.queries import Held, Line, Step
from isnad.actors.relations import Relation, weakest
from isnad.claims.queries import Stated
from isnad.claims.schemata import schema
from isnad.speech import phrase

Names = dict[int, str]


def line(found: Line) -> dict[str, Any]:
    """The line upward as JSON; ``steps`` nearest first."""
    return {
        "unit": _who(found.unit, found.names),
        "on": str(found.on),
        "steps": [_step(each, found.names) for each in found.steps],
        "circles": [[_who(unit, found.names) for unit in circle] for circle in found.circles],
        "contradictions": sorted({code for step in found.steps for code in step.contradictions}),
        "weakest": None if found.weakest is None else claim(found.weakest),
    }


def _step(step: Step, names: Names) -> dict[str, Any]:
    return {
        "level": step.level,
        "unit": _who(step.unit, names),
        "commanders": [_held(each, "person", each.relation.one, names) for each in step.commanders],
        "superiors": [_held(each, "unit", each.relation.other, names) for each in step.superiors],
        "contradictions": step.contradictions,
        "claims": [each.entry for each in step.claims],
        "weakest": claim(weakest(step.claims)) if step.claims else None,
    }


def _held(held: Held, name: str, entity: int, names: Names) -> dict[str, Any]:
    return {name: _who(entity, names), "answer": held.answer.name.lower(), **relation(held.relation)}


def relation(each: Relation) -> dict[str, Any]:
    """A post, a command or another tie as JSON, without its ends."""
    said = {"role": each.value("role"), "rank": each.value("rank")}
    return {
        "entity": each.entity,
        "schema": each.schema,
        "form": each.form,
        **{name: value for name, value in said.items() if value},
        "from": each.values("startDate"),
        "to": each.values("endDate"),
        "flaws": list(each.time.flaws),
        "contested": each.contested,
        "claims": [claim(said) for said in each.claims],
        "weakest": claim(each.weakest),
    }


def claim(each: Stated) -> dict[str, Any]:
    """A claim as far as an answer needs it."""
    return {
        "claim": each.entry,
        "property": each.property,
        "value": each.value,
        "standing": str(each.standing),
        "confidence": each.confidence / 1000,
        "method": each.method,
    }


def _who(entity: int, names: Names) -> dict[str, Any]:
    return {"id": entity, "name": names.get(entity, f"#{entity}")}


def exposure(found: Exposure, names: Names) -> dict[str, Any]:
    """The bodies under somebody's posts as JSON: counts and lists, what is uncertain kept apart."""
    return {
        "actor": _who(found.actor, names),
        "bodies": {str(kind): found.total(kind) for kind in ORDER},
        "posts": [_post(each, names) for each in found.posts],
        "list": [under(each) for each in found.bodies],
    }


def _post(each: PostExposure, names: Names) -> dict[str, Any]:
    return {
        "unit": _who(each.post.other, names),
        **relation(each.post),
        "counted_in_total": each.post.form not in ("none", "not_stated"),
        "branches": _branches(each.bodies),
        "units": [_reached(unit, names) for unit in each.units],
        "bodies": {str(kind): each.count(kind) for kind in ORDER},
        "unread_branch": each.unread,
        "days": _days(each.bodies),
        "list": [under(body) for body in each.bodies],
    }


def _reached(each: Reached, names: Names) -> dict[str, Any]:
    return {
        **_who(each.unit, names),
        "branches": list(each.numbers),
        "through": [link.entity for link in each.through],
        "claims": [*(said.entry for link in each.through for said in link.claims), *(s.entry for s in each.claims)],
    }


def under(each: Under) -> dict[str, Any]:
    """One body under a post."""
    return {
        "remains": each.remains,
        "branch": each.branch,
        "first": None if each.first is None else str(each.first),
        "last": None if each.last is None else str(each.last),
        "kind": str(each.kind),
        "photographs": each.photographs,
    }


def _branches(bodies: Iterable[Under]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in bodies:
        found[each.branch] = found.get(each.branch, 0) + 1
    return dict(sorted(found.items()))


def _days(bodies: Iterable[Under]) -> dict[str, str | None]:
    days = [day for each in bodies for day in (each.first, each.last) if day is not None]
    return {"first": str(min(days)) if days else None, "last": str(max(days)) if days else None}


def trial(found: Trial) -> dict[str, Any]:
    """What a file would come to."""
    return {
        "dry_run": True,
        "lines": found.lines,
        "entities": found.entities,
        "claims": found.claims,
        "refused": len(found.problems),
        "problems": [
            {"line": each.line, "code": each.code, "why": phrase(each.code, **each.facts)} for each in found.problems
        ],
    }


def line_in_words(found: Line) -> Iterator[str]:
    """The line upward in words."""
    yield phrase("actors.line", unit=found.names[found.unit], day=found.on)
    for step in found.steps:
        yield phrase("actors.step", level=step.level, unit=found.names.get(step.unit, f"#{step.unit}"))
        if not step.commanders:
            yield "  · " + phrase("actors.no-commander")
        for held in step.commanders:
            yield "  · " + _commander(held, found.names)
        for held in step.superiors:
            yield "  ↑ " + _said(held, found.names.get(held.relation.other, "?"))
        for code in step.contradictions:
            yield "  ! " + phrase(f"actors.contradiction-{code}")
        if step.claims:
            yield "    " + phrase("actors.weakest", claim=weakest(step.claims).entry)
    for circle in found.circles:
        yield "! " + phrase("actors.circle", units=" → ".join(found.names.get(each, f"#{each}") for each in circle))


def _commander(held: Held, names: Names) -> str:
    role = held.relation.value("role")
    who = names.get(held.relation.one, f"#{held.relation.one}")
    return _said(held, f"{who} ({role})" if role else who)


def _said(held: Held, who: str) -> str:
    return phrase(
        "actors.held", who=who, form=phrase(f"actors.form-{held.relation.form}"),
        answer=phrase(f"actors.answer-{held.answer.name.lower()}"), period=period(held.relation),
        claim=held.relation.weakest.entry,
    )  # fmt: skip


def period(each: Relation) -> str:
    """From when to when, as its claims say; rival dates beside each other."""
    starts, ends = (" | ".join(each.values(name)) or "…" for name in ("startDate", "endDate"))
    return f"{starts} – {ends}"


def exposure_in_words(found: Exposure, names: Names) -> Iterator[str]:
    """The bodies under somebody's posts in words."""
    yield phrase("actors.exposure", actor=names.get(found.actor, "?"), count=len(found.posts))
    for each in found.posts:
        yield phrase(
            "actors.exposure-post", unit=names.get(each.post.other, "?"), role=each.post.value("role") or "–",
            period=period(each.post), branches=", ".join(_branches(each.bodies)) or "–",
        )  # fmt: skip
        for kind in ORDER:
            yield "  · " + phrase(f"actors.kind-{kind}", count=each.count(kind))
        yield "  · " + phrase("actors.unread", count=each.unread)
    yield phrase("actors.exposure-total", **{str(kind): found.total(kind) for kind in ORDER})
    yield phrase("actors.exposure-limits")


def ways(found: Found, names: Names) -> dict[str, Any]:
    """The ways between two actors as JSON."""
    return {
        "whole": found.whole,
        "ways": [
            {"actors": [_who(each, names) for each in way.actors], "steps": [relation(each) for each in way.steps],
             "weakest": claim(way.weakest)}
            for way in found.ways
        ],
    }  # fmt: skip


def ways_in_words(found: Found, names: Names) -> Iterator[str]:
    """The same in words."""
    if not found.ways:
        yield phrase("actors.no-way" if found.whole else "actors.gave-up")
    for way in found.ways:
        told = [names.get(way.actors[0], "?")]
        for step, actor in zip(way.steps, way.actors[1:], strict=True):
            kind = schema(step.schema).label
            told.append(f"— {kind} [{step.entity}] — {names.get(actor, '?')}")
        yield " ".join(told)
        yield "    " + phrase("actors.weakest", claim=way.weakest.entry)


def day_in_words(day: date | None) -> str:
    """A day, or that none is known."""
    return phrase("actors.no-day") if day is None else str(day)
