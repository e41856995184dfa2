"""Full names of invented families: are the probabilities honest, and is the index quick?"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
from benchmarks.naming import people
from training.naming import sources

from isnad.instruments.naming import Index, scores
from isnad.instruments.naming.parts import parts_of
from isnad.instruments.naming.rank import best

ROWS = 20_000  # of the register in the calibration test


def people_in_families(given: argparse.Namespace) -> None:
    """Brothers, cousins, namesakes, and a third of the queries with no match."""
    test = people.register(_pools(), rows=ROWS, queries=given.queries, seed=77, script="latin")
    index = Index.build(test.rows)
    ours, plain = [], []
    for query in test.queries:
        ours.append({each.place: each.score for each in index.best(query, 50)})
        plain.append(_by_frequency(index, query))
    print(
        f"\ninvented families: {ROWS} rows, {len(test.queries)} queries, {(test.truth < 0).mean():.2f} without a match"
    )
    for name, found in (("isnad", ours), ("frequency alone", plain)):
        print(f"  {name}: {_calibration(found, test.truth)}")


def _by_frequency(index: Index, query: str) -> dict[int, float]:
    """The baseline: agreeing parts weighted by their frequency, nothing said about parts that do not agree."""
    roll = index.roll
    evidence = np.zeros(len(roll.names), np.float32)
    for part in parts_of(query):
        evidence += roll.worth(part.word)[roll.singles].max(axis=1)
    return {each.place: each.score for each in best(evidence, 50)}


def _calibration(found: list[dict[int, float]], truth: np.ndarray) -> str:
    top = np.array([max(each.values(), default=0.0) for each in found])
    right = np.array(
        [bool(each) and max(each, key=lambda p: each[p]) == row for each, row in zip(found, truth, strict=True)]
    )
    error = sum(
        abs(top[rows].mean() - right[rows].mean()) * len(rows) / len(top)
        for rows in np.array_split(np.argsort(top, kind="stable"), 10)
    )
    there = truth >= 0
    loss = -np.mean([np.log(max(_belief(each, row), 1e-6)) for each, row in zip(found, truth, strict=True)])
    return (
        f"calibration error of the best {error:.3f} (ten bins of equal count), log loss {loss:.3f}; "
        f"where he is there: rank 1 {right[there].mean():.3f}; "
        f"where he is not: somebody at 0.5 or more {(top[~there] >= 0.5).mean():.3f}, "
        f"at 0.9 or more {(top[~there] >= 0.9).mean():.3f}"
    )


def _belief(found: dict[int, float], row: int) -> float:
    """The probability given to what is true: this row, or nobody."""
    return found.get(row, 0.0) if row >= 0 else 1.0 - sum(found.values())


def index_of_many(given: argparse.Namespace) -> None:
    """Built once, asked in Latin for Arabic rows, one part missing."""
    test = people.register(
        _pools(wide=True), rows=given.names, queries=300, seed=5, script="latin", drop=people.ONE_MISSING
    )
    began = time.process_time()
    index = Index.build(test.rows)
    built = time.process_time() - began
    spent, found = [], []
    for query, row in zip(test.queries, test.truth, strict=True):
        began = time.process_time()
        answer = index.best(query, 100)
        spent.append(time.process_time() - began)
        if row >= 0:
            found.append(row in {each.place for each in answer})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"\nindex of {given.names:,} names ({len(index.roll.vocabulary.words):,} parts): built in {built:.0f} s; "
        f"p50 {1e3 * np.quantile(spent, 0.5):.0f} ms, p99 {1e3 * np.quantile(spent, 0.99):.0f} ms; "
        f"the true one in the best 100: {np.mean(found):.4f}; process at its largest {memory:.2f} GB"
    )


def speed(given: argparse.Namespace) -> None:
    """Full names against full names, every pair scored."""
    test = people.register(_pools(), rows=20_000, queries=200, seed=9, script="latin")
    began = time.process_time()
    found = scores(test.queries, test.rows)
    spent = time.process_time() - began
    print(f"\nspeed: {found.size:,} pairs of full names across scripts, {found.size / spent:,.0f} pairs/s")


def _pools(*, wide: bool = False) -> people.Pools:
    return people.Pools.of(sources.groups(sources.rigour_text()), np.random.default_rng(5), wide=wide)
