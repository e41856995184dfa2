"""What promises are asked: which run, whose, and which are overdue. Asks, never writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import orjson

from isnad.clocks.models import EndedRow, PromiseRow
from isnad.record.tables import key
from isnad.words import Answer, Refusal, When


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise as it stands; ``ending`` is None while it runs."""

    entry: int
    what: str
    owner: str
    due: When
    concerns: tuple[int, ...]
    at: str
    ending: str | None = None

    @property
    def runs(self) -> bool:
        """Whether it waits to be kept."""
        return self.ending is None


def clocks(*, owner: str | None = None, concerning: int | None = None) -> list[Clock]:
    """Every promise, of one owner or concerning one entry where asked; those due first come first."""
    rows = PromiseRow.objects.order_by("pk")
    if owner is not None:
        rows = rows.filter(owner=owner)
    ended = dict(EndedRow.objects.order_by("-pk").values_list("promise", "ending"))
    found = [_clock(row, ended.get(row.entry)) for row in rows]
    if concerning is not None:
        found = [each for each in found if concerning in each.concerns]
    return sorted(found, key=lambda each: (not each.runs, each.due.latest or date.max, each.entry))


def clock(number: int) -> Clock:
    """One promise; refused where there is none."""
    row = PromiseRow.objects.filter(pk=key(number)).first()
    if row is None:
        raise Refusal("clocks.no-such-promise")
    ended = EndedRow.objects.filter(promise=number).order_by("pk").first()
    return _clock(row, None if ended is None else ended.ending)


def overdue(running: Iterable[Clock], today: When) -> list[Clock]:
    """Those whose day has certainly passed."""
    return [each for each in running if each.runs and each.due.before(today) is Answer.YES]


def _clock(row: PromiseRow, ending: str | None) -> Clock:
    return Clock(row.entry, row.what, row.owner, When.parse(row.due), tuple(orjson.loads(row.concerns)), row.at, ending)
