"""Invented people in two registers, for the full-name test.

 * A person has an own name, a father's, a grandfather's and a family name, drawn by Zipf's law from names that exist in
   both scripts. Fathers have several children, grandfathers several sons: brothers and cousins stand in the register
   together, and namesakes by chance.
 * A record writes each part in one of its attested spellings (Wikidata's, through the `rigour` package), never in the
   instrument's own. A query leaves out the grandfather in 60 of 100, the father in 25, the family name in 5.
 * A third of the queries ask for someone who is not in the register.

No part of it is a real person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from training.naming.sources import Group

ASKED = (0.0, 0.25, 0.60, 0.05)  # how often own, father's, grandfather's and family name are left out of a query
ONE_MISSING = (0.0, 0.0, 1.0, 0.0)
ARABIC_ONLY = set("حعقطصضظذءخ")


@dataclass(frozen=True)
class Test:
    """Queries, the register's rows, and for each query the row that is the one asked for (-1: nobody)."""

    queries: list[str]
    rows: list[str]
    truth: np.ndarray


@dataclass(frozen=True)
class Pools:
    """Name groups to draw own names and family names from, commonest first."""

    own: list[Group]
    family: list[Group]

    @classmethod
    def of(cls, groups: list[Group], random: np.random.Generator, *, wide: bool = False) -> Pools:
        """Own names have a letter that only Arabic has; those with the most spellings are the commonest.

        ``wide``: family names of any origin, so that the parts are many.
        """
        both = [group for group in groups if group.spellings["arabic"] and group.native and len(group.native[0]) > 2]
        native = [group for group in both if ARABIC_ONLY & set("".join(group.spellings["arabic"]))]
        native.sort(key=lambda group: -len(group.native) - 3 * len(group.spellings["arabic"]))
        own = native[:600]
        chosen = {id(group) for group in own}
        rest = [group for group in native if id(group) not in chosen]
        if wide:
            rest = [group for group in both if id(group) not in chosen]
        return cls(own, [rest[place] for place in random.permutation(len(rest))])


def register(pools: Pools, *, rows: int, queries: int, seed: int, script: str, drop: tuple[float, ...] = ASKED) -> Test:
    """A register in Arabic and queries in ``script``."""
    random = np.random.default_rng(seed)
    chains = _families(pools, rows + queries, random)
    random.shuffle(chains)
    register, strangers = chains[:rows], chains[rows:]
    truth = np.where(random.random(queries) < 1 / 3, -1, random.permutation(rows)[:queries])
    asked = [strangers[number] if row < 0 else register[row] for number, row in enumerate(truth)]
    return Test(
        [_written(pools, chain, script, random, drop=drop) for chain in asked],
        [_written(pools, chain, "arabic", random, drop=(0.0, 0.05, 0.3, 0.0)) for chain in register],
        truth,
    )


def _families(pools: Pools, people: int, random: np.random.Generator) -> list[tuple[int, int, int, int]]:
    """Chains of (own, father, grandfather, family), by households."""
    chains: list[tuple[int, int, int, int]] = []
    while len(chains) < people:
        family, grandfather = _drawn(len(pools.family), random, 0.8), _drawn(len(pools.own), random, 1.0)
        for _ in range(1 + random.poisson(0.7)):
            father = _drawn(len(pools.own), random, 1.0)
            chains += [
                (_drawn(len(pools.own), random, 1.0), father, grandfather, family)
                for _ in range(1 + random.poisson(0.7))
            ]
    return chains[:people]


def _drawn(many: int, random: np.random.Generator, slope: float) -> int:
    """A place by Zipf's law with an offset: the commonest name is borne by a few in a hundred."""
    return int(np.searchsorted(_zipf(many, slope), random.random()))


@cache
def _zipf(many: int, slope: float) -> np.ndarray:
    weights = (np.arange(many) + 12.0) ** -slope
    found: np.ndarray = np.cumsum(weights) / weights.sum()
    return found


def _written(
    pools: Pools, chain: tuple[int, ...], script: str, random: np.random.Generator, drop: tuple[float, ...]
) -> str:
    parts = []
    for place, number in enumerate(chain):
        if random.random() >= drop[place]:
            group = (pools.family if place == 3 else pools.own)[number]
            parts.append(str(random.choice(group.spellings["arabic"] if script == "arabic" else group.native)))
    return " ".join(parts)
