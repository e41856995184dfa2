"""How likely a reading is to be right: a small model fitted on whole photographs that no network saw.

* It is told what the reader and the finder say (:func:`isnad.instruments.numerals.evidence.evidence`), so a line that
  the finder may have cut short is not certain, however clearly its remaining digits are written.
* Logistic, over the evidence and a few of its squares; then bent by a monotone table, so that of the readings given
  0.9 nine in ten were right.
* ``accepted`` is a threshold per script, set where at least 99 % of what lay above it was exact.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from isnad.instruments.numerals.alphabet import Script

SQUARED = ("mean", "least", "length", "per_sign", "contrast", "script_near")


def features(evidence: dict[str, float]) -> list[float]:
    """The evidence in a fixed order, with the squares and the two products that matter."""
    plain = list(evidence.values())
    squares = [evidence[each] ** 2 / 4 for each in SQUARED]
    products = [evidence["least"] * evidence["finder"] / 4, evidence["least"] * evidence["script_near"] / 4]
    return [*plain, *squares, *products]


@dataclass(frozen=True, slots=True)
class Confidence:
    """The fitted model."""

    middle: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    table: tuple[tuple[float, float], ...]
    thresholds: dict[str, float]

    def of(self, evidence: dict[str, float]) -> float:
        """The probability that the reading is exact."""
        told = zip(features(evidence), self.middle, self.spread, self.weights, strict=True)
        total = self.bias + sum(weight * (value - middle) / spread for value, middle, spread, weight in told)
        raw = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        return float(np.interp(raw, [each[0] for each in self.table], [each[1] for each in self.table]))

    def accepts(self, confidence: float, script: Script) -> bool:
        """Whether a reading of this confidence is accepted."""
        return confidence >= self.thresholds[script.value]


def fitted() -> Confidence:
    """The model that came with the weights."""
    source = resources.files("isnad.instruments.numerals").joinpath("weights", "confidence.json")
    held: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return Confidence(
        tuple(held["middle"]), tuple(held["spread"]), tuple(held["weights"]), held["bias"],
        tuple((low, high) for low, high in held["table"]), held["thresholds"],
    )  # fmt: skip
