"""What was learned, read once and only when first asked for.

``learned.npz`` holds three tables of unit pairs (Arabic with Latin, Latin with Latin, Arabic with Arabic), the gram
vectors of the quick filter and the second reader's weights; ``training/naming`` makes it, ``card.md`` says from what.
Everything in it is a number learned from spellings of single names. It holds no person and no list of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.letters import Script
from isnad.instruments.naming.transducer import Side, Table

LIFT = 1.6  # natural logarithm of the factor per letter that keeps products of probabilities near 1
PAIRS: dict[str, tuple[Script, Script]] = {
    "across": ("arabic", "latin"),
    "latin": ("latin", "latin"),
    "arabic": ("arabic", "arabic"),
}


@dataclass(frozen=True)
class Learned:
    """The tables, the gram vectors (buckets, size) with each script's centre, the second reader's weights by name."""

    across: Table
    latin: Table
    arabic: Table
    grams: NDArray[np.float32]
    centres: dict[Script, NDArray[np.float32]]
    rereader: dict[str, NDArray[np.float32]]


@cache
def learned() -> Learned:
    """The shipped tables."""
    shipped = resources.files("isnad.instruments.naming").joinpath("learned.npz")
    with shipped.open("rb") as file, np.load(file) as stored:
        return Learned(
            **{name: _table(stored, name) for name in PAIRS},
            grams=_unpacked(stored, "grams"),
            centres={"arabic": stored["centres"][0], "latin": stored["centres"][1]},
            rereader={
                key.removeprefix("rereader."): _unpacked(stored, key)
                for key in stored.files
                if key.startswith("rereader.") and not key.endswith(".scale")
            },
        )


def _table(stored: Any, name: str) -> Table:
    sides = [_side(stored, f"{name}.{place}", script) for place, script in zip("lr", PAIRS[name], strict=True)]
    dense = np.zeros(len(sides[0].units) * len(sides[1].units), np.float32)
    dense[stored[f"{name}.cells"]] = np.exp(stored[f"{name}.logs"].astype(np.float32))
    return Table(sides[0], sides[1], dense.reshape(len(sides[0].units), len(sides[1].units)), LIFT)


def _side(stored: Any, key: str, script: Script) -> Side:
    padded = stored[key]
    return Side(script, padded.shape[1], [tuple(int(letter) for letter in row if letter) for row in padded])


def _unpacked(stored: Any, key: str) -> NDArray[np.float32]:
    """Eight-bit weights times their scale (one for each row)."""
    found: NDArray[np.float32] = stored[key].astype(np.float32) * stored[f"{key}.scale"].astype(np.float32)
    return found


def packed(name: str, weights: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """Weights as eight bits with a scale for each row, as ``learned.npz`` holds them."""
    rows = weights.reshape(weights.shape[0], -1)
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-8) / 127.0
    scale = scale.astype(np.float16).astype(np.float32).reshape(-1, *[1] * (weights.ndim - 1))
    scale = np.maximum(scale, np.float32(1e-7))
    return {name: np.rint(weights / scale).astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def packed_table(name: str, sides: tuple[Side, Side], probabilities: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """A table's cells that are not nothing, as ``learned.npz`` holds them; units no cell uses are left out."""
    kept = [np.flatnonzero((probabilities > 1e-9).any(axis=axis)) for axis in (1, 0)]
    kept = [np.union1d(rows, [0]) for rows in kept]
    if sides[0].script == sides[1].script:
        kept = [np.union1d(*kept)] * 2  # within one script both sides share their units
    small = probabilities[np.ix_(*kept)].ravel()
    cells = np.flatnonzero(small > 1e-9)
    made: dict[str, NDArray[Any]] = {
        f"{name}.cells": cells.astype(np.uint32),
        f"{name}.logs": np.log(small[cells]).astype(np.float16),
    }
    for place, side, rows in zip("lr", sides, kept, strict=True):
        padded = np.zeros((len(rows), side.longest), np.uint8)
        for number, row in enumerate(rows):
            unit = side.units[row]
            padded[number, : len(unit)] = unit
        made[f"{name}.{place}"] = padded
    return made
