"""Fetches what is claimed of actors and of their relations, a batch at a time. Asks, never writes.

Only what counts now (not withdrawn, rejected, superseded or unsupported) and what the gate yields to whoever asks.
Entities that accepted identities made one are one here, under the earliest of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from django.db.models import Q

from isnad.access.gate import Gate
from isnad.actors.relations import RELATIONS, Relation, relations
from isnad.claims import queries as claims
from isnad.claims import yielding
from isnad.claims.models import ClaimRow, IdentityRow
from isnad.claims.queries import CHUNK, Stated
from isnad.claims.standing import Standing

ENDS = frozenset(name for pair in RELATIONS.values() for name in pair)
POSITION = "Position"
JUSTICE = yielding.asked_by_owner("justice")


class Gathered:
    """What one question has fetched so far, so that nothing is fetched twice."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.about: dict[int, list[Stated]] = {}
        self._first: dict[int, int] = {}  # of entities that are one with others: the earliest
        self._members: dict[int, tuple[int, ...]] = {}
        self._asked: set[int] = set()  # entities of which is known whether they are one with others
        self._names: dict[int, list[tuple[int, str, str]]] = {}  # which claims name an entity: about, schema, property

    def first(self, entity: int) -> int:
        """The entity under which this one is known."""
        return self._first.get(entity, entity)

    def fetch(self, entities: Iterable[int]) -> None:
        """Everything that counts about these, under the earliest of those that are one with each."""
        wanted = [each for each in dict.fromkeys(entities) if self.first(each) not in self.about]
        if not wanted:
            return
        self._join(wanted)
        members = {member: self.first(each) for each in wanted for member in self.members(each)}
        for each in wanted:
            self.about[self.first(each)] = []
        for said in self.yielded(claims.about(members)):
            self.about[members[said.entity]].append(said)
        for number in {self.first(each) for each in wanted}:
            self.about[number].sort(key=lambda each: each.standing is not Standing.ACCEPTED)

    def members(self, entity: int) -> tuple[int, ...]:
        """All that are one with it."""
        return self._members.get(self.first(entity), (entity,))

    def yielded(self, said: Sequence[Stated]) -> list[Stated]:
        """Those of these claims that count, and that the gate yields to whoever asks."""
        return yielding.through(self.gate, [each for each in said if each.standing.holds])

    def relations(
        self, entities: Iterable[int], schemata: Iterable[str], only: frozenset[int] | None = None
    ) -> list[Relation]:
        """The relations of these schemata at whose ends one of these entities stands; of ``only`` where given."""
        wanted = list(dict.fromkeys(entities))
        self._join(wanted)
        everyone = [member for each in wanted for member in self.members(each)]
        found = [each for each in self._naming(everyone, frozenset(schemata)) if only is None or each in only]
        self.fetch(found)
        self._join(each.refers for number in found for each in self._kept(number) if each.refers is not None)
        known = set(map(self.first, wanted))
        joined = [self._joined(each) for each in relations({number: self._kept(number) for number in found})]
        return [each for each in joined if each.one in known or each.other in known]

    def _kept(self, entity: int) -> list[Stated]:
        return self.about.get(self.first(entity), [])

    def _joined(self, relation: Relation) -> Relation:
        one, other = self.first(relation.one), self.first(relation.other)
        return relation if (one, other) == (relation.one, relation.other) else replace(relation, one=one, other=other)

    def _naming(self, entities: list[int], schemata: frozenset[str]) -> list[int]:
        """The entities of these schemata whose claims name one of ``entities``."""
        self._learn_names(entities)
        named = (each for entity in entities for each in self._names[entity])
        return list(dict.fromkeys(about for about, schema, name in named
                                  if schema in schemata and (name in ENDS or schema == POSITION)))  # fmt: skip

    def naming(self, entities: Iterable[int], ends: Mapping[str, str]) -> dict[int, list[Stated]]:
        """What is claimed of whatever names one of these at the end that ``ends`` gives for its schema, by entity."""
        wanted = list(dict.fromkeys(entities))
        self._join(wanted)
        everyone = [member for each in wanted for member in self.members(each)]
        self._learn_names(everyone)
        found = list(dict.fromkeys(about for entity in everyone for about, schema, name in self._names[entity]
                                   if ends.get(schema) == name))  # fmt: skip
        self.fetch(found)
        return {self.first(each): kept for each in found if (kept := self._kept(each))}

    def _learn_names(self, entities: Iterable[int]) -> None:
        """Which claims name each of these."""
        for part in _chunks(each for each in entities if each not in self._names):
            self._names.update((each, []) for each in part)
            rows = ClaimRow.objects.filter(refers__in=part).order_by("pk")
            for refers, about, schema, name in rows.values_list("refers", "about", "schema", "property"):
                if refers is not None:
                    self._names[refers].append((about, schema, name))

    def commands_below(self, unit: int) -> list[tuple[int, int, int]]:
        """Every command that may lead down from ``unit``, counting or not: itself, its subordinate and superior."""
        found: dict[tuple[int, int, int], None] = {}
        level, seen = [self.first(unit)], {self.first(unit)}
        while level:
            self._join(level)
            everyone = [member for each in level for member in self.members(each)]
            ends = _ends(self._naming(everyone, frozenset(("Command",))))
            self._join(each for _, one, other in ends for each in (one, other))
            here = [(command, self.first(one), self.first(other)) for command, one, other in ends]
            found.update((each, None) for each in here if each[2] in seen)
            level = list(dict.fromkeys(one for _, one, other in here if other in seen and one not in seen))
            seen.update(level)
        return list(found)

    def fetch_upward(self, unit: int, schemata: Iterable[str]) -> None:
        """Everything about the relations of ``unit`` and of all that may stand above it, in a few questions.

        Whatever claims say of superiors is followed here, whether they count or not; what counts is asked afterwards.
        """
        wanted, seen, found = [unit], {unit}, dict[int, None]()
        while wanted:
            self._join(wanted)
            level = [member for each in wanted for member in self.members(each)]
            found.update((each, None) for each in self._naming(level, frozenset(schemata)))
            under = self._naming(level, frozenset(("Command",)))
            wanted = [each for each in _superiors(under) if each not in seen]
            seen.update(wanted)
        self._join(found)
        self.fetch((*found, *seen))

    def positions(self, units: Iterable[int]) -> dict[int, int]:
        """FollowTheMoney's positions at these bodies, each with its body."""
        found = self._naming([member for each in units for member in self.members(each)], frozenset((POSITION,)))
        self.fetch(found)
        return {
            number: self.first(each.refers)
            for number in found for each in self._kept(number)
            if each.property == "organization" and each.refers is not None
        }  # fmt: skip

    def _join(self, entities: Iterable[int]) -> None:
        """Finds out which of these are one with others."""
        for part in _chunks(each for each in dict.fromkeys(entities) if each not in self._asked):
            self._asked.update(part)
            rows = IdentityRow.objects.filter(Q(one__in=part) | Q(other__in=part)).values_list("one", "other")
            touched = {each for row in rows for each in row}
            for each in part:
                if each in touched and each not in self._first:
                    members = claims.same(each)
                    self._members[members[0]] = members
                    self._first.update((member, members[0]) for member in members)


def _ends(commands: Iterable[int]) -> list[tuple[int, int, int]]:
    """What claims about these commands name as subordinate and superior: every pair."""
    named: dict[int, dict[str, list[int]]] = {}
    for part in _chunks(commands):
        rows = ClaimRow.objects.filter(about__in=part).order_by("pk").values_list("about", "property", "refers")
        for about, name, refers in rows:
            if refers is not None:
                named.setdefault(about, {}).setdefault(name, []).append(refers)
    return [(about, *pair) for about, ends in named.items()
            for pair in product(ends.get("subordinate", ()), ends.get("superior", ()))]  # fmt: skip


def values_of(entities: Iterable[int], name: str) -> dict[int, set[str]]:
    """What claims about these say of a property, whether they count or not."""
    found: dict[int, set[str]] = {}
    for part in _chunks(entities):
        rows = (
            ClaimRow.objects.filter(about__in=part).order_by("pk").values_list("about", "property", "normal", "value")
        )
        for about, prop, normal, value in rows:
            if prop == name:
                found.setdefault(about, set()).add(normal or value)
    return found


def _superiors(commands: Iterable[int]) -> list[int]:
    """What claims about these commands name as the superior."""
    found: dict[int, None] = {}
    for part in _chunks(commands):
        rows = ClaimRow.objects.filter(about__in=part).order_by("pk")  # a property in the question misleads planners
        found.update((refers, None) for name, refers in rows.values_list("property", "refers")
                     if name == "superior" and refers is not None)  # fmt: skip
    return list(found)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    listed = list(dict.fromkeys(numbers))
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
