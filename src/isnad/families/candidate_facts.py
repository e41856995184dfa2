"""What is known of somebody, as plain values to be set beside one another: no table, no key, no picture.

A missing person, a remains and a row of a register all have this shape. Property names are those of ``Traced``; what
only remains have (``photographedAt``, ``apparentAge``) stands under their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isnad.words import Refusal, When

MISSING, REMAINS, ROW = "missing", "remains", "row"
NUMBERS = ("detaineeNumber", "examinationNumber", "otherNumber", "civilNumber")
CHAIN = ("firstName", "fatherName", "grandfatherName", "lastName")
NAMES = ("name", "alias", "kunya")


@dataclass(frozen=True, slots=True)
class Told:
    """One value as told, with the claim that says it; ``sure`` is from 0 to 1."""

    value: str
    claim: int
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Facts:
    """Somebody: the entity, which kind, and what was told by property."""

    entity: int
    kind: str
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)

    def of(self, *properties: str) -> tuple[Told, ...]:
        """Everything told of these properties, in their order."""
        return tuple(each for name in properties for each in self.told.get(name, ()))

    def names(self) -> tuple[Told, ...]:
        """Every spelling of the full name; where there is none, what the parts of the chain add up to."""
        whole = self.of(*NAMES)
        if any(each for each in whole if " " in each.value.strip()):
            return whole
        parts = [self.told[name][0] for name in CHAIN if self.told.get(name)]
        if not parts:
            return whole
        added = Told(" ".join(each.value for each in parts), parts[0].claim, min(each.sure for each in parts))
        return (added, *whole)

    def when(self, *properties: str) -> Iterator[tuple[When, Told]]:
        """Every date told of these properties that can be understood; the others stay as written."""
        for each in self.of(*properties):
            try:
                yield When.parse(each.value), each
            except Refusal:
                continue


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code of ``speech/texts/candidates.yaml``, what it weighs (nats; below zero it speaks against).

    ``claims`` are what it rests on, of both sides: their values stay where they are and are never copied. ``basis`` is
    what it can be a basis of, ``chance`` the share of others of whom the same would hold by chance.
    """

    code: str
    weight: float
    claims: tuple[int, ...] = ()
    basis: str | None = None
    chance: float = 1.0

    @property
    def contradicts(self) -> bool:
        """Whether it must be shown before anybody decides."""
        return self.weight <= -1.0
