"""How likely a reading is to be right: a small model fitted on whole photographs that no network saw.

* It is told what the reader and the finder say (:func:`isnad.instruments.numerals.evidence.evidence`), so a line that
  the finder may have cut short is not certain, however clearly its remaining digits are written.
* Logistic, over the evidence, a few of its squares and a few bends (``tanh``) of all of it; then bent by a monotone
  table, so that of the readings given 0.9 nine in ten were right.
* ``accepted`` is a threshold per script, set where at least 99 % of what lay above it was exact.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.numerals.alphabet import Script

Row = NDArray[np.float64]
SQUARED = ("mean", "least", "length", "per_sign", "contrast", "script_near")


def features(evidence: dict[str, float], names: tuple[str, ...]) -> list[float]:
    """The evidence by these names, with the squares and the two products that matter."""
    plain = [evidence[each] for each in names]
    squares = [evidence[each] ** 2 / 4 for each in SQUARED]
    products = [evidence["least"] * evidence["finder"] / 4, evidence["least"] * evidence["script_near"] / 4]
    return [*plain, *squares, *products]


@dataclass(frozen=True)
class Confidence:
    """The fitted model; ``bends`` (count, features + 1) end in their own bias and may be none."""

    names: tuple[str, ...]
    middle: Row
    spread: Row
    weights: Row
    bias: float
    bends: NDArray[np.float64]
    bent: Row
    table: tuple[tuple[float, float], ...]
    thresholds: dict[str, float]

    def of(self, evidence: dict[str, float]) -> float:
        """The probability that the reading is exact."""
        told = (np.array(features(evidence, self.names)) - self.middle) / self.spread
        total = self.bias + float(self.weights @ told)
        if len(self.bends):
            total += float(self.bent @ np.tanh(self.bends[:, :-1] @ told + self.bends[:, -1]))
        raw = 1 / (1 + np.exp(-max(-30.0, min(30.0, total))))
        return float(np.interp(raw, [each[0] for each in self.table], [each[1] for each in self.table]))

    def accepts(self, confidence: float, script: Script) -> bool:
        """Whether a reading of this confidence is accepted."""
        return confidence >= self.thresholds[script.value]


def of_numbers(held: dict[str, Any]) -> Confidence:
    """A model as ``confidence.json`` holds it."""
    return Confidence(
        tuple(held["names"]), np.array(held["middle"]), np.array(held["spread"]), np.array(held["weights"]),
        held["bias"], np.array(held["bends"], float), np.array(held["bent"], float),
        tuple((low, high) for low, high in held["table"]), held["thresholds"],
    )  # fmt: skip


def fitted() -> Confidence:
    """The model that came with the weights."""
    source = resources.files("isnad.instruments.numerals").joinpath("weights", "confidence.json")
    return of_numbers(json.loads(source.read_text("utf-8")))
