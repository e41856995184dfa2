"""The records of hand-overs, and the law that binds them.

 * A condition is a promise about a source, an accession or an item: for which purposes, to whom, until when.
 * A package has a key of its own, whose public half is said before anything is built; the private half signs once and
   is never stored. The entry says under which label, for what, for whom and on which conditions.
 * It stands on every condition that binds it, and the law refuses it where one forbids its purpose or its receiver.

A condition's traits outlive its erasure, so receivers stand there as marks, not by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from isnad.record.records import ByTwo, Ground, Record, Traits, kept_as
from isnad.words import Digest, Json, Label, When

PURPOSES = ("tracing", "justice", "publication")
BOUND = ("pseudonym", "accession", "received")


@kept_as("isnad/condition/1")
@dataclass(frozen=True, slots=True)
class Condition(Record):
    """What may be done with a thing and all that came from it; None where it sets no limit."""

    subject: int  # a pseudonym, an accession or an item
    purposes: tuple[str, ...] | None
    receivers: tuple[str, ...] | None
    until: When | None
    words: str | None  # as they were given, in whatever language

    def stands_on(self) -> tuple[int, ...]:
        return (self.subject,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in BOUND and not ground.gone

    def traits(self) -> Traits:
        found: dict[str, str] = {}
        if self.purposes is not None:
            found["purposes"] = " ".join(self.purposes)
        if self.receivers is not None:
            found["receivers"] = " ".join(mark(each) for each in self.receivers)
        return found

    def flaws(self) -> tuple[str, ...]:
        known = self.purposes is None or set(self.purposes) <= set(PURPOSES)
        return () if known else ("packages.unknown-purpose",)


@kept_as("isnad/condition-lifted/1")
@dataclass(frozen=True, slots=True)
class ConditionLifted(ByTwo):
    """A condition binds no longer: whoever set it agreed, as the reason says; two people."""

    condition: int
    reason: str
    second: str | None

    def stands_on(self) -> tuple[int, ...]:
        return (self.condition,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == Condition.KIND and not ground.gone


@kept_as("isnad/package-key/1")
@dataclass(frozen=True, slots=True)
class PackageKey(Record):
    """The key that signs one package, and what the package is."""

    public: str  # Ed25519, 64 hexadecimal characters
    label: Label
    purpose: str
    receiver: str | None
    conditions: tuple[int, ...]

    def stands_on(self) -> tuple[int, ...]:
        return self.conditions

    def admits(self, ground: Ground) -> bool:
        return ground.kind == Condition.KIND and not ground.gone and not forbids(ground, self.purpose, self.receiver)

    def flaws(self) -> tuple[str, ...]:
        return () if self.purpose in PURPOSES else ("packages.unknown-purpose",)


@kept_as("isnad/package-received/1")
@dataclass(frozen=True, slots=True)
class PackageReceived(Record):
    """A partner's package was checked and taken in: what it stands on, what was found, and why it was taken anyway.

    ``findings`` are [what, why] codes; a package with any is taken in only for a reason that somebody gives.
    """

    accession: int
    item: int  # the package itself, as one file
    partner: str
    digest: Digest  # of tagmanifest-sha256.txt
    origin: str
    size: int
    root: str
    policy: str
    label: Label
    purpose: str
    receiver: str | None
    conditions: tuple[int, ...]  # as they bind here
    items: int
    claims: int
    unsupported: tuple[int, ...]  # claims of which something they rest on did not come
    findings: tuple[Json, ...] = ()
    despite: str | None = None

    def stands_on(self) -> tuple[int, ...]:
        return (self.accession, self.item, *self.conditions)

    def admits(self, ground: Ground) -> bool:
        if ground.number in self.conditions:
            return ground.kind == Condition.KIND
        return ground.kind == ("accession" if ground.number == self.accession else "received")

    def flaws(self) -> tuple[str, ...]:
        return ("custody.reason-needed",) if self.findings and not (self.despite or "").strip() else ()


def mark(receiver: str) -> str:
    """A receiver's name as a trait holds it: told again, never read back."""
    return sha256(b"isnad/receiver/v1\0" + receiver.strip().casefold().encode()).hexdigest()[:16]


def forbids(condition: Ground, purpose: str, receiver: str | None) -> bool:
    """Whether a condition forbids a purpose or a receiver. Whoever is not named is nobody it allows."""
    purposes, receivers = condition.traits.get("purposes"), condition.traits.get("receivers")
    if isinstance(purposes, str) and purpose not in purposes.split():
        return True
    return isinstance(receivers, str) and (receiver is None or mark(receiver) not in receivers.split())
