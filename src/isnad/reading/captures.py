"""The reader of captures: when the camera says a photograph was taken, and a blinded mark of which camera it was.

A camera's clock is a reading, not a time: it may be wrong, and often is. Make, model and serial number betray people,
so all that leaves the worker is a hash of them, which is keyed with the archive's own key before it is kept: the same
camera has the same mark in this archive and in no other. Both are restricted.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator, Sequence

from PIL import Image

from isnad.reading.readers import Picture, Reading, Seen

_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_EXIF, _TAKEN, _MAKE, _MODEL, _SERIAL = 0x8769, 0x9003, 0x010F, 0x0110, 0xA431
SURE = 900  # per mille: what a camera says of itself


class CaptureReader:
    """Reads a camera's own clock and a mark of the camera."""

    name = "captures"
    version = "1"

    def takes(self, media_type: str) -> bool:
        return media_type.startswith("image/")

    def read(self, batch: Sequence[Picture]) -> list[Seen]:
        return [_one(each) for each in batch]


def _one(picture: Picture) -> Seen:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(picture.data)) as image:
                base, inner = dict(image.getexif()), dict(image.getexif().get_ifd(_EXIF))
        except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, ArithmeticError):
            return Seen(picture.entry, finding="reading.broken")  # decoders answer damaged bytes with any of these
        except (Image.DecompressionBombError, MemoryError):
            return Seen(picture.entry, finding="reading.too-large")
    return Seen(picture.entry, tuple(_readings(base, inner)))


def _readings(base: dict[int, object], inner: dict[int, object]) -> Iterator[Reading]:
    if found := _TIME.fullmatch(str(inner.get(_TAKEN, "")).strip("\0 ")):
        year, month, day, hour, minute, second = found.groups()
        if "00" not in (month, day) and int(month) <= 12 and int(day) <= 31 and int(hour) <= 23:
            clock = f"{year}-{month}-{day} {hour}:{minute}:{second}"
            yield Reading("photographedAt", clock, clock[:10], None, SURE, restricted=True)
    named = [str(directory.get(tag, "")).strip("\0 ") for directory, tag in (
        (base, _MAKE), (base, _MODEL), (inner, _SERIAL))]  # fmt: skip
    if any(named):
        mark = hashlib.sha256("\0".join(named).encode("utf-8", "replace")).hexdigest()
        yield Reading("camera", mark, None, None, SURE, blind=True, restricted=True)
