"""A mother's name, told by the family and by a list: one part beside one part, by the naming instrument."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from isnad.families.candidate_facts import Facts, Reason
from isnad.instruments.naming.compare import compare

AGREES, DIFFERS = 3.5, -2.0  # nats: some 1 in 60 share a mother's own name; a hurried clerk gets it wrong at times
CHANCE = 1 / 60


def mother(asked: Facts, other: Facts) -> Iterator[Reason]:
    """What the mother's names say, where both were told."""
    mine, theirs = asked.told.get("motherName", ()), other.told.get("motherName", ())
    if not mine or not theirs:
        return
    best = max(_agree(one.value, two.value) for one in mine for two in theirs)
    claims = (mine[0].claim, theirs[0].claim)
    if best >= 0.6:
        yield Reason("mother-agrees", AGREES * best, claims, None, CHANCE)
    elif best < 0.2:
        yield Reason("mother-differs", DIFFERS, claims)


@lru_cache(maxsize=100_000)
def _agree(one: str, two: str) -> float:
    """How surely the first parts of two names are one; the rest is the mother's father's and seldom written."""
    if one.split()[:1] == two.split()[:1]:
        return 1.0
    parts = compare(one.split()[0] if one.split() else one, two.split()[0] if two.split() else two).parts
    return max((part.agreement for part in parts if part.left and part.right), default=0.0)
