"""The honest full-name test: brothers, cousins, fathers, namesakes, and a third without a match, at their true rates.

Every query is weighed against the best rows of the whole register, so no pair needs a weight: all N × M stand there.
Judged on names that the weighing never drew from (``judge``), and on names that the instrument's tables never saw
across scripts either (``unseen``; mostly foreign ones, for those are what its held-out pairs are).
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from training.naming import households, sources, weighing
from training.naming.weighing import Asked

from isnad.families.weighing import Weights, learned, weigh
from isnad.families.weighing_parts import NAMES, Seen

BINS = 10
DRAWS = 200
OWN, REST = NAMES.index("own-worth"), NAMES.index("rest-worth")


@dataclass(frozen=True)
class Judged:
    """For each query the probabilities of its rows and of nobody, which row is he, how many parts it has."""

    told: list[np.ndarray]
    nobody: np.ndarray
    truth: np.ndarray
    parts: np.ndarray

    @property
    def top(self) -> np.ndarray:
        """The probability of the best row of each query."""
        return np.array([each.max(initial=0.0) for each in self.told])

    @property
    def right(self) -> np.ndarray:
        """Whether the best row is he."""
        return np.array([len(p) > 0 and int(p.argmax()) == row for p, row in zip(self.told, self.truth, strict=True)])

    @property
    def losses(self) -> np.ndarray:
        """Minus the logarithm of the probability that was given to the truth."""
        given = [p[row] if row >= 0 else no for p, no, row in zip(self.told, self.nobody, self.truth, strict=True)]
        return -np.log(np.maximum(given, 1e-9))


def by_weighing(asked: list[Asked], parts: np.ndarray, weights: Weights) -> Judged:
    """What the three-class weighing says."""
    found = [
        weigh(Seen(each.features[:, :-1], np.zeros(len(each.features))), each.many, there=2 / 3, weights=weights)
        for each in asked
    ]
    return Judged(
        [each.same for each in found], np.array([each.nobody for each in found]), _truth(asked), parts
    )  # fmt: skip


def by_frequency(asked: list[Asked], parts: np.ndarray, heat: float, nobody: float) -> Judged:
    """The baseline: agreeing parts weighted by their rarity, two constants fitted on the same training queries."""
    told, none = [], []
    for each in asked:
        logits = (each.features[:, OWN] + each.features[:, REST]) * heat
        empty = nobody + heat * np.log(each.many)
        peak = max(logits.max(initial=-np.inf), empty)
        shares, rest = np.exp(logits - peak), np.exp(empty - peak)
        told.append(shares / (shares.sum() + rest))
        none.append(rest / (shares.sum() + rest))
    return Judged(told, np.array(none), _truth(asked), parts)


def fitted(asked: list[Asked]) -> tuple[float, float]:
    """The baseline's two constants: those under which the training queries are likeliest, off a grid."""
    parts = np.zeros(len(asked))
    grid = [(heat, nobody) for heat in np.arange(0.2, 1.6, 0.1) for nobody in np.arange(-4.0, 4.1, 0.5)]
    return min(grid, key=lambda each: float(by_frequency(asked, parts, *each).losses.mean()))


def error(judged: Judged, rows: np.ndarray | None = None) -> float:
    """The calibration error of the best row: bins of equal count, |probability - share right|."""
    chosen = np.arange(len(judged.told)) if rows is None else rows
    top, right = judged.top[chosen], judged.right[chosen]
    order = np.argsort(top, kind="stable")
    return sum(abs(top[part].mean() - right[part].mean()) * len(part) for part in np.array_split(order, BINS)) / len(
        top
    )


def of_pairs(judged: Judged) -> float:
    """The calibration error of all pairs that were looked at, bins of equal summed probability."""
    told = np.concatenate(judged.told)
    true = np.concatenate([np.arange(len(p)) == row for p, row in zip(judged.told, judged.truth, strict=True)])
    order = np.argsort(told, kind="stable")
    marks = np.searchsorted(np.cumsum(told[order]), np.linspace(0, told.sum(), BINS + 1)[1:-1])
    parts = [part for part in np.split(order, marks) if len(part)]
    return float(sum(abs(told[part].sum() - true[part].sum()) for part in parts) / true.sum())


def _truth(asked: list[Asked]) -> np.ndarray:
    return np.array([each.truth for each in asked])


def told(name: str, judged: Judged, outside: np.ndarray) -> str:
    """One line of figures. ``outside``: queries whose person is not in the register at all."""
    random = np.random.default_rng(0)
    draws = [error(judged, random.choice(len(judged.told), len(judged.told))) for _ in range(DRAWS)]
    there = ~outside
    top = judged.top
    strata = "; ".join(
        f"{many} parts {error(judged, np.flatnonzero(judged.parts == many)):.3f}"
        for many in (1, 2, 3, 4)
        if (judged.parts == many).sum() >= 100
    )
    return (
        f"  {name}: calibration error {error(judged):.3f} (nine draws in ten up to {np.quantile(draws, 0.9):.3f}; "
        f"{strata}), of all pairs {of_pairs(judged):.3f}, log loss {judged.losses.mean():.3f}; "
        f"there: rank 1 {judged.right[there].mean():.3f}; not there: nobody is given "
        f"{judged.nobody[outside].mean():.3f}, somebody 0.5 or more in {(top[outside] >= 0.5).mean():.3f}, "
        f"0.9 or more in {(top[outside] >= 0.9).mean():.3f}"
    )


def calibration(given: argparse.Namespace) -> None:
    """Prints the figures on both sets of names, ours beside the baseline."""
    material = sources.Material.read(given.data / "names")
    learn = weighing.pools(material.groups, material.held_out, "learn")
    constants = fitted(weighing.ask(households.make(learn, rows=20_000, queries=1_000, seed=91)))
    for part in ("judge", "unseen"):
        drawn = weighing.pools(material.groups, material.held_out, part)
        test = households.make(drawn, rows=given.rows, queries=given.queries, seed=2024)
        asked = weighing.ask(test)
        print(
            f"\n{part}: {given.rows:,} rows, {given.queries} queries, {(test.truth < 0).mean():.2f} without a match; "
            f"{len(drawn.own)} own names, {len(drawn.family)} family names"
        )
        outside = test.truth < 0
        print(told("three classes", by_weighing(asked, test.parts, learned()), outside))
        print(told("frequency alone", by_frequency(asked, test.parts, *constants), outside))
