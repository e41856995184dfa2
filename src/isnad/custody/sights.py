"""Who saw a picture is on record.

Looking is counted, for the person's own sake and for the dead's: each time a small picture of an item is shown to
somebody, that is an entry, said before the picture is sent. It shows no original; opening one takes an ``Opening``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from isnad.custody.entries import ITEMS
from isnad.custody.models import Sight
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.fold import Row, folds
from isnad.record.pen import say
from isnad.record.records import Ground, Record, Saying, kept_as


@kept_as("isnad/seen/1")
@dataclass(frozen=True, slots=True)
class Seen(Record):
    """The entry's author asked for a picture of an item and was shown it: which form (``region``,
    ``thumbnail``, ``whole``)."""

    item: int
    form: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.item,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in ITEMS


@folds(Seen)
def seen(said: Saying, record: Seen) -> Iterator[Row]:
    """One row for each time that somebody looked."""
    yield Sight, {"item": record.item, "by": said.by, "at": str(said.at)}


def look(item: int, form: str, *, by: str) -> int:
    """Says that ``by`` is about to be shown a picture of the item; returns the entry."""
    (number,) = say([Seen(item, form)], by=by)
    return number


def form_of(number: int) -> str:
    """In which form a picture was shown under this entry."""
    at = desk()
    record = Bodies(at.folder, at.holder).saying(number).record
    return record.form if isinstance(record, Seen) else ""
