"""What a brief is made from and what it is made of, as values: sentences with their sources, and all that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from isnad.actors.exposure import Exposure, Kind, Under
from isnad.actors.relations import Relation
from isnad.cases.law.evaluate import Row
from isnad.cases.law.plain_yaml import plain
from isnad.cases.matters import Charge, Ground, Matter, Step, Witness
from isnad.claims.queries import Stated
from isnad.words import Moment

NAMES = ("name", "alias", "weakAlias", "pseudonym", "branchNumber")
BODIES_CITED = 200  # bodies of one post whose claims a sentence cites; all are counted


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence rests on: a claim's entry, a text of law with its address and day, or a rule of this house."""

    claim: int | None = None
    law: str | None = None
    address: str | None = None
    as_of: str | None = None
    rule: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Only what it is."""
        told = {"claim": self.claim, "law": self.law, "address": self.address, "as_of": self.as_of, "rule": self.rule}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its number in the brief, and its sources."""

    number: int
    text: str
    sources: tuple[Source, ...]
    indent: int = 0


@dataclass
class Section:
    """A heading and its sentences."""

    title: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass
class Known:
    """All that a brief is made from. ``names``: by actor, the claims that name it."""

    matter: Matter
    at: Moment
    names: Mapping[int, Sequence[Stated]] = field(default_factory=dict)
    posts: Mapping[int, Sequence[Relation]] = field(default_factory=dict)
    commands: Sequence[Relation] = ()
    exposures: Sequence[Exposure] = ()
    law: Sequence[Row] = ()

    def claims(self) -> list[Stated]:
        """Every claim that a sentence may rest on, each once."""
        matter = self.matter
        found = [*matter.claims, *(each for names in self.names.values() for each in names)]
        found += [each for posts in self.posts.values() for post in posts for each in post.claims]
        found += [each for command in self.commands for each in command.claims]
        parts: tuple[Charge | Witness | Step, ...] = (*matter.charges, *matter.witnesses, *matter.steps)
        found += [each for part in parts for each in part.claims]
        for ground in grounds_of(matter):
            found += [ground.said, *ground.relies_on, *ground.answers]
        return list({each.entry: each for each in found}.values())

    def bodies(self) -> list[int]:
        """The claims that give bodies under the posts their numbers, as many as sentences cite."""
        found = [cited_bodies(post.bodies) for each in self.exposures for post in each.posts]
        return list(dict.fromkeys(entry for listed in found for entry in listed))


def grounds_of(matter: Matter) -> Iterable[Ground]:
    """Everything that was attached to an element of this case."""
    for charge in matter.charges:
        for proof in charge.proofs:
            yield from (*proof.supporting, *proof.weakening)


def cited_bodies(bodies: Iterable[Under]) -> list[int]:
    """The claims that give these bodies their numbers, the surest first, as many as one sentence cites."""
    return [each.claim for each in sorted(bodies, key=lambda each: each.kind is not Kind.SURE)[:BODIES_CITED]]


@cache
def texts() -> Any:
    """The template, as its file has it."""
    return plain(resources.files("isnad.cases").joinpath("data", "brief.yaml").read_bytes())


def languages_for(country: str) -> tuple[str, ...]:
    """English, Arabic, and the court's language where there is a template."""
    own = texts()["languages"].get(country)
    return ("en", "ar", own) if own else ("en", "ar")
