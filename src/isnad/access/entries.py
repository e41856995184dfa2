"""The records of who may."""

from __future__ import annotations

from dataclasses import dataclass

from isnad.record.records import Ground, Record, Traits, kept_as


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
