"""Says what was read in batches of one transaction each: entities first met are introduced, then claimed about.

Ids are looked up once a batch; what one batch introduced, the next finds. A record that the law would refuse is found
before it is said, so that it harms no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isnad.claims import told, values
from isnad.claims.entries import Claim, Entity, SealedClaim, Statement
from isnad.claims.folds import foreign_key, found_by
from isnad.claims.lines import Problem, Read, Value
from isnad.claims.models import ClaimRow, EntityRow, ImportRow, WithdrawalRow
from isnad.claims.naming import apart, ours
from isnad.claims.schemata import fit
from isnad.record.desk import desk
from isnad.record.law import faults, needed
from isnad.record.pen import MOST_RECORDS, Pen, grounds_of, pen
from isnad.record.records import Ground
from isnad.record.shape import Sealed, shape_of
from isnad.record.tables import key
from isnad.words import Citation, Digest, Label, Line, Refusal, canonical, selector_from

if TYPE_CHECKING:
    from isnad.claims.importing import Taken

_ROOM = MOST_RECORDS - 10  # the pen may add entries of its own
_LATER = 1 << 60  # the number of an entry that is still to be said
MOST_REMEMBERED = 400_000


@dataclass(frozen=True, slots=True)
class Met:
    """An entity this import has met: its entry, and what it was introduced as."""

    entry: int
    schema: str


@dataclass(slots=True)
class Row:
    """One value of one line."""

    read: Read
    value: Value
    range: str | None


@dataclass
class Batch:
    """What is to be said next."""

    source: told.Source
    by: str
    taken: Taken
    _rows: list[Row] = field(default_factory=list)
    _alone: list[Read] = field(default_factory=list)  # entities of which nothing is claimed
    _wanted: dict[str, str] = field(default_factory=dict)  # id, and the schema as of which it would be introduced
    _met: dict[str, Met] = field(default_factory=dict)
    _apart: dict[tuple[str, str], Met] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._origin = desk().folder.config.origin
        self._withdrawn = _withdrawn(self.source)

    def add(self, read: Read) -> None:
        """Takes what one line says; says what was gathered when that fills a transaction."""
        for value in read.values:
            reference = read.schema.property(value.property).range
            if len(self._rows) + 2 * len(self._wanted) + 4 > _ROOM:
                self.say()
            self._rows.append(Row(read, value, reference))
            self._wanted.setdefault(read.id, read.schema.name)
            if reference is not None:
                self._wanted.setdefault(value.value, reference)
        if not read.values:
            self._alone.append(read)
            self._wanted.setdefault(read.id, read.schema.name)
            if len(self._rows) + 2 * len(self._wanted) + 4 > _ROOM:
                self.say()

    def say(self) -> None:
        """Says what was gathered, in one transaction."""
        if not self._rows and not self._alone:
            return
        problems: list[Problem] = []
        with desk().alone():
            self._look_up()
            with pen(self.by) as held:
                before = held.said
                self._introduce(held)
                claims = self._claims(held, problems)
                fresh = self._fresh(claims)
                self.taken.entities += held.said - before
                for each in self._lawful(fresh, problems):
                    held.say(each)
                    self.taken.claims += 1
        self.taken.note(problems)
        self._rows.clear()
        self._alone.clear()
        self._wanted.clear()
        if len(self._met) > MOST_REMEMBERED:
            self._met.clear()
            self._apart.clear()

    def _look_up(self) -> None:
        """Finds which of the ids that are wanted were introduced before."""
        unknown = [each for each in self._wanted if each not in self._met]
        own = {each: number for each in unknown if (number := ours(self._origin, each)) is not None}
        keys = {foreign_key(self.source.dataset, each): each for each in unknown if each not in own}
        rows = list(EntityRow.objects.filter(key__in=list(keys)).order_by("-pk"))
        self._met.update((keys[row.key], Met(row.entry, row.schema)) for row in rows if row.key)
        found = {row.entry: row for row in EntityRow.objects.filter(pk__in=[key(each) for each in own.values()])}
        self._met.update((each, Met(n, found[n].schema)) for each, n in own.items() if n in found)

    def _introduce(self, held: Pen) -> None:
        for identifier, schema in self._wanted.items():
            if identifier not in self._met:
                number = held.say(Entity(schema, self.source.dataset, identifier))
                self._met[identifier] = Met(number, schema)

    def _entity(self, held: Pen, read: Read, problems: list[Problem]) -> int:
        """The entity a line is about: one of another kind with the same id is kept apart from it."""
        met = self._met[read.id]
        if fit(met.schema, read.schema.name):
            return met.entry
        place = (read.id, read.schema.name)
        if place not in self._apart:
            dataset = apart(self.source.dataset, read.schema.name)
            row = EntityRow.objects.filter(key=foreign_key(dataset, read.id)).first()
            number = row.entry if row else held.say(Entity(read.schema.name, dataset, read.id))
            self._apart[place] = Met(number, read.schema.name)
            problems.append(Problem(read.line, "claims.kept-apart", {"one": met.schema, "other": read.schema.name}))
        return self._apart[place].entry

    def _claims(self, held: Pen, problems: list[Problem]) -> list[tuple[int, Claim]]:
        found = []
        items = self._items()
        for row in self._rows:
            entity = self._entity(held, row.read, problems)
            try:
                found.append((row.read.line, self._claim(entity, row, items, problems)))
            except Refusal as refusal:
                problems.append(Problem(row.read.line, refusal.code, refusal.facts))
        for read in self._alone:
            self._entity(held, read, problems)
        return found

    def _claim(self, entity: int, row: Row, items: dict[Digest, int], problems: list[Problem]) -> Claim:
        says, given = row.value, row.value.told
        citations = []
        for place in told.places(given, own_log=row.read.origin == self._origin) if given else ():
            if place.cited is not None:
                citations.append(place.cited)
            elif place.digest in items:
                citations.append(Citation(items[place.digest], selector_from(place.selector)))
            else:
                problems.append(Problem(row.read.line, "claims.cites-what-is-not-here", {"property": says.property}))
        citations.append(Citation(self.source.entry, Line(row.read.line)))
        schema, how, terms = row.read.schema, told.how(self.source, given), told.terms(self.source, given)
        language = told.language(given)
        if terms.label is Label.SEALED:
            bare = Statement(schema.name, says.property, "", None, language)
            return SealedClaim(entity, bare, tuple(citations), how, terms, None, Sealed(says.value))
        refers = self._met[says.value].entry if row.range else None
        normal = None if row.range else values.normal(schema.property(says.property), says.normal or says.value)
        statement = Statement(schema.name, says.property, says.value, normal, language, refers)
        return Claim(entity, statement, tuple(citations), how, terms)

    def _items(self) -> dict[Digest, int]:
        wanted: set[Digest] = set()
        for row in self._rows:
            if row.value.told:
                try:
                    wanted.update(p.digest for p in told.places(row.value.told, own_log=False) if p.digest)
                except Refusal:
                    continue  # told when the claim itself is made
        return told.items(wanted)

    def _fresh(self, claims: list[tuple[int, Claim]]) -> list[tuple[int, Claim]]:
        """Those that were not said already, of the same entity, by an import of the same data or by anybody here."""
        known = self._known(claims)
        fresh = []
        for line, each in claims:
            mark = (each.entity, each.says.property, _mark(each))
            if mark in known:
                self.taken.already += 1
            else:
                known.add(mark)
                fresh.append((line, each))
        return fresh

    def _known(self, claims: list[tuple[int, Claim]]) -> set[tuple[int, str, str]]:
        entities = sorted({each.entity for _, each in claims})
        heads = sorted({found_by(each.says) for _, each in claims})
        rows = ClaimRow.objects.filter(about__in=entities, head__in=heads)
        if self._withdrawn:
            rows = rows.exclude(version__in=self._withdrawn, method="imported")
        return {
            (about, name, _marked(value, refers))
            for about, name, value, refers in rows.values_list("about", "property", "value", "refers")
        }

    def _lawful(self, claims: list[tuple[int, Claim]], problems: list[Problem]) -> Iterable[Claim]:
        """Those that the law admits; the others are problems. Only what a line adds of its own needs the question."""
        judged = [(line, each) for line, each in claims if len(each.citations) > 1 or each.terms.conditions]
        asked = grounds_of({number for _, each in judged for number in needed(each)})
        for line, each in claims:
            fault = _fault(each, asked, self.by) if len(each.citations) > 1 or each.terms.conditions else None
            fault = fault or next(iter(each.flaws()), None)
            if fault is None:
                yield each
            else:
                problems.append(Problem(line, fault))


def _fault(claim: Claim, grounds: dict[int, Ground], by: str) -> str | None:
    known = {**grounds, claim.entity: Ground(claim.entity, "entity")}
    try:
        opened, sealed = shape_of(type(claim)).write(claim)
        canonical([opened, sealed])
    except Refusal as refusal:
        return refusal.code
    return next(faults(_LATER, claim, known, by), None)


def _mark(claim: Claim) -> str:
    if isinstance(claim, SealedClaim):
        return claim.secret.value
    return _marked(claim.says.value, claim.says.refers)


def _marked(value: str, refers: int | None) -> str:
    """What tells a value again: as read; but another entity by its entry, for it has many names outside."""
    return value if refers is None else f"\0{refers}"


def _withdrawn(source: told.Source) -> list[str]:
    """Which files of the same data were taken over and taken back: what only they said can be said anew."""
    rows = ImportRow.objects.filter(dataset=source.dataset)
    gone = [row for row in rows if WithdrawalRow.objects.filter(subject=row.entry).exists()]
    return [told.version(row.entry) for row in gone]
