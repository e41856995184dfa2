"""What people typed and still stands behind: in tables from elsewhere, and card by card at the station. Asks only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import orjson

from isnad.claims.models import ClaimRow
from isnad.claims.queries import stated
from isnad.reading import queries
from isnad.reading.agreeing import Typed
from isnad.reading.entries import Transcribed
from isnad.reading.models import TypedRow
from isnad.reading.typed import ANSWERS
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key


def typed() -> list[Typed]:
    """Everything that people typed and that still counts: photograph, field, person and value ("" where untold)."""
    return [*typed_in_tables(), *typed_at_the_station()]


def typed_at_the_station() -> list[Typed]:
    """What people typed card by card, blind; a field that both of two left empty is no answer."""
    rows = TypedRow.objects.filter(outcome__in=ANSWERS).order_by("pk")
    undone = set(TypedRow.objects.filter(undoes__isnull=False).values_list("undoes", flat=True))
    said = [row for row in rows.iterator() if row.entry not in undone]
    claims = {number: row for row in said for number in orjson.loads(row.claims)}
    found = [
        Typed(each.about, each.property, claims[each.entry].by, each.normal or each.value)
        for part in _parts([key(number) for number in claims])
        for each in ClaimRow.objects.filter(pk__in=part)
    ]
    fields: dict[int, set[str]] = defaultdict(set)
    for each in found:
        fields[each.photograph].add(each.field)
    entities = queries.photographs({row.item for row in said})
    given = {(each.photograph, each.field, each.person) for each in found}
    for row in said:
        photograph = entities.get(row.item, -1)
        found += [
            Typed(photograph, name, row.by, "")
            for name in fields[photograph]
            if (photograph, name, row.by) not in given
        ]
    return found


def _parts(listed: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(listed), 900):
        yield listed[start : start + 900]


def typed_in_tables() -> list[Typed]:
    """What tables from elsewhere say."""
    people = persons()
    found = []
    keys = [number * WIDTH for number in people]
    for part in _parts(keys):
        rows = list(ClaimRow.objects.filter(pk__in=part))
        found += [
            Typed(each.entity, each.property, people[each.entry], each.normal or each.value)
            for each in stated(rows)
            if each.standing.holds
        ]
    for record in _records():
        found += [Typed(photograph, name, person, "") for photograph, name, person, _ in record.untold]
    return found


def persons() -> dict[int, str]:
    """For each claim that came from a table, who typed it."""
    return {claim: person for record in _records() for claim, person, _ in record.claims}


def _records() -> Iterator[Transcribed]:
    at = desk()
    bodies = Bodies(at.folder, at.holder)
    for pk in Said.objects.filter(kind=Transcribed.KIND, gone=None).order_by("pk").values_list("pk", flat=True):
        record = bodies.saying(pk // WIDTH).record
        assert isinstance(record, Transcribed)
        yield record


def by_photograph(found: list[Typed]) -> dict[tuple[int, str], dict[str, str]]:
    """For each photograph and field, what each person typed."""
    grouped: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for each in found:
        grouped[each.photograph, each.field][each.person] = each.value
    return grouped
