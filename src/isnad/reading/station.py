"""The station's queue: who gets which card next, and where a card stands after each answer.

1. A card goes to nobody twice, nor to two people at once: it is lent for ``LENT`` seconds.
2. Cards on which two differ go first, then those that one person typed, then fresh ones: so that what was begun ends.
3. What a person may not see (label, purpose, compartment) is as if it were not in the queue: every card's item passes
   the gate. So is a card that somebody said may show a person they know, for them alone.
4. The queue is a convenience and no record: ``filling`` makes it again from readings and answers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import orjson
from django.db.models import Q, QuerySet

from isnad.access.gate import Aspect, Gate
from isnad.claims.models import ClaimRow
from isnad.custody.models import Item
from isnad.reading.doubling import Stage, stage
from isnad.reading.models import Task, TypedRow
from isnad.reading.typed import ANSWERS, FLAGGED, MAY_KNOW, TAKEN_BACK
from isnad.record.tables import WIDTH, key

LENT = 10 * 60 * 1000  # milliseconds
AHEAD = 12  # cards looked at together, to find one that passes
MOST_LOOKED = 1200  # cards looked at for one person before the queue counts as empty for them


@dataclass(frozen=True, slots=True)
class Given:
    """One person's answer that still counts: its entry, and by property its numbers and its claims."""

    entry: int
    by: str
    answer: dict[str, str]
    claims: dict[str, int]


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def following(person: str, gate: Gate, besides: Sequence[int] = ()) -> Iterator[tuple[Task, Item]]:
    """The cards that this person may be given, in the order in which they are, each with its item."""
    looked = 0
    for rows in _by_stage(person):
        candidates = rows.exclude(item__in=besides).iterator(chunk_size=AHEAD)
        while part := list(islice(candidates, AHEAD)):
            items = _passing(gate, part)
            yield from ((each, items[each.item]) for each in part if each.item in items)
            looked += len(part)
            if looked >= MOST_LOOKED:
                return


def _by_stage(person: str) -> Iterator[QuerySet[Task]]:
    free = Task.objects.filter(Q(taken_by="") | Q(taken_by=person) | Q(taken_at__lt=now() - LENT))
    free = free.exclude(shut_to__contains=f"|{person}|").order_by("id")
    yield free.filter(stage=Stage.DIFFER).exclude(first=person).exclude(second=person)
    # Two questions rather than "not mine": each is answered by the index alone, however many are mine.
    yield free.filter(stage=Stage.ONE, first__lt=person).order_by("first", "id")
    yield free.filter(stage=Stage.ONE, first__gt=person).order_by("first", "id")
    yield free.filter(stage=Stage.NOBODY)


def _passing(gate: Gate, tasks: Sequence[Task]) -> dict[int, Item]:
    """The items of these cards that may be seen and whose picture may be."""
    rows = Item.objects.filter(pk__in=[key(each.item) for each in tasks]).select_related("accession")
    rows = gate.through(rows, Aspect.ITEMS, "accession__label")
    return {row.entry: row for row in gate.through(rows, Aspect.PICTURES, "accession__label")}


def lend(task: Task, person: str) -> bool:
    """Lends a card; False where somebody else was quicker."""
    free = Q(taken_by="") | Q(taken_by=person) | Q(taken_at__lt=now() - LENT)
    return bool(Task.objects.filter(free, pk=task.pk).update(taken_by=person, taken_at=now()))


def lent_to(person: str, item: int) -> Task | None:
    """The card of this item, if it is lent to this person now."""
    return Task.objects.filter(item=item, taken_by=person, taken_at__gte=now() - LENT).first()


def give_back(person: str) -> None:
    """What was lent to somebody who stops goes back into the queue."""
    Task.objects.filter(taken_by=person).update(taken_by="", taken_at=0)


def waiting(person: str) -> int:
    """How many cards are open to somebody at least: those they have not typed; labels are not asked."""
    return sum(rows.count() for rows in _by_stage(person))


def answers(item: int) -> list[Given]:
    """Every answer about an item that was not taken back, by whom and what; later ones of one person count."""
    rows = list(TypedRow.objects.filter(item=item).order_by("pk"))
    undone = {row.undoes for row in rows if row.outcome == TAKEN_BACK}
    found: dict[str, Given] = {}
    for row in rows:
        if row.outcome in ANSWERS and row.entry not in undone:
            found[row.by] = _given(row)
    return list(found.values())


def _given(row: TypedRow) -> Given:
    claims = ClaimRow.objects.filter(pk__in=[key(number) for number in orjson.loads(row.claims)])
    by_property = {each.property: each for each in claims}
    answer = {name: each.normal or each.value for name, each in by_property.items()}
    return Given(
        row.entry, row.by, answer | orjson.loads(row.partial), {name: each.entry for name, each in by_property.items()}
    )


def latest(person: str, within: int = 3) -> TypedRow | None:
    """The last answer of somebody that they can take back: one of their last ``within``, not taken back already."""
    rows = list(TypedRow.objects.filter(by=person).order_by("-pk")[: 2 * within + 1])
    undone = {row.undoes for row in rows if row.outcome == TAKEN_BACK}
    said = [row for row in rows if row.outcome != TAKEN_BACK]
    return next((row for row in said[:within] if row.entry not in undone), None)


def restage(task: Task) -> None:
    """Works out anew where a card stands, from all that was said of its item."""
    rows = list(TypedRow.objects.filter(item=task.item).order_by("pk"))
    undone = {row.undoes for row in rows if row.outcome == TAKEN_BACK}
    standing = [row for row in rows if row.entry not in undone]
    given = answers(task.item)
    before = orjson.loads(task.before)
    told = {**before, **{each.by: each.answer for each in given}}
    people = list(told)
    task.stage = stage(list(told.values()))
    if any(row.outcome == FLAGGED for row in standing) and task.stage != Stage.SETTLED:
        task.stage = Stage.OPEN
    task.first, task.second = [*people, "", ""][:2]
    names = dict.fromkeys(row.by for row in standing if row.outcome == MAY_KNOW)
    task.shut_to = "|" + "".join(f"{name}|" for name in names)
    task.taken_by, task.taken_at = "", 0
    task.save()


def typed_today(person: str, day: str) -> int:
    """How many cards somebody typed on a day, ``2026-11-24``, those taken back left out."""
    rows = TypedRow.objects.filter(by=person, at__startswith=day)
    undone = set(rows.filter(outcome=TAKEN_BACK).values_list("undoes", flat=True))
    answered = rows.filter(outcome__in=ANSWERS).values_list("pk", flat=True)
    return sum(pk // WIDTH not in undone for pk in answered)


def may_be_known(gate: Gate) -> tuple[list[tuple[TypedRow, Item]], int]:
    """The items in which somebody may know a person, that this gate lets be seen, for the liaison (VT-11); and how many
    more there are that it does not."""
    rows = list(TypedRow.objects.filter(outcome=MAY_KNOW).order_by("-pk")[:200])
    undone = set(TypedRow.objects.filter(undoes__in=[row.entry for row in rows]).values_list("undoes", flat=True))
    said = [row for row in rows if row.entry not in undone]
    found = Item.objects.filter(pk__in=[key(row.item) for row in said]).select_related("accession")
    items = {row.entry: row for row in gate.through(found, Aspect.ITEMS, "accession__label")}
    shown = [(row, items[row.item]) for row in said if row.item in items]
    return shown, len(said) - len(shown)
