"""The gap: who of ours stands on which list, and on which not. It proposes; a person decides each hit.

Of an actor and a list it answers one of:

* ``listed``: a person decided that an entry of the list is this actor. ``delisted``: the same, and the last version of
  the list has that entry no longer.
* ``undecided``: an entry may be; nobody has decided yet. ``contradicted``: the same, and the birth dates disagree.
* ``lead``: nothing but a weak alias speaks for an entry.
* ``not_listed``: no entry may be, or a person decided that each is somebody else; and the list is at most a week old.
* ``cannot_tell``: the same, from a list that is older, or does not say how old it is.
* ``no_list``: no version of it was taken in.

Lists are read from the archive's own store; nothing is fetched. Programmes under which claims say that an actor is
listed stand beside, as claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.queries import ACTORS, NAMES, name_of
from isnad.claims.models import EntityRow
from isnad.claims.queries import Stated
from isnad.claims.schemata import schema
from isnad.record.tables import WIDTH
from isnad.sanctions.designations import OTHER, SAME, Decided, decided, programmes_named, sanctions_of
from isnad.sanctions.lists import sources
from isnad.sanctions.lists.asking import NAMES as ASKED_NAMES
from isnad.sanctions.lists.asking import Asked, facts_of
from isnad.sanctions.lists.screening import Screen
from isnad.sanctions.lists.store import Store, Version
from isnad.speech import phrase

LISTS = tuple(name for name in sources.NAMES if name != "uk-conlist")  # the closed one is history
ANSWERS = ("listed", "delisted", "undecided", "contradicted", "lead", "not_listed", "cannot_tell", "no_list")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one actor stands on one list; ``hits`` are the entries that nobody decided on, as screening gives them."""

    source: str
    answer: str
    hits: tuple[dict[str, Any], ...] = ()
    decisions: tuple[Decided, ...] = ()


@dataclass
class Row:
    """One actor: a standing for each list, and the programmes under which claims say that it is listed."""

    actor: int
    name: str
    standings: list[Standing] = field(default_factory=list)
    claimed: list[str] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)


@dataclass
class Gap:
    """The whole: lists with their age on the day asked, and a row for each actor."""

    on: date
    versions: dict[str, Version]
    rows: list[Row] = field(default_factory=list)
    numbers: frozenset[tuple[str, str]] = frozenset()  # of everybody listed now: the list, the number in it

    @property
    def old(self) -> list[str]:
        """The lists from which nobody may be called not listed."""
        return [name for name, version in self.versions.items() if version.is_old(self.on)]


def gap(actors: Iterable[int] | None, store: Store, day: date, gate: Gate = JUSTICE) -> Gap:
    """How these actors, or all, stand on every list."""
    versions = {each.source: each for each in store.last() if each.source in LISTS}
    gathered, wanted = Gathered(gate), list(_everybody() if actors is None else actors)
    gathered.fetch(wanted)
    firsts = [each for each in dict.fromkeys(map(gathered.first, wanted)) if gathered.about.get(each)]
    asked = [asked_of(each, gathered.about[each]) for each in firsts]
    answers: Iterable[dict[str, Any]] = ({} for _ in asked)
    found = Gap(day, versions)
    if versions and asked:
        screen = Screen(list(versions.values()), today=day)
        answers = screen.ask(asked)
        found.numbers = frozenset((each.source, each.id) for each in screen.listed)
    for actor, answer in zip(firsts, answers, strict=True):
        found.rows.append(_row(gathered, found, actor, answer))
    return found


def _everybody() -> list[int]:
    """Every person, body, vessel and aircraft that can stand on a list, but for units of a service without a name."""
    names = EntityRow.objects.order_by("pk").values_list("pk", "schema")
    return [pk // WIDTH for pk, name in names if any(schema(name).is_a(each) for each in ACTORS)]


def asked_of(actor: int, about: Sequence[Stated]) -> Asked:
    """What is asked of the lists: every name, and the dates, places and numbers that are claimed."""
    properties: dict[str, list[str]] = {}
    for each in about:
        if each.refers is None:
            properties.setdefault(each.property, []).append(each.normal or each.value)
    names = [each.value for name in dict.fromkeys((*NAMES, *ASKED_NAMES)) for each in about if each.property == name]
    kind = next((each.schema for each in about), "")
    facts = facts_of({"schema": "PublicBody" if kind == "Unit" else kind, "properties": properties})
    names = list(dict.fromkeys(names))
    return Asked(names[0] if names else f"#{actor}", tuple(names), facts, str(actor))


def _row(gathered: Gathered, found: Gap, actor: int, answer: dict[str, Any]) -> Row:
    row = Row(actor, name_of(gathered.about.get(actor, []), actor))
    judged = decided(gathered, actor)
    for source in LISTS:
        row.standings.append(_standing(source, found, answer, [each for each in judged if each.source == source]))
    for claims in sanctions_of(gathered, actor):
        row.claimed += programmes_named(claims) or [each.value for each in claims if each.property == "authority"]
        row.claims += [each.entry for each in claims]
    return row


def _standing(source: str, found: Gap, answer: dict[str, Any], judged: list[Decided]) -> Standing:
    if same := tuple(each for each in judged if each.verdict == SAME):
        gone = source in found.versions and all((source, each.listed) not in found.numbers for each in same)
        return Standing(source, "delisted" if gone else "listed", (), same)
    if source not in found.versions:
        return Standing(source, "no_list", (), tuple(judged))
    others = {each.listed for each in judged if each.verdict == OTHER}
    hits, leads = (
        tuple(each for each in answer.get(name, ()) if each["list"] == source and each["id"] not in others)
        for name in ("hits", "leads")
    )
    if hits:
        said = "contradicted" if all(each["contradicted"] for each in hits) else "undecided"
        return Standing(source, said, hits, tuple(judged))
    if leads:
        return Standing(source, "lead", leads, tuple(judged))
    return Standing(source, "cannot_tell" if source in found.old else "not_listed", (), tuple(judged))


def as_json(found: Gap) -> dict[str, Any]:
    """As ``isnad sanctions gap --json`` prints it."""
    return {
        "on": str(found.on),
        "lists": [
            {"list": name, "version": each.number, "issued": each.manifest.get("issued"),
             "age_days": each.age(found.on), "old": each.is_old(found.on)}
            for name, each in found.versions.items()
        ],
        "missing_lists": [name for name in LISTS if name not in found.versions],
        "actors": [_row_json(each) for each in found.rows],
    }  # fmt: skip


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "id": row.actor, "name": row.name, "claimed_under": row.claimed, "claims": row.claims,
        "lists": {each.source: {
            "answer": each.answer, "hits": list(each.hits),
            "decided": [{"id": one.listed, "verdict": one.verdict, "claim": one.rests_on.entry,
                         "reviewed": one.reviewed} for one in each.decisions],
        } for each in row.standings},
    }  # fmt: skip


def lines(found: Gap) -> Iterator[str]:
    """For a person: a line for each actor, and under it each hit that waits for a decision."""
    for name, version in found.versions.items():
        if version.is_old(found.on):
            yield "! " + phrase("sanctions-archive.old-list", list=name)
    if missing := [name for name in LISTS if name not in found.versions]:
        yield "! " + phrase("sanctions-archive.missing-lists", lists=", ".join(missing))
    for row in found.rows:
        told = "; ".join(f"{each.source}: {phrase(f'sanctions-archive.gap-{each.answer}')}" for each in row.standings)
        yield f"{row.actor}  {row.name}: {told}"
        for each in row.standings:
            for hit in each.hits:
                yield f"    {hit['score']:.2f}  {hit['list']}  {hit['id']}  {hit['name']}"
                yield from (f"        {reason['text']}" for reason in hit["why"])
        if row.claimed:
            yield "    " + phrase("sanctions-archive.claimed-listed", programmes=", ".join(row.claimed),
                                  claims=", ".join(map(str, row.claims)))  # fmt: skip
