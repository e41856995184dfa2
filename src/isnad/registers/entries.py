"""The record of registers: what the columns of a list were taken to mean, and how many of its rows were not taken."""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.records import Ground, Record, kept_as
from isnad.words import Json


@kept_as("isnad/mapped/1")
@dataclass(frozen=True, slots=True)
class Mapped(Record):
    """A table was taken over under a mapping. ``taken`` is the import; ``source`` the item the table came from."""

    taken: int
    source: int | None
    mapping: Json  # as read
    sheet: str | None
    rows: int
    refused: int

    def stands_on(self) -> tuple[int, ...]:
        return (self.taken,) if self.source is None else (self.taken, self.source)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "claims-import" if ground.number == self.taken else ground.kind == "received"

    def flaws(self) -> tuple[str, ...]:
        return () if min(self.rows, self.refused) >= 0 else ("registers.not-a-mapping",)
