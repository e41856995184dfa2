"""Digits as a hand writes them: strokes of our own, Western and Arabic-Indic, in their natural sizes.

* A digit is strokes of a few points in a box of height 1, y downwards; curves run smoothly through them.
* A ``Writer`` keeps one slant, width, pen and set of forms through a card; each digit varies a little.
* The Arabic-Indic zero is the small dot it is, about a third of a full digit with the pen's width; five has nine
   tenths of one.
* Numbers run from left to right in both scripts.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Literal

Script = Literal["western", "arabic-indic"]
Point = tuple[float, float]
Stroke = list[Point]

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"

_WESTERN: dict[str, list[list[Stroke]]] = {  # each digit: the forms it is written in
    "0": [[[(0.3, 0.0), (0.06, 0.3), (0.06, 0.7), (0.3, 1.0), (0.54, 0.7), (0.54, 0.3), (0.32, 0.0), (0.2, 0.06)]]],
    "1": [[[(0.2, 0.0), (0.18, 1.0)]], [[(0.02, 0.24), (0.22, 0.0)], [(0.22, 0.0), (0.22, 1.0)]]],
    "2": [[[(0.04, 0.24), (0.26, 0.0), (0.5, 0.24), (0.34, 0.6), (0.03, 0.98)], [(0.03, 0.98), (0.56, 0.95)]]],
    "3": [[[(0.05, 0.1), (0.3, 0.0), (0.48, 0.2), (0.2, 0.45)], [(0.2, 0.45), (0.54, 0.68), (0.3, 1.0), (0.02, 0.88)]]],
    "4": [
        [[(0.34, 0.0), (0.02, 0.62)], [(0.02, 0.62), (0.58, 0.6)], [(0.42, 0.32), (0.4, 1.0)]],
        [[(0.1, 0.02), (0.06, 0.52)], [(0.06, 0.52), (0.54, 0.5)], [(0.46, 0.0), (0.42, 1.0)]],
    ],
    "5": [[[(0.5, 0.02), (0.13, 0.04)], [(0.13, 0.04), (0.08, 0.42)],
           [(0.08, 0.42), (0.34, 0.36), (0.52, 0.66), (0.32, 0.98), (0.02, 0.9)]]],
    "6": [[[(0.44, 0.0), (0.14, 0.36), (0.06, 0.72), (0.28, 1.0), (0.5, 0.76), (0.3, 0.52), (0.08, 0.72)]]],
    "7": [
        [[(0.02, 0.04), (0.54, 0.02)], [(0.54, 0.02), (0.34, 0.45), (0.22, 1.0)]],
        [[(0.02, 0.04), (0.54, 0.02)], [(0.54, 0.02), (0.34, 0.45), (0.22, 1.0)], [(0.14, 0.52), (0.5, 0.48)]],
    ],
    "8": [[[(0.46, 0.14), (0.26, 0.0), (0.08, 0.2), (0.28, 0.46), (0.5, 0.76), (0.27, 1.0), (0.05, 0.78),
            (0.26, 0.48), (0.46, 0.24), (0.44, 0.12)]]],
    "9": [[[(0.46, 0.2), (0.26, 0.0), (0.06, 0.24), (0.25, 0.48), (0.46, 0.22)],
           [(0.47, 0.14), (0.46, 0.5), (0.36, 1.0)]]],
}  # fmt: skip
_ARABIC_INDIC: dict[str, list[list[Stroke]]] = {
    "0": [[[(0.1, 0.52), (0.17, 0.6)]], [[(0.12, 0.5), (0.17, 0.56), (0.12, 0.6), (0.09, 0.55), (0.13, 0.51)]]],
    "1": [[[(0.08, 0.0), (0.14, 1.0)]], [[(0.16, 0.0), (0.1, 0.5), (0.14, 1.0)]]],
    "2": [[[(0.52, 0.02), (0.44, 0.2), (0.24, 0.22), (0.06, 0.0)], [(0.06, 0.0), (0.1, 0.5), (0.16, 1.0)]]],
    "3": [[[(0.62, 0.02), (0.55, 0.18), (0.44, 0.18), (0.36, 0.04)],
           [(0.36, 0.04), (0.3, 0.19), (0.18, 0.18), (0.04, 0.0)],
           [(0.04, 0.0), (0.09, 0.5), (0.15, 1.0)]]],
    "4": [[[(0.46, 0.04), (0.12, 0.16), (0.2, 0.38), (0.42, 0.44)],
           [(0.42, 0.44), (0.1, 0.6), (0.1, 0.86), (0.5, 0.98)]]],
    "5": [[[(0.32, 0.1), (0.08, 0.42), (0.08, 0.8), (0.3, 1.0), (0.54, 0.78), (0.52, 0.42), (0.3, 0.1)]],
          [[(0.3, 0.12), (0.05, 0.56), (0.28, 1.0), (0.55, 0.6), (0.34, 0.14)]]],
    "6": [[[(0.02, 0.06), (0.2, 0.12), (0.42, 0.02)], [(0.42, 0.02), (0.44, 0.5), (0.5, 1.0)]]],
    "7": [[[(0.02, 0.0), (0.16, 0.5), (0.28, 1.0)], [(0.28, 1.0), (0.38, 0.5), (0.56, 0.0)]]],
    "8": [[[(0.02, 1.0), (0.16, 0.5), (0.28, 0.0)], [(0.28, 0.0), (0.4, 0.5), (0.56, 1.0)]]],
    "9": [[[(0.42, 0.16), (0.24, 0.0), (0.06, 0.18), (0.2, 0.4), (0.42, 0.22)],
           [(0.43, 0.1), (0.44, 0.5), (0.48, 1.0)]]],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writer:
    """One hand: its script, slant (x per y), width, pen (of the height), unsteadiness, space, and a choice of forms."""

    script: Script
    slant: float
    width: float
    pen: float
    shake: float
    space: float
    forms: int

    @classmethod
    def made(cls, script: Script, chance: random.Random) -> Writer:
        """A hand like many."""
        return cls(
            script, chance.uniform(-0.06, 0.2), chance.uniform(0.9, 1.2), chance.uniform(0.085, 0.13),
            chance.uniform(0.012, 0.028), chance.uniform(0.2, 0.32), chance.randrange(1_000),
        )  # fmt: skip

    def write(self, number: str, chance: random.Random) -> tuple[list[Stroke], float]:
        """Strokes of ``number`` on a line of height 1, and the line's length; smooth, many points each."""
        forms = _WESTERN if self.script == "western" else _ARABIC_INDIC
        strokes: list[Stroke] = []
        at = 0.0
        for digit in number:
            choice = forms[digit]
            shape = choice[self.forms % len(choice)]
            size, drop = chance.uniform(0.93, 1.06), chance.uniform(-0.04, 0.04)
            for stroke in shape:
                moved = [self._placed(point, at, size, drop, chance) for point in stroke]
                strokes.append(smooth(moved))
            at += max(x for stroke in shape for x, _ in stroke) * self.width * size + self.space
        return strokes, at - self.space

    def _placed(self, point: Point, at: float, size: float, drop: float, chance: random.Random) -> Point:
        x, y = point
        x, y = x + chance.gauss(0, self.shake), y + chance.gauss(0, self.shake)
        return at + x * self.width * size + (0.5 - y) * self.slant, (y - 0.5) * size + 0.5 + drop


def shown(number: str, script: Script) -> str:
    """The number in the digits of ``script``."""
    return number if script == "western" else "".join(ARABIC_INDIC[int(digit)] for digit in number)


def smooth(points: Stroke, step: float = 0.05) -> Stroke:
    """A curve through all points (Catmull-Rom), as many short lines."""
    if len(points) < 3:
        return list(points)
    padded = [points[0], *points, points[-1]]
    found: Stroke = []
    for before, one, other, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts = max(2, math.ceil(math.dist(one, other) / step))
        for part in range(parts):
            found.append(_between(before, one, other, after, part / parts))
    return [*found, points[-1]]


def _between(before: Point, one: Point, other: Point, after: Point, t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return axis(before[0], one[0], other[0], after[0]), axis(before[1], one[1], other[1], after[1])
