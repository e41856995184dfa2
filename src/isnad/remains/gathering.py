"""What the archive knows of each photograph, gathered for the grouping. Asks, never writes.

Only what counts now: a claim that was rejected, withdrawn or superseded says nothing. Where a person read a role's
number, what machines read of it says nothing either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from isnad.claims import queries as claims
from isnad.claims.entries import HUMAN, IMPORTED
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.custody.models import Item
from isnad.custody.similar import LOWEST_QUALITY
from isnad.reading import queries as reading
from isnad.reading.queries import SCHEMA
from isnad.record.tables import WIDTH
from isnad.remains.evidence import BRANCH, DETAINEE, EXAMINATION, FILE, OTHER, Number, Photograph

PROPERTIES = {"detaineeNumber": DETAINEE, "branchNumber": BRANCH, "examinationNumber": EXAMINATION,
              "otherNumber": OTHER, "fileNumber": FILE}  # fmt: skip
SHOWS = "shows"
BY_A_PERSON = 0.97  # how sure a number is that one person typed and nobody reviewed
ROWS = 9000


@dataclass
class Gathered:
    """Every photograph; by its item the entity that claims are about, and what it was said to show until now."""

    photographs: list[Photograph] = field(default_factory=list)
    entities: dict[int, int] = field(default_factory=dict)  # item: entity
    shown: dict[int, list[Stated]] = field(default_factory=lambda: defaultdict(list))  # item: memberships that count


def gather() -> Gathered:
    """All photographs of the archive, in the order in which they came."""
    gathered, item_of = Gathered(), reading.items_of_photographs()
    gathered.entities = {item: entity for entity, item in item_of.items()}
    said: dict[int, list[Stated]] = defaultdict(list)
    refused: dict[int, set[int]] = defaultdict(set)
    for each in about_photographs():
        item = item_of.get(each.entity)
        if item is None:
            continue
        if each.property != SHOWS:
            said[item].append(each)
        elif each.standing.holds:
            gathered.shown[item].append(each)
        elif each.standing is Standing.REJECTED and each.refers is not None:
            refused[item].add(each.refers)
    rows = Item.objects.filter(width__isnull=False).order_by("pk")
    for pk, accession, perceptual, quality in rows.values_list("pk", "accession_id", "perceptual", "quality"):
        item = pk // WIDTH
        likeness = bytes.fromhex(perceptual) if perceptual and (quality or 0) >= LOWEST_QUALITY else None
        gathered.photographs.append(
            Photograph(
                item, accession // WIDTH, item, numbers(said[item]), _taken(said[item]), _camera(said[item]), likeness,
                _kept(gathered.shown.get(item, [])), frozenset(refused[item]),
            )
        )  # fmt: skip
    return gathered


def about_photographs() -> Iterator[Stated]:
    """Every claim about photographs, as it stands now."""
    last = -1
    while rows := list(ClaimRow.objects.filter(schema=SCHEMA, pk__gt=last).order_by("pk")[:ROWS]):
        last = rows[-1].pk
        yield from claims.stated(rows)


def numbers(said: list[Stated]) -> tuple[Number, ...]:
    """The numbers of one photograph, role by role; a person's reading goes before a machine's."""
    found = [each for each in said if each.property in PROPERTIES and each.standing.holds and each.value]
    typed = {each.property for each in found if by_people(each)}
    return tuple(
        Number(
            PROPERTIES[each.property], each.normal or each.value, _sure(each),
            each.standing is Standing.ACCEPTED, each.entry,
        )
        for each in found
        if each.property not in typed or by_people(each)
    )  # fmt: skip


def by_people(each: Stated) -> bool:
    """Whether a person stands behind a claim: said it, brought it in, or accepted it."""
    return each.method in (HUMAN, IMPORTED) or each.standing is Standing.ACCEPTED


def _sure(each: Stated) -> float:
    if each.standing is Standing.ACCEPTED:
        return 1.0
    return min(each.confidence / 1000, BY_A_PERSON)


def _taken(said: list[Stated]) -> datetime | None:
    """The camera's clock; a day alone is no time."""
    for each in said:
        if each.property == "photographedAt" and each.standing.holds and len(each.value) == 19:
            try:
                return datetime.fromisoformat(each.value)
            except ValueError:
                continue
    return None


def _camera(said: list[Stated]) -> str | None:
    return next((each.value for each in said if each.property == "camera" and each.standing.holds), None)


def _kept(shown: list[Stated]) -> int | None:
    accepted = [each.refers for each in shown if by_people(each) and each.refers is not None]
    return min(accepted, default=None)
