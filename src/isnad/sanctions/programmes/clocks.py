"""When something is due under a programme, as it looks from a day.

* A clock is known from the day on which it starts to run; before, it is not shown.
* *running*: due on or after the day asked; *overtaken*: something ended the matter before, and it is struck out;
  *over*: the last time has passed.
* When the data itself must be read again is a clock like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from isnad import speech
from isnad.sanctions.programmes.library import library
from isnad.sanctions.programmes.programme import Clock, Programme, Texts


class State(StrEnum):
    """Of a clock on a day."""

    RUNNING = "running"
    OVERTAKEN = "overtaken"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Due:
    """One clock as seen from a day: when it is due next, or was due last."""

    programme: str
    clock: Clock
    state: State
    day: date
    sources: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """As ``isnad sanctions clocks --json`` prints it."""
        clock = self.clock
        return {
            "programme": self.programme,
            "clock": clock.key,
            "what": str(clock.words),
            "state": self.state.value,
            "due": self.day.isoformat(),
            "every_days": clock.every_days,
            "every_years": clock.every_years,
            "until": clock.until and clock.until.isoformat(),
            "overtaken": clock.overtaken and clock.overtaken.isoformat(),
            "sources": [{"citation": citation, "as_of": as_of} for citation, as_of in self.sources],
        }


def clocks(day: date, programmes: Iterable[Programme] | None = None) -> list[Due]:
    """Every clock known on ``day``: those running by the day they are due, then the others."""
    chosen = library().values() if programmes is None else programmes
    found = [due for programme in chosen for due in _of(programme, day)]
    return sorted(found, key=lambda due: (due.state is not State.RUNNING, due.day, due.programme, due.clock.key))


def _of(programme: Programme, day: date) -> Iterator[Due]:
    born = min(basis.period.since for basis in programme.bases)
    for clock in programme.clocks:
        if day < (clock.starts or born):
            continue
        state, due = seen_from(clock, day)
        sources = tuple((programme.sources[key].citation, programme.sources[key].as_of) for key in clock.sources)
        yield Due(programme.key, clock, state, due, sources)
    words = Texts(
        speech.phrase("sanctions.review-due", "en", programme=programme.key),
        speech.phrase("sanctions.review-due", "ar", programme=programme.key),
    )
    review = Clock("review", words, programme.review_by)
    state = State.RUNNING if day <= programme.review_by else State.OVER
    yield Due(programme.key, review, state, programme.review_by, ())


def seen_from(clock: Clock, day: date) -> tuple[State, date]:
    """Its state on ``day``, with the next day on which it is due, or the last on which it was."""
    if clock.overtaken is not None and clock.overtaken <= day:
        return State.OVERTAKEN, clock.first
    last = clock.first
    for due in _days(clock):
        if clock.until is not None and due > clock.until:
            break
        last = due
        if due >= day:
            return State.RUNNING, due
    return State.OVER, last


def _days(clock: Clock) -> Iterator[date]:
    """The days on which it is due, without end where it repeats."""
    yield clock.first
    due, count = clock.first, 1
    while clock.every_days is not None or clock.every_years is not None:
        try:
            due = due + timedelta(days=clock.every_days) if clock.every_days else _years_on(clock, count)
        except (OverflowError, ValueError):
            return  # the calendar ends
        yield due
        count += 1


def _years_on(clock: Clock, count: int) -> date:
    year = clock.first.year + count * (clock.every_years or 1)
    leap = (clock.first.month, clock.first.day) == (2, 29)
    return clock.first.replace(year=year, day=28) if leap else clock.first.replace(year=year)


def told_clocks(dues: Iterable[Due]) -> list[str]:
    """The lines that a person reads; what was overtaken is marked as such."""
    return [
        speech.phrase(
            f"sanctions.clock-{due.state.value}",
            day=due.day,
            programme=due.programme,
            what=due.clock.words,
            overtaken=due.clock.overtaken,
        )
        for due in dues
        if due.state is not State.OVER
    ]
