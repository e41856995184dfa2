"""The records of the sources' room. What they seal was sealed before, to a key that nobody has."""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.records import Ground, Record, Traits, kept_as
from isnad.record.shape import Sealed


@kept_as("isnad/quorum/1")
@dataclass(frozen=True, slots=True)
class Quorum(Record):
    """A quorum key was made and split: its public half, how many holders are needed, and how many there are."""

    recipient: str
    needed: int
    of: int

    def traits(self) -> Traits:
        return {"needed": self.needed, "of": self.of}


@kept_as("isnad/sealed-identity/1")
@dataclass(frozen=True, slots=True)
class SealedIdentity(Record):
    """Who a source is: age files in base64, the identity under a key of its own, that key under the quorum's."""

    source: int
    quorum: int
    own_key: Sealed[str]
    identity: Sealed[str]

    def stands_on(self) -> tuple[int, ...]:
        return (self.source, self.quorum)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == ("pseudonym" if ground.number == self.source else "quorum")


@kept_as("isnad/source-opening/1")
@dataclass(frozen=True, slots=True)
class SourceOpening(Record):
    """An identity is about to be shown: why, and by how many holders' words."""

    identity: int
    reason: str
    holders: int

    def stands_on(self) -> tuple[int, ...]:
        return (self.identity,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "sealed-identity"
