"""States a partner's claims here, as the partner's: none is accepted by having come.

1. Each cites what it cited there: the items and claims that came, by our entries. It also cites its own proof, in the
   package, and its line in the list of claims; so that whoever asks comes down to the partner's log.
2. What it rests on and did not come is listed: such a claim is kept with its words, and told as unsupported. One whose
   missing part comes later is stated anew in the place of the first.
3. Entities are the partner's own: an id of theirs is never one of ours, even where it says so.
4. What the schemata or the law refuse is refused by itself; its line is told, and the rest goes on.
5. A claim is known again by its entry in the partner's log, and said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

import orjson

from isnad.claims import actions, told
from isnad.claims.entries import Claim, Entity
from isnad.claims.folds import foreign_key
from isnad.claims.lines import Problem, Read, Value, lines, read
from isnad.claims.models import ClaimRow, EntityRow, ImportRow, WithdrawalRow
from isnad.claims.naming import exported
from isnad.packages.terms import chunks
from isnad.record.pen import say
from isnad.words import Citation, Line, Quote, Refusal, selector_from

AT_ONCE = 300
MOST_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class Coming:
    """Where claims come from: the import, the package's item, the partner's log, and who is their author here."""

    source: told.Source
    package: int
    origin: str
    author: str
    mapped: dict[int, int]  # entries of the partner's log, and what they are here; grows with each claim
    proved: Mapping[int, dict[str, Any]]  # what the claims' entries say, by their entries there


@dataclass
class Came:
    """What became of them."""

    claims: int = 0
    already: int = 0
    unproved: int = 0  # stated as the list has them: their entries were not shown to stand in the partner's log
    unsupported: list[int] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Draft:
    """One claim of one line; ``there`` is its entry in the partner's log, None where it has none that is proved."""

    read: Read
    value: Value
    there: int | None
    fields: Mapping[str, Any]

    @property
    def cited(self) -> list[dict[str, Any]]:
        given = self.fields.get("citations", self.value.told.get("citations"))
        return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []

    @property
    def rests_on(self) -> set[int]:
        """The entries of the partner's log that must be known before it is said."""
        found = [*(each.get("entry") for each in self.cited), self.fields.get("supersedes")]
        return {each for each in found if type(each) is int}


def state_all(stream: BinaryIO, coming: Coming) -> Came:
    """States every claim of the list."""
    came = Came()
    drafts = sorted(_drafts(stream, coming, came), key=lambda each: (each.there is None, each.there or 0))
    entities = _introduce(drafts, coming)
    known = _known(entities.values(), coming)
    coming.mapped.update({there: here for there, (here, _) in known.items()})
    part: list[tuple[_Draft, Claim, bool]] = []
    under_way: set[int] = set()
    for draft in drafts:
        if len(part) >= AT_ONCE or draft.rests_on & under_way:
            _state(part, coming, came)
            under_way.clear()
        made = _claim(draft, entities, coming, known, came)
        if made is not None:
            part.append((draft, *made))
            under_way |= {draft.there} if draft.there is not None else set()
    _state(part, coming, came)
    return came


def _drafts(stream: BinaryIO, coming: Coming, came: Came) -> Iterator[_Draft]:
    for number, line in lines(stream):
        if line is not None and not line.strip():
            continue
        problems: list[Problem] = []
        found = read(number, line, problems)
        came.refused += problems[: MOST_PROBLEMS - len(came.refused)]
        for value in found.values if found is not None else ():
            there = value.told.get("entry")
            proved = coming.proved.get(there) if type(there) is int else None
            proved = proved if proved is not None and _is_sound(proved) else None
            assert found is not None
            yield _Draft(found, value, there if proved is not None else None, proved or {})


def _is_sound(fields: Mapping[str, Any]) -> bool:
    """Whether what was proved has the form of a claim: a partner's log can prove anything."""
    says, terms, number = fields.get("says"), fields.get("terms"), fields.get("supersedes")
    formed = isinstance(says, dict) and isinstance(terms, dict) and isinstance(fields.get("citations"), list)
    return formed and type(fields.get("entity")) is int and (number is None or type(number) is int)


def _ids(draft: _Draft, origin: str) -> Iterator[tuple[str, str]]:
    """What the partner calls the entities of a claim, each with the schema as of which it is introduced."""
    number, kind = draft.fields.get("entity"), draft.read.schema
    yield (exported(origin, number) if isinstance(number, int) else draft.read.id), kind.name
    other = kind.property(draft.value.property).range
    if other is not None:
        yield draft.value.value, other


def _introduce(drafts: Iterable[_Draft], coming: Coming) -> dict[str, int]:
    """The entities that the claims are about or name; those first met are introduced."""
    wanted: dict[str, str] = {}
    for draft in drafts:
        own, *others = _ids(draft, coming.origin)
        wanted[own[0]] = own[1]
        for identifier, schema in others:
            wanted.setdefault(identifier, schema)
    keys = {foreign_key(coming.source.dataset, each): each for each in wanted}
    found: dict[str, int] = {}
    listed = list(keys)
    for start in range(0, len(listed), 900):
        rows = EntityRow.objects.filter(key__in=listed[start : start + 900]).order_by("-pk")
        found.update((keys[row.key], row.entry) for row in rows if row.key is not None)
    fresh = [each for each in wanted if each not in found]
    for start in range(0, len(fresh), AT_ONCE):
        part = fresh[start : start + AT_ONCE]
        records = [Entity(wanted[each], coming.source.dataset, each) for each in part]
        found.update(zip(part, say(records, by=coming.author), strict=True))
    return found


def _known(entities: Iterable[int], coming: Coming) -> dict[int, tuple[int, int]]:
    """By its entry there: the claim that says it here, and how many places it cites; not what was taken back."""
    withdrawn = [
        told.version(row.entry)
        for row in ImportRow.objects.filter(dataset=coming.source.dataset)
        if WithdrawalRow.objects.filter(subject=row.entry).exists()
    ]
    found: dict[int, tuple[int, int]] = {}
    for part in chunks(set(entities)):
        rows = ClaimRow.objects.filter(about__in=part, method="imported", reader=coming.source.dataset)
        for row in rows.exclude(version__in=withdrawn).order_by("pk"):
            citations = orjson.loads(row.citations)
            for each in citations:
                there = _proof_of(each["selector"])
                if there is not None:
                    found[there] = row.entry, len(citations)
    return found


def proof_name(there: int) -> str:
    """What the proof of an entry is called in a package."""
    return f"proofs/{there}.tlog-proof"


def _proof_of(selector: Mapping[str, Any]) -> int | None:
    exact = str(selector.get("exact", ""))
    number = exact.removeprefix("proofs/").removesuffix(".tlog-proof")
    return int(number) if number.isdecimal() and exact == proof_name(int(number)) else None


def _claim(
    draft: _Draft, entities: dict[str, int], coming: Coming, known: Mapping[int, tuple[int, int]], came: Came
) -> tuple[Claim, bool] | None:
    """The claim to be said, and whether all that it rests on came; None where it was said already, or cannot be."""
    try:
        citations, whole = _citations(draft, coming)
        said = known.get(draft.there) if draft.there is not None else None
        if said is not None and said[1] >= len(citations):
            came.already += 1
            return None
        ids = [entities[identifier] for identifier, _ in _ids(draft, coming.origin)]
        before = coming.mapped.get(draft.fields.get("supersedes", -1)) if said is None else said[0]
        given = {**draft.value.told, **draft.fields.get("terms", {})}
        claim = actions.claim(
            ids[0], _schema(draft), draft.value.property, ids[1] if len(ids) > 1 else draft.value.value, citations,
            how=told.how(coming.source, given), terms=told.terms(coming.source, given), language=told.language(given),
            supersedes=before,
        )  # fmt: skip
    except Refusal as refusal:
        _refuse(draft, refusal, came)
        return None
    return claim, whole


def _schema(draft: _Draft) -> str:
    """The schema as of which it is claimed, which may be wider than its entity's."""
    said = draft.fields.get("says")
    name = said.get("schema") if isinstance(said, dict) else None
    return name if isinstance(name, str) else draft.read.schema.name


def _citations(draft: _Draft, coming: Coming) -> tuple[list[Citation], bool]:
    """The places it rests on, as our entries, and whether all of them came."""
    found, whole = [], bool(draft.cited)
    for each in draft.cited[: told.MOST_CITATIONS]:
        there = each.get("entry")
        here = coming.mapped.get(there) if type(there) is int else None
        if here is None:
            whole = False
        else:
            found.append(Citation(here, selector_from(each.get("selector", {"type": "whole"}))))
    return [*found, *_always(draft, coming)], whole


def _always(draft: _Draft, coming: Coming) -> list[Citation]:
    """What every claim of a package cites: the package, where it is proved, and its line."""
    package = Citation(coming.package)
    if draft.there is not None:
        package = Citation(coming.package, Quote(0, proof_name(draft.there)))
    return [package, Citation(coming.source.entry, Line(draft.read.line))]


def _state(part: list[tuple[_Draft, Claim, bool]], coming: Coming, came: Came) -> None:
    """Says them together; where one is refused, each by itself."""
    if not part:
        return
    try:
        numbers = actions.state([claim for _, claim, _ in part], by=coming.author)
    except Refusal:
        for draft, claim, whole in part:
            _state_alone(draft, claim, coming, came, whole=whole)
    else:
        for (draft, _, whole), number in zip(part, numbers, strict=True):
            _count(draft, number, coming, came, whole=whole)
    part.clear()


def _state_alone(draft: _Draft, claim: Claim, coming: Coming, came: Came, *, whole: bool) -> None:
    """As it is; else, where a place it cites is not as it should be, resting on the package alone, and told so."""
    bare = replace(claim, citations=tuple(_always(draft, coming)), supersedes=None)
    for each, supported in ((claim, whole), (bare, False)):
        try:
            (number,) = actions.state([each], by=coming.author)
        except Refusal as refusal:
            refused = refusal
        else:
            _count(draft, number, coming, came, whole=supported)
            return
    _refuse(draft, refused, came)


def _count(draft: _Draft, number: int, coming: Coming, came: Came, *, whole: bool) -> None:
    came.claims += 1
    if draft.there is not None:
        coming.mapped[draft.there] = number
    else:
        came.unproved += 1
    if not whole:
        came.unsupported.append(number)


def _refuse(draft: _Draft, refusal: Refusal, came: Came) -> None:
    if len(came.refused) < MOST_PROBLEMS:
        came.refused.append(Problem(draft.read.line, refusal.code, refusal.facts))
