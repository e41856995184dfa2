"""A case as its claims add up: what is charged, what speaks for and against each element, and whether it is ready.

1. A claim *supports* or *weakens* an element of a charge: a claim about the charge that cites the claim it relies on,
   so that it falls with that claim.
2. An element is *supported* where at least one claim that people accepted supports it; *proposed* where only claims
   that nobody accepted do; else *missing*.
3. What weakens an element *blocks* it until it is answered; an answer that fell is none.
4. A case is ready where it has an accused and a charge, every element of every charge is supported and none blocked,
   every witness has a decision about protection, and the law does not close that court. Exculpatory claims count like
   any other, accepted or not: whoever found them need not prove them first.

Pure: it is given claims and knows no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from isnad.cases.elements import Element, book
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing

SUPPORTS, WEAKENS, ANSWER = "supports", "weakens", "answer"


class State(StrEnum):
    """How one element stands."""

    SUPPORTED = "supported"
    PROPOSED = "proposed"
    MISSING = "missing"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Ground:
    """A claim that was attached to an element (``said``), the claims it relies on, and the answers to it."""

    said: Stated
    relies_on: tuple[Stated, ...]
    answers: tuple[Stated, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether everything it relies on still stands as it was said."""
        return bool(self.relies_on) and all(each.standing.holds for each in self.relies_on)

    @property
    def accepted(self) -> bool:
        """Whether people accepted everything it relies on."""
        return bool(self.relies_on) and all(each.standing is Standing.ACCEPTED for each in self.relies_on)


@dataclass(frozen=True, slots=True)
class Proof:
    """One element of one charge, with what speaks for it and against it."""

    element: Element
    supporting: tuple[Ground, ...] = ()
    weakening: tuple[Ground, ...] = ()

    @property
    def state(self) -> State:
        """How it stands."""
        if any(each.counts and not each.answers for each in self.weakening):
            return State.BLOCKED
        if any(each.accepted for each in self.supporting):
            return State.SUPPORTED
        return State.PROPOSED if any(each.counts for each in self.supporting) else State.MISSING


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge against one accused; ``accused`` is the entry of an actor, None where claims name none."""

    entity: int
    accused: int | None
    crime: str
    mode: str
    claims: tuple[Stated, ...]
    proofs: tuple[Proof, ...]

    @property
    def ready(self) -> bool:
        """Whether every element is supported and none is blocked."""
        return bool(self.proofs) and all(each.state is State.SUPPORTED for each in self.proofs)

    def values(self, name: str) -> list[str]:
        """What its claims say of a property."""
        return [each.normal or each.value for each in self.claims if each.property == name]


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who is heard, by pseudonym, and the measures that protect them."""

    entity: int
    pseudonym: str
    measures: tuple[str, ...]
    claims: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the proceedings, as its claims say it."""

    entity: int
    kind: str
    on: tuple[str, ...]
    claims: tuple[Stated, ...]


@dataclass
class Matter:
    """A case whole. ``law`` is the law's answer for its court, None where nobody asked."""

    entity: int
    claims: tuple[Stated, ...]
    charges: list[Charge] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    law: str | None = None

    def values(self, name: str) -> list[str]:
        """What its claims say of a property."""
        return [each.normal or each.value for each in self.claims if each.property == name]

    @property
    def country(self) -> str:
        """The court's country in capitals, empty where none is claimed."""
        return next(iter(self.values("jurisdiction")), "").upper()

    @property
    def accused(self) -> tuple[int, ...]:
        """The entries of the accused."""
        named = [each.refers for each in self.claims if each.property == "accused"]
        return tuple(dict.fromkeys(each for each in (*named, *(c.accused for c in self.charges)) if each is not None))

    @property
    def lacks(self) -> list[str]:
        """Codes of what keeps the whole from being ready, beside its elements."""
        found = []
        if not self.accused:
            found.append("no-accused")
        if not self.charges:
            found.append("no-charge")
        if not self.country:
            found.append("no-jurisdiction")
        if self.law == "closed":
            found.append("law-closed")
        if any(not each.measures for each in self.witnesses):
            found.append("witness-unprotected")
        return found

    @property
    def ready(self) -> bool:
        """Whether it could go to a court."""
        return not self.lacks and all(each.ready for each in self.charges)

    def count(self, state: State) -> int:
        """How many elements stand so."""
        return sum(proof.state is state for charge in self.charges for proof in charge.proofs)


def charge_of(entity: int, claims: Sequence[Stated], relied_on: Mapping[int, Stated], country: str) -> Charge:
    """The charge that these claims make. ``relied_on``: the claims that its own cite, by their entries."""
    first = {name: _first(claims, name) for name in ("crime", "mode", "accused")}
    crime, mode = (first[name].value if first[name] else "" for name in ("crime", "mode"))  # type: ignore[union-attr]
    known = crime in book().crimes and mode in book().modes
    elements = book().elements(crime, mode, country) if known else ()
    accused = first["accused"]
    plain = tuple(each for each in claims if each.property not in (SUPPORTS, WEAKENS, ANSWER))
    proofs = tuple(_proof(element, claims, relied_on) for element in elements)
    return Charge(entity, accused.refers if accused else None, crime, mode, plain, proofs)


def _first(claims: Iterable[Stated], name: str) -> Stated | None:
    return next((each for each in claims if each.property == name), None)


def _proof(element: Element, claims: Sequence[Stated], relied_on: Mapping[int, Stated]) -> Proof:
    answers = [each for each in claims if each.property == ANSWER]

    def grounds(name: str) -> tuple[Ground, ...]:
        said = [each for each in claims if each.property == name and each.value == element.code]
        return tuple(Ground(each, _relied(each, relied_on), _answers(each, answers)) for each in said)

    return Proof(element, grounds(SUPPORTS), grounds(WEAKENS))


def _relied(said: Stated, relied_on: Mapping[int, Stated]) -> tuple[Stated, ...]:
    return tuple(relied_on[each.entry] for each in said.citations if each.entry in relied_on)


def _answers(said: Stated, answers: Iterable[Stated]) -> tuple[Stated, ...]:
    """The answers that cite it."""
    return tuple(each for each in answers if any(place.entry == said.entry for place in each.citations))
