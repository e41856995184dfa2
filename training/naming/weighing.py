"""Learns the three-class weighing of full names: ``python -m training.naming.weighing``.

Writes ``src/isnad/families/weighing.json``. Registers of invented households are asked; the weights are those under
which the truth (this row, or nobody) is likeliest, and under which rows of the same household are told from strangers.
Names that touch the held-out pairs, and half of all others, are not drawn from: ``benchmarks.candidates`` judges there.
"""

from __future__ import annotations

import argparse
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from training.naming import households, sources
from training.naming.households import Pools, Test
from training.naming.sources import Group

from isnad.families.weighing import SCALE, Weights
from isnad.families.weighing_parts import NAMES, Beside
from isnad.instruments.naming.index import Index

SHIPPED = Path(__file__).resolve().parents[2] / "src/isnad/families/weighing.json"
ARABIC_ONLY = set("حعقطصضظذءخ")
LOOKED_AT = 40
BENT = 12  # sums that are bent before they are added
KEEP_SMALL = 2e-4  # of the squares, against weights that a few examples pull far
KIN = 0.05  # of what is learned about households, beside what is learned about the person


@dataclass(frozen=True)
class Asked:
    """One query beside its best rows: features with a one behind, which row is he (-1: nobody of these), which kin."""

    features: np.ndarray
    truth: int
    kin: np.ndarray
    many: int


def pools(groups: list[Group], held_out: list[sources.Pair], part: str) -> Pools:
    """Names to draw from: ``learn``, ``judge`` (other names), or ``unseen`` (held out from the instrument too)."""
    arabic, latin = ({pair[side] for pair in held_out} for side in (0, 1))
    both = [each for each in groups if each.spellings["arabic"] and each.native and len(each.native[0]) > 2]
    touching = [each for each in both if set(each.spellings["arabic"]) & arabic or set(each.native) & latin]
    touched = {id(each) for each in touching}
    if part == "unseen":
        chosen = touching
    else:
        half = int(part == "judge")
        chosen = [each for each in both if id(each) not in touched and _half(each) == half]
        chosen = [each for each in chosen if all(ARABIC_ONLY & set(word) for word in each.spellings["arabic"])]
    chosen.sort(key=lambda each: -len(each.native) - 3 * len(each.spellings["arabic"]))
    common = 300 if part == "unseen" else 400
    rest = chosen[common:]
    order = np.random.default_rng(5).permutation(len(rest))
    return Pools(chosen[:common], [rest[place] for place in order])


def _half(group: Group) -> int:
    return zlib.crc32(group.native[0].encode()) % 2


def ask(test: Test, looked_at: int = LOOKED_AT) -> list[Asked]:
    """Every query beside its best rows."""
    index = Index.build(test.rows)
    beside = Beside(index.roll)
    found = []
    for query, truth, kin in zip(test.queries, test.truth, test.kin, strict=True):
        rows = np.array([each.place for each in index.best(query, looked_at)], np.int64)
        seen = beside.see(query, rows)
        features = np.concatenate([seen.features, np.ones((len(rows), 1))], axis=1)
        place = np.flatnonzero(rows == truth)
        related = np.isin(rows, list(kin))
        found.append(Asked(features, int(place[0]) if len(place) else -1, related, len(test.rows)))
    return found


def learn(asked: list[Asked], *, steps: int = 800, rate: float = 0.02) -> Weights:
    """The weights, by Adam over all queries at once."""
    size = len(NAMES) + 1
    random = np.random.default_rng(0)
    vector = np.concatenate([
        np.zeros(2 * size), random.normal(0, 0.3, size * BENT), random.normal(0, 0.1, 2 * BENT), [0.0, 1.0],
    ])  # fmt: skip
    for name in ("own-worth", "rest-worth"):
        vector[2 * NAMES.index(name)] = SCALE
    batch = _Batch(asked)
    first, second = np.zeros_like(vector), np.zeros_like(vector)
    for step in range(1, steps + 1):
        loss, slope = batch.loss(vector)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        slower = rate * min(1.0, 2.0 * (1.0 - step / (steps + 1)))
        vector -= slower * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        if step % 100 == 0:
            print(f"  {step}: {loss:.4f}", flush=True)
    return weights_of(vector)


def weights_of(vector: np.ndarray) -> Weights:
    """The weights that stand in a row of numbers."""
    size = len(NAMES) + 1
    cuts = np.cumsum([2 * size, size * BENT, 2 * BENT])
    straight, inward, outward, nobody = np.split(vector, cuts)
    return Weights(
        straight.reshape(size, 2), inward.reshape(size, BENT), outward.reshape(BENT, 2), (nobody[0], nobody[1])
    )


class _Batch:
    """All queries padded to the same number of rows."""

    def __init__(self, asked: list[Asked]) -> None:
        most = max(len(each.features) for each in asked)
        self.x = np.zeros((len(asked), most, len(NAMES) + 1), np.float32)
        self.real = np.zeros((len(asked), most), bool)
        self.kin = np.zeros((len(asked), most), np.float32)
        self.truth = np.array([each.truth if each.truth >= 0 else most for each in asked])
        self.many = np.log([each.many for each in asked])
        for number, each in enumerate(asked):
            self.x[number, : len(each.features)] = each.features
            self.real[number, : len(each.features)] = True
            self.kin[number, : len(each.features)] = each.kin
        self.x[..., :-1] /= SCALE
        self.flat = self.x.reshape(-1, self.x.shape[2])
        self.judged = self.real.copy()
        there = self.truth < most
        self.judged[np.flatnonzero(there), self.truth[there]] = False

    def loss(self, vector: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the log-likelihood a query, and its slope."""
        weights = weights_of(vector.astype(np.float32))
        bent = np.tanh(self.flat @ weights.inward)
        sums = (self.flat @ weights.straight + bent @ weights.outward).reshape(*self.real.shape, 2)
        loss, pull, nobody = self._judge(sums[..., 0].astype(np.float64), sums[..., 1].astype(np.float64), vector[-2:])
        flat = pull.reshape(-1, 2).astype(np.float32)
        inward = self.flat.T @ ((flat @ weights.outward.T) * (1.0 - bent**2))
        slope = np.concatenate([
            (self.flat.T @ flat).ravel(), inward.ravel(), (bent.T @ flat).ravel(), nobody,
        ]).astype(np.float64)  # fmt: skip
        slope[:-2] += 2 * KEEP_SMALL * vector[:-2]
        return loss + KEEP_SMALL * float(vector[:-2] @ vector[:-2]), slope

    def _judge(
        self, same: np.ndarray, relative: np.ndarray, nobody: np.ndarray
    ) -> tuple[float, np.ndarray, list[float]]:
        """The loss, its slope for both sums of every row, and for nobody."""
        share = 1.0 / (1.0 + np.exp(-np.clip(relative, -50, 50)))
        logits = np.where(self.real, same - np.logaddexp(0.0, relative), -1e9)
        whole = np.concatenate([logits, (nobody[0] + nobody[1] * self.many)[:, None]], axis=1)
        told = np.exp(whole - whole.max(axis=1, keepdims=True))
        told /= told.sum(axis=1, keepdims=True)
        rows = np.arange(len(told))
        loss = -float(np.log(np.maximum(told[rows, self.truth], 1e-12)).mean())
        told[rows, self.truth] -= 1.0
        pull = told[:, :-1] * self.real / len(told)
        wrong = KIN * np.where(self.judged, share - self.kin, 0.0) / len(told)
        doubt = -(self.kin * np.log(share + 1e-9) + (1 - self.kin) * np.log(1 - share + 1e-9))
        loss += KIN * float((doubt * self.judged).sum()) / len(told)
        last = told[:, -1] / len(told)
        return loss, np.stack([pull, wrong - pull * share], axis=2), [float(last.sum()), float(last @ self.many)]


def registers(drawn: Pools, *, seed: int, queries: int, sizes: tuple[int, ...]) -> list[Asked]:
    """Several registers of different sizes, asked."""
    found: list[Asked] = []
    for number, size in enumerate(sizes):
        found += ask(households.make(drawn, rows=size, queries=min(queries, size // 2), seed=seed + number))
    return found


def main() -> None:
    """Reads, learns, writes."""
    options = argparse.ArgumentParser(prog="python -m training.naming.weighing", description=__doc__)
    options.add_argument("folder", nargs="?", type=Path, default=sources.FOLDER)
    options.add_argument("--queries", type=int, default=1500)
    given = options.parse_args()
    material = sources.Material.read(given.folder)
    drawn = pools(material.groups, material.held_out, "learn")
    asked = registers(drawn, seed=11, queries=given.queries, sizes=(4_000, 20_000, 60_000))
    print(f"learning from {len(asked)} queries, {len(drawn.own)} own names, {len(drawn.family)} family names")
    weights = learn(asked)
    written = {
        "features": list(NAMES),
        **{name: np.round(getattr(weights, name), 4).tolist() for name in ("straight", "inward", "outward")},
        "nobody": [round(float(each), 4) for each in weights.nobody],
    }
    SHIPPED.write_text(json.dumps(written) + "\n", "utf-8")
    print(f"{SHIPPED}: {SHIPPED.stat().st_size} bytes")


if __name__ == "__main__":
    main()
