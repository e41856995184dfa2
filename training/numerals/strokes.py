"""Digits, slash and letters as centre lines, drawn by a pen that never writes twice the same.

* A form is a list of strokes; a stroke is a list of points in a box of height 1 (y downwards) and of its own width.
* Smooth strokes run through their points (Catmull-Rom); a corner is where one stroke ends and the next begins.
* A hand varies points, slant, speed and pen width; nothing here comes from anybody's handwriting, so no licence asks.
* ٠ is the small dot that people write; ٥ is a ring or a drop whose height varies from 0.65 to 1.15.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

UNIT = 48  # pixels of a full digit's height in a glyph
WESTERN = "0123456789"
ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
SLASH = "/"
LETTERS = "بجدم"

Stroke = list[tuple[float, float]]


class Form(NamedTuple):
    """One way of writing a symbol: strokes in a box of height 1, the box's width, and where it sits on the line."""

    strokes: list[Stroke]
    width: float
    height: tuple[float, float] = (0.92, 1.06)
    middle: float = 0.5


class Glyph(NamedTuple):
    """Ink (0 to 1), tight around the symbol; ``top`` is its upper edge below the line's top, in pixels of ``UNIT``."""

    ink: np.ndarray
    top: float


RING: Stroke = [
    (0.5, 0),
    (0.15, 0.13),
    (0, 0.5),
    (0.15, 0.87),
    (0.5, 1),
    (0.85, 0.87),
    (1, 0.5),
    (0.85, 0.13),
    (0.5, 0),
]

FORMS: dict[str, list[Form]] = {
    "0": [Form([RING], 0.62), Form([[(0.7, 0.05), *RING[1:-1], (0.45, 0.02)]], 0.55)],
    "1": [
        Form([[(0.5, 0), (0.5, 1)]], 0.12),
        Form([[(0, 0.28), (0.9, 0)], [(0.9, 0), (0.9, 1)]], 0.3),
        Form([[(0.1, 0.25), (0.5, 0)], [(0.5, 0), (0.5, 1)], [(0, 1), (1, 1)]], 0.4),
    ],
    "2": [
        Form([[(0, 0.25), (0.2, 0.03), (0.6, 0), (0.92, 0.22), (0.75, 0.55), (0, 1)], [(0, 1), (1, 1)]], 0.6),
        Form([[(0, 0.2), (0.5, 0), (0.9, 0.25), (0.5, 0.7), (0.08, 0.9), (0.25, 0.8), (0.6, 0.97), (1, 0.92)]], 0.62),
    ],
    "3": [
        Form(
            [
                [(0, 0.1), (0.5, 0), (0.9, 0.22), (0.35, 0.47)],
                [(0.35, 0.47), (0.95, 0.65), (0.8, 0.93), (0.4, 1), (0, 0.9)],
            ],
            0.55,
        ),
        Form([[(0, 0), (0.95, 0)], [(0.95, 0), (0.4, 0.42)], [(0.4, 0.42), (1, 0.6), (0.7, 1), (0, 0.92)]], 0.55),
    ],
    "4": [
        Form([[(0.15, 0), (0, 0.6)], [(0, 0.6), (1, 0.58)], [(0.72, 0.25), (0.68, 1)]], 0.6),
        Form([[(0.7, 1), (0.72, 0)], [(0.72, 0), (0, 0.66)], [(0, 0.66), (1, 0.66)]], 0.62),
    ],
    "5": [
        Form(
            [
                [(0.95, 0), (0.15, 0.02)],
                [(0.15, 0.02), (0.08, 0.42)],
                [(0.08, 0.42), (0.55, 0.36), (0.97, 0.62), (0.7, 0.95), (0, 0.95)],
            ],
            0.55,
        ),
    ],
    "6": [
        Form([[(0.8, 0.02), (0.3, 0.3), (0, 0.7), (0.3, 1), (0.8, 0.92), (0.9, 0.65), (0.5, 0.5), (0.06, 0.72)]], 0.55)
    ],
    "7": [
        Form([[(0, 0.03), (1, 0)], [(1, 0), (0.6, 0.5), (0.35, 1)]], 0.58),
        Form([[(0, 0.03), (1, 0)], [(1, 0), (0.35, 1)], [(0.25, 0.5), (0.9, 0.48)]], 0.58),
    ],
    "8": [
        Form(
            [
                [
                    (0.85, 0.12),
                    (0.45, 0),
                    (0.12, 0.22),
                    (0.5, 0.47),
                    (0.95, 0.75),
                    (0.5, 1),
                    (0.04, 0.78),
                    (0.5, 0.47),
                    (0.88, 0.2),
                    (0.75, 0.05),
                ]
            ],
            0.55,
        ),
    ],
    "9": [
        Form([[(0.88, 0.25), (0.5, 0.5), (0.08, 0.3), (0.4, 0), (0.9, 0.12), (0.88, 0.6), (0.75, 1)]], 0.52),
        Form(
            [[(0.88, 0.25), (0.5, 0.5), (0.08, 0.3), (0.4, 0), (0.9, 0.12), (0.85, 0.75), (0.5, 1), (0.05, 0.93)]], 0.55
        ),
    ],
    "٠": [
        Form([[(0.5, 0.45), (0.52, 0.55)]], 0.06, (0.05, 0.12), 0.5),
        Form([[(0.3, 0), (1, 0.5), (0.6, 1), (0, 0.5), (0.4, 0)]], 0.14, (0.13, 0.26), 0.5),
        Form([[(0, 0), (0.5, 0.5), (1, 1)]], 0.12, (0.1, 0.2), 0.5),
    ],
    "١": [
        Form([[(0.45, 0), (0.5, 1)]], 0.1),
        Form([[(0.3, 0), (0.55, 0.4), (0.75, 1)]], 0.22),
        Form([[(0, 0.12), (0.35, 0)], [(0.35, 0), (0.6, 1)]], 0.2),
    ],
    "٢": [
        Form([[(1, 0), (0.9, 0.2), (0.5, 0.27), (0.05, 0)], [(0.05, 0), (0.18, 0.4), (0.3, 1)]], 0.48),
        Form([[(1, 0.06), (0.6, 0.17), (0, 0)], [(0, 0), (0.2, 0.45), (0.38, 1)]], 0.42),
    ],
    "٣": [
        Form(
            [
                [(1, 0), (0.96, 0.2), (0.76, 0.25), (0.58, 0.02)],
                [(0.58, 0.02), (0.5, 0.22), (0.26, 0.25), (0.04, 0)],
                [(0.04, 0), (0.12, 0.4), (0.24, 1)],
            ],
            0.66,
        ),
        Form(
            [
                [(1, 0), (0.85, 0.16), (0.6, 0.1), (0.45, 0.2), (0.2, 0.18), (0.03, 0)],
                [(0.03, 0), (0.12, 0.45), (0.24, 1)],
            ],
            0.7,
        ),
    ],
    "٤": [
        Form(
            [
                [(0.9, 0), (0.25, 0.14), (0.15, 0.34), (0.8, 0.45)],
                [(0.8, 0.45), (0.1, 0.68), (0.15, 0.93), (0.55, 1), (1, 0.93)],
            ],
            0.5,
        ),
        Form(
            [[(1, 0.02), (0.35, 0.1), (0.3, 0.38), (0.9, 0.42)], [(0.9, 0.42), (0.05, 0.7), (0.2, 1), (1, 0.98)]], 0.5
        ),
    ],
    "٥": [
        Form([RING], 0.7, (0.62, 1.05), 0.5),
        Form(
            [[(0.5, 0), (0.1, 0.4), (0, 0.75), (0.35, 1), (0.75, 0.95), (1, 0.7), (0.85, 0.35), (0.42, 0)]],
            0.7,
            (0.62, 1.1),
            0.5,
        ),
    ],
    "٦": [
        Form([[(0, 0), (0.12, 0.13), (0.5, 0.15), (0.93, 0.04)], [(0.93, 0.04), (0.88, 0.5), (0.95, 1)]], 0.5),
        Form([[(0, 0.02), (0.9, 0.05)], [(0.9, 0.05), (0.92, 0.5), (1, 1)]], 0.48),
    ],
    "٧": [
        Form([[(0, 0), (0.5, 1)], [(0.5, 1), (1, 0)]], 0.66),
        Form([[(0, 0.02), (0.3, 0.6), (0.48, 1)], [(0.48, 1), (0.65, 0.5), (1, 0)]], 0.7),
    ],
    "٨": [
        Form([[(0, 1), (0.5, 0)], [(0.5, 0), (1, 1)]], 0.66),
        Form([[(0, 1), (0.35, 0.5), (0.52, 0)], [(0.52, 0), (0.7, 0.55), (1, 1)]], 0.7),
    ],
    "٩": [
        Form(
            [[(0.85, 0.3), (0.45, 0.48), (0.05, 0.27), (0.4, 0), (0.85, 0.14)], [(0.85, 0.14), (0.88, 0.55), (1, 1)]],
            0.48,
        ),
        Form([[(0.8, 0.35), (0.3, 0.45), (0.05, 0.2), (0.45, 0), (0.82, 0.2), (0.88, 0.6), (0.9, 1)]], 0.46),
    ],
    "/": [Form([[(1, 0), (0, 1)]], width, (0.98, 1.45), 0.52) for width in (0.3, 0.42, 0.6)],
    "ب": [
        Form(
            [[(1, 0.2), (0.9, 0.5), (0.5, 0.6), (0.1, 0.5), (0, 0.2)], [(0.5, 0.96), (0.52, 1)]], 1.0, (0.55, 0.8), 0.65
        )
    ],
    "ج": [
        Form(
            [
                [(0, 0.12), (0.4, 0), (1, 0.06)],
                [(1, 0.06), (0.35, 0.25), (0.1, 0.65), (0.4, 0.98), (0.95, 0.92)],
                [(0.55, 0.58), (0.58, 0.62)],
            ],
            0.75,
            (0.9, 1.2),
            0.62,
        ),
    ],
    "د": [Form([[(0.35, 0), (0.85, 0.5), (0.95, 0.85), (0, 1)]], 0.5, (0.5, 0.75), 0.6)],
    "م": [
        Form(
            [[(0.9, 0.25), (0.6, 0), (0.35, 0.2), (0.7, 0.38), (0.95, 0.22)], [(0.4, 0.25), (0.1, 0.4), (0.05, 1)]],
            0.55,
            (0.8, 1.15),
            0.7,
        )
    ],
}


def smooth(points: np.ndarray, steps: int = 8) -> np.ndarray:
    """A Catmull-Rom curve through the points."""
    if len(points) < 3:
        return points
    closed = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    at = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for one, two, three, four in zip(closed, closed[1:], closed[2:], closed[3:], strict=False):
        pieces.append(
            0.5
            * (
                2 * two
                + (three - one) * at
                + (2 * one - 5 * two + 4 * three - four) * at**2
                + (3 * two - one - 3 * three + four) * at**3
            )
        )
    return np.vstack([*pieces, points[-1:]])


class Pen:
    """One hand with one pen: it prefers certain forms, and keeps slant, width and unsteadiness from sign to sign."""

    def __init__(self, chance: np.random.Generator) -> None:
        self.chance = chance
        self.slant = float(chance.normal(0, 0.12))
        self.breadth = float(np.clip(chance.lognormal(0, 0.18), 0.65, 1.5))
        self.thick = float(np.clip(chance.lognormal(np.log(4.2), 0.38), 1.8, 9.5))
        self.shake = float(chance.uniform(0.015, 0.06))
        self.choice = {symbol: int(chance.integers(len(forms))) for symbol, forms in FORMS.items()}

    def write(self, symbol: str) -> Glyph:
        """One sign, as this hand writes it now."""
        form = FORMS[symbol][self.choice[symbol] if self.chance.random() < 0.85 else 0]
        height = float(self.chance.uniform(*form.height)) * UNIT
        width = (
            form.width
            * UNIT
            * self.breadth
            * float(self.chance.uniform(0.88, 1.12))
            * (height / UNIT if form.height[1] < 0.9 else 1)
        )
        margin = int(self.thick) + 4
        lean = abs(self.slant) * height if symbol == "/" else self.slant * height  # it never leans back
        canvas = np.zeros((int(height) + 2 * margin, int(width + abs(lean)) + 2 * margin), np.uint8)
        wander = self.chance.normal(0, self.shake, (3, 2))
        for stroke in form.strokes:
            points = np.array(stroke) + self.chance.normal(0, self.shake * 0.5, (len(stroke), 2))
            bend = np.array(stroke)[:, :1] * wander[0] + np.array(stroke)[:, 1:] * wander[1]
            points = points + bend
            placed = smooth(points) * [width, height]
            placed[:, 0] += (1 - placed[:, 1] / max(height, 1)) * lean + max(0.0, -lean)
            thick = max(1, round(self.thick * float(self.chance.uniform(0.9, 1.1)) * (1.25 if symbol == "٠" else 1)))
            cv2.polylines(canvas, [((placed + margin) * 16).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 4)
        ink, top = trim(canvas)
        return Glyph(ink, form.middle * UNIT - height / 2 - margin + top)


def trim(canvas: np.ndarray) -> tuple[np.ndarray, int]:
    """The ink alone, as 0 to 1, and the row at which it begins."""
    rows, columns = np.flatnonzero(canvas.max(1) > 40), np.flatnonzero(canvas.max(0) > 40)
    if not len(rows) or not len(columns):
        return np.zeros((2, 2), np.float32), 0
    return canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32) / 255, int(rows[0])
