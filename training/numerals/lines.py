"""One line of writing: a number in a hand's signs, or words that are none."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from training.numerals.hands import FontHand, Hand, RealHand
from training.numerals.strokes import ARABIC_INDIC, LETTERS, UNIT, WESTERN, Glyph


@dataclass
class Line:
    """One written number in a scene: corners (4, 2), middles of its signs (n, 2), whether a person could read it."""

    text: str
    script: str
    corners: np.ndarray
    middles: np.ndarray
    legible: bool = True
    contrast: float = 0.0

    @property
    def height(self) -> float:
        """Pixels from the upper to the lower edge, in the middle of the line."""
        return float(np.linalg.norm(self.corners[[3, 2]].mean(0) - self.corners[[0, 1]].mean(0)))


def write_line(chance: np.random.Generator, hand: Hand, text: str, script: str, unit: float) -> tuple[np.ndarray, Line]:
    """Writes a text in signs ``unit`` pixels high; gives its ink and the line in the ink's own pixels."""
    scale = unit / UNIT
    placed, across = _placed(chance, hand, text)
    lowest = min(min(top for _, _, top, _ in placed), 0.0)
    highest = max(max(top + glyph.ink.shape[0] * size for glyph, _, top, size in placed), float(UNIT))
    canvas = np.zeros((int((highest - lowest) * scale) + 4, int(across * scale) + 4), np.float32)
    middles = []
    for glyph, left, over, size in placed:
        tall, wide = (max(1, round(extent * scale * size)) for extent in glyph.ink.shape)
        ink = cv2.resize(glyph.ink, (wide, tall), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        top, start = int((over - lowest) * scale) + 1, int(left * scale) + 1
        spot = canvas[top : top + tall, start : start + wide]
        np.maximum(spot, ink[: spot.shape[0], : spot.shape[1]], out=spot)
        middles.append([start + wide / 2, top + tall / 2])
    wide, zero = middles[-1][0] + wide / 2, -lowest * scale + 1
    corners = np.array([[1, zero], [wide, zero], [wide, zero + unit], [1, zero + unit]], np.float32)
    if isinstance(hand, (RealHand, FontHand)) and chance.random() < 0.2:
        canvas = cv2.GaussianBlur(canvas, (0, 0), max(0.3, unit * 0.02))
    canvas = uneven(chance, np.clip(canvas, 0, 1), unit)
    return canvas, Line(text, script, corners, np.array(middles, np.float32))


def _placed(
    chance: np.random.Generator, hand: Hand, text: str
) -> tuple[list[tuple[Glyph, float, float, float]], float]:
    """Each sign with its left edge, its upper edge and its size, and the whole width, in pixels of ``UNIT``.

    One hand keeps its distances: mostly apart, at times touching or far apart; its line may rise, bend or wander.
    """
    draw = chance.random()
    low, high = (-0.1, 0.05) if draw < 0.12 else (0.06, 0.32) if draw < 0.85 else (0.3, 0.65)
    spacing = UNIT * float(chance.uniform(low, high))
    wander, growth = float(chance.uniform(0.5, 3.5)), float(chance.uniform(0.0, 0.09))
    bend = float(chance.normal(0, 0.2)) * UNIT if chance.random() < 0.2 else 0.0
    placed, across = [], max(0.0, -2 * spacing)
    for at, symbol in enumerate(text):
        glyph = hand.write(symbol)
        size = float(np.exp(chance.normal(0, growth)))
        along = at / max(1, len(text) - 1) - 0.5
        over = UNIT / 2 + (glyph.top - UNIT / 2) * size + float(chance.normal(0, wander)) + bend * (4 * along**2 - 0.5)
        placed.append((glyph, max(0.0, across), over, size))
        apart = spacing * (0.6 if symbol in "/" else 1.0) * float(chance.uniform(0.6, 1.5))
        across += glyph.ink.shape[1] * size + apart + (UNIT * 0.1 if symbol == "٠" else 0)
    widest = max(left + glyph.ink.shape[1] * size for glyph, left, _, size in placed)
    return placed, max(across, widest)


def uneven(chance: np.random.Generator, ink: np.ndarray, unit: float) -> np.ndarray:
    """Ink as a dry pen or chalk leaves it, for some lines: thinner in places, grained."""
    draw = chance.random()
    if draw < 0.25:
        cells = [max(2, int(extent / unit * 3)) for extent in ink.shape]
        thin = cv2.resize(chance.random(cells, np.float32), ink.shape[::-1], interpolation=cv2.INTER_CUBIC)
        return ink * np.clip(1 - float(chance.uniform(0.2, 0.7)) * thin, 0, 1)
    if draw < 0.37:
        grain = cv2.GaussianBlur(chance.random(ink.shape, np.float32), (0, 0), 0.6)
        return ink * np.clip(1.4 - float(chance.uniform(0.4, 1.4)) * grain, 0, 1)
    return ink


def wordless(ink: np.ndarray) -> tuple[np.ndarray, Line]:
    """Words or scribble, kept as a line without text: where a reader must say nothing."""
    height, width = ink.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return ink, Line("", "none", corners, corners.mean(0, keepdims=True))


def number(chance: np.random.Generator, script: str) -> str:
    """A number as such cards have them: one to seven digits, with a slash or a letter now and then."""
    signs = WESTERN if script == "western" else ARABIC_INDIC
    length = int(chance.choice([1, 2, 3, 4, 5, 6, 7], p=[0.02, 0.07, 0.33, 0.32, 0.16, 0.06, 0.04]))
    digits = "".join(signs[int(each)] for each in chance.integers(0, 10, length))
    draw = chance.random()
    if draw < 0.2:
        branch = "".join(signs[int(each)] for each in chance.integers(0, 10, int(chance.integers(2, 4))))
        return f"{digits}/{branch}" if chance.random() < 0.6 else f"{branch}/{digits}"
    if draw < 0.26:
        letter = LETTERS[int(chance.integers(len(LETTERS)))]
        return str(
            chance.choice([f"{letter}/{digits}", f"{digits}/{letter}", f"{digits}{letter}", f"{letter}{digits}"])
        )
    return digits
