"""The public proceedings that ship as an example, and which warrants stand on a day.

* A person can have proceedings in several countries; each is a line of its own with its dated events.
* Dates are EDTF; what is vague stays vague: a warrant whose date cannot be compared with the day asked *may* stand.
* A warrant stands from its day until it is annulled; an annulment names the warrant that it is of.
* A warrant falls with its person's death.
* Sources that contradict each other are kept side by side, and nobody here decides between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from isnad.cases.law.plain_yaml import plain
from isnad.words import Answer, Refusal, When

KINDS = frozenset(
    "complaint admission appeal warrant notice arrest charge trial judgment annulment death".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Where it is published."""

    citation: str
    address: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step: what kind, when, what is said of it, by whom; ``confirmed`` false where no public source was seen."""

    kind: str
    on: When
    what: str
    source: Reference
    confirmed: bool
    key: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Proceedings:
    """The proceedings against one person (or a named group) in one country."""

    name: str
    role: str
    country: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What sources say differently, with each saying's source."""

    about: str
    sayings: tuple[tuple[str, Reference], ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """The example as a whole, and the days it was seen and must be looked at again."""

    proceedings: tuple[Proceedings, ...]
    contradictions: tuple[Contradiction, ...]
    as_of: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Warrant:
    """A warrant and whether it stands on the day asked: yes, or cannot tell where a date is vague."""

    proceedings: Proceedings
    event: Event
    stands: Answer


@cache
def example() -> Collection:
    """The public proceedings that ship with Isnad."""
    written = resources.files("isnad.cases").joinpath("data", "proceedings.yaml").read_bytes()
    return collection_from(plain(written))


def collection_from(value: dict[str, Any]) -> Collection:
    """The collection in a mapping as the file has it; refused where an event is of no known kind or source."""
    sources = {key: Reference(each["citation"], each["address"]) for key, each in value["sources"].items()}
    return Collection(
        proceedings=tuple(_proceedings(each, sources) for each in value["persons"]),
        contradictions=tuple(
            Contradiction(
                each["about"], tuple((saying["says"], sources[saying["source"]]) for saying in each["sayings"])
            )
            for each in value["contradictions"]
        ),
        as_of=date.fromisoformat(value["as_of"]),
        review_by=date.fromisoformat(value["review_by"]),
    )


def warrants(collection: Collection, on: date) -> list[Warrant]:
    """Every warrant that stands on that day, or may, across all countries, by person."""
    found = [
        Warrant(each, event, _stands(each, event, on))
        for each in collection.proceedings
        for event in each.events
        if event.kind == "warrant"
    ]
    standing = [warrant for warrant in found if warrant.stands is not Answer.NO]
    return sorted(standing, key=lambda warrant: (warrant.proceedings.name, warrant.proceedings.country))


def _stands(proceedings: Proceedings, warrant: Event, on: date) -> Answer:
    """Issued by that day, and neither annulled nor ended by death by then."""
    stands = _happened(warrant, on)
    for event in proceedings.events:
        if event.kind == "death" or (event.kind == "annulment" and event.of == warrant.key):
            stands = stands & ~_happened(event, on)
    return stands


def _happened(event: Event, on: date) -> Answer:
    """Whether it had happened by the end of that day."""
    if event.on.latest and event.on.latest <= on:
        return Answer.YES
    if event.on.earliest and on < event.on.earliest:
        return Answer.NO
    return Answer.CANNOT_TELL


def _proceedings(value: dict[str, Any], sources: dict[str, Reference]) -> Proceedings:
    events = tuple(_event(each, sources) for each in value["events"])
    keys = {event.key for event in events}
    for event in events:
        if event.of is not None and event.of not in keys:
            raise Refusal("cases.proceedings-not-read", name=value["name"])
    return Proceedings(value["name"], value["role"], value["country"], events)


def _event(value: dict[str, Any], sources: dict[str, Reference]) -> Event:
    if value["kind"] not in KINDS or value["source"] not in sources:
        raise Refusal("cases.proceedings-not-read", name=value["kind"])
    return Event(
        kind=value["kind"],
        on=When.parse(value["on"]),
        what=value.get("what", ""),
        source=sources[value["source"]],
        confirmed=not value.get("unconfirmed", False),
        key=value.get("id"),
        of=value.get("of"),
    )
