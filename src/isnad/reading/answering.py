"""The verbs of the station: answer for a card, and take the last answer back. One transaction each.

* Each number typed is a claim by whoever typed it, citing the lines they saw; the answer itself is an entry beside it.
* Two who typed the same without seeing one another accept one another's reading: the second says a verdict on the
  first's claim, with that reason. Where a third decides, what stands alone against two is rejected by the third.
* The lines of the next card are written down as seen in the same transaction, before they are sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import orjson

from isnad.claims import actions as claims
from isnad.claims.entries import Claim, Entity, Review, Terms, Withdrawn
from isnad.claims.models import ReviewRow
from isnad.custody.models import Item
from isnad.custody.sights import Seen
from isnad.reading import queries, sheets, station
from isnad.reading.correcting import NUMBERS, number_in
from isnad.reading.doubling import agreed
from isnad.reading.models import Task
from isnad.reading.queries import DATASET, SCHEMA
from isnad.reading.station import Given
from isnad.reading.typed import CANNOT_TELL, NO, TAKEN_BACK, TYPED, Typed
from isnad.record.pen import Pen, pen
from isnad.speech import phrase
from isnad.words import Citation, Label, Refusal, Region

FORM = "region"
HALF = re.compile(r"(?=.*\d)(?=.*\?)[\d?]{1,9}([ /-]?[\d?]{1,9})?")
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody did with a card: the outcome, what they typed by property, a note, what was before their eyes."""

    outcome: str
    typed: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    seen: str = NO


@dataclass
class Read:
    """What was typed, told apart: whole numbers, and such with a digit that nobody can read."""

    whole: dict[str, sheets.Cell] = field(default_factory=dict)
    partial: dict[str, str] = field(default_factory=dict)


def read(typed: Mapping[str, str]) -> Read:
    """The numbers of an answer; refused where one is none."""
    found = Read()
    for name in NUMBERS:
        text = " ".join(typed.get(name, "").split()).replace("؟", "?")
        plain = "".join(str(int(each)) if each.isdecimal() else each for each in text)
        if not text:
            continue
        if HALF.fullmatch(plain):
            found.partial[name] = plain
        else:
            found.whole[name] = number_in(text)
    return found


def answer(task: Task, item: Item, given: Answered, *, by: str, following: Item | None) -> int | None:
    """Says an answer, and that the next card's lines are about to be seen; returns the entry of the latter."""
    told = read(given.typed) if given.outcome == TYPED else Read()
    if given.outcome == TYPED and not (told.whole or told.partial):
        raise Refusal("station.nothing-typed")
    before = [each for each in station.answers(item.entry) if each.by != by]
    entities = queries.photographs([item.entry])
    with pen(by) as held:
        stated = _state(held, item, told, task, entities)
        note = given.note.strip()[:LONGEST_NOTE]
        held.say(Typed(item.entry, given.outcome, tuple(stated.values()), told.partial or None, given.seen, None, note))
        if given.outcome in (TYPED, CANNOT_TELL):
            mine = {name: each.normal for name, each in told.whole.items()} | told.partial
            _judge(held, before, mine)
        seen = None if following is None else held.say(Seen(following.entry, FORM))
    station.restage(task)
    return seen


def _state(held: Pen, item: Item, told: Read, task: Task, entities: dict[int, int]) -> dict[str, int]:
    if told.whole and item.entry not in entities:
        entities[item.entry] = held.say(Entity(SCHEMA, DATASET, str(item.entry)))
    return {name: held.say(_claim(entities[item.entry], item, name, cell, task)) for name, cell in told.whole.items()}


def _claim(entity: int, item: Item, name: str, cell: sheets.Cell, task: Task) -> Claim:
    terms = Terms(label=max(Label(item.accession.label), Label.INTERNAL))
    made = claims.claim(entity, SCHEMA, name, cell.written, [Citation(item.entry, place_of(task, item))], terms=terms)
    return replace(made, says=replace(made.says, normal=cell.normal))


def place_of(task: Task, item: Item) -> Region:
    """The rectangle around all lines of a card, inside its picture."""
    corners = [corner for line in orjson.loads(task.lines) for corner in line["quad"]]
    width, height = item.width or 1, item.height or 1
    left, top = (max(0, min(int(corner[axis]) for corner in corners)) for axis in (0, 1))
    right = min(width, max(int(corner[0]) for corner in corners) + 1)
    bottom = min(height, max(int(corner[1]) for corner in corners) + 1)
    return Region(min(left, width - 1), min(top, height - 1), max(1, right - left), max(1, bottom - top))


def _judge(held: Pen, before: list[Given], mine: dict[str, str]) -> None:
    """Verdicts on the claims of those before, where what was typed now makes two alike."""
    answers = [*(each.answer for each in before), mine]
    for name in {name for each in answers for name in each}:
        both = agreed(answers, name)
        if both is None or mine.get(name, "") != both:
            continue
        for each in before:
            if name in each.claims:
                alike = each.answer[name] == both
                verdict, why = ("accepted", "station.typed-alike") if alike else ("rejected", "station.typed-otherwise")
                held.say(Review(each.claims[name], verdict, phrase(why)))


def take_back(*, by: str) -> Task | None:
    """Takes somebody's last answer back: its claims are withdrawn, its verdicts turned to *disputed*; lends them the
    card again. None where there is nothing to take back."""
    row = station.latest(by)
    task = None if row is None else Task.objects.filter(item=row.item).first()
    if row is None or task is None:
        return None
    own = orjson.loads(row.claims)
    others = [number for each in station.answers(row.item) if each.by != by for number in each.claims.values()]
    judged = ReviewRow.objects.filter(subject__in=others, by=by, pk__gt=row.pk).values_list("subject", flat=True)
    reason = phrase("station.taken-back")
    with pen(by) as held:
        for number in own:
            held.say(Withdrawn(number, reason))
        for subject in judged:
            held.say(Review(subject, "disputed", reason))
        held.say(Typed(row.item, TAKEN_BACK, undoes=row.entry))
    station.restage(task)
    return task
