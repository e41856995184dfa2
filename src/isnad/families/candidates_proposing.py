"""Proposes who a missing person may be among remains and rows of registers: a pure function of what is known of each.

 1. Rows are found by name (the index) and by exact numbers; remains by numbers, by names written on them, and by the
    numbers that a row with a fitting name bears: *a list with that number*.
 2. Each found one is weighed: the name in three classes (the same, a relative, somebody else), everything else by
    :mod:`isnad.families.weighing_fields`.
 3. Its share is the probability that it is the one, given all others and *nobody of these*.
 4. A name alone never bears more than *possible*, however high its share.

A proposal says nothing to anybody: it is for two people to decide. There is no face recognition.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from isnad.families.candidate_facts import NUMBERS, REMAINS, ROW, Facts, Reason, Told
from isnad.families.chance import Shares, by_chance
from isnad.families.deciding_parts import NAME, ceiling
from isnad.families.weighing import evidence, learned, shares, sums
from isnad.families.weighing_fields import MOST, reasons
from isnad.families.weighing_mothers import mother
from isnad.families.weighing_parts import NAMES, Beside
from isnad.instruments.naming.index import Index

OWN = NAMES.index("own-sure")
LOOKED_AT = 40  # names of the index that are looked at
WEIGHED = 15  # of these, whose other evidence is weighed
MOST_BEARERS = 60  # of one number
KEPT = 5  # candidates of each kind for one person
LEAST = 0.02  # share below which nobody is proposed, unless a number agrees, or
WORTH = 3.0  # nats for it, where fewer than one other in the list would agree as well by chance
MOST_SPELLINGS = 4  # of the name asked for
NAME_WEIGHT = -6.0  # nats below which a name says nothing worth telling
THROUGH_A_LIST = 0.9  # how often remains with the number that a list gives are those the list means


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pair: the other's entity and kind, the share, how many would agree by chance, the most it bears, and why."""

    other: int
    kind: str
    share: float
    by_chance: float
    ceiling: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """What a name says of one other: nats for the same, the chance of as good an agreement, how likely a relative, and
    how surely the own names are one."""

    weight: float
    chance: float
    relative: float
    own: float
    mine: Told
    theirs: Told


class Lists:
    """Everybody who may be the one: rows of registers and remains, ready to be asked."""

    def __init__(self, rows: Sequence[Facts], remains: Sequence[Facts]) -> None:
        self._rows, self._remains = _Pool(rows, ROW), _Pool(remains, REMAINS)

    def propose(self, person: Facts) -> list[Proposal]:
        """The candidates of one missing person, the likeliest first, of each kind at most ``KEPT``."""
        rows = self._rows.weigh(person, {})
        through = self._through_lists(rows)
        return [*self._remains.weigh(person, through), *rows]

    def _through_lists(self, rows: Iterable[Proposal]) -> dict[int, Reason]:
        """Remains that bear a number which a list gives under a fitting name; by remains, the best reason."""
        found: dict[int, Reason] = {}
        for row in rows:
            facts = self._rows.by_entity[row.other]
            for told in facts.of(*NUMBERS):
                chance = self._remains.shares.of_number(told.value)
                right = THROUGH_A_LIST * row.share * max(min(told.sure, 1.0), 0.05)
                weight = min(math.log((right + (1.0 - right) * chance) / chance), MOST)
                for entity in self._remains.shares.bearing(told.value):
                    claims = (told.claim, *(each for reason in row.reasons[:2] for each in reason.claims[-1:]))
                    reason = Reason("list-bears-number", weight, claims, "document", max(chance, 1e-6))
                    if entity not in found or found[entity].weight < weight:
                        found[entity] = reason
        return found


class _Pool:
    """The people of one kind, with their names in an index and their numbers counted."""

    def __init__(self, people: Sequence[Facts], kind: str) -> None:
        self.kind, self.people = kind, people
        self.by_entity = {each.entity: each for each in people}
        self.place_of = {each.entity: place for place, each in enumerate(people)}
        self.shares = Shares(people)
        named = [(place, told) for place, each in enumerate(people) for told in each.names()]
        self._owner = np.array([place for place, _ in named], np.int64)
        self._told = [told for _, told in named]
        self._index = Index.build([told.value for told in self._told]) if named else None
        self._beside = Beside(self._index.roll) if self._index else None

    def weigh(self, person: Facts, through: Mapping[int, Reason]) -> list[Proposal]:
        """The candidates among these, the likeliest first."""
        named = self._named(person)
        numbered = [each for told in person.of(*NUMBERS) for each in self._bearers(told.value)]
        best = sorted(named, key=lambda place: -named[place].weight)[:WEIGHED]
        places = list(dict.fromkeys([*numbered, *(self.place_of[entity] for entity in through), *best]))
        if not places:
            return []
        told = [self._reasons(person, place, named.get(place), through) for place in places]
        told = [self._alone(each) for each in told]
        weights = np.array([sum(reason.weight for reason in each) for each in told])
        found, _ = shares(weights, len(self.people))
        return self._kept(places, told, found.tolist())

    def _kept(self, places: list[int], told: list[list[Reason]], share: Sequence[float]) -> list[Proposal]:
        order = sorted(range(len(places)), key=lambda at: (-share[at], places[at]))
        kept = []
        for at in order[: 2 * KEPT]:
            numbered = any(each.code in ("number-agrees", "list-bears-number") for each in told[at])
            chance = by_chance(len(self.people), told[at])
            rare = chance < 1.0 and sum(each.weight for each in told[at]) >= WORTH
            if not (numbered or rare or share[at] >= LEAST):
                continue
            close = sum(share[other] >= share[at] / 2 for other in order) > 1 and share[at] < 0.6
            because = [*told[at], *([Reason("others-as-good", 0.0)] if close else [])]
            bases = {each.basis for each in because if each.basis and each.weight > 0}
            because.sort(key=lambda each: -abs(each.weight))
            kept.append(
                Proposal(
                    self.people[places[at]].entity, self.kind, share[at], chance,
                    ceiling(bases), tuple(because),
                )
            )  # fmt: skip
        return kept[:KEPT]

    def _bearers(self, number: str) -> list[int]:
        found = sorted(self.place_of[entity] for entity in self.shares.bearing(number))
        return found[:MOST_BEARERS]

    def _reasons(self, person: Facts, place: int, named: _Named | None, through: Mapping[int, Reason]) -> list[Reason]:
        other = self.people[place]
        found = list(reasons(person, other, self.shares))
        if named is not None and named.weight > NAME_WEIGHT:
            found += _about_the_name(named)
            found += mother(person, other)
        elif other.names() and self._index is not None and any(each.basis for each in found):
            found.append(Reason("name-differs", NAME_WEIGHT, (person.names()[0].claim, other.names()[0].claim)))
        if other.entity in through:
            found.append(through[other.entity])
        return found

    def _alone(self, told: list[Reason]) -> list[Reason]:
        """A number told by the family and the same number in a list are one observation, not two."""
        both = [each for each in told if each.code in ("number-agrees", "list-bears-number")]
        if len(both) < 2:
            return told
        weaker = min(both, key=lambda each: each.weight)
        return [replace(each, weight=0.3, chance=1.0) if each is weaker else each for each in told]

    def _named(self, person: Facts) -> dict[int, _Named]:
        """By place, what the names say: for each, the spellings that agree best."""
        found: dict[int, _Named] = {}
        if self._index is None or self._beside is None:
            return found
        for mine in person.names()[:MOST_SPELLINGS]:
            rows = np.array([each.place for each in self._index.best(mine.value, LOOKED_AT)], np.int64)
            if not len(rows):
                continue
            seen = self._beside.see(mine.value, rows)
            weights = evidence(seen, len(self._told))
            _, relative = sums(seen, learned())
            kin = 1.0 / (1.0 + np.exp(-np.clip(relative, -50, 50)))
            for at, row in enumerate(rows):
                place = int(self._owner[row])
                if place not in found or found[place].weight < weights[at]:
                    chance = float(np.exp(seen.by_chance[at]))
                    own = float(seen.features[at, OWN])
                    found[place] = _Named(float(weights[at]), chance, float(kin[at]), own, mine, self._told[row])
        return found


def _about_the_name(named: _Named) -> list[Reason]:
    claims = (named.mine.claim, named.theirs.claim)
    found = [Reason("name-agrees", named.weight, claims, NAME, min(named.chance, 1.0))]
    if named.weight <= 0:
        found = [Reason("name-agrees-weakly", named.weight, claims, NAME, min(named.chance, 1.0))]
    if named.relative >= 0.5 > named.own:
        found.append(Reason("may-be-a-relative", 0.0, claims))
    return found
