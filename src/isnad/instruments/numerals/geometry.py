"""Where a line of signs lies: its middle, the way it reads, its length and height; and how to lay it straight.

* Coordinates are pixels of the photograph as stored (before any rotation that its metadata asks for): x to the right,
  y down; a pixel's middle is at a half.
* A quadrilateral starts at the upper left corner *of the writing* and goes round clockwise as the writing is read, so
  its first side says in which direction the line runs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

HIGH = 32  # pixels of a straightened line, of which the signs take SIGN
SIGN = 20
STEP = 4  # pixels that one step of the reader takes
WIDEST = 512


@dataclass(frozen=True, slots=True)
class Place:
    """A line as the finder sees it. ``angle`` in radians, 0 to the right, growing clockwise as one sees it."""

    x: float
    y: float
    angle: float
    length: float
    height: float
    score: float = 1.0  # the finder's mean certainty over the line's core
    way: float = 1.0  # how sure the finder is that the line is not upside down: 0 to 1
    pixels: int = 0  # cells of the finder's map that the core takes

    def turned(self) -> Place:
        """The same line, read from the other side."""
        return replace(self, angle=self.angle + np.pi)

    def scaled(self, factor: float) -> Place:
        """The same line in a photograph ``factor`` times as large."""
        return replace(
            self, x=self.x * factor, y=self.y * factor, length=self.length * factor, height=self.height * factor
        )

    def before_turning(self, quarters: int, shape: tuple[int, ...]) -> Place:
        """The same line before the photograph (of ``shape`` now) was turned clockwise by ``quarters``."""
        place, (high, wide) = self, shape[:2]
        for _ in range(quarters % 4):
            place = replace(place, x=place.y, y=wide - place.x, angle=place.angle - np.pi / 2)
            high, wide = wide, high
        return place

    @property
    def axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Unit vectors along the reading and down the signs."""
        cosine, sine = np.cos(self.angle), np.sin(self.angle)
        return np.array([cosine, sine]), np.array([-sine, cosine])

    def quad(self) -> list[list[float]]:
        """The four corners, from the writing's upper left, clockwise."""
        along, down = self.axes
        middle = np.array([self.x, self.y])
        half, drop = along * self.length / 2, down * self.height / 2
        corners = [middle - half - drop, middle + half - drop, middle + half + drop, middle - half + drop]
        return [[round(float(x), 1), round(float(y), 1)] for x, y in corners]


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is cut out: room before and after it, size of the signs (in heights of the line), a turn (radians)."""

    before: float = 0.6
    after: float = 0.6
    size: float = 1.0
    turn: float = 0.0
    mirrored: bool = False


def straightened(grey: Grey, place: Place, look: Look) -> Grey:
    """The line laid straight, ``HIGH`` pixels high, its width a multiple of ``STEP``."""
    cosine, sine = math.cos(place.angle + look.turn), math.sin(place.angle + look.turn)
    pixel = place.height / (SIGN * look.size)  # of the photograph, in one of the crop
    before, after = look.before * place.height, look.after * place.height
    whole = place.length + before + after
    wide = min(max(round(whole / pixel / STEP), 4), WIDEST // STEP) * STEP
    reach, way = place.length / 2 + before, 1
    if look.mirrored:
        reach, way = reach - whole, -1
    # Where in the photograph do the crop's upper left corner and one step to the right and down lie?
    right, down = (way * cosine * pixel, way * sine * pixel), (-sine * pixel, cosine * pixel)
    corner = (place.x - cosine * reach - down[0] * HIGH / 2, place.y - sine * reach - down[1] * HIGH / 2)
    ends = [
        (corner[0] + right[0] * across + down[0] * drop, corner[1] + right[1] * across + down[1] * drop)
        for across in (0, wide) for drop in (0, HIGH)
    ]  # fmt: skip
    (left, top), factor, patch = _patch(grey, ends, max(1, int(pixel)))
    data = (right[0], down[0], corner[0] - left, right[1], down[1], corner[1] - top)
    shrunk = tuple(each / factor for each in data)
    return np.asarray(patch.transform((wide, HIGH), Image.Transform.AFFINE, shrunk, Image.Resampling.BILINEAR))


def _patch(grey: Grey, ends: Sequence[tuple[float, float]], factor: int) -> tuple[tuple[int, int], int, Image.Image]:
    """Where a part of the photograph begins, by how much it is reduced, and the part; its edges drawn out where it goes
    beyond them."""
    margin = 2 * factor
    left, top = (math.floor(min(each)) - margin for each in zip(*ends, strict=True))
    right, below = (math.ceil(max(each)) + margin for each in zip(*ends, strict=True))
    right, below = right + (left - right) % factor, below + (top - below) % factor
    high, wide = grey.shape
    if left >= 0 and top >= 0 and right <= wide and below <= high:
        picture = Image.fromarray(grey)
        if factor == 1:
            return (0, 0), 1, picture
        return (left, top), factor, picture.reduce(factor, (left, top, right, below))
    rows = np.clip(np.arange(top, below), 0, high - 1)
    columns = np.clip(np.arange(left, right), 0, wide - 1)
    part = Image.fromarray(np.ascontiguousarray(grey[rows[0] : rows[-1] + 1])[rows - rows[0]][:, columns])
    return (left, top), factor, part.reduce(factor) if factor > 1 else part


def normal(crop: Grey) -> tuple[Floats, float]:
    """A crop with its middle grey at 0 and its spread at 1, so that padding with 0 is padding with ground; and its
    contrast: grey levels between the darkest and the lightest twentieth."""
    counts = np.bincount(crop.ravel(), minlength=256)
    below = np.cumsum(counts)
    dark, middle, light = (int(np.searchsorted(below, crop.size * part // 100, "right")) for part in (5, 50, 95))
    levels = np.arange(256)
    mean = float(counts @ levels) / crop.size
    spread = float(np.sqrt(max(float(counts @ (levels - mean) ** 2) / crop.size, 36.0)))
    centred: Floats = (crop.astype(np.float32) - np.float32(middle)) / np.float32(spread)
    return centred, float(light - dark)
