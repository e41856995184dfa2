"""Fills the station's queue: one card for each photograph on which a machine found writing that may be a number.

The card holds where the lines are and which properties they may be, never what the machine read. What people typed
before, at the station or in tables from elsewhere, counts: a card that two typed alike does not come again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import orjson

from isnad.claims import queries as claims
from isnad.claims.entries import MACHINE
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.reading import crops, queries, station, typings
from isnad.reading.correcting import NUMBERS
from isnad.reading.doubling import Stage
from isnad.reading.models import Task
from isnad.words import Json, Region

READER = "numbers"
LEAST, MOST_LINES = 400, 4  # per mille; below it a line is shown only where there is no better one
ROWS = 5000

Progress = Callable[[int], None]


@dataclass
class _Card:
    """What is gathered of one photograph: its lines, the surest first, and the properties they may be."""

    lines: list[tuple[int, Json]] = field(default_factory=list)
    fields: dict[str, None] = field(default_factory=dict)


def fill(progress: Progress = lambda done: None) -> dict[str, int]:
    """Makes the queue follow from the record; returns how many cards there are, and how many at each stage."""
    item_of = queries.items_of_photographs()
    cards, before = _cards(item_of), _typed_elsewhere(item_of)
    known = {task.item: task for task in Task.objects.all()}
    Task.objects.filter(item__in=known.keys() - cards.keys()).delete()
    fresh = []
    for done, (item, card) in enumerate(sorted(cards.items()), 1):
        task = known.get(item) or Task(item=item)
        task.lines = orjson.dumps(_chosen(card)).decode()
        task.fields = orjson.dumps(list(card.fields)).decode()
        task.before = orjson.dumps(before.get(item, {})).decode()
        if item not in known and item not in before:
            fresh.append(task)
        else:
            station.restage(task)
        progress(done)
    Task.objects.bulk_create(fresh, batch_size=500)
    stages = Task.objects.values_list("stage", flat=True)
    counted: dict[str, int] = defaultdict(int)
    for each in stages:
        counted[Stage(each).name.lower().replace("_", "-")] += 1
    return {"cards": sum(counted.values()), **counted}


def _cards(item_of: dict[int, int]) -> dict[int, _Card]:
    quads = _quads()
    cards: dict[int, _Card] = defaultdict(_Card)
    for each in _readings():
        item = item_of.get(each.entity)
        region = next((c.selector for c in each.citations if isinstance(c.selector, Region)), None)
        if item is None or region is None:
            continue
        quad = quads.get(each.entry)
        line = crops.along(quad) if quad else crops.upright(region)
        card = cards[item]
        card.fields[each.property] = None
        if all(line != other for _, other in card.lines):
            card.lines.append((each.confidence, line))
    return cards


def _chosen(card: _Card) -> list[Json]:
    """The lines that are shown: those that may well be numbers, from the top of the picture down."""
    surest = sorted(card.lines, key=lambda each: -each[0])
    good = [line for sure, line in surest if sure >= LEAST] or [line for _, line in surest[:1]]
    return sorted(good[:MOST_LINES], key=lambda line: (line["quad"][0][1], line["quad"][0][0]))


def _quads() -> dict[int, Json]:
    """For each claim of the reader, the corners of its line, where the reader said them."""
    found: dict[int, Json] = {}
    for version in queries.versions(READER):
        for each in queries.readings(READER, version):
            claim, quad = each["claim"], each.get("quad")
            if isinstance(claim, int) and quad:
                found[claim] = quad
    return found


def _readings() -> Iterator[Stated]:
    last = -1
    rows = ClaimRow.objects.filter(method=MACHINE, reader=READER, property__in=NUMBERS).order_by("pk")
    while part := list(rows.filter(pk__gt=last)[:ROWS]):
        last = part[-1].pk
        yield from (each for each in claims.stated(part) if each.standing.holds)


def _typed_elsewhere(item_of: dict[int, int]) -> dict[int, dict[str, dict[str, str]]]:
    """What tables from elsewhere say, by item, person and property."""
    found: dict[int, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for each in typings.typed_in_tables():
        item = item_of.get(each.photograph)
        if item is not None and each.field in NUMBERS:
            found[item][each.person][each.field] = each.value
    return found
