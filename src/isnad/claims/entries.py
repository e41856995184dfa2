"""The records of claims, and the law that binds them.

 * A claim is about an entity that was introduced, and cites at least one place; what it cites is there, and inside.
 * It says by what method it was made; a machine's names its reader and version, and is never accepted by itself.
 * It may take the place of an earlier claim; it never changes one.
 * A verdict on a claim, or on an identity, comes from somebody other than its author; on a machine's from anybody.
 * Only whoever said a claim takes it back; others review it.
 * An identity joins two entities, the one introduced first before the other, so that no chain of them closes.
 * A sealed value lies in the sealed part of its entry, and in no table.

Traits: the method, the verdict, and who said it by pseudonym. They outlive an erasure; no value is among them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from isnad.claims.parts import (
    AS_FACT,
    BY_A_PERSON,
    FINDINGS,
    HUMAN,
    IMPORTED,
    KINDS,
    LONGEST_VALUE,
    MACHINE,
    METHODS,
    NAME,
    NOT_DONE,
    VERDICTS,
    How,
    Statement,
    Terms,
    Verification,
)
from isnad.record.records import Ground, Holding, Record, Traits, Who, kept_as
from isnad.record.shape import Sealed
from isnad.words import Citation, Digest, Label

__all__ = [
    "AS_FACT",
    "BY_A_PERSON",
    "CLAIMS",
    "FINDINGS",
    "HUMAN",
    "IMPORTED",
    "KINDS",
    "LONGEST_ID",
    "LONGEST_VALUE",
    "MACHINE",
    "METHODS",
    "NAME",
    "NOT_DONE",
    "REVIEWED",
    "VERDICTS",
    "Claim",
    "Entity",
    "How",
    "Identity",
    "Import",
    "Parted",
    "Review",
    "SealedClaim",
    "Statement",
    "Terms",
    "Verification",
    "Withdrawn",
]

CLAIMS = ("claim", "sealed-claim")
REVIEWED = (*CLAIMS, "identity")

LONGEST_ID = 1_000  # characters
_DATASET = re.compile(r"[\w][\w .:/-]{0,79}")  # no #, which tells two kinds of the same id apart


@kept_as("isnad/entity/1")
@dataclass(frozen=True, slots=True)
class Entity(Record):
    """Something claims can be about, introduced as of a schema.

    What others call it is kept as two parts, the name of their data and the id in it, which are never joined: so two
    ids that only look alike stay apart.
    """

    schema: str
    dataset: str | None = None
    foreign: str | None = None

    def flaws(self) -> tuple[str, ...]:
        texts = (self.dataset or "") + (self.foreign or "")
        sound = NAME.fullmatch(self.schema) and "\0" not in texts and len(texts) <= LONGEST_ID
        return () if sound else ("claims.not-a-claim",)


@kept_as("isnad/claims-import/1")
@dataclass(frozen=True, slots=True)
class Import(Record):
    """A file of claims that was taken over, and the name under which its own ids are kept apart.

    Where its bytes are an item already, it stands on that; else it brings them into the archive itself.
    """

    dataset: str
    digest: Digest
    size: int  # bytes
    payload: Digest | None
    item: int | None

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return () if self.item is None else (self.item,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "received"

    def holds(self) -> tuple[Holding, ...]:
        return () if self.payload is None else (Holding(self.payload, self.digest),)

    def flaws(self) -> tuple[str, ...]:
        kept = (self.payload is None) != (self.item is None)
        return () if kept and _DATASET.fullmatch(self.dataset) else ("claims.not-a-dataset",)


@kept_as("isnad/claim/1")
@dataclass(frozen=True, slots=True)
class Claim(Record):
    """Something asserted of an entity, with the places it rests on. Its author is the entry's ``by``."""

    entity: int
    says: Statement
    citations: tuple[Citation, ...]
    how: How = BY_A_PERSON
    terms: Terms = AS_FACT
    supersedes: int | None = None

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        more = (self.says.refers, self.supersedes)
        return (self.entity, *(each for each in more if each is not None))

    def admits(self, ground: Ground) -> bool:
        return ground.kind in CLAIMS if ground.number == self.supersedes else ground.kind == "entity"

    def cites(self) -> tuple[Citation, ...]:
        return self.citations

    def traits(self) -> Traits:
        return {"method": self.how.method}

    def flaws(self) -> tuple[str, ...]:
        if not self.citations:
            return ("claims.no-citation",)
        if not (self.says.is_sound() and self.how.is_sound() and self.terms.kind in KINDS):
            return ("claims.not-a-claim",)
        if self.terms.label is Label.SEALED and self.says.value:
            return ("claims.sealed-in-the-open",)
        return ()


@kept_as("isnad/sealed-claim/1")
@dataclass(frozen=True, slots=True)
class SealedClaim(Claim):
    """A claim whose value only a quorum opens: ``says`` names the property and leaves the value empty."""

    secret: Sealed[str] = field(default_factory=lambda: Sealed(""))

    def flaws(self) -> tuple[str, ...]:
        if (
            self.says.value
            or self.says.normal is not None
            or self.says.refers is not None
            or self.terms.label is not Label.SEALED
        ):
            return ("claims.sealed-in-the-open",)
        return Claim.flaws(self)


@kept_as("isnad/review/1")
@dataclass(frozen=True, slots=True)
class Review(Record):
    """A person's verdict on a claim or an identity, with the reason."""

    subject: int
    verdict: str
    reason: str
    verified: Verification = NOT_DONE

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.subject,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in REVIEWED

    def who_may(self, ground: Ground) -> Who:
        return Who.ANYONE if ground.traits.get("method") == MACHINE else Who.SOMEBODY_ELSE

    def traits(self) -> Traits:
        return {"verdict": self.verdict}

    def flaws(self) -> tuple[str, ...]:
        sound = self.verdict in VERDICTS and self.verified.is_sound()
        return () if sound and self.reason.strip() and "\0" not in self.reason else ("claims.not-a-review",)


@kept_as("isnad/withdrawn/1")
@dataclass(frozen=True, slots=True)
class Withdrawn(Record):
    """Whoever said a claim takes it back; of an import, all the claims that came with it."""

    subject: int
    reason: str

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.subject,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in (*CLAIMS, "claims-import")

    def who_may(self, ground: Ground) -> Who:
        return Who.ANYONE if ground.traits.get("method") == MACHINE else Who.THE_SAME

    def flaws(self) -> tuple[str, ...]:
        return () if self.reason.strip() and "\0" not in self.reason else ("claims.reason-needed",)


@kept_as("isnad/identity/1")
@dataclass(frozen=True, slots=True)
class Identity(Record):
    """Two entities are one, it is claimed: ``one`` was introduced before ``other``. It counts once it is accepted."""

    one: int
    other: int
    reason: str
    citations: tuple[Citation, ...] = ()
    how: How = BY_A_PERSON

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.one, self.other)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "entity"

    def cites(self) -> tuple[Citation, ...]:
        return self.citations

    def traits(self) -> Traits:
        return {"method": self.how.method}

    def flaws(self) -> tuple[str, ...]:
        if self.one >= self.other:
            return ("claims.would-make-a-circle",)
        sound = self.how.is_sound() and self.reason.strip() and "\0" not in self.reason
        return () if sound else ("claims.reason-needed",)


@kept_as("isnad/parted/1")
@dataclass(frozen=True, slots=True)
class Parted(Record):
    """An identity is undone: from here on the two are two again."""

    identity: int
    reason: str

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.identity,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "identity"

    def flaws(self) -> tuple[str, ...]:
        return () if self.reason.strip() and "\0" not in self.reason else ("claims.reason-needed",)
