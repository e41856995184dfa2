"""The record of dossiers: that one was made, under which programme, and on which claims its sentences rest.

What became of it afterwards (filed, answered, decided) is told by claims that cite this entry. It cites every claim
that a sentence resolves to, so that the dossier shows as stale once one of them no longer stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import orjson

from isnad.record.records import Ground, Record, Traits, kept_as
from isnad.words import Citation, Digest

AT_ONCE = 900  # claims that one entry can cite
_KEY = re.compile(r"[a-z0-9-]{1,40}")


@kept_as("isnad/dossier/1")
@dataclass(frozen=True, slots=True)
class DossierMade(Record):
    """A dossier on an actor: its programme, the digest of its package, the disclosure under which it left, its ground.

    A dossier that rests on more claims than one entry can cite is told by several, with the same digest.
    """

    actor: int
    programme: str
    disclosure: int
    digest: Digest
    historical: bool
    claims: tuple[int, ...]

    def stands_on(self) -> tuple[int, ...]:
        return (self.actor, self.disclosure)

    def admits(self, ground: Ground) -> bool:
        kinds = {self.actor: ("entity",), self.disclosure: ("disclosure",)}
        return ground.kind in kinds.get(ground.number, ()) and not ground.gone

    def cites(self) -> tuple[Citation, ...]:
        return tuple(Citation(each) for each in self.claims)

    def traits(self) -> Traits:
        return {"digest": str(self.digest), "programme": self.programme, "historical": self.historical}

    def flaws(self) -> tuple[str, ...]:
        sound = len(self.claims) <= AT_ONCE and _KEY.fullmatch(self.programme)
        return () if sound else ("sanctions-archive.not-a-dossier",)

    @staticmethod
    def read(traits: str) -> tuple[str, str, bool]:
        """Digest, programme, whether historical, as such an entry's traits name them."""
        told = orjson.loads(traits)
        return str(told["digest"]), str(told["programme"]), bool(told["historical"])
