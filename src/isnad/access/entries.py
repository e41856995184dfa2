"""The records of who may.

* A grant gives a person one role, or the membership of one compartment; it may end on a day, and it may name fewer
  purposes than the role has. It never names more.
* A revocation ends every earlier grant of that role or compartment to that person.
* What is placed in a compartment is, for whoever is no member, not there; and so is all that rests on it.
* Taking something out again protects less: a second person agreed.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.records import ByTwo, Ground, Record, Traits, kept_as

PURPOSES = ("tracing", "justice", "publication")


@kept_as("isnad/user/1")
@dataclass(frozen=True, slots=True)
class UserAdded(Record):
    """A person may work here, under a name of their choosing. How they prove it is not in the ledger."""

    name: str
    roles: tuple[str, ...]

    def traits(self) -> Traits:
        return {"name": self.name}


@kept_as("isnad/user-removed/1")
@dataclass(frozen=True, slots=True)
class UserRemoved(Record):
    """A person works here no longer; what they said keeps their name."""

    user: int
    reason: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.user,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "user"


@kept_as("isnad/rule/1")
@dataclass(frozen=True, slots=True)
class RuleSet(Record):
    """A rule of the house holds from here on; ``second`` agreed where it protects less than before."""

    name: str
    value: str
    reason: str
    second: str | None


@kept_as("isnad/compartment/1")
@dataclass(frozen=True, slots=True)
class CompartmentMade(Record):
    """A compartment, by its name. Who is a member is said by grants, what lies in it by placements."""

    name: str
    reason: str


@kept_as("isnad/granted/1")
@dataclass(frozen=True, slots=True)
class Granted(Record):
    """A person has a role, or is a member of a compartment: until the end of a day, or until it is revoked."""

    user: int
    role: str | None
    compartment: int | None
    purposes: tuple[str, ...] | None  # fewer than the role has; None for all of them
    until: str | None  # the last day, 2026-12-31
    reason: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.user,) if self.compartment is None else (self.user, self.compartment)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == ("user" if ground.number == self.user else "compartment") and not ground.gone

    def flaws(self) -> tuple[str, ...]:
        one = (self.role is None) != (self.compartment is None)
        known = self.purposes is None or (self.role is not None and set(self.purposes) <= set(PURPOSES))
        return () if one and known else ("access.not-a-grant",)


@kept_as("isnad/revoked/1")
@dataclass(frozen=True, slots=True)
class Revoked(Record):
    """From here on no earlier grant of this role, or of this compartment, to this person counts."""

    user: int
    role: str | None
    compartment: int | None
    reason: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.user,) if self.compartment is None else (self.user, self.compartment)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == ("user" if ground.number == self.user else "compartment")

    def flaws(self) -> tuple[str, ...]:
        return () if (self.role is None) != (self.compartment is None) else ("access.not-a-grant",)


_OF_PEOPLE = ("user", "user-removed", "rule", "compartment", "granted", "revoked", "placed", "taken-out", "tool")


@kept_as("isnad/placed/1")
@dataclass(frozen=True, slots=True)
class Placed(Record):
    """A source, an accession, an item, a claim, an entity, whatever was said: it lies in a compartment from here on."""

    compartment: int
    subject: int
    reason: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.compartment, self.subject)

    def admits(self, ground: Ground) -> bool:
        if ground.number == self.compartment:
            return ground.kind == "compartment"
        return ground.kind not in _OF_PEOPLE and not ground.gone


@kept_as("isnad/taken-out/1")
@dataclass(frozen=True, slots=True)
class TakenOut(ByTwo):
    """What was placed in a compartment lies there no longer; two people."""

    placed: int
    reason: str
    second: str | None

    def stands_on(self) -> tuple[int, ...]:
        return (self.placed,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "placed"


@kept_as("isnad/proved-again/1")
@dataclass(frozen=True, slots=True)
class ProvedAgain(Record):
    """Before a grave act at the site the entry's author proved once more who they are, and by what."""

    act: str
    factor: str  # passphrase, totp, passkey, recovery

    def traits(self) -> Traits:
        return {"act": self.act, "factor": self.factor}


@kept_as("isnad/quota-reached/1")
@dataclass(frozen=True, slots=True)
class QuotaReached(Record):
    """The entry's author came to the day's number of openings: told to the auditor, once a day."""

    opened: int
    most: int

    def traits(self) -> Traits:
        return {"opened": self.opened, "most": self.most}
