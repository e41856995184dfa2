"""The queries behind the review desk and an entity's page. Each passes the gate, as all in ``finding``.

A desk looks through claims in the order in which they were said, from the entry where it stopped, and never through
more than ``MOST_STEPS`` × ``STEP`` rows for one page: then it says where to go on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, QuerySet

from isnad.access.gate import Aspect
from isnad.access.sessions import Reader
from isnad.claims import queries
from isnad.claims.entries import MACHINE
from isnad.claims.models import ClaimRow, EntityRow, IdentityRow, ReviewRow, WithdrawalRow
from isnad.claims.queries import Stated
from isnad.claims.schemata import closest, schemata
from isnad.claims.standing import Standing
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key
from isnad.site.errors import NotHere
from isnad.site.finding import gate_claims, readable
from isnad.words import Label

FIRST_STEP, STEP, MOST_STEPS = 16, 400, 20
MOST_OF_ONE = 600  # claims about one entity on its page
SINGLE = ("identifier", "date", "gender", "number", "country")  # types of which an entity has one value
COMPARED = ("detaineeNumber", "branchNumber", "examinationNumber", "gender", "deathDate")


@dataclass(frozen=True, slots=True)
class Found:
    """What a desk found; ``after``: the entry behind which to go on. ``further``: it looked far and there is more."""

    after: int
    thing: object | None = None
    further: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One property of one entity of which different sources say different things."""

    entity: int
    property: str
    claims: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entities of which somebody says that they are one, each with what the reader may read of it."""

    entry: int
    by: str
    reason: str
    one: EntityShown
    other: EntityShown


@dataclass
class Sides:
    """One property: what stands, and what contradicts it."""

    name: str
    label: str
    standing: list[Stated] = field(default_factory=list)
    against: list[Stated] = field(default_factory=list)


@dataclass
class EntityShown:
    """An entity as its readable claims add up."""

    entry: int
    members: tuple[int, ...]
    schema: str
    label: str
    sides: list[Sides]
    fallen: list[Stated]
    proposed: bool
    cut: bool = False


def authors(numbers: Iterable[int]) -> dict[int, str]:
    """Who said these entries; asked only of claims that passed the gate, which names them on their chain page too."""
    rows = Said.objects.filter(pk__in=[key(each) for each in numbers]).values_list("pk", "by")
    return {pk // WIDTH: by for pk, by in rows}


def waiting_claim(reader: Reader, methods: Sequence[str], after: int) -> Found:
    """The next claim by one of these methods that nobody decided and this reader may decide: not one of their own."""
    rows = _undecided(gate_claims(reader.gate).filter(method__in=methods))
    step = FIRST_STEP
    for _ in range(MOST_STEPS):
        part = list(rows.filter(pk__gte=key(after + 1)).order_by("pk")[:step])
        by = authors(row.entry for row in part)
        others = [row for row in part if row.method == MACHINE or by.get(row.entry) != reader.name]
        for each in readable(reader.gate, others):
            if each.standing is Standing.PROPOSED:
                return Found(each.entry, each)
        if len(part) < step:
            return Found(after)
        after, step = part[-1].entry, min(STEP, step * 5)
    return Found(after, further=True)


def _undecided(rows: QuerySet[ClaimRow]) -> QuerySet[ClaimRow]:
    mine = OuterRef("pk") / WIDTH
    return rows.filter(
        ~Exists(ReviewRow.objects.filter(subject=mine)),
        ~Exists(WithdrawalRow.objects.filter(subject=mine)),
        ~Exists(ClaimRow.objects.filter(supersedes=mine)),
    )


def waiting_merge(reader: Reader, after: int) -> Found:
    """The next identity that nobody decided, between entities of which this reader may read something."""
    mine = F("pk") / WIDTH
    rows = IdentityRow.objects.filter(pk__gte=key(after + 1)).order_by("pk").annotate(number=mine)
    gate = reader.gate
    for row in rows[: STEP * 2]:
        if queries.identity_standing(row.entry) is not Standing.PROPOSED:
            continue
        by = authors([row.entry]).get(row.entry, "")
        if by == reader.name and row.method != MACHINE:
            continue
        one, other = (shown(reader, each) for each in (row.one, row.other))
        if one and other and gate.opens(Aspect.CLAIMS, Label.PUBLIC):
            return Found(row.entry, Merge(row.entry, by, row.reason, one, other))
    return Found(after)


def merge(reader: Reader, number: int) -> Merge:
    """One identity, if this reader may read something of both."""
    row = IdentityRow.objects.filter(pk=key(number)).first()
    sides = [] if row is None else [shown(reader, each) for each in (row.one, row.other)]
    if row is None or not all(sides) or not reader.gate.opens(Aspect.CLAIMS, Label.PUBLIC):
        raise NotHere
    one, other = sides
    assert one is not None
    assert other is not None
    return Merge(number, authors([number]).get(number, ""), row.reason, one, other)


def disagreement(reader: Reader, after: int) -> Found:
    """The next entity, behind ``after``, of which different sources say different things.

    Looks through keys in the order of the index on entities, and loads the claims of those alone that may differ.
    """
    for _ in range(MOST_STEPS):
        rows = gate_claims(reader.gate).filter(about__gt=after).order_by("about")
        part = list(rows.values_list("about", "property", "head", "pk")[: STEP * 4])
        last = part[-1][0] if part else after
        whole = len(part) < STEP * 4
        for entity, keys in _differing(part if whole else [each for each in part if each[0] != last] or part).items():
            if found := _disagreeing(reader, entity, _rows(keys)):
                return Found(entity, found)
        if whole:
            return Found(after)
        after = max((each[0] for each in part if each[0] != last), default=last)
    return Found(after, further=True)


def _differing(part: Sequence[tuple[int, str, str, int]]) -> dict[int, list[int]]:
    """By entity, in order, the keys of its claims where a property that is compared has two values."""
    said: dict[tuple[int, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entity, name, head, pk in part:
        if name in COMPARED:
            said[entity, name][head].append(pk)
    found: dict[int, list[int]] = defaultdict(list)
    for (entity, _), heads in said.items():
        if len(heads) > 1:
            found[entity] += [pk for keys in heads.values() for pk in keys]
    return found


def _disagreeing(reader: Reader, entity: int, rows: list[ClaimRow]) -> Disagreement | None:
    """The first property of which two sources say different things that both still count."""
    by_property: dict[str, list[ClaimRow]] = defaultdict(list)
    for row in rows:
        by_property[row.property].append(row)
    for name, held in by_property.items():
        if len({row.head for row in held}) < 2:
            continue
        claims = [each for each in readable(reader.gate, held) if each.standing.holds]
        by = authors(each.entry for each in claims)
        said: dict[str, set[str]] = defaultdict(set)
        for each in claims:
            said[each.reader or by.get(each.entry, "")].add(each.normal or each.value)
        if len(said) > 1 and len(set().union(*said.values())) > 1 and not _settled(claims):
            return Disagreement(entity, name, tuple(claims))
    return None


def _settled(claims: Sequence[Stated]) -> bool:
    """Whether one value was accepted, so that the others wait for nobody."""
    return len({each.normal or each.value for each in claims if each.standing is Standing.ACCEPTED}) == 1


def entity(reader: Reader, number: int) -> EntityShown:
    """An entity; not here where this reader may read no claim about it."""
    found = shown(reader, number)
    if found is None:
        raise NotHere
    return found


def shown(reader: Reader, number: int) -> EntityShown | None:
    """What this reader may read of an entity; None where that is nothing."""
    members = queries.same(number)
    keys = sorted(gate_claims(reader.gate).filter(about__in=members).values_list("pk", flat=True))
    claims = readable(reader.gate, _rows(keys[:MOST_OF_ONE]))
    if not claims:
        return None
    held = [each for each in claims if each.standing.holds]
    introduced = EntityRow.objects.filter(pk__in=[key(each) for each in members]).values_list("schema", flat=True)
    schema = closest([each.schema for each in held] or list(introduced))
    known = schemata().get(schema)
    return EntityShown(
        min(members), members, schema, known.label if known else schema, list(_sides(held)),
        [each for each in claims if not each.standing.holds],
        not any(each.standing is Standing.ACCEPTED for each in held), len(keys) > MOST_OF_ONE,
    )  # fmt: skip


def _sides(held: Sequence[Stated]) -> Iterator[Sides]:
    """Property by property, what is worth most first; of what an entity has one, what differs stands against it."""
    by_property: dict[str, list[Stated]] = defaultdict(list)
    for each in held:
        by_property[each.property].append(each)
    for name, claims in by_property.items():
        claims.sort(key=worth, reverse=True)
        kind = schemata().get(claims[0].schema)
        known = kind.properties.get(name) if kind else None
        sides = Sides(name, known.label if known else name)
        for each in claims:
            same = _value(each) == _value(claims[0])
            single = known is not None and known.type in SINGLE
            (sides.standing if same or not single else sides.against).append(each)
        yield sides


def worth(each: Stated) -> tuple[bool, bool, int, int]:
    """What a claim is worth beside others: accepted, by a person, sure, early."""
    return (each.standing is Standing.ACCEPTED, each.method != MACHINE, each.confidence, -each.entry)


def _value(each: Stated) -> str:
    return each.normal or each.value


def referring(reader: Reader, members: Sequence[int]) -> list[Stated]:
    """The claims that name this entity, as photographs name the remains they show."""
    keys = sorted(gate_claims(reader.gate).filter(refers__in=members).values_list("pk", flat=True))
    return [each for each in readable(reader.gate, _rows(keys[:MOST_OF_ONE])) if each.standing.holds]


def _rows(keys: Sequence[int]) -> list[ClaimRow]:
    """Claims by their keys, in order. Asked so, for with an order a database may rather walk the whole table."""
    return sorted(ClaimRow.objects.filter(pk__in=keys), key=lambda row: row.pk)
