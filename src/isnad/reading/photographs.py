"""A file as grey levels, or the code of the reason why not.

* Whether a file is a photograph is told by its first bytes; one that only its name calls a photograph is a broken one.
* A picture is read as its metadata say it should be looked at; ``quarters`` tells how far it was turned clockwise for
  that, so that places can be given in pixels of the picture as stored.
* A picture that would unfold into more than ``MOST_PIXELS`` is refused before it is unfolded.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from isnad.words import Refusal

MOST_PIXELS = 120_000_000
MOST_BYTES = 400_000_000
NAMES = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".tif",
        ".tiff",
        ".bmp",
        ".gif",
        ".webp",
        ".heic",
        ".heif",
        ".hif",
        ".avif",
        ".jp2",
    ]
)
SIGNATURES = (
    b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*", b"BM", b"GIF8", b"RIFF", b"\x00\x00\x00\x0cjP",
)  # fmt: skip
BRANDS = frozenset([b"heic", b"heix", b"mif1", b"heim", b"heis", b"hevc", b"msf1", b"avif"])
RAW = frozenset([".nef", ".cr2", ".cr3", ".arw", ".dng", ".orf", ".rw2", ".raf", ".pef", ".srw"])
QUARTERS = {3: 2, 6: 1, 8: 3}
ORIENTATION = 0x0112


class Photograph(NamedTuple):
    """Grey levels as one looks at them, and by how many quarter turns (clockwise) the stored picture was turned."""

    grey: NDArray[np.uint8]
    quarters: int


def photographs(path: Path) -> Iterator[Path]:
    """Every photograph under a folder, in order of name; or the one that ``path`` is."""
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise Refusal("reading.not-there", path=path.name)
    for folder, folders, files in os.walk(path):
        folders.sort()
        for name in sorted(files):
            file = Path(folder, name)
            if file.is_file() and _seems(file):
                yield file


def _seems(file: Path) -> bool:
    if file.suffix.lower() in NAMES or file.suffix.lower() in RAW:
        return True
    try:
        with file.open("rb") as opened:
            head = opened.read(16)
    except OSError:
        return False
    return _is_picture(head)


def _is_picture(head: bytes) -> bool:
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    if head[:2] == b"BM":
        return len(head) == 16 and head[6:10] == b"\x00\x00\x00\x00"
    return head.startswith(SIGNATURES) or (head[4:8] == b"ftyp" and head[8:12] in BRANDS)


def open_grey(path: Path) -> Photograph:
    """A photograph's grey levels. Raises :class:`Refusal` with the reason where there are none to be had."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal("reading.too-large")
        data = path.read_bytes()
    except OSError as error:
        raise Refusal("reading.unreadable") from error
    if not data:
        raise Refusal("reading.empty")
    if path.suffix.lower() in RAW:
        raise Refusal("reading.raw")
    return unfolded(data)


def unfolded(data: bytes) -> Photograph:
    """The same from a file's bytes."""
    _know_heif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refusal("reading.too-large")
                quarters = QUARTERS.get(_orientation(image), 0)
                grey = _fast(data) if image.format == "JPEG" else None
                stored = _grey_of(image) if grey is None else grey
        except UnidentifiedImageError as error:
            raise Refusal("reading.no-picture") from error
        except Image.DecompressionBombError as error:
            raise Refusal("reading.too-large") from error
        except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, ArithmeticError) as error:
            raise Refusal("reading.broken") from error  # decoders answer damaged bytes with any of these
        except MemoryError as error:
            raise Refusal("reading.too-large") from error
    return Photograph(np.ascontiguousarray(np.rot90(stored, -quarters)), quarters)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (ValueError, TypeError, OSError, SyntaxError, KeyError, IndexError, ArithmeticError):
        return 1  # metadata too damaged to say anything; the picture may still be whole


def _fast(data: bytes) -> NDArray[np.uint8] | None:
    """A JPEG's grey levels straight from its luminance; None where the fast decoder does not take it."""
    import simplejpeg  # type: ignore[import-untyped]

    try:
        decoded: Any = simplejpeg.decode_jpeg(data, colorspace="GRAY", fastdct=True, strict=True)
    except ValueError:
        return None
    grey: NDArray[np.uint8] = decoded[:, :, 0]
    return grey


def _grey_of(image: Image.Image) -> NDArray[np.uint8]:
    """Any picture in grey; one of 16 bits brought to 8, one with transparency laid on white."""
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, np.float32)
        span = 257.0 if image.mode.startswith("I;16") or values.max() > 255 else 1.0
        levels: NDArray[np.uint8] = np.clip(values / span, 0, 255).astype(np.uint8)
        return levels
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        image = Image.alpha_composite(white, rgba)
    return np.asarray(image.convert("L"), np.uint8)


def _know_heif() -> None:
    from pi_heif import register_heif_opener  # type: ignore[import-untyped]

    register_heif_opener()
