"""Fits the model of ``isnad.instruments.numerals.confidence`` to readings of which it is known whether they are exact.

* Logistic with a few bends, held small by a ridge. What it says of a scene when it was fitted on others bends the table
  and sets the thresholds: nothing is judged by what it was fitted on.
* The threshold is the lowest confidence above which the share of exact readings is ``WANTED``, the lower 95 % bound of
  it ``BOUND`` and each script's own share ``EACH``; 1 where none is. Readings with a doubt do not count for it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from isnad.instruments.numerals.confidence import features

NAMES = (
    "mean", "least", "agree", "looks", "rival", "script", "script_near", "sense", "sense_near", "cut", "nothing",
    "finder", "way", "contrast", "length", "per_sign", "others", "tries", "room", "size", "arabic", "upside", "slashes",
    "slash",
)  # fmt: skip
BENDS = 10
RIDGE = 1.5e-3
WANTED, BOUND, EACH = 0.991, 0.98, 0.99
LEAST = 100  # readings, below which nothing is accepted
FOLDS = 5
Row = dict[str, Any]
Fit = dict[str, np.ndarray]


def fit(rows: np.ndarray, exact: np.ndarray, seed: int = 1) -> Fit:
    """The parameters for these features and outcomes; features are centred and scaled here."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-3
    given = torch.from_numpy((rows - middle) / spread)
    wanted = torch.from_numpy(exact.astype(float))
    chance = np.random.default_rng(seed)
    count = rows.shape[1]
    held = {
        "weights": np.zeros(count), "bias": np.zeros(1), "bends": chance.normal(0, 0.2, (BENDS, count + 1)),
        "bent": chance.normal(0, 0.2, BENDS),
    }  # fmt: skip
    free = {name: torch.tensor(value, requires_grad=True) for name, value in held.items()}
    search = torch.optim.LBFGS(list(free.values()), max_iter=250, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        bent = torch.tanh(given @ free["bends"][:, :-1].T + free["bends"][:, -1]) @ free["bent"]
        total = given @ free["weights"] + bent + free["bias"]
        ridge = sum((free[each] ** 2).sum() for each in ("weights", "bends", "bent"))
        value = functional.binary_cross_entropy_with_logits(total, wanted) + RIDGE * ridge
        value.backward()
        return value

    search.step(loss)
    found = {name: value.detach().numpy() for name, value in free.items()}
    return found | {"middle": middle, "spread": spread}


def says(model: Fit, rows: np.ndarray) -> np.ndarray:
    """What the model says before its table."""
    told = (rows - model["middle"]) / model["spread"]
    bent = np.tanh(told @ model["bends"][:, :-1].T + model["bends"][:, -1]) @ model["bent"]
    return np.asarray(1 / (1 + np.exp(-np.clip(told @ model["weights"] + bent + model["bias"], -30, 30))))


def apart(table: np.ndarray, exact: np.ndarray, scenes: np.ndarray) -> np.ndarray:
    """What models say of scenes they were not fitted on."""
    raw = np.zeros(len(exact))
    for fold in range(FOLDS):
        away = scenes % FOLDS == fold
        raw[away] = says(fit(table[~away], exact[~away]), table[away])
    return raw


def monotone(said: np.ndarray, exact: np.ndarray) -> list[tuple[float, float]]:
    """Pools neighbours that violate the order (isotonic regression); a few knots of the result."""
    blocks: list[list[float]] = []  # exact, count, sum of what was said
    for at in np.argsort(said):
        blocks.append([float(exact[at]), 1.0, float(said[at])])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [one + two for one, two in zip(blocks[-1], last, strict=True)]
    least = max(25, len(said) // 60)
    merged: list[list[float]] = []
    for block in blocks:  # blocks of few readings say too little alone
        if merged and merged[-1][1] < least:
            merged[-1] = [one + two for one, two in zip(merged[-1], block, strict=True)]
        else:
            merged.append(block)
    shares = np.maximum.accumulate([min((hits + 0.5) / (count + 1), 0.9995) for hits, count, _ in merged])
    knots = [(total / count, float(share)) for (_, count, total), share in zip(merged, shares, strict=True)]
    return [(0.0, 0.0), *[(round(x, 5), round(y, 5)) for x, y in knots], (1.0, 0.9995)]


def lower_bound(right: int, count: int) -> float:
    """The lower end of Wilson's two-sided 95 % interval."""
    if not count:
        return 0.0
    z, share = 1.96, right / count
    middle = share + z * z / (2 * count)
    return (middle - z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))) / (1 + z * z / count)


def threshold(sure: np.ndarray, exact: np.ndarray, western: np.ndarray) -> float:
    """The lowest confidence above which readings are right often enough; 1 where no such is known."""
    for least in np.unique(sure):
        taken = sure >= least
        count, right = int(taken.sum()), int(exact[taken].sum())
        if count < LEAST:
            break
        scripts = [exact[taken & mine] for mine in (western, ~western)]
        enough = right / count >= WANTED and lower_bound(right, count) >= BOUND
        if enough and all(not len(each) or each.mean() >= EACH for each in scripts):
            return round(float(least), 5)
    return 1.0


def nothing() -> dict[str, object]:
    """A model for networks that learned too little: every confidence is 0."""
    count = len(features(dict.fromkeys(NAMES, 0.0), NAMES))
    zeros = [0.0] * count
    return {
        "names": NAMES, "middle": zeros, "spread": [1.0] * count, "weights": zeros, "bends": [], "bent": [],
        "bias": 0.0, "table": [(0.0, 0.0), (1.0, 0.0)], "thresholds": {"western": 1.0, "arabic-indic": 1.0},
    }  # fmt: skip


def fitted_on(rows: list[Row]) -> dict[str, object]:
    """The model as it goes into the package; one that believes and accepts nothing where there is too little to fit."""
    if sum(bool(each["exact"]) for each in rows) < LEAST:
        print("too few exact readings to fit a confidence on:", len(rows), "readings; nothing will be accepted")
        return nothing()
    table = np.array([features(each["evidence"], NAMES) for each in rows])
    exact = np.array([bool(each["exact"]) for each in rows], float)
    model = fit(table, exact)
    raw = apart(table, exact, np.array([each["scene"] for each in rows]))
    knots = monotone(raw, exact)
    sure = np.interp(raw, [x for x, _ in knots], [y for _, y in knots])
    western = np.array([each["script"] == "western" for each in rows])
    clear = np.array([not each["doubts"] for each in rows])
    common = threshold(sure[clear], exact[clear], western[clear])
    taken = clear & (sure >= common)
    print("threshold", common, "accepted", int(taken.sum()), "right", int(exact[taken].sum()), "of", int(exact.sum()))
    numbers = {name: model[name].round(5).tolist() for name in ("middle", "spread", "weights", "bends", "bent")}
    return {
        "names": NAMES, **numbers, "bias": round(float(model["bias"][0]), 5), "table": knots,
        "thresholds": {"western": common, "arabic-indic": common},
        "fitted_on": {"readings": len(rows), "exact": int(exact.sum())},
    }  # fmt: skip
