"""People's days at the station: counted for their own sake, and bounded by rules of the house (VT-7, VT-8).

* Seconds run while a card is before somebody's eyes, at most ``LONGEST`` for one: who went for tea is not looking.
* After so many minutes without a pause a rest is advised; after so many in a day nothing more is shown that day.
* The person sees their own figures. Whoever coordinates sees which limits were reached and by whom, not what was seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.access import rules
from isnad.reading.models import Shift

LONGEST = 120_000  # milliseconds that one card counts at most
PAUSE = 10 * 60_000  # milliseconds without a card that make a rest


@dataclass(frozen=True, slots=True)
class Day:
    """What somebody has behind them today; ``stretch``: minutes since the last rest."""

    shown: int = 0
    typed: int = 0
    minutes: int = 0
    stretch: int = 0
    rest_advised: bool = False
    over: bool = False


def of(person: str, day: str, now: int) -> Day:
    """Somebody's day so far."""
    row = Shift.objects.filter(pk=_key(person, day)).first()
    if row is None:
        return Day()
    stretch = 0 if now - row.last > PAUSE else (row.last - row.since) // 60_000
    minutes = row.milliseconds // 60_000
    soft, hard = (int(rules.value(f"station-{name}-minutes")) for name in ("rest", "day"))
    return Day(row.shown, row.typed, minutes, stretch, stretch >= soft, minutes >= hard)


def saw(person: str, day: str, now: int) -> None:
    """A card was shown to somebody."""
    row = _row(person, day, now)
    row.shown += 1
    row.last = now
    row.save()


def answered(person: str, day: str, shown_at: int, now: int, *, typed: bool) -> Day:
    """Somebody answered for a card that was shown at a moment; returns their day."""
    row = _row(person, day, now)
    row.milliseconds += max(0, min(now - shown_at, LONGEST))
    row.typed += typed
    row.last = now
    row.save()
    today = of(person, day, now)
    if today.over or today.rest_advised:
        row.hard += today.over
        row.soft += today.rest_advised and not today.over
        row.save()
    return today


def taken_back(person: str, day: str, now: int) -> None:
    """An answer of somebody no longer counts."""
    row = _row(person, day, now)
    row.typed = max(0, row.typed - 1)
    row.save()


def limits(day: str) -> list[tuple[str, bool, bool]]:
    """Who reached which limit on a day: the name, the rest, the day. Nothing of what they saw."""
    rows = Shift.objects.filter(day=day).order_by("person")
    return [(row.person, row.soft > 0, row.hard > 0) for row in rows if row.soft or row.hard]


def _row(person: str, day: str, now: int) -> Shift:
    row, fresh = Shift.objects.get_or_create(
        pk=_key(person, day), defaults={"person": person, "day": day, "since": now, "last": now}
    )
    if not fresh and now - row.last > PAUSE:
        row.since = now
    return row


def _key(person: str, day: str) -> str:
    return f"{day} {person}"
