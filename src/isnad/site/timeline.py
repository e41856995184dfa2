"""Posts on a line of time, as lines for SVG: what surely held, what may have, the day looked at. No words, no colours.

Numbers go from 0 to 1,000 across the whole time shown. Open ends run to the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from isnad.actors.times import Time

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar: from where to where it may have held, and within that where it surely did (None where nowhere)."""

    start: int
    end: int
    sure_start: int | None
    sure_end: int | None


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that a drawing shows, both included."""

    first: date
    last: date

    def place(self, day: date) -> int:
        """Where a day stands, held inside the drawing."""
        span = max((self.last - self.first).days, 1)
        return round(WIDTH * min(max((day - self.first).days, 0), span) / span)

    def stretch(self, time: Time) -> Stretch:
        """A time as a bar."""
        sure = time.sure_first <= time.sure_last
        return Stretch(
            self.place(time.first), max(self.place(time.last), self.place(time.first) + 4),
            self.place(time.sure_first) if sure else None, self.place(time.sure_last) if sure else None,
        )  # fmt: skip


def scale_of(times: Iterable[Time], also: date | None = None) -> Scale:
    """A scale that shows every bounded end of these times, with a margin."""
    days = [day for each in times for day in (each.first, each.last) if date.min < day < date.max]
    days += [also] if also is not None else []
    if not days:
        return Scale(date(2011, 1, 1), date(2025, 1, 1))
    margin = timedelta(days=max((max(days) - min(days)).days // 12, 60))
    first = min(days) - margin if min(days) > date(2, 1, 1) else min(days)
    last = max(days) + margin if max(days) < date(9990, 1, 1) else max(days)
    return Scale(first, last)


def changes(times: Iterable[Time], within: Scale) -> list[date]:
    """The days on which what holds changes, inside the scale, in order."""
    found: set[date] = set()
    for each in times:
        found.update(day for day in (each.first, each.sure_first) if within.first <= day <= within.last)
        ends = (day for day in (each.sure_last, each.last) if within.first <= day < within.last)
        found.update(day + timedelta(days=1) for day in ends)
    return sorted(found)


def months(scale: Scale) -> Sequence[date]:
    """The first day of each month in the scale: the steps of a slider."""
    found: list[date] = []
    year, month = scale.first.year, scale.first.month
    while date(year, month, 1) <= scale.last and len(found) < 1200:
        found.append(date(year, month, 1))
        year, month = year + month // 12, month % 12 + 1
    return found
