"""The whole picture for looking into: upright, encoded anew without metadata, at most ``LONG_SIDE`` pixels long."""

from __future__ import annotations

import numpy as np
from PIL import Image

from isnad.instruments.imaging import kinds, metadata, pictures

LONG_SIDE = 2400


def rendered(data: bytes) -> bytes:
    """A JPEG of the picture alone."""
    kind = kinds.media_type(data)
    pixels = pictures.open_whole(data, kind).pixels
    if max(pixels.shape[:2]) > LONG_SIDE:
        picture = Image.fromarray(pixels)
        picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
        pixels = np.asarray(picture)
    turn = 1 if kind in (kinds.HEIC, kinds.AVIF) else metadata.orientation(metadata.metadata(data, kind))
    return pictures.as_jpeg(pictures.upright(pixels, turn), 88)
