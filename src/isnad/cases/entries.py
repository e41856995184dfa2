"""The record of cases: that a file was made, and on which claims its sentences rest.

Everything else of a case is told by claims. The entry cites every claim that a sentence of the brief resolves to, so
that the file shows as stale, wherever it is shown, once one of them no longer stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from isnad.record.records import Ground, Record, Traits, kept_as
from isnad.words import Citation, Digest

AT_ONCE = 900  # claims that one entry can cite


@kept_as("isnad/case-file/1")
@dataclass(frozen=True, slots=True)
class CaseFile(Record):
    """A file of a case: the digest of its package, the disclosure under which it left, and what it rests on."""

    case: int
    disclosure: int
    digest: Digest
    languages: tuple[str, ...]
    claims: tuple[int, ...]

    def stands_on(self) -> tuple[int, ...]:
        return (self.case, self.disclosure)

    def admits(self, ground: Ground) -> bool:
        kinds = {self.case: ("entity",), self.disclosure: ("disclosure",)}
        return ground.kind in kinds.get(ground.number, ()) and not ground.gone

    def cites(self) -> tuple[Citation, ...]:
        return tuple(Citation(each) for each in self.claims)

    def traits(self) -> Traits:
        return {"digest": str(self.digest)}

    def flaws(self) -> tuple[str, ...]:
        return () if len(self.claims) <= AT_ONCE and self.languages else ("case.not-a-file",)

    @staticmethod
    def digest_in(traits: str) -> str:
        """The digest of the package that such an entry's traits name."""
        return str(orjson.loads(traits)["digest"])
