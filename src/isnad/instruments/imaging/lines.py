"""Cuts lines of writing out of a picture and lays them straight, one below the other; nothing else of it is kept.

* A line is a quadrilateral of stored pixels, from the upper left corner *of the writing*, clockwise as it is read. One
  given as a plain rectangle is taken upright, as the picture's own metadata says it stands.
* A little ground is left around each, so that no stroke is cut off; what lies beyond was never in the result.
* Grey, at most ``WIDE`` × ``HIGH`` pixels a line, enlarged at most ``LARGER`` times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg  # type: ignore[import-untyped]
from PIL import Image

from isnad.instruments.imaging import kinds, metadata, pictures

WIDE, HIGH, LARGER = 720, 200, 6.0
ROOM_ALONG, ROOM_ACROSS = 0.08, 0.30  # of the line's length and height, at either end and side
GAP, GROUND = 8, 236  # pixels between two lines, and their grey
MOST_LINES = 8

Floats = npt.NDArray[np.float64]
Grey = npt.NDArray[np.uint8]
_FIRST_CORNER = {6: 3, 3: 2, 8: 1}  # of a rectangle's corners, by orientation: which one stands at the upper left

Lines = Sequence[dict[str, Any]]  # {"quad": [[x, y] × 4], "upright": bool}


class NoLine(Exception):
    """A quadrilateral that is none. Answered by the workshop as a Refusal."""


def straightened(data: bytes, lines: Lines) -> bytes:
    """A JPEG of these lines, each laid straight, one below the other."""
    kind = kinds.media_type(data)
    grey = Image.fromarray(_grey(data, kind))
    turn = 1 if kind in (kinds.HEIC, kinds.AVIF) else metadata.orientation(metadata.metadata(data, kind))
    laid = [_laid(grey, _corners(each, turn)) for each in lines[:MOST_LINES]]
    if not laid:
        raise NoLine
    wide = max(each.width for each in laid)
    sheet = Image.new("L", (wide, sum(each.height for each in laid) + GAP * (len(laid) - 1)), GROUND)
    top = 0
    for each in laid:
        sheet.paste(each, (0, top))
        top += each.height + GAP
    return pictures.as_jpeg(np.stack([np.asarray(sheet)] * 3, axis=-1), 82)


def _grey(data: bytes, kind: str) -> Grey:
    """The stored pixels in grey; a JPEG's straight from its luminance."""
    width, height = pictures.size_of(data, kind)
    if width * height > pictures.LARGEST:
        raise pictures.TooLarge
    if kind == kinds.JPEG:
        try:
            fast: Grey = simplejpeg.decode_jpeg(data, "GRAY", strict=True)[:, :, 0]
        except (ValueError, KeyError):
            pass  # what the strict decoder refuses is opened below, as far as it goes
        else:
            return fast
    return pictures.luma(pictures.open_whole(data, kind).pixels).astype(np.uint8)


def _corners(line: dict[str, Any], turn: int) -> Floats:
    """Four corners with room around them, the first at the upper left of the writing."""
    corners = np.array(line["quad"], dtype=np.float64)
    if corners.shape != (4, 2) or not np.isfinite(corners).all():
        raise NoLine
    if line.get("upright"):
        corners = np.roll(corners, -_FIRST_CORNER.get(turn, 0), axis=0)
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    if min(np.hypot(*along), np.hypot(*down)) < 2:
        raise NoLine
    across = down * ROOM_ACROSS
    beside = along * ROOM_ALONG + along / np.hypot(*along) * np.hypot(*across) * 0.5
    widened: Floats = corners + np.array([-beside - across, beside - across, beside + across, -beside + across])
    return widened


def _laid(grey: Image.Image, corners: Floats) -> Image.Image:
    length, height = np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[3] - corners[0]))
    scale = min(WIDE / length, HIGH / height, LARGER)
    size = (max(8, round(length * scale)), max(8, round(height * scale)))
    first, second, third, fourth = (tuple(map(float, each)) for each in corners)
    box = (*first, *fourth, *third, *second)  # Pillow wants upper left, lower left, lower right, upper right
    return grey.transform(size, Image.Transform.QUAD, box, Image.Resampling.BICUBIC, fillcolor=GROUND)
