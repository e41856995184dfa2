"""The clocks as iCalendar (RFC 5545): whole-day events, repeated where they repeat, cancelled where overtaken.

The same clocks give the same bytes: every stamp is the day asked about, and an event's name never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from isnad.sanctions.programmes.clocks import Due, State

_WIDTH = 75  # octets of a line, without its end


def calendar(dues: Iterable[Due], day: date) -> bytes:
    """A calendar of what is running or was overtaken; what is over is left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Isnad//sanctions clocks//EN", "CALSCALE:GREGORIAN"]
    for due in dues:
        if due.state is not State.OVER:
            lines.extend(_event(due, day))
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _event(due: Due, day: date) -> Iterator[str]:
    clock = due.clock
    yield "BEGIN:VEVENT"
    yield f"UID:{due.programme}-{clock.key}@isnad"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}"
    if due.state is State.RUNNING and (clock.every_days or clock.every_years):
        often = f"DAILY;INTERVAL={clock.every_days}" if clock.every_days else f"YEARLY;INTERVAL={clock.every_years}"
        yield f"RRULE:FREQ={often}" + (f";UNTIL={clock.until:%Y%m%d}" if clock.until else "")
    yield f"SUMMARY:{_escaped(f'{due.programme}: {clock.words}')}"
    for citation, as_of in due.sources:
        yield f"COMMENT:{_escaped(f'{citation} ({as_of})')}"
    yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if due.state is State.OVERTAKEN else 'CONFIRMED'}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> Iterator[bytes]:
    """The line in parts of at most 75 octets, never cut inside a letter; all but the first begin with a blank."""
    part, width = b"", _WIDTH
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > width:
            yield part
            part = b" "
        part += octets
    yield part
