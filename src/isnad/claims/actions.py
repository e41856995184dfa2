"""The verbs of claims: introduce, state, correct, withdraw, review, merge, unmerge.

Each says its records and returns the numbers of their entries, sealed. What the law refuses, it refuses at the pen
(:mod:`isnad.claims.entries`); here stands what needs the schemata or the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from isnad.claims import queries, values
from isnad.claims.entries import (
    AS_FACT,
    BY_A_PERSON,
    LONGEST_VALUE,
    NOT_DONE,
    Claim,
    Entity,
    How,
    Identity,
    Parted,
    Review,
    SealedClaim,
    Statement,
    Terms,
    Verification,
    Withdrawn,
)
from isnad.claims.models import EntityRow, IdentityRow
from isnad.claims.schemata import fit, schema
from isnad.record.desk import desk
from isnad.record.pen import pen, say
from isnad.record.shape import Sealed
from isnad.record.tables import key
from isnad.words import Citation, Label, Refusal


def introduce(schema_name: str, *, by: str, dataset: str | None = None, foreign: str | None = None) -> int:
    """An entity for claims to be about. One that others call ``foreign`` in ``dataset`` is introduced once."""
    schema(schema_name)
    if foreign is not None and (known := queries.named_elsewhere(dataset or "", foreign)) is not None:
        return known
    return say([Entity(schema_name, dataset, foreign)], by=by)[0]


def claim(
    entity: int,
    schema_name: str,
    property_name: str,
    value: str | int,
    citations: Iterable[Citation],
    *,
    how: How = BY_A_PERSON,
    terms: Terms = AS_FACT,
    language: str | None = None,
    supersedes: int | None = None,
) -> Claim:
    """A claim to be stated: the value as read, and as others write it. With label *sealed* the value is sealed.

    Where the property names another entity, ``value`` is the entry of that.
    """
    prop = schema(schema_name).property(property_name)
    refers = value if isinstance(value, int) else None
    value = str(value)
    if not value or len(value) > LONGEST_VALUE or (refers is None) != (prop.range is None):
        raise Refusal("claims.not-a-value", property=property_name)
    if terms.label is Label.SEALED:
        says = Statement(schema_name, property_name, "", None, language)
        return SealedClaim(entity, says, tuple(citations), how, terms, supersedes, Sealed(value))
    normal = values.normal(prop, value) if refers is None else None
    says = Statement(schema_name, property_name, value, normal, language, refers)
    return Claim(entity, says, tuple(citations), how, terms, supersedes)


def state(claims: Sequence[Claim], *, by: str) -> list[int]:
    """States claims, all or none, at most 1,000 at once; returns their entries."""
    for each in claims:
        schema(each.says.schema).property(each.says.property)
    _refuse_unfitting(claims)
    return say(claims, by=by)


def correct(
    number: int, value: str | int, *, by: str, citations: Iterable[Citation] | None = None, how: How = BY_A_PERSON
) -> int:
    """States ``value`` in the place of a claim, resting on the same places unless others are given."""
    old = queries.claim(number)
    terms = Terms(old.kind, old.label, old.conditions)
    places = old.citations if citations is None else tuple(citations)
    new = claim(
        old.entity, old.schema, old.property, value, places,
        how=how, terms=terms, language=old.language, supersedes=number,
    )  # fmt: skip
    return say([new], by=by)[0]


def withdraw(number: int, reason: str, *, by: str) -> int:
    """Takes a claim back, or an import with all its claims; whoever said it, and of a machine's anybody."""
    return say([Withdrawn(number, reason)], by=by)[0]


def review(number: int, verdict: str, reason: str, *, by: str, verified: Verification = NOT_DONE) -> int:
    """A verdict on a claim or an identity: accepted, rejected or disputed; never by its own author."""
    return say([Review(number, verdict, reason, verified)], by=by)[0]


def merge(
    one: int, other: int, reason: str, *, by: str, citations: Iterable[Citation] = (), how: How = BY_A_PERSON
) -> int:
    """Claims that two entities are one. It counts when somebody else has accepted it.

    Refused where they are one already, or where other identities that await a verdict would make them one.
    """
    first, second = sorted((one, other))
    _refuse_different(first, second)
    with desk().alone():
        if second in _joined(first):
            raise Refusal("claims.would-make-a-circle")
        with pen(by) as held:
            return held.say(Identity(first, second, reason, tuple(citations), how))


def unmerge(identity: int, reason: str, *, by: str) -> int:
    """Undoes an identity: what it made one is two again, with each its own claims."""
    if not IdentityRow.objects.filter(pk=key(identity)).exists():
        raise Refusal("claims.no-such-identity")
    return say([Parted(identity, reason)], by=by)[0]


def _refuse_unfitting(claims: Sequence[Claim]) -> None:
    """A claim takes the place of one about the same entity and property; its schema fits what the entity is."""
    wanted = [key(each.entity) for each in claims]
    known = dict(EntityRow.objects.filter(pk__in=wanted).values_list("pk", "schema"))
    for each in claims:
        introduced = known.get(key(each.entity))
        if introduced is not None and not fit(introduced, each.says.schema):
            raise Refusal("claims.schemata-do-not-fit", one=introduced, other=each.says.schema)
        if each.supersedes is not None:
            old = queries.claim(each.supersedes)
            if (old.entity, old.property) != (each.entity, each.says.property):
                raise Refusal("claims.supersedes-another")


def _refuse_different(one: int, other: int) -> None:
    rows = {row.entry: row.schema for row in EntityRow.objects.filter(pk__in=[key(one), key(other)])}
    if len(rows) == 2 and not fit(rows[one], rows[other]):
        raise Refusal("claims.schemata-do-not-fit", one=rows[one], other=rows[other])


def _joined(number: int) -> set[int]:
    """The entities that are one with this, or would be if every identity that still holds were accepted."""
    found, fresh = {number}, {number}
    while fresh:
        rows = [*IdentityRow.objects.filter(one__in=fresh), *IdentityRow.objects.filter(other__in=fresh)]
        holding = [row for row in rows if queries.identity_standing(row.entry).holds]
        fresh = {each for row in holding for each in (row.one, row.other)} - found
        found |= fresh
    return found
