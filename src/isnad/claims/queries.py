"""What the claims are asked. Asks, never writes; nothing here is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson

from isnad.claims import chains
from isnad.claims.chains import Chain
from isnad.claims.folds import foreign_key, head
from isnad.claims.models import ClaimRow, EntityRow, IdentityRow, ReviewRow, WithdrawalRow
from isnad.claims.schemata import closest
from isnad.claims.standing import Known, Standing, standings, verdict
from isnad.record.models import Said, Stands
from isnad.record.tables import WIDTH, key
from isnad.words import Citation, Label, Refusal

CHUNK = 900  # numbers in one question to the database


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim as it stands now. ``value`` is as read; a sealed one is empty. ``confidence`` is per mille."""

    entry: int
    entity: int
    schema: str
    property: str
    value: str
    normal: str | None
    refers: int | None
    language: str | None
    citations: tuple[Citation, ...]
    method: str
    reader: str | None
    version: str | None
    confidence: int
    kind: str
    label: Label
    conditions: dict[str, object] | None
    supersedes: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Whole:
    """An entity as its claims add up: by property, those that count, the accepted first.

    ``members`` are the entities that accepted identities made one; ``entry`` is the earliest of them. It is
    ``proposed`` while no claim of it is accepted.
    """

    entry: int
    members: tuple[int, ...]
    schema: str
    properties: dict[str, tuple[Stated, ...]]
    proposed: bool


def claim(number: int) -> Stated:
    """One claim; refused where there is none, or where it was erased."""
    row = ClaimRow.objects.filter(pk=key(number)).first()
    if row is None:
        raise Refusal("claims.no-such-claim")
    return stated([row])[0]


def about(entities: Iterable[int], *, up_to: Label = Label.SEALED) -> list[Stated]:
    """Every claim about these entities at or under a label, whatever its standing, in the order they were said."""
    rows: list[ClaimRow] = []
    for part in _chunks(entities):
        rows.extend(ClaimRow.objects.filter(about__in=part, label__lte=int(up_to)).order_by("pk"))
    return stated(sorted(rows, key=lambda row: row.pk))


def citing(item: int, *, up_to: Label = Label.SEALED) -> list[Stated]:
    """Every claim that cites this entry."""
    keys = [key(pk // WIDTH) for pk in Stands.objects.filter(on=item, cites=True).values_list("pk", flat=True)]
    rows: list[ClaimRow] = []
    for part in _chunks(keys):
        rows.extend(ClaimRow.objects.filter(pk__in=part, label__lte=int(up_to)).order_by("pk"))
    return stated(rows)


def saying(property_name: str, value: str, *, schema: str | None = None) -> list[Stated]:
    """Every claim whose normal value (or, without one, value as read) is ``value``."""
    rows = ClaimRow.objects.filter(property=property_name, head=head(value)).order_by("pk")
    if schema is not None:
        rows = rows.filter(schema=schema)
    return stated([row for row in rows if (row.value if row.normal is None else row.normal) == value])


def referring(entity_number: int, *, up_to: Label = Label.SEALED) -> list[Stated]:
    """Every claim that names this entity as its value."""
    rows = ClaimRow.objects.filter(refers=entity_number, label__lte=int(up_to)).order_by("pk")
    return stated(list(rows))


def entity(number: int, *, up_to: Label = Label.SEALED) -> Whole:
    """The entity to which this one belongs, whole; refused where none was introduced under that number."""
    members = same(number)
    rows = EntityRow.objects.filter(pk__in=[key(each) for each in members]).order_by("pk")
    schemas = [row.schema for row in rows]
    if not schemas:
        raise Refusal("claims.no-such-entity")
    held = [each for each in about(members, up_to=up_to) if each.standing.holds]
    return add_up(members, schemas, held)


def add_up(members: Sequence[int], schemas: Sequence[str], held: Sequence[Stated]) -> Whole:
    """The entity that these claims make, which all still count."""
    accepted = [each for each in held if each.standing is Standing.ACCEPTED]
    properties: dict[str, list[Stated]] = {}
    for each in accepted + [each for each in held if each.standing is not Standing.ACCEPTED]:
        properties.setdefault(each.property, []).append(each)
    named = [each.schema for each in (accepted or held)] or list(schemas)
    return Whole(
        min(members), tuple(members), closest(named), {name: tuple(each) for name, each in properties.items()},
        proposed=not accepted,
    )  # fmt: skip


def same(number: int) -> tuple[int, ...]:
    """The entities that are one with this, itself among them, by the identities that are accepted now."""
    found, fresh = {number}, {number}
    while fresh:
        rows = list(IdentityRow.objects.filter(one__in=fresh)) + list(IdentityRow.objects.filter(other__in=fresh))
        fresh = {each for row in accepted(rows) for each in (row.one, row.other)} - found
        found |= fresh
    return tuple(sorted(found))


def accepted(rows: Sequence[IdentityRow]) -> list[IdentityRow]:
    """The identities among these that were accepted and not undone."""
    return [row for row in rows if identity_standing(row.entry) is Standing.ACCEPTED]


def identity_standing(number: int) -> Standing:
    """What an identity is worth now."""
    if WithdrawalRow.objects.filter(subject=number).exists():
        return Standing.WITHDRAWN
    cited = Stands.objects.filter(pk__gte=key(number), pk__lt=key(number + 1), cites=True)
    if _gone(cited.values_list("on", flat=True)):
        return Standing.UNSUPPORTED
    return verdict(_verdicts([number]).get(number, {}).values())


def named_elsewhere(dataset: str, foreign: str) -> int | None:
    """The entity that others call this, where one was introduced."""
    row = EntityRow.objects.filter(key=foreign_key(dataset, foreign)).order_by("pk").first()
    return None if row is None else row.entry


def reviews(subject: int) -> list[ReviewRow]:
    """Every verdict on a claim or an identity, in order."""
    return list(ReviewRow.objects.filter(subject=subject).order_by("pk"))


def chain(number: int) -> Chain:
    """Everything beneath a claim: down to bytes, carrier, source, custody, proofs and checkpoint."""
    found = claim(number)
    return chains.of(found.entry, str(found.standing))


def stated(rows: Sequence[ClaimRow]) -> list[Stated]:
    """These claims as they stand now."""
    worth = standing_of(rows)
    return [_stated(row, worth[row.entry]) for row in rows]


def standing_of(rows: Sequence[ClaimRow]) -> dict[int, Standing]:
    """What each of these claims is worth now, with all that follows them and all they rest on."""
    family = {row.entry: row for row in rows}
    fresh = set(family)
    while fresh:
        more: dict[int, ClaimRow] = {}
        for part in _chunks(fresh):
            more.update((row.entry, row) for row in ClaimRow.objects.filter(supersedes__in=part))
        cited = {each for number in fresh for each in _cited(family[number])} - family.keys()
        for part in _chunks(key(each) for each in cited):
            more.update((row.entry, row) for row in ClaimRow.objects.filter(pk__in=part))
        fresh = more.keys() - family.keys()
        family.update(more)
    return standings(_known(family))


def _known(family: dict[int, ClaimRow]) -> dict[int, Known]:
    verdicts = _verdicts(family)
    cited = {number: _cited(row) for number, row in family.items()}
    everything = {each for entries in cited.values() for each in entries}
    gone = _gone(everything)
    withdrawn = _withdrawn(everything | family.keys())
    successors: dict[int, list[int]] = {}
    for number, row in family.items():
        if row.supersedes is not None:
            successors.setdefault(row.supersedes, []).append(number)
    return {
        number: Known(
            verdicts.get(number, {}),
            number in withdrawn or (row.method == "imported" and not withdrawn.isdisjoint(cited[number])),
            not gone.isdisjoint(cited[number]),
            tuple(each for each in cited[number] if each in family),
            tuple(successors.get(number, ())),
        )
        for number, row in family.items()
    }


def _verdicts(numbers: Iterable[int]) -> dict[int, dict[str, str]]:
    """By subject and reviewer, the last verdict of each."""
    found: dict[int, dict[str, str]] = {}
    for part in _chunks(numbers):
        rows = ReviewRow.objects.filter(subject__in=part).order_by("pk").values_list("subject", "by", "verdict")
        for subject, by, given in rows:
            found.setdefault(subject, {})[by] = given
    return found


def _withdrawn(numbers: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for part in _chunks(numbers):
        found.update(WithdrawalRow.objects.filter(subject__in=part).values_list("subject", flat=True))
    return found


def _gone(numbers: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for part in _chunks(key(each) for each in numbers):
        rows = Said.objects.filter(pk__in=part, gone__isnull=False).values_list("pk", flat=True)
        found.update(pk // WIDTH for pk in rows)
    return found


def _cited(row: ClaimRow) -> tuple[int, ...]:
    return tuple(each["entry"] for each in orjson.loads(row.citations))


def _stated(row: ClaimRow, standing: Standing) -> Stated:
    return Stated(
        row.entry, row.about, row.schema, row.property, row.value, row.normal, row.refers, row.language,
        tuple(Citation.from_json(each) for each in orjson.loads(row.citations)),
        row.method, row.reader, row.version, row.confidence, row.kind, Label(row.label),
        None if row.conditions is None else orjson.loads(row.conditions), row.supersedes, standing,
    )  # fmt: skip


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    listed = list(numbers)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
