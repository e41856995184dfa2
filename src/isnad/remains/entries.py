"""The record of remains: that a machine brought photographs together, and why.

That a photograph shows a remains is a claim (``shows``). Beside the claims of a batch stands one entry that keeps the
reasons of each, which a claim has no field for.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.records import Record, Traits, kept_as
from isnad.words import Json


@kept_as("isnad/grouped/1")
@dataclass(frozen=True, slots=True)
class Grouped(Record):
    """One batch of memberships: ``reasons`` are ``[claim, [codes]]`` each, codes of ``speech/texts/remains.yaml``."""

    version: str
    reasons: Json

    def traits(self) -> Traits:
        return {"version": self.version}

    def flaws(self) -> tuple[str, ...]:
        return () if self.version and self.reasons else ("remains.not-a-grouping",)
