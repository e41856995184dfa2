"""From when to when something held, as FollowTheMoney writes it: first and last day included, in three-valued answers.

* No start: it has always held. No end: it still holds.
* A month or a year means that the day inside it is not known; several values are rival claims: the widest reading.
* A date that is none, or an end before the start, makes every day doubtful; nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from isnad.words import Answer, Refusal, When

Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Life:
    """The days on which something may have begun, and those on which it may have ended; None where open."""

    starts: Bounds = (None, None)
    ends: Bounds = (None, None)
    doubt: str = ""  # "unreadable" or "backward"

    def on(self, day: date) -> Answer:
        """Whether it held on ``day``."""
        if self.doubt:
            return Answer.CANNOT_TELL
        first, surely = self.starts
        perhaps, last = self.ends
        if (first and day < first) or (last and day > last):
            return Answer.NO
        if (surely and day < surely) or (perhaps and day > perhaps):
            return Answer.CANNOT_TELL
        return Answer.YES

    def last_day(self) -> date | None:
        """The latest day on which it can have held; None where it still holds."""
        return self.ends[1]

    def first_day(self) -> date | None:
        """The earliest day on which it can have held; None where it always has."""
        return self.starts[0]


ALWAYS = Life()


@lru_cache(maxsize=65_536)
def read_life(starts: tuple[str, ...], ends: tuple[str, ...]) -> Life:
    """The life between the dates ``starts`` and ``ends`` (rival values in each)."""
    if not starts and not ends:
        return ALWAYS
    try:
        first, last = _bounds(starts), _bounds(ends)
    except Refusal:
        return Life(doubt="unreadable")
    if first[0] and last[1] and first[0] > last[1]:
        return Life(doubt="backward")
    return Life(first, last)


def _bounds(texts: Iterable[str]) -> Bounds:
    days = [When.parse(text) for text in texts]
    if not days or any(day.earliest is None or day.latest is None for day in days):
        return None, None
    return min(day.earliest for day in days if day.earliest), max(day.latest for day in days if day.latest)


def day_after(day: date) -> date:
    """The next day; the calendar's last day has none and stays."""
    return day if day == date.max else day + timedelta(days=1)
