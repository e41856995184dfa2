"""Invented households for the full-name test: the names of whole families, as two careless hands wrote them down.

 * A family name, a grandfather, his sons, their sons. Brothers, cousins, a father and his son stand in the register
   together, as they were arrested together; namesakes stand there by chance and some on purpose.
 * A record writes each part in one of its attested spellings, never in the instrument's own. A query leaves out the
   grandfather in 60 of 100, the father in 25, the family name in 5; some give a kunya for the own name, put the family
   name first, or slip in a letter.
 * A third of the queries ask for someone who is not in the register; half of those have a brother or cousin in it.

No part of it is a real person. Names to draw from are given, so that what learns and what judges can draw from others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from training.naming.sources import Group

ASKED = (0.0, 0.25, 0.60, 0.05)  # how often own, father's, grandfather's and family name are left out of a query
RECORDED = (0.0, 0.05, 0.3, 0.0)
NOBODY = 1 / 3
KUNYA, TURNED, SLIP, NAMESAKE = 0.02, 0.04, 0.03, 0.02
SAME, RELATIVE, OTHER = 0, 1, 2

Person = tuple[int, int, int, int]  # own, father, grandfather, family: places in the pools


@dataclass(frozen=True)
class Pools:
    """Name groups to draw own names and family names from, commonest first."""

    own: Sequence[Group]
    family: Sequence[Group]


@dataclass(frozen=True)
class Test:
    """Queries, rows, for each query the row asked for (-1: nobody), and for each the rows of the same household."""

    queries: list[str]
    rows: list[str]
    truth: np.ndarray
    kin: list[frozenset[int]]
    parts: np.ndarray  # how many parts each query has


def make(pools: Pools, *, rows: int, queries: int, seed: int, scripts: Sequence[str] = ("arabic", "latin")) -> Test:
    """A register in Arabic, and queries of which each is in one of ``scripts``."""
    random = np.random.default_rng(seed)
    people, households = _people(pools, rows + rows // 4, random)
    order = random.permutation(len(people))
    listed, others = order[:rows], order[rows:]
    place_of = {int(person): place for place, person in enumerate(listed)}
    members: dict[int, list[int]] = {}
    for place, person in enumerate(listed):
        members.setdefault(households[person], []).append(place)
    absent = random.random(queries) < NOBODY
    asked = np.where(absent, random.choice(others, queries), random.choice(listed, queries, replace=False))
    truth = np.array([place_of.get(int(person), -1) for person in asked])
    kin = [frozenset(members.get(households[person], [])) - {place_of.get(int(person), -1)} for person in asked]
    texts = [_asked(pools, people[person], str(random.choice(scripts)), random) for person in asked]
    written = [_written(pools, people[person], "arabic", random, RECORDED) for person in listed]
    rows_of = [" ".join(parts) for parts in written]
    return Test([" ".join(each) for each in texts], rows_of, truth, kin, np.array([len(each) for each in texts]))


def _people(pools: Pools, many: int, random: np.random.Generator) -> tuple[list[Person], list[int]]:
    """People by households; each household has a number."""
    people: list[Person] = []
    households: list[int] = []
    while len(people) < many:
        household = households[-1] + 1 if households else 0
        family, grandfather, before = _drawn(pools.family, random, 0.8), _own(pools, random), _own(pools, random)
        for _ in range(1 + random.poisson(0.7)):
            father = _own(pools, random)
            sons = [(_own(pools, random), father, grandfather, family) for _ in range(1 + random.poisson(0.7))]
            if random.random() < 0.25:
                sons.append((father, grandfather, before, family))
            people += sons
            households += [household] * len(sons)
        if random.random() < NAMESAKE:
            own, father, _, family = people[-1]
            people.append((own, father, _own(pools, random), family))
            households.append(household + 1)
    return people[:many], households[:many]


def _own(pools: Pools, random: np.random.Generator) -> int:
    return _drawn(pools.own, random, 1.0)


def _drawn(groups: Sequence[Group], random: np.random.Generator, slope: float) -> int:
    """A place by Zipf's law with an offset: the commonest name is borne by a few in a hundred."""
    return int(np.searchsorted(_zipf(len(groups), slope), random.random()))


@cache
def _zipf(many: int, slope: float) -> np.ndarray:
    weights = (np.arange(many) + 12.0) ** -slope
    found: np.ndarray = np.cumsum(weights) / weights.sum()
    return found


def _asked(pools: Pools, person: Person, script: str, random: np.random.Generator) -> list[str]:
    parts = _written(pools, person, script, random, ASKED)
    if random.random() < KUNYA:
        head = "أبو" if script == "arabic" else "Abu"
        parts[0] = f"{head} {_spelled(pools.own[_own(pools, random)], script, random)}"
    if len(parts) > 1 and random.random() < TURNED:
        parts = [parts[-1], *parts[:-1]]
    return parts


def _written(
    pools: Pools, person: Person, script: str, random: np.random.Generator, dropped: tuple[float, ...]
) -> list[str]:
    parts = []
    for place, number in enumerate(person):
        if random.random() >= dropped[place]:
            group = (pools.family if place == 3 else pools.own)[number]
            parts.append(_slipped(_spelled(group, script, random), random))
    return parts


def _spelled(group: Group, script: str, random: np.random.Generator) -> str:
    return str(random.choice(group.spellings["arabic"] if script == "arabic" else group.native))


def _slipped(word: str, random: np.random.Generator) -> str:
    """Now and then a letter is lost or two change places."""
    if len(word) < 4 or random.random() >= SLIP:
        return word
    at = int(random.integers(1, len(word) - 1))
    if random.random() < 0.5:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word
