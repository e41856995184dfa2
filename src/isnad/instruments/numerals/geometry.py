"""Where a line of signs lies: its middle, the way it reads, its length and height; and how to lay it straight.

* Coordinates are pixels of the photograph as stored (before any rotation that its metadata asks for): x to the right,
  y down; a pixel's middle is at a half.
* A quadrilateral starts at the upper left corner *of the writing* and goes round clockwise as the writing is read, so
  its first side says in which direction the line runs.
"""

from __future__ import annotations

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
    along, down = replace(place, angle=place.angle + look.turn).axes
    scale = SIGN / place.height * look.size
    before, after = look.before * place.height, look.after * place.height
    steps = round((place.length + before + after) * scale / STEP)
    wide = int(np.clip(steps, 4, WIDEST // STEP)) * STEP
    start = np.array([place.x, place.y]) - along * (place.length / 2 + before)
    if look.mirrored:
        start, along = start + along * (place.length + before + after), -along
    box, factor, patch = _patch(grey, start, along * wide / scale, down * HIGH / scale, 1 / scale)
    origin = (start - down * HIGH / 2 / scale - box) / factor
    step = np.stack([along, down], 1) / scale / factor
    # Pillow asks for the way back: where in the patch does the middle of each pixel of the crop lie?
    data = (step[0, 0], step[0, 1], origin[0], step[1, 0], step[1, 1], origin[1])
    laid = patch.transform((wide, HIGH), Image.Transform.AFFINE, tuple(map(float, data)), Image.Resampling.BILINEAR)
    return np.asarray(laid, np.uint8)


def _patch(
    grey: Grey, start: NDArray[np.float64], across: NDArray[np.float64], drop: NDArray[np.float64], shrink: float
) -> tuple[NDArray[np.float64], int, Image.Image]:
    """The part of the photograph around a line, reduced where it is much larger than the crop, its edges drawn out."""
    corners = np.stack([start - drop / 2, start + drop / 2, start + across - drop / 2, start + across + drop / 2])
    factor = max(1, int(shrink))
    low = np.floor(corners.min(0)).astype(int) - 2 * factor
    high = np.ceil(corners.max(0)).astype(int) + 2 * factor
    high += (low - high) % factor
    inside_low, inside_high = np.maximum(low, 0), np.minimum(high, [grey.shape[1], grey.shape[0]])
    inside_high = np.maximum(inside_high, inside_low + 1)
    part = grey[inside_low[1] : inside_high[1], inside_low[0] : inside_high[0]]
    if part.size == 0:
        part = np.zeros((1, 1), np.uint8)
    pad = np.concatenate([inside_low - low, high - inside_high]).clip(0)
    if pad.any():
        part = np.pad(part, ((pad[1], pad[3]), (pad[0], pad[2])), mode="edge")
    patch = Image.fromarray(part)
    return low.astype(float), factor, patch.reduce(factor) if factor > 1 else patch


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
