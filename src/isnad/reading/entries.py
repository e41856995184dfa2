"""The records of reading: that items were read, whatever was found; that people's transcriptions were taken over.

 * What a reader saw is claims. Beside them stands one entry for each batch: which items this reader of this version has
   read, and of each reading what a claim has no field for.
 * A reading that is *firm* passed its reader's own threshold. That is no verdict, and no claim is accepted by it.

Traits: reader and version, by which a run knows what is still to be read.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.records import ByTwo, Ground, Record, Traits, kept_as
from isnad.words import Json

MOST_ITEMS = 900  # one entry can name


@kept_as("isnad/read/1")
@dataclass(frozen=True, slots=True)
class Read(Record):
    """Items that a reader has read: ``findings`` are codes of why some could not be, by the item's entry as text.

    ``readings``: for each claim of this batch ``{"claim", "firm", …}``, with script, reasons, doubts and runner-up.
    """

    reader: str
    version: str
    items: tuple[int, ...]
    findings: Json
    readings: Json

    def stands_on(self) -> tuple[int, ...]:
        return self.items

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "received"

    def traits(self) -> Traits:
        return {"reader": self.reader, "version": self.version}

    def flaws(self) -> tuple[str, ...]:
        return () if self.items and self.reader and self.version else ("reading.not-a-reading",)


@kept_as("isnad/transcribed/1")
@dataclass(frozen=True, slots=True)
class Transcribed(Record):
    """Claims that came from a table which people had typed: for each, by whom it says so, and from which line.

    Whoever brought the table in is the author of the claims, so that they cannot also be the second to look at them.
    """

    source: int  # the entry of the import
    claims: Json  # [claim, person, line] each
    untold: Json  # [photograph, property, person, line] each: looked at, and not to be told
    seen: str  # whether the machine's reading was before the typist's eyes: unknown, no, yes

    def stands_on(self) -> tuple[int, ...]:
        return (self.source,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "claims-import"


@kept_as("isnad/paths-opened/1")
@dataclass(frozen=True, slots=True)
class PathsOpened(ByTwo):
    """Sealed paths were opened to find items by their names: how many, why, and who agreed."""

    count: int
    reason: str
    second: str | None  # None only in an archive marked as a demo
