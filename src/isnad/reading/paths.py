"""What intake read in paths, as claims: each cites the part of the path by its index, for the path itself is sealed.

Which meaning is which property is listed here; what the list does not know stays where intake wrote it. Nothing is
opened for this, and no picture is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from isnad.reading.queries import Waiting
from isnad.reading.readers import Reading, Seen
from isnad.words import PathPart

NAME, VERSION = "paths", "1"
SURE = 950  # per mille: whoever named the file meant something by it
PROPERTIES = {"branch": "branchNumber", "number": "fileNumber", "detainee": "detaineeNumber", "date": "photographedAt",
              "examination": "examinationNumber"}  # fmt: skip


def read(waiting: Iterable[Waiting]) -> Iterator[Seen]:
    """What the paths of these items say."""
    for each in waiting:
        yield Seen(each.entry, tuple(_readings(each)))


def _readings(item: Waiting) -> Iterator[Reading]:
    given = orjson.loads(item.path_codes)
    for code in given if isinstance(given, list) else ():
        name = PROPERTIES.get(code["meaning"])
        if name is not None:
            normal = _day(code["value"]) if name == "photographedAt" else code["value"].translate(_DIGITS)
            more = {"series": code["series"]}
            yield Reading(name, code["value"], normal, PathPart(code["part"]), SURE, True, restricted=True, more=more)


def _day(value: str) -> str | None:
    """A day written as eight digits, as others write it."""
    text = value.translate(_DIGITS)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else None


_DIGITS = {ord(each): str(at) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for at, each in enumerate(digits)}
