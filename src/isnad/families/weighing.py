"""Weighs whether a row is the person asked for: the same, a relative, or somebody else.

 1. The parts of both names are set beside each other (:mod:`isnad.families.weighing_parts`).
 2. How much likelier they are of one person than of two strangers is one sum; how much likelier of one household than
    of two strangers is another. Father, grandfather and family name of brothers agree together: they are one
    observation, and only the own name tells brothers apart.
 3. Other evidence (a number that the family was told, a branch, dates) adds to the first sum, each with its own weight.
 4. The probability of each row is its share among all rows and *nobody of these*, given how often the person asked for
    is in such a list at all.

Learned (``weighing.json``, card beside it) from invented households whose names nothing judges by. A probability here
is of *this row being the person*, never of anybody's death, and a name alone never lifts above *possible*.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from isnad.families.weighing_parts import NAMES, Floats, Seen

THERE = 2 / 3  # how often those asked for in training are in the list
SCALE = 4.0  # features are divided by this before they are weighed
USUALLY = 0.2  # how often the missing stand in a list, at most, as is assumed where nobody knows better
MISSING = 150_000  # people missing, of whom a small list can hold only a few


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: features to two sums (*same*, *relative*), straight and by way of bent sums; and for nobody.

    ``straight`` (features + 1, 2), ``inward`` (features + 1, bent), ``outward`` (bent, 2); ``nobody`` is a constant and
    what the logarithm of the list's size is multiplied by.
    """

    straight: Floats
    inward: Floats
    outward: Floats
    nobody: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """For each row the probability that it is the person, and that it is of the household; and that it is nobody."""

    same: Floats
    relative: Floats
    nobody: float


@cache
def learned() -> Weights:
    """The shipped weights."""
    told = json.loads(resources.files("isnad.families").joinpath("weighing.json").read_text("utf-8"))
    if tuple(told["features"]) != NAMES:
        raise AssertionError("weighing.json is of another version")
    straight, inward, outward = (np.array(told[name]) for name in ("straight", "inward", "outward"))
    constant, slope = told["nobody"]
    return Weights(straight, inward, outward, (float(constant), float(slope)))


def sums(seen: Seen, weights: Weights) -> tuple[Floats, Floats]:
    """For each row, in nats: for *same*, and for *relative*, against *somebody else*."""
    told = np.concatenate([seen.features / SCALE, np.ones((len(seen.features), 1))], axis=1)
    found = told @ weights.straight + np.tanh(told @ weights.inward) @ weights.outward
    return found[:, 0], found[:, 1]


def evidence(seen: Seen, many: int, *, weights: Weights | None = None) -> Floats:
    """For each row of a list of ``many``, in nats: how much likelier the names are of this one person than of nobody
    in particular."""
    weights = weights or learned()
    same, relative = sums(seen, weights)
    size = float(np.log(max(many, 1)))
    constant, slope = weights.nobody
    found: Floats = same - np.logaddexp(0.0, relative) - (constant + slope * size) + size - _odds(THERE)
    return found


def usually(many: int) -> float:
    """How often a missing person stands in a list of ``many``, as is assumed: each row may be any of the missing."""
    return min(USUALLY, max(many, 1) / MISSING)


def shares(nats: Floats, many: int, *, there: float | None = None) -> tuple[Floats, float]:
    """The probability of each of the rows that stand out of a list of ``many``, and that it is nobody of the list.

    ``there``: how often such a person is in such a list at all; :func:`usually` where nobody knows.
    """
    there = usually(many) if there is None else there
    nobody = float(np.log(max(many, 1))) - _odds(there)
    peak = max(float(nats.max(initial=-np.inf)), nobody)
    told = np.exp(nats - peak)
    rest = float(np.exp(nobody - peak))
    whole = float(told.sum()) + rest
    return told / whole, rest / whole


def weigh(seen: Seen, many: int, *, there: float | None = None, weights: Weights | None = None) -> Weighed:
    """The probabilities of the rows ``seen``, the best of a list of ``many``, by their names alone."""
    same, nobody = shares(evidence(seen, many, weights=weights), many, there=there)
    _, relative = sums(seen, weights or learned())
    kin = (1.0 - same) / (1.0 + np.exp(-np.clip(relative, -50, 50)))
    return Weighed(same, kin, nobody)


def _odds(share: float) -> float:
    return float(np.log(share / (1.0 - share)))
