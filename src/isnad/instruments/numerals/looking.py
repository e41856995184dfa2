"""Shows lines to the reader: cut out, laid straight, many at a time; and says what each look saw.

Crops of nearly the same width go together; the reader was taught that what follows a line's end is plain ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from isnad.instruments.numerals.alphabet import Script
from isnad.instruments.numerals.decoding import Decoded, decode
from isnad.instruments.numerals.geometry import HIGH, STEP, Floats, Grey, Look, Place, normal, straightened

NORMAL = Look()
NARROW = Look(0.38, 0.38, 1.1)
WIDE = Look(0.85, 0.85, 0.9)
OTHERS = (NARROW, WIDE)
AGAIN = (NORMAL, Look(0.5, 0.7, 1.0, 0.06))  # by the second reader
TOGETHER = 16


class Seen:
    """What one look at a line says, in each script, decoded when it is asked for; how strongly its ink stands out."""

    def __init__(self, chances: Floats, contrast: float) -> None:
        self.chances, self.contrast = chances, contrast
        self._decoded: dict[Script, Decoded] = {}

    def of(self, script: Script) -> Decoded:
        """What it says in one script."""
        if script not in self._decoded:
            self._decoded[script] = decode(self.chances, script)
        return self._decoded[script]


def look(session: Any, grey: Grey, asked: Sequence[tuple[Place, Look]]) -> list[Seen]:
    """One look for each place, in the order asked."""
    crops = [normal(straightened(grey, place, how)) for place, how in asked]
    chances = _read(session, [crop for crop, _ in crops])
    return [Seen(said, contrast) for said, (_, contrast) in zip(chances, crops, strict=True)]


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
