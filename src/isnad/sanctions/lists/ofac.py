"""What OFAC's three formats have in common: kinds of entities, programmes, the sanction under each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from isnad.sanctions.lists.draft import Draft

SOURCE = "ofac"
SCHEMATA = {
    "individual": "Person",
    "entity": "Organization",
    "-0-": "Organization",
    "": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}
_AUTHORITY = "Office of Foreign Assets Control"
_BETWEEN = re.compile(r"\]\s*\[|;")


def programmes(field: str) -> list[str]:
    """The tags of a programme field, whose outer brackets are missing: ``SYRIA] [HRIT-SY``; a tag may hold blanks."""
    return [tag for part in _BETWEEN.split(field) if (tag := " ".join(part.strip(" []").split()))]


def sanctions(draft: Draft, tags: list[str], **told: str) -> Iterator[Draft]:
    """One sanction for each programme: a designation has several bases, each its own. ``told`` are its properties."""
    draft.add("topics", "sanction")
    for tag in tags or [""]:
        sanction = draft.part("Sanction", "sanction", tag)
        sanction.add("entity", draft.id)
        sanction.add("authority", _AUTHORITY)
        sanction.add("country", "us")
        sanction.add("program", tag)
        sanction.add("authorityId", draft.id.partition("-")[2])
        for name, value in told.items():
            sanction.add(name, value)
        yield sanction
