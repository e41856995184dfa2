"""A date as people know it: EDTF (ISO 8601-2), compared with three-valued answers.

Read here: ``2013``, ``2013-05``, ``2013-05-14`` and a time behind it, ``201X``, ``2013-XX``, ``2013-05-XX``, seasons
``2013-21`` to ``-24``, the marks ``~ ? %``, intervals ``2012/2013`` with ``..`` (open) or nothing (unknown) at an end,
and one-of sets ``[2012,2014]``. What was written is kept; the span of days it can mean is worked out from it.
``~`` and ``%`` (about) widen that span: a day by 3 days, a month by 30, a year by 365 on either side.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from isnad.words.answer import Answer
from isnad.words.errors import Refusal

_DAY = re.compile(r"(\d{2}[\dX]{2})(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?(?:T[0-9:.]+(?:Z|[+-]\d{2}:\d{2})?)?([~?%])?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}


@dataclass(frozen=True, slots=True)
class When:
    """A date or an interval, as written.

    ``earliest`` and ``latest`` bound the days it can mean (both included); None where it is open or unknown.
    ``starts`` and ``ends`` bound, for an interval, the day on which it began and the day on which it ended.
    """

    text: str
    earliest: date | None = field(compare=False)
    latest: date | None = field(compare=False)
    starts: tuple[date | None, date | None] = field(compare=False)
    ends: tuple[date | None, date | None] = field(compare=False)
    interval: bool = field(compare=False, default=False)

    @classmethod
    def parse(cls, text: str | date) -> When:
        """From EDTF, or from a ``date`` (as YAML gives it)."""
        written = str(text).strip()
        if "/" in written:
            return cls._interval(written)
        if written.startswith("[") and written.endswith("]"):
            spans = [_span(part.strip()) for part in written[1:-1].split(",")]
        else:
            spans = [_span(written)]
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        return cls(written, first, last, (first, last), (first, last))

    @classmethod
    def _interval(cls, written: str) -> When:
        left, _, right = written.partition("/")
        starts: tuple[date | None, date | None] = (None, None) if left in ("", "..") else _span(left)
        ends: tuple[date | None, date | None] = (None, None) if right in ("", "..") else _span(right)
        if starts[0] and ends[1] and starts[0] > ends[1]:
            raise Refusal("words.not-a-date", text=written)
        return cls(written, starts[0], ends[1], starts, ends, interval=True)

    @classmethod
    def on(cls, day: date) -> When:
        """Exactly that day."""
        return cls.parse(day)

    def before(self, other: When) -> Answer:
        """Whether all of this lies before all of ``other``."""
        if self.latest and other.earliest and self.latest < other.earliest:
            return Answer.YES
        if self.earliest and other.latest and self.earliest >= other.latest:
            return Answer.NO
        return Answer.CANNOT_TELL

    def after(self, other: When) -> Answer:
        """Whether all of this lies after all of ``other``."""
        return other.before(self)

    def within(self, other: When) -> Answer:
        """Whether this date lies inside the interval ``other`` (its first and last day included)."""
        return _not_earlier(self, other.starts, other.interval) & _not_later(self, other.ends, other.interval)

    def overlaps(self, other: When) -> Answer:
        """Whether this and ``other`` have a day in common."""
        apart = self.before(other) | other.before(self)
        if apart is Answer.YES:
            return Answer.NO
        certain = self.within(other) | other.within(self)
        return certain if certain is Answer.YES else Answer.CANNOT_TELL

    def __str__(self) -> str:
        return self.text


def _not_earlier(day: When, starts: tuple[date | None, date | None], interval: bool) -> Answer:
    first, last = starts
    if interval and first is None:
        return Answer.YES  # open or unknown at this end: it has always run, as far as anyone says
    if day.earliest and last and day.earliest >= last:
        return Answer.YES
    if day.latest and first and day.latest < first:
        return Answer.NO
    return Answer.CANNOT_TELL


def _not_later(day: When, ends: tuple[date | None, date | None], interval: bool) -> Answer:
    first, last = ends
    if interval and last is None:
        return Answer.YES
    if day.latest and first and day.latest <= first:
        return Answer.YES
    if day.earliest and last and day.earliest > last:
        return Answer.NO
    return Answer.CANNOT_TELL


def _span(text: str) -> tuple[date, date]:
    """The days that one written date can mean."""
    found = _DAY.fullmatch(text)
    if not found:
        raise Refusal("words.not-a-date", text=text)
    year, month, day, mark = found.groups()
    try:
        first, last, widen = _bounds(year, month, day)
        if mark in ("~", "%"):
            first, last = first - timedelta(days=widen), last + timedelta(days=widen)
    except (ValueError, OverflowError) as error:
        raise Refusal("words.not-a-date", text=text) from error
    return first, last


def _bounds(year: str, month: str | None, day: str | None) -> tuple[date, date, int]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError("a day without its month")
        return date(max(low, 1), 1, 1), date(high, 12, 31), 365
    number = int(month)
    if number in _SEASONS and day is None:
        begin, end = _SEASONS[number]
        return date(low, begin, 1), _month_end(high + (end > 12), (end - 1) % 12 + 1), 30
    if day is None or day == "XX":
        return date(low, number, 1), _month_end(high, number), 30
    return date(low, number, int(day)), date(high, number, int(day)), 3


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
