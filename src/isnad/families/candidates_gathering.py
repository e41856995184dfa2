"""Everybody who is sought, and everybody who may be the one, as plain values. Asks, never writes.

What conditions, labels and standing keep back is not among it (``families.queries``, ``registers.queries`` and
``remains.queries`` see to that), for the purpose of tracing within the house.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from isnad.claims.queries import Stated
from isnad.families import queries
from isnad.families.candidate_facts import MISSING, REMAINS, ROW, Facts, Told
from isnad.registers import queries as registers
from isnad.remains import gathering
from isnad.remains import queries as remains
from isnad.words import Label


def missing(only: Iterable[int] | None = None) -> list[Facts]:
    """Everybody who is sought; ``only`` those to whom these entities belong."""
    return [of_person(each) for each in queries.sought(only=only)]


def of_person(sought: queries.Sought) -> Facts:
    """One missing person."""
    return Facts(sought.entry, MISSING, {name: _told(values) for name, values in sought.values.items()})


def rows() -> list[Facts]:
    """Every row of every register."""
    return [
        Facts(
            row.entry,
            ROW,
            {
                name: tuple(Told(cell.value if cell.normal is None else cell.normal, cell.claim) for cell in cells)
                for name, cells in row.values.items()
            },
        )
        for row in registers.listed()
    ]


def bodies() -> list[Facts]:
    """Every remains, with the names that are written on its photographs."""
    named = _names_by_item()
    found = []
    for body in remains.bodies(remains.Asked(Label.RESTRICTED)):
        told: dict[str, list[Stated]] = defaultdict(list)
        for claim in body.claims:
            if claim.value:
                told[claim.property].append(claim)
        for item in body.items:
            told["name"] += named.get(item, [])
        found.append(Facts(body.entry, REMAINS, {name: _told(values) for name, values in told.items()}))
    return found


def _names_by_item() -> Mapping[int, list[Stated]]:
    from isnad.reading import queries as reading

    item_of = reading.items_of_photographs()
    found: dict[int, list[Stated]] = defaultdict(list)
    for each in gathering.about_photographs():
        if each.property == "personName" and each.standing.holds and each.value and each.entity in item_of:
            found[item_of[each.entity]].append(each)
    return found


def _told(values: Iterable[Stated]) -> tuple[Told, ...]:
    return tuple(
        Told(each.value if each.normal is None else each.normal, each.entry, each.confidence / 1000)
        for each in values
        if each.value
    )
