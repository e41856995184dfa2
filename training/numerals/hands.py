"""Whose writing is on a card: real digits of a part of the writers, an open font, or a pen of our own.

* Real digits come as 28 x 28 pictures in two files. They are cut at writers (Arabic-Indic: tens in the order of the
  file, Western: blocks of 500) into *train*, *calibrate* and *test*; a hand uses one part only.
* MADBase stretched every digit to one box. Sizes are given back: ٠ is 0.26 to 0.55 of a digit, ٥ 0.65 to 1.19.
* What a hand does not have (slash, letters) is drawn by a pen of the same width.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, Protocol

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from training.numerals.strokes import ARABIC_INDIC, FORMS, LETTERS, UNIT, WESTERN, Glyph, Pen, trim

Part = Literal["train", "calibrate", "test"]
BLOCK = {"western": 500, "arabic-indic": 250}
FILES = {"western": "western.npz", "arabic-indic": "arabic_indic.npz"}
SIGNS = {"western": WESTERN, "arabic-indic": ARABIC_INDIC}


class Hand(Protocol):
    """Writes any sign of the alphabet."""

    def write(self, symbol: str) -> Glyph: ...


def part_of(block: int) -> Part:
    """Four of five blocks train; of the others, every second calibrates and every second tests."""
    if block % 5 != 4:
        return "train"
    return "calibrate" if block % 10 == 4 else "test"


@cache
def pictures(folder: str, script: str, part: Part) -> dict[int, np.ndarray]:
    """The real digits of one script and part, by value."""
    held = np.load(Path(folder) / FILES[script])
    mine = np.array([part_of(index // BLOCK[script]) == part for index in range(len(held["labels"]))])
    return {value: held["images"][mine & (held["labels"] == value)] for value in range(10)}


class RealHand:
    """Digits that people wrote, made thicker or thinner, slanted and put back to their natural size."""

    def __init__(self, chance: np.random.Generator, folder: str, script: str, part: Part) -> None:
        self.chance, self.script = chance, script
        self.digits = pictures(folder, script, part)
        self.pen = Pen(chance)
        self.slant = float(chance.normal(0, 0.1))
        self.breadth = float(chance.uniform(0.85, 1.15))
        self.level = float(chance.uniform(0.32, 0.72))
        self.ramp = float(chance.uniform(30, 60) if chance.random() < 0.75 else chance.uniform(80, 200))
        self.grow = int(chance.choice([-3, 0, 0, 0, 0, 0, 3, 5]))

    def write(self, symbol: str) -> Glyph:
        """A digit of a random writer of the part; other signs are the pen's."""
        value = SIGNS[self.script].find(symbol)
        if value < 0:
            return self.pen.write(symbol)
        held = self.digits[value]
        return self._shaped(held[int(self.chance.integers(len(held)))], value)

    def _shaped(self, picture: np.ndarray, value: int) -> Glyph:
        large = cv2.GaussianBlur(cv2.resize(picture, (96, 96), interpolation=cv2.INTER_CUBIC), (0, 0), 1.6)
        shear = self.slant + float(self.chance.normal(0, 0.04))
        leaning = np.array([[1, -shear, 48 * shear], [0, 1, 0]], np.float32)
        leaning[:, :2] += self.chance.normal(0, 0.03, (2, 2))
        large = self._unsteady(cv2.warpAffine(large, leaning, (96, 96)))
        level = 255 * self.level
        inked = np.clip((large - level) / self.ramp + 0.5, 0, 1)
        if inked.max() < 0.6:
            inked = np.clip((large - 90) / 50 + 0.5, 0, 1)
        if self.grow:
            change = cv2.dilate if self.grow > 0 else cv2.erode
            changed = change(inked, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(self.grow),) * 2))
            inked = changed if changed.max() > 0.6 else inked
        ink, _ = trim((inked * 255).astype(np.uint8))
        height, width = self._size(value, ink.shape)
        ink = cv2.resize(ink, (max(2, round(width)), max(2, round(height))), interpolation=cv2.INTER_AREA)
        return Glyph(ink, UNIT / 2 - height / 2 + float(self.chance.normal(0, 1.2)))

    def _unsteady(self, large: np.ndarray) -> np.ndarray:
        """The same sign as the writer might have made it another time: each part a little elsewhere."""
        waves = self.chance.normal(0, float(self.chance.uniform(0.5, 2.6)), (2, 4, 4)).astype(np.float32)
        down, across = (cv2.resize(each, (96, 96), interpolation=cv2.INTER_CUBIC) for each in waves)
        rows, columns = np.mgrid[:96, :96].astype(np.float32)
        return cv2.remap(large, columns + across, rows + down, cv2.INTER_LINEAR).astype(np.float32)

    def _size(self, value: int, shape: tuple[int, ...]) -> tuple[float, float]:
        """Height and width in pixels of ``UNIT``, as people write them."""
        tall, wide = shape
        relative = float(self.chance.uniform(0.92, 1.06))
        if self.script == "arabic-indic" and value == 0:
            relative = (
                float(self.chance.triangular(0.16, 0.32, 0.56))
                if self.chance.random() < 0.85
                else float(self.chance.uniform(0.5, 1.0))
            )
        elif self.script == "arabic-indic" and value == 5:
            relative = float(self.chance.triangular(0.62, 0.9, 1.19))
        elif self.script == "western":
            relative *= min(1.0, tall / 58)
        height = relative * UNIT
        return height, height * wide / tall * self.breadth


class FontHand:
    """A hand as a typeface: clean, and with letters."""

    def __init__(self, chance: np.random.Generator, file: str) -> None:
        self.chance, self.file = chance, file
        self.slant = float(chance.normal(0, 0.1))
        self.pen = Pen(chance)
        self.grow = int(chance.integers(-1, 3))

    def write(self, symbol: str) -> Glyph:
        """The font's sign, leaning and grown as this hand does."""
        held = _rendered(self.file, symbol)
        if held is None:
            return self.pen.write(symbol)
        ink, top = held
        if self.grow > 0:
            ink = cv2.dilate(ink, np.ones((self.grow + 1, self.grow + 1), np.uint8))
        shift = self.slant * ink.shape[0]
        wide = ink.shape[1] + int(abs(shift)) + 1
        leaning = np.array([[1, -self.slant, max(0.0, shift)], [0, 1, 0]], np.float32)
        leaned, _ = trim((cv2.warpAffine(ink, leaning, (wide, ink.shape[0])) * 255).astype(np.uint8))
        return Glyph(leaned, top + float(self.chance.normal(0, 1)))


@cache
def _rendered(file: str, symbol: str) -> tuple[np.ndarray, float] | None:
    """A sign of a font so that the font's full digit is ``UNIT`` high; None where the font lacks it."""
    font = ImageFont.truetype(file, 64)
    known = "8" if symbol in WESTERN else "٩"
    reference = font.getbbox(known)
    if reference[3] - reference[1] < 10:
        return None
    font = ImageFont.truetype(file, round(64 * UNIT / (reference[3] - reference[1])))
    reference = font.getbbox(known)
    canvas = Image.new("L", (220, 260))
    ImageDraw.Draw(canvas).text((60, 60), symbol, font=font, fill=255)
    ink, top = trim(np.asarray(canvas))
    if font.getmask(symbol).getbbox() == font.getmask("\uffff").getbbox():
        return None  # the empty box that stands for a missing sign
    return (ink, top - 60 - reference[1]) if ink.shape[0] > 3 else None


@cache
def fonts(folder: str, script: str) -> list[str]:
    """The handwriting fonts of a folder that can write the script."""
    files = sorted(str(each) for each in Path(folder).glob("*.woff2")) if folder else []
    subset = "-arabic-" if script == "arabic-indic" else "-latin-"
    return [each for each in files if subset in Path(each).name.replace("sans-arabic", "sans")]


class Writers:
    """Chooses a hand: mostly real digits where there are any, else pens and fonts."""

    def __init__(self, digits: str, typefaces: str, part: Part) -> None:
        self.digits, self.typefaces, self.part = digits, typefaces, part

    def hand(self, chance: np.random.Generator, script: str) -> Hand:
        """A hand for one card."""
        draw = chance.random()
        if self.digits and draw < (0.62 if self.part == "train" else 0.85):
            return RealHand(chance, self.digits, script, self.part)
        typefaces = fonts(self.typefaces, script)
        if typefaces and draw > 0.9 and self.part == "train":
            return FontHand(chance, typefaces[int(chance.integers(len(typefaces)))])
        return Pen(chance)


ALPHABET = WESTERN + ARABIC_INDIC + "/" + LETTERS
assert set(ALPHABET) == set(FORMS)
