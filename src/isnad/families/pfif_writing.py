"""Writes PFIF 1.4: fields in the order of the format, required ones always, nothing that XML cannot hold.

Pure: what may leave was decided before (:mod:`isnad.families.inquiries_exporting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from isnad.families import pfif
from isnad.words import Moment, Refusal, When

UNNAMED = "Unknown"
"""A record without a name has this one: unnamed sightings are the ones that match (PFIF-8)."""

WITHHELD = "Withheld"
"""The author of a note, which PFIF demands and who is sealed."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_AGE = re.compile(r"\d{1,3}(-\d{1,3})?")

HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="{pfif.NAMESPACE}">\n'
TAIL = "</pfif:pfif>\n"


@dataclass
class Person:
    """One person to be written: fields by the names of 1.4, and notes."""

    fields: dict[str, str]
    notes: list[dict[str, str]] = field(default_factory=list)


def placeholder(person: Person) -> Person:
    """What is left of a record that has expired (PFIF-4): who, and when; nothing of the notes or the photographs."""
    kept = {name: person.fields[name] for name in ("person_record_id", "entry_date", "expiry_date")}
    return Person(kept | {"source_date": kept["entry_date"]})


def lines(person: Person) -> Iterator[str]:
    """A person as XML."""
    yield " <pfif:person>\n"
    yield from _fields(person.fields, pfif.PERSON, "  ")
    for note in person.notes:
        yield "  <pfif:note>\n"
        yield from _fields(note, pfif.NOTE, "   ")
        yield "  </pfif:note>\n"
    yield " </pfif:person>\n"


def _fields(values: Mapping[str, str], order: Sequence[str], indent: str) -> Iterator[str]:
    for name in order:
        text = _CONTROL.sub("", values.get(name, "")).strip()
        if text:
            yield f"{indent}<pfif:{name}>{escape(text)}</pfif:{name}>\n"


def moment(text: str) -> str | None:
    """A time as PFIF writes it: to the second, in UTC. A day alone is its beginning."""
    try:
        if "T" in text:
            return f"{Moment.parse(text).at:%Y-%m-%dT%H:%M:%SZ}"
        latest = When.parse(text).earliest
    except Refusal:
        return None
    return None if latest is None else f"{latest.isoformat()}T00:00:00Z"


def last_moment(when: When) -> str | None:
    """The end of a day as PFIF writes it."""
    return None if when.latest is None else f"{when.latest.isoformat()}T23:59:59Z"


def birth(text: str | None) -> str | None:
    """A date of birth, where it is one that PFIF knows."""
    return text if text is not None and _DATE.fullmatch(text) else None


def age(text: str | None) -> str | None:
    """An age or a range of ages, where it is one that PFIF knows."""
    return text if text is not None and _AGE.fullmatch(text) else None
