"""PDQ, the perceptual hash: 256 bits that stay nearly the same when a picture is copied, scaled or saved again.

In the reference's order:

 1. Luma, 0 to 255, of the upright picture, at one scale (``pictures``: the smallest whose shorter side is 256 or more).
 2. Blur by two boxes along rows and columns, each as wide as the picture divided by 128; take 64 × 64 of it.
 3. Quality: how much neighbours differ, 0 (flat) to 100. Below 50 a hash says little.
 4. A cosine transform, 16 × 16 of its values (the constant left out); a bit is set above their median.

Steps 2 and 4 are linear and separable, so each is one matrix from either side. Two pictures within 31 bits are near.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

SIDE = 64
BITS = 256
NEAR = 31  # bits that may differ
GOOD = 50  # quality from which a hash is worth comparing

Floats = npt.NDArray[np.float32]


def pdq(luma: npt.NDArray[Any]) -> tuple[bytes, int]:
    """The hash (32 bytes, as PDQ's hexadecimal form reads) and its quality, of luma values (height × width)."""
    height, width = luma.shape
    plane = np.ascontiguousarray(luma, dtype=np.float32)
    small: Floats = np.asarray(_shrink(height) @ plane @ _shrink(width).T, dtype=np.float32)
    waves = _cosines() @ small @ _cosines().T
    flat = waves.ravel()
    median = np.partition(flat, BITS // 2 - 1)[BITS // 2 - 1]  # the lower of the two in the middle, as the reference
    return np.packbits((flat > median)[::-1]).tobytes(), _quality(small)


def distance(one: bytes, other: bytes) -> int:
    """In how many bits two hashes differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def _quality(small: Floats) -> int:
    down = np.trunc((small[:-1] - small[1:]) * (100 / 255))
    across = np.trunc((small[:, :-1] - small[:, 1:]) * (100 / 255))
    return min(100, int(np.abs(down).sum() + np.abs(across).sum()) // 90)


@lru_cache(maxsize=64)
def _shrink(length: int) -> Floats:
    """64 × ``length``: two passes of a box, then every n-th value."""
    window = (length + 2 * SIDE - 1) // (2 * SIDE)
    half = (window + 2) // 2
    places = np.arange(length)
    left = np.clip(places - (window - half), 0, length)
    right = np.clip(places + half, 0, length)  # one past the last
    weight = 1.0 / (right - left)
    rows = np.arange(SIDE)
    taken = ((rows + 0.5) * length / SIDE).astype(int)
    steps = np.zeros((SIDE, length + 1))
    for offset in range(half - window, half):
        place = taken + offset
        inside = (place >= 0) & (place < length)
        row, at = rows[inside], place[inside]
        share = weight[taken[inside]] * weight[at]
        np.add.at(steps, (row, left[at]), share)
        np.add.at(steps, (row, right[at]), -share)
    return np.ascontiguousarray(np.cumsum(steps, axis=1)[:, :length], dtype=np.float32)


@lru_cache(maxsize=1)
def _cosines() -> Floats:
    """16 × 64: the first sixteen waves after the constant."""
    wave, place = np.mgrid[1 : BITS // 16 + 1, 0:SIDE]
    waves = np.sqrt(2 / SIDE) * np.cos(np.pi / (2 * SIDE) * wave * (2 * place + 1))
    return np.asarray(waves, dtype=np.float32)
