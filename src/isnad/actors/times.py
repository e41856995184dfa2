"""From when to when something held, as far as its claims say: compared with three-valued answers.

* A start that nobody states has always run, an end that nobody states still runs; without both it is *undated*, and no
  day is sure.
* Where claims give rival dates, the widest of them bound what can be, and the narrowest what is sure.
* Accepted dates go before others; those that were not accepted are shown beside, and do not count.
* What ends before it begins is a contradiction: it may have held on the days between, and surely on none.
* A single ``date`` says that it held on that day, and of no other.

Pure: days are ``date`` values, claims are whatever bears them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from isnad.words import Answer, Refusal, When

ENDS_BEFORE, RIVALS, UNDATED, NO_DATE = "ends-before-it-begins", "rival-dates", "undated", "not-a-date"


@dataclass(frozen=True, slots=True)
class Time:
    """``first`` to ``last`` is the widest that it can have held, ``sure_first`` to ``sure_last`` the narrowest."""

    first: date = date.min
    sure_first: date = date.min
    sure_last: date = date.max
    last: date = date.max
    known_on: tuple[date, ...] = ()
    flaws: tuple[str, ...] = ()

    def on(self, day: date) -> Answer:
        """Whether it held on that day."""
        return Answer.YES if day in self.known_on else self.throughout(day, day)

    def throughout(self, first: date, last: date) -> Answer:
        """Whether it held on every day from ``first`` to ``last``; no where it can have held on none of them."""
        if last < self.first or first > self.last:
            return Answer.NO
        if self.sure_first <= first and last <= self.sure_last:
            return Answer.YES
        return Answer.CANNOT_TELL

    def within(self, other: Time) -> Time:
        """The days on which both held."""
        return Time(
            max(self.first, other.first), max(self.sure_first, other.sure_first),
            min(self.sure_last, other.sure_last), min(self.last, other.last), (), self.flaws,
        )  # fmt: skip


ALWAYS = Time()


def time_of(starts: Sequence[str], ends: Sequence[str], known_on: Iterable[str] = ()) -> Time:
    """The time that these written dates bound; what is no date is a flaw, and bounds nothing."""
    flaws: list[str] = []
    begun = _read(starts, flaws)
    ended = _read(ends, flaws)
    days = tuple(
        each.earliest for each in _read(known_on, flaws) if each.earliest is not None and each.earliest == each.latest
    )
    if not begun and not ended:
        return Time(date.min, date.max, date.min, date.max, days, (*flaws, UNDATED))
    first, sure_first = _bounds(begun, date.min)
    sure_last, last = _bounds(ended, date.max)
    if first > last:
        return Time(last, date.max, date.min, first, days, (*flaws, ENDS_BEFORE))
    if len(set(begun)) > 1 or len(set(ended)) > 1:
        flaws.append(RIVALS)
    return Time(first, sure_first, sure_last, last, days, tuple(flaws))


def _read(texts: Iterable[str], flaws: list[str]) -> list[When]:
    found = []
    for text in texts:
        try:
            found.append(When.parse(text))
        except Refusal:
            flaws.append(NO_DATE)
    return found


def _bounds(given: list[When], open_end: date) -> tuple[date, date]:
    """The earliest and the latest day that any of these can mean."""
    if not given:
        return open_end, open_end
    return min(each.earliest or date.min for each in given), max(each.latest or date.max for each in given)


def ends_before_it_begins(starts: Sequence[str], ends: Sequence[str]) -> bool:
    """Whether these dates contradict each other however they are read."""
    return ENDS_BEFORE in time_of(starts, ends).flaws
