"""Which role may do what on pages; what it sees is the gate's.

A deed is shown and done only by a role that has it, on a thing that passed the gate. The law of the record asks for
more where it must: nobody reviews their own claim, only its author takes one back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from isnad.access.sessions import Reader
from isnad.site.errors import NotHere


class Deed(StrEnum):
    """What may be done on a page."""

    READ = "read"  # read what claims say of remains
    REVIEW = "review"  # give verdicts, correct what a machine read
    TYPE = "type"  # work at the transcription station
    ARRANGE = "arrange"  # merge, split and move photographs of remains
    PACK = "pack"  # have a package made
    COORDINATE = "coordinate"  # see who reached which limit, not what they saw
    LIAISE = "liaise"  # hear of photographs in which somebody may know a person


DEEDS: Mapping[str, frozenset[Deed]] = {
    "custodian": frozenset({Deed.TYPE, Deed.COORDINATE}),
    "administrator": frozenset({Deed.COORDINATE}),
    "analyst": frozenset({Deed.READ, Deed.REVIEW, Deed.TYPE, Deed.ARRANGE}),
    "family-liaison": frozenset({Deed.READ, Deed.REVIEW, Deed.LIAISE}),
    "investigator": frozenset({Deed.READ, Deed.REVIEW, Deed.TYPE, Deed.ARRANGE, Deed.PACK}),
    "counsel": frozenset({Deed.READ, Deed.REVIEW, Deed.PACK}),
}


def may(reader: Reader, deed: Deed) -> bool:
    """Whether one of this reader's roles has the deed."""
    return any(deed in DEEDS.get(role, frozenset()) for role in reader.roles)


def need(reader: Reader, deed: Deed) -> None:
    """Refuses whoever has no such role as if there were nothing here."""
    if not may(reader, deed):
        raise NotHere
