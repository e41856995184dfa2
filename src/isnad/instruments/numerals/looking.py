"""Shows lines to the reader: cut out, laid straight, many at a time; and says what each look saw.

Crops of nearly the same width go together; the reader was taught that what follows a line's end is plain ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from isnad.instruments.numerals.alphabet import Script
from isnad.instruments.numerals.decoding import Decoded, decode
from isnad.instruments.numerals.geometry import HIGH, STEP, Floats, Grey, Look, Place, normal, straightened

NORMAL = Look()
NARROW = Look(0.38, 0.38, 1.1)
WIDE = Look(0.85, 0.85, 0.9)
TOGETHER = 16


class Seen(NamedTuple):
    """What one look at a line says, in each script; and how strongly its ink stands out (grey levels)."""

    western: Decoded
    arabic_indic: Decoded
    contrast: float

    def of(self, script: Script) -> Decoded:
        """What it says in one script."""
        return self.western if script is Script.WESTERN else self.arabic_indic


def look(session: Any, grey: Grey, asked: Sequence[tuple[Place, Look]]) -> list[Seen]:
    """One look for each place, in the order asked."""
    crops = [straightened(grey, place, how) for place, how in asked]
    chances = _read(session, [normal(each) for each in crops])
    return [
        Seen(decode(said, Script.WESTERN), decode(said, Script.ARABIC_INDIC), _contrast(crop))
        for said, crop in zip(chances, crops, strict=True)
    ]


def _contrast(crop: Grey) -> float:
    low, high = np.percentile(crop, (5, 95))
    return float(high - low)


def _read(session: Any, crops: list[Floats]) -> list[Floats]:
    """Probabilities (steps, classes) for each crop."""
    order = sorted(range(len(crops)), key=lambda index: crops[index].shape[1])
    said: dict[int, Floats] = {}
    for first in range(0, len(order), TOGETHER):
        chosen = order[first : first + TOGETHER]
        wide = max(crops[index].shape[1] for index in chosen)
        batch = np.zeros((len(chosen), 1, HIGH, wide), np.float32)
        for row, index in enumerate(chosen):
            batch[row, 0, :, : crops[index].shape[1]] = crops[index]
        answer = session.run(None, {"lines": batch})[0]
        for row, index in enumerate(chosen):
            said[index] = answer[row, : crops[index].shape[1] // STEP]
    return [said[index] for index in range(len(crops))]
