"""A step of the demonstration: two invented people type cards, blind, and a third decides where they differ.

It holds where every card that was typed is settled by what is written there, and the machine's reading was before
nobody's eyes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

CARDS = 8
FIRST, SECOND, THIRD = "samir", "layla", "huda"
PROPERTIES = {"detainee": "detaineeNumber", "branch": "branchNumber", "examination": "examinationNumber"}


def type_cards(drive: Path) -> dict[str, object] | None:
    """Fills the queue, has cards typed twice and one of them three times; the second person errs in the first card."""
    from isnad.reading import filling, openings, station
    from isnad.reading.doubling import Stage
    from isnad.reading.models import Task, TypedRow

    filled = filling.fill()
    typed = 0
    for at, (task, numbers) in enumerate(_cards(drive)):
        wrong = {name: value[:-1] + str((int(value[-1]) + 1) % 10) for name, value in numbers.items()}
        answers = (
            [(FIRST, numbers), (SECOND, wrong), (THIRD, numbers)] if not at else [(FIRST, numbers), (SECOND, numbers)]
        )
        for person, said in answers:
            _answer(task, said, person)
            typed += 1
    settled = Task.objects.filter(stage=Stage.SETTLED).count()
    seen = TypedRow.objects.exclude(seen="no").exists()
    if settled != CARDS or seen or typed != 2 * CARDS + 1:
        return None
    counted = openings.count()
    return {
        "cards": filled["cards"],
        "typed": CARDS,
        "accepted": counted.accepted,
        "waiting": station.waiting("nobody"),
    }


def _cards(drive: Path) -> Iterator[tuple[object, dict[str, str]]]:
    """The first cards of which the drive's truth knows the numbers, with those."""
    from isnad.access.actions import OWNER
    from isnad.reading import names
    from isnad.reading.models import Task

    items = names.opened("demo", by=OWNER, second=None)
    truth: dict[int, dict[str, str]] = {}
    for line in (drive / "truth.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        found = items.get(names.told(told["file"]), set())
        if len(found) == 1 and told["numbers"]:
            truth[next(iter(found))] = {PROPERTIES[role]: text for role, text in told["numbers"].items()}
    known = [task for task in Task.objects.order_by("id") if task.item in truth]
    yield from ((task, truth[task.item]) for task in known[:CARDS])


def _answer(task: object, numbers: dict[str, str], person: str) -> None:
    from isnad.custody.models import Item
    from isnad.custody.sights import look
    from isnad.reading import answering
    from isnad.reading.models import Task
    from isnad.reading.typed import TYPED
    from isnad.record.tables import key

    assert isinstance(task, Task)
    item = Item.objects.select_related("accession").get(pk=key(task.item))
    look(item.entry, answering.FORM, by=person)
    answering.answer(task, item, answering.Answered(TYPED, numbers), by=person, following=None)
