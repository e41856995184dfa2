"""Takes regions out of a picture for showing: painted over in one grey, then encoded anew.

* Regions are of the stored pixels, before any rotation; one that reaches outside the picture is refused.
* The pixels below are gone before anything is encoded: no layer, no metadata, no thumbnail keeps them.
* Where pixels were packed with loss, a region grows to the blocks of 16 it touches and two pixels more: the ringing
  around a thing tells of it.
* The result stands upright: PNG where the original was PNG or GIF, else JPEG.
"""

from __future__ import annotations

from collections.abc import Sequence

from isnad.instruments.imaging import kinds, metadata, pictures

GREY = 96
Rectangle = tuple[int, ...]  # left, top, width, height


_WITHOUT_LOSS = frozenset({kinds.PNG, kinds.GIF, kinds.BMP, kinds.TIFF})
_BLOCK, _BLEED = 16, 2


class Outside(Exception):
    """A region reaches outside the picture. Answered by the workshop as a Refusal."""


def redacted(data: bytes, regions: Sequence[Rectangle]) -> bytes:
    """A new picture file without the regions."""
    kind = kinds.media_type(data)
    pixels = pictures.open_whole(data, kind).pixels.copy()
    height, width = pixels.shape[:2]
    for left, top, across, down in regions:
        if left + across > width or top + down > height:
            raise Outside
        if kind not in _WITHOUT_LOSS:
            left, across = _grown(left, across)
            top, down = _grown(top, down)
        pixels[top : top + down, left : left + across] = GREY
    turn = 1 if kind in (kinds.HEIC, kinds.AVIF) else metadata.orientation(metadata.metadata(data, kind))
    upright = pictures.upright(pixels, turn)
    return pictures.as_png(upright) if kind in (kinds.PNG, kinds.GIF) else pictures.as_jpeg(upright, 90)


def _grown(begin: int, length: int) -> tuple[int, int]:
    """A side grown to whole blocks and a little more; what would reach outside is cut by the picture itself."""
    first = max(0, begin // _BLOCK * _BLOCK - _BLEED)
    last = -(-(begin + length) // _BLOCK) * _BLOCK + _BLEED
    return first, last - first
