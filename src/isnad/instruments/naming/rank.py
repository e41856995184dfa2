"""Ranks a roll for an asking name: which of these is he, and might he be none of them?

A candidate's score is the probability that it is the one asked for, given all the others and the possibility that he is
not there at all. Scores of one asking name add up to at most 1; two candidates who look alike share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.roll import Roll

HEAT = 1.05  # evidence is divided by this: what agreeing parts say is not quite independent
NOBODY = (
    -0.3
)  # nats, added to log(size of the roll): the evidence at which "he is there" and "he is not" weigh the same


@dataclass(frozen=True)
class Ranked:
    """One candidate: its place in the list given, and the probability that it is the one asked for."""

    place: int
    score: float


def rank(queries: list[str], candidates: list[str], top: int) -> Iterator[list[Ranked]]:
    """For each query the best ``top`` candidates, best first, ties in the order given. No query sees another."""
    roll = Roll(candidates)
    for query in queries:
        yield best(roll.evidence(query), top)


def best(evidence: NDArray[np.float32], top: int, *, among: int | None = None) -> list[Ranked]:
    """The best ``top`` by evidence, with the probability of each against all the others and nobody.

    ``among``: of how many names these are the best, where the rest have no evidence worth counting.
    """
    if not len(evidence):
        return []
    logits = evidence.astype(np.float64) / HEAT
    nobody = NOBODY + np.log((among or len(evidence)) + 1.0) / HEAT
    peak = max(float(logits.max()), nobody)
    weights = np.exp(logits - peak)
    share = weights / (weights.sum() + np.exp(nobody - peak))
    order = np.argsort(-evidence, kind="stable")[:top]
    return [Ranked(int(place), float(share[place])) for place in order]


def scores(queries: list[str], candidates: list[str]) -> NDArray[np.float32]:
    """Evidence in nats (queries, candidates) that each is another way to write the other, given this list."""
    roll = Roll(candidates)
    found = np.empty((len(queries), len(candidates)), np.float32)
    for row, query in enumerate(queries):
        found[row] = roll.evidence(query)
    return found
