"""Fits the confidence on whole scenes that no network saw, and sets the threshold of acceptance.

   python -m training.numerals.calibrate SCENES [--digits DIR --fonts DIR] [--out confidence.json] [--first 0]

* Scenes are larger than those of training (960 x 720, several cards) and of the part *calibrate*: other writers, other
  seeds. Two thirds fit the model and the table; the last third sets the threshold.
* The threshold of a script is the lowest confidence above which the lower 95 % bound of exactness is 98.5 % and the
  share itself 99.2 %; where too few readings speak, the highest.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from training.numerals.hands import Part
from training.numerals.measure import matched
from training.numerals.scenes import Line
from training.numerals.shards import SEEDS, maker

from isnad.instruments.numerals.confidence import Confidence, features
from isnad.instruments.numerals.evidence import Judged, evidence
from isnad.instruments.numerals.numerals import Numerals, _doubts

FLAT = Confidence((), (), (), 0.0, ((0.0, 0.0), (1.0, 1.0)), {"western": 2.0, "arabic-indic": 2.0})
WEIGHTS = Path(__file__).parents[2] / "src/isnad/instruments/numerals/weights"
WANTED, BOUND = 0.992, 0.985
FOLDS = 5
Row = dict[str, Any]


def observed(numerals: Numerals, picture: np.ndarray, lines: list[Line]) -> list[Row]:
    """Every reading of a scene with its evidence and whether it is exact; those nobody could judge are left out."""
    judged: list[Judged] = numerals.judge(np.ascontiguousarray(picture))
    written = [each for each in lines if each.text]
    found = []
    for match in matched([each.place for each in judged], written):
        mine = judged[match.reading]
        line = written[match.line] if match.line is not None else None
        if line is not None and not line.legible:
            continue
        exact = line is not None and mine.guess.text == line.text and not mine.mirrored
        doubts = _doubts(mine, mirror=any(each.mirrored for each in judged))
        found.append({
            "evidence": evidence(mine), "exact": exact, "script": mine.script.value, "doubts": doubts,
            "text": mine.guess.text, "line": match.line, "truth": line.text if line else None,
        })  # fmt: skip
    return found


def fit(rows: np.ndarray, exact: np.ndarray, steps: int = 60, ridge: float = 3.0) -> tuple[np.ndarray, float]:
    """Logistic regression by Newton's method."""
    design = np.hstack([rows, np.ones((len(rows), 1))])
    weights = np.zeros(design.shape[1])
    penalty = np.diag([ridge] * rows.shape[1] + [1e-6])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (chance - exact) + penalty @ weights
        bend = (design * (chance * (1 - chance) + 1e-6)[:, None]).T @ design + penalty
        move = np.linalg.solve(bend, slope)
        weights -= move
        if np.abs(move).max() < 1e-6:
            break
    return weights[:-1], float(weights[-1])


def monotone(said: np.ndarray, exact: np.ndarray) -> list[tuple[float, float]]:
    """Pools neighbours that violate the order (isotonic regression); a few knots of the result."""
    order = np.argsort(said)
    blocks: list[list[float]] = []  # sum, count, sum of x
    for at in order:
        blocks.append([float(exact[at]), 1.0, float(said[at])])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [one + two for one, two in zip(blocks[-1], last, strict=True)]
    merged: list[list[float]] = []
    for block in blocks:  # blocks of fewer than 25 readings say too little alone
        if merged and merged[-1][1] < 25:
            merged[-1] = [one + two for one, two in zip(merged[-1], block, strict=True)]
        else:
            merged.append(block)
    knots = [(total / count, (hits + 0.5) / (count + 1)) for hits, count, total in merged]
    return [(0.0, 0.0), *[(round(x, 5), round(min(y, 0.9995), 5)) for x, y in knots], (1.0, max(0.9995, knots[-1][1]))]


def lower_bound(right: int, count: int) -> float:
    """The lower end of Wilson's two-sided 95 % interval."""
    if not count:
        return 0.0
    z, share = 1.96, right / count
    middle = share + z * z / (2 * count)
    return (middle - z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))) / (1 + z * z / count)


def threshold(sure: np.ndarray, exact: np.ndarray, least: int) -> float:
    """The lowest confidence above which readings are right often enough; 1 where no such is known."""
    order = np.argsort(-sure, kind="stable")
    found = 1.0
    for at, hits in enumerate(np.cumsum(exact[order])):
        count = at + 1
        tied = at + 1 < len(order) and sure[order[at + 1]] == sure[order[at]]
        if count < least or tied:
            continue
        if hits / count >= WANTED and lower_bound(int(hits), count) >= min(BOUND, lower_bound(count - 1, count)):
            found = float(sure[order[at]])
    return round(found, 5)


def apart(table: np.ndarray, exact: np.ndarray, scenes: np.ndarray) -> np.ndarray:
    """What models say of scenes they were not fitted on."""
    raw = np.zeros(len(exact))
    for fold in range(FOLDS):
        away = scenes % FOLDS == fold
        middle, spread = table[~away].mean(0), table[~away].std(0) + 1e-3
        weights, bias = fit((table[~away] - middle) / spread, exact[~away])
        raw[away] = 1 / (1 + np.exp(-np.clip((table[away] - middle) / spread @ weights + bias, -30, 30)))
    return raw


def fitted_on(rows: list[Row]) -> dict[str, object]:
    """The model as it goes into the package."""
    table = np.array([features(each["evidence"]) for each in rows])
    exact = np.array([bool(each["exact"]) for each in rows], float)
    middle, spread = table.mean(0), table.std(0) + 1e-3
    weights, bias = fit((table - middle) / spread, exact)
    raw = apart(table, exact, np.array([each["scene"] for each in rows]))
    knots = monotone(raw, exact)
    # The table has steps; the raw value keeps the order among those on one step.
    sure = np.interp(raw, [x for x, _ in knots], [y for _, y in knots])
    scripts = np.array([each["script"] for each in rows])
    clear = np.array([not each["doubts"] for each in rows])
    common = threshold(sure[clear], exact[clear], 100)
    thresholds = {}
    for script in ("western", "arabic-indic"):
        mine = clear & (scripts == script)
        thresholds[script] = max(common, threshold(sure[mine], exact[mine], 50))
        taken = mine & (sure >= thresholds[script])
        print(script, "threshold", thresholds[script], "accepted", int(taken.sum()), "right", int(exact[taken].sum()),
              "of exact readings", int(exact[scripts == script].sum()))  # fmt: skip
    return {
        "middle": middle.round(5).tolist(), "spread": spread.round(5).tolist(), "weights": weights.round(5).tolist(),
        "bias": round(bias, 5), "table": knots, "thresholds": thresholds,
        "fitted_on": {"readings": len(rows), "exact": int(exact.sum())},
    }  # fmt: skip


def collect(numerals: Numerals, digits: str, fonts: str, part: Part, first: int, count: int, side: int) -> list[Row]:
    """The readings of so many scenes."""
    makes = maker(digits, fonts, part, side)
    rows: list[Row] = []
    for index in range(first, first + count):
        scene = makes.make(SEEDS[part] + 1_000_000 + index, numbers=index % 8 != 0)
        rows += [each | {"scene": index} for each in observed(numerals, scene.picture, scene.lines)]
    return rows


def main() -> None:
    """Reads scenes and writes ``confidence.json``."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("scenes", type=int)
    asked.add_argument("--digits", default="")
    asked.add_argument("--fonts", default="")
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--side", type=int, default=768)
    asked.add_argument("--keep", type=Path, help="where to keep the readings, to fit again without reading again")
    asked.add_argument("--out", type=Path, default=WEIGHTS / "confidence.json")
    given = asked.parse_args()
    rows = collect(
        Numerals(confidence=FLAT), given.digits, given.fonts, "calibrate", given.first, given.scenes, given.side
    )
    if given.keep:
        given.keep.write_bytes(pickle.dumps(rows))
    given.out.write_text(json.dumps(fitted_on(rows), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
