"""Support paths: from an actor to those who supply money, fuel, aircraft parts, construction, banking. Asks only.

From the actor the search goes to the bodies they served, to what stood above these, to whoever supported any of them,
and on to who owns, controls, pays, is kin to or acts for a supporter. Every step of a path is a relation with its own
claims, its time and the claim by which it would fall first; a support or an ownership says which criteria of which
programmes it speaks to on the day asked. A path ends at a supporter or at somebody behind one; it never turns back.

A step that surely does not hold on the day asked, or began after it, is not taken; *ever* takes any that had begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.queries import name_of
from isnad.actors.relations import POSTS, Relation, weakest
from isnad.actors.showing import claim, period
from isnad.cases.law.reader import facts_from
from isnad.claims.queries import Stated
from isnad.sanctions.actor_facts import facts_for, receivers, support_row
from isnad.sanctions.programmes import Answered, Row, library
from isnad.sanctions.programmes.which import which
from isnad.speech import phrase

BEHIND = ("Ownership", "Control", "Payment", "Family", "Associate", "Representation", "Succession")
DEEPEST = 8  # steps of one path
MOST_PATHS = 500
SPEAKING = (Answered.MET, Answered.WAIVED, Answered.DEPENDS, Answered.UNKNOWN)
OWNING = ("Ownership", "Control")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A criterion that a step speaks to on the day asked, with the answer for this step alone."""

    programme: str
    criterion: str
    answer: str
    rule: str = ""  # of ownership, for those who own


@dataclass(frozen=True, slots=True)
class Edge:
    """One step: from an actor to the next, by a relation; ``ground``: claims that name the receiver's kind as well."""

    relation: Relation
    start: int
    end: int
    ground: tuple[Stated, ...] = ()
    criteria: tuple[Spoken, ...] = ()

    @property
    def claims(self) -> list[Stated]:
        """Everything the step rests on."""
        return list({each.entry: each for each in (*self.relation.claims, *self.ground)}.values())


@dataclass
class Network:
    """The paths from an actor, nearest first, and what everybody on them is called."""

    actor: int
    on: date
    paths: list[tuple[Edge, ...]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    name_claims: dict[int, Stated] = field(default_factory=dict)
    cut: bool = False  # more paths than are told

    @property
    def edges(self) -> list[Edge]:
        """Every step of every path, once."""
        steps = [each for path in self.paths for each in path]
        return list({(each.relation.entity, each.start, each.end): each for each in steps}.values())

    @property
    def supporters(self) -> list[int]:
        """Who supports, nearest first."""
        return list(dict.fromkeys(each.end for each in self.edges if each.relation.schema == "Support"))


def network(actor: int, day: date, gate: Gate = JUSTICE, *, ever: bool = True) -> Network:
    """Every path from ``actor`` to a supporter and to those behind one."""
    gathered = Gathered(gate)
    gathered.fetch([actor])
    start = gathered.first(actor)
    found = Network(start, day)
    waiting: list[tuple[Edge, ...]] = [()]
    while waiting and not found.cut:
        level = waiting
        waiting = []
        ends = list(dict.fromkeys(path[-1].end if path else start for path in level))
        around = _around(gathered, ends)
        for path in level:
            at = path[-1].end if path else start
            for edge in _steps(gathered, around.get(at, ()), at, path, day, ever=ever):
                if edge.end == start or any(edge.end == each.start for each in path):
                    continue
                longer = (*path, edge)
                if any(each.relation.schema == "Support" for each in longer):
                    found.paths.append(longer)
                if len(longer) < DEEPEST:
                    waiting.append(longer)
        found.cut = len(found.paths) + len(waiting) > MOST_PATHS
    found.paths = found.paths[:MOST_PATHS]
    _call(gathered, found)
    return found


def _around(gathered: Gathered, actors: Iterable[int]) -> dict[int, list[Relation]]:
    """Every relation of these, in one question."""
    around: dict[int, list[Relation]] = {}
    for each in gathered.relations(actors, (*POSTS, "Command", "Support", *BEHIND)):
        around.setdefault(each.one, []).append(each)
        if each.other != each.one:
            around.setdefault(each.other, []).append(each)
    return around


def _steps(
    gathered: Gathered, relations: Iterable[Relation], at: int, path: tuple[Edge, ...], day: date, *, ever: bool
) -> Iterator[Edge]:
    """The steps that may be taken from ``at``: towards supporters before one was reached, behind them after."""
    behind = any(each.relation.schema == "Support" for each in path)
    for each in relations:
        if each.time.first > day or (not ever and each.time.last < day):
            continue
        if each.schema == "Support" and each.other == at:
            yield _support(gathered, each, day)
        elif behind and each.schema in BEHIND:
            yield _behind(each, at, day)
        elif not behind and (each.schema in POSTS or each.schema == "Command") and each.one == at:
            yield Edge(each, at, each.other)


def _support(gathered: Gathered, each: Relation, day: date) -> Edge:
    named = receivers(gathered, each)
    derived = facts_for(each.one, gathered.gate)
    rows = [{"to": word, **support_row(each)} for word, _ in named]
    facts = facts_from({"suspect": derived.facts.get("suspect"), "support": rows})
    criteria = tuple(dict.fromkeys(
        Spoken(row.programme, row.criterion, row.answer.value) for row in _asking(which(facts, day), "support")
        if row.answer in SPEAKING
    ))  # fmt: skip
    ground = tuple(said for _, claims in named for said in claims)
    return Edge(each, each.other, each.one, ground, criteria)


def _asking(rows: Iterable[Row], need: str) -> Iterator[Row]:
    """The rows of criteria that turn on this need."""
    asks = {(key, each.key): each.asks for key, programme in library().items() for each in programme.criteria}
    return (row for row in rows if need in asks[row.programme, row.criterion])


def _behind(each: Relation, at: int, day: date) -> Edge:
    """A step to somebody behind a supporter; who owns or controls is asked about under each rule of ownership."""
    end = each.other if each.one == at else each.one
    owns = each.schema in OWNING and each.other == at
    criteria = tuple(
        Spoken(key, criterion.key, Answered.UNKNOWN.value, programme.ownership_rule)
        for key, programme in library().items() for criterion in programme.criteria
        if owns and criterion.needs.get("not_in_facts") == "ownership"
        and any(time.holds(day) for time in criterion.periods)
    )  # fmt: skip
    return Edge(each, at, end, (), criteria)


def _call(gathered: Gathered, found: Network) -> None:
    everybody = {found.actor, *(end for each in found.edges for end in (each.start, each.end))}
    gathered.fetch(everybody)
    for each in everybody:
        about = gathered.about.get(gathered.first(each), [])
        found.names[each] = name_of(about, each)
        said = next((one for one in about if one.value == found.names[each]), None)
        if said is not None:
            found.name_claims[each] = said


def as_json(found: Network) -> dict[str, Any]:
    """As ``isnad sanctions support --json`` prints it."""
    return {
        "actor": {"id": found.actor, "name": found.names[found.actor]},
        "on": str(found.on),
        "paths": [[edge_json(each, found.names, found.on) for each in path] for path in found.paths],
        "cut": found.cut,
    }


def edge_json(each: Edge, names: dict[int, str], on: date) -> dict[str, Any]:
    """One step: between whom, when, what proves it, which criteria it speaks to."""
    relation = each.relation
    return {
        "schema": relation.schema, "entity": relation.entity,
        "from": {"id": each.start, "name": names[each.start]}, "to": {"id": each.end, "name": names[each.end]},
        "kind": relation.value("supportKind"), "share": relation.values("percentage"),
        "dates": {"from": relation.values("startDate"), "to": relation.values("endDate")},
        "holds": relation.time.on(on).name.lower(), "flaws": list(relation.time.flaws),
        "contested": relation.contested, "claims": [claim(said) for said in each.claims],
        "weakest": claim(weakest(each.claims)),
        "criteria": [{"programme": one.programme, "criterion": one.criterion, "answer": one.answer,
                      **({"rule": one.rule} if one.rule else {})} for one in each.criteria],
    }  # fmt: skip


def lines(found: Network) -> Iterator[str]:
    """For a person: each path, each step with its proof."""
    yield phrase("sanctions-archive.support-title", name=found.names[found.actor], count=len(found.paths), day=found.on)
    for path in found.paths:
        names = [found.names[path[0].start], *(found.names[each.end] for each in path)]
        yield "· " + " → ".join(names)
        for each in path:
            yield "    " + told_edge(each, found.names)
            for one in each.criteria:
                answer = phrase(f"sanctions.answer-{one.answer}")
                yield "      " + phrase("sanctions-archive.speaks-to", programme=one.programme,
                                        criterion=one.criterion, answer=answer)  # fmt: skip
    if found.cut:
        yield phrase("sanctions-archive.support-cut", most=MOST_PATHS)


def told_edge(each: Edge, names: dict[int, str]) -> str:
    """One step in words, with the claim by which it would fall first."""
    relation = each.relation
    what = phrase(f"sanctions-archive.edge-{relation.schema}")
    kind = ", ".join((*relation.values("supportKind"), *(f"{share} %" for share in relation.values("percentage")),
                      *relation.values("role"), *relation.values("relationship")))  # fmt: skip
    return phrase(
        "sanctions-archive.edge", one=names.get(relation.one, f"#{relation.one}"), what=what,
        other=names.get(relation.other, f"#{relation.other}"), kind=f" ({kind})" if kind else "",
        period=period(relation), claim=weakest(each.claims).entry,
    )  # fmt: skip


def given(supports: Iterable[Relation], day: date, gate: Gate = JUSTICE) -> list[Edge]:
    """The same step for support that an actor gave, asked from the actor's own side."""
    gathered = Gathered(gate)
    return [_support(gathered, each, day) for each in supports]
