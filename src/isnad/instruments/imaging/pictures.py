"""Opens pictures at the size that is needed, and makes the small ones that people see.

 * The size is asked of the header first; what has more pixels than ``LARGEST`` is never decoded.
 * JPEG is decoded at the smallest of libjpeg's scales whose shorter side is 256 or more and longer side 400 or more;
   other pictures are decoded whole and reduced by a whole number in the same way.
 * Everything shown is upright (EXIF's orientation applied) and carries no metadata.
 * The blur is 24 × 18 mean values (18 × 24 upright): what lies between them is gone, not hidden.

Runs inside the sandboxed worker: the bytes are hostile.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import simplejpeg  # type: ignore[import-untyped]
from PIL import Image, ImageFile, UnidentifiedImageError

from isnad.instruments.imaging import kinds
from isnad.instruments.imaging.values import BLUR, THUMBNAIL_SIDE

LARGEST = 200_000_000  # pixels
SHORT_SIDE, LONG_SIDE = 256, 400  # at least, where the picture has as many

Pixels = npt.NDArray[np.uint8]  # height × width × 3, RGB

# Pillow's own guard is replaced by LARGEST, which is asked before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", module="PIL")

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_BACK = {6: 8, 8: 6}  # the other turns undo themselves
_READERS = {
    kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.TIFF: "TIFF", kinds.WEBP: "WEBP", kinds.GIF: "GIF", kinds.BMP: "BMP",
    kinds.HEIC: "HEIF", kinds.AVIF: "AVIF", kinds.JP2: "JPEG2000",
}  # fmt: skip
_FAILURES = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, RuntimeError, OverflowError)

_TURBO_FAILURES = (ValueError, KeyError)  # KeyError: a sampling of colours it has no name for


class CannotOpen(Exception):
    """No decoder opens it. Answered as a finding; never leaves this package."""


class TooLarge(Exception):
    """Its header promises more pixels than are decoded. Answered as a finding; never leaves this package."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Decoded pixels as stored (not turned): of the whole picture's ``width`` × ``height``, perhaps scaled down.

    ``damaged``: the decoder reached the end of the bytes, or met wrong ones, before the end of the picture.
    """

    pixels: Pixels
    width: int
    height: int
    damaged: bool


def size_of(data: bytes, kind: str) -> tuple[int, int]:
    """Width and height of the stored pixels, by the header; CannotOpen where there is none."""
    if kind == kinds.JPEG:
        try:
            height, width, *_ = simplejpeg.decode_jpeg_header(data, strict=False)
        except _TURBO_FAILURES as error:
            raise CannotOpen from error
        return int(width), int(height)
    with _pillow(data, kind) as picture:
        return picture.size[::-1] if _turned_by_reader(picture, kind) >= 5 else picture.size


def open_small(data: bytes, kind: str) -> Opened:
    """The picture at the scale on which it is compared and shown."""
    width, height = _checked(data, kind)
    if kind == kinds.JPEG:
        least = _least(width, height)
        return _jpeg(data, width, height, min_width=least[0], min_height=least[1])
    whole = _whole(data, kind)
    step = _step(whole.width, whole.height)
    if step == 1:
        return whole
    small = Image.fromarray(whole.pixels).reduce(step)
    return Opened(np.asarray(small), whole.width, whole.height, whole.damaged)


def open_whole(data: bytes, kind: str) -> Opened:
    """The picture with all its pixels."""
    width, height = _checked(data, kind)
    return _jpeg(data, width, height) if kind == kinds.JPEG else _whole(data, kind)


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turned as EXIF's ``orientation`` (1 to 8) asks."""
    turn = _TURNS.get(orientation)
    return pixels if turn is None else np.asarray(Image.fromarray(pixels).transpose(turn))


def luma(pixels: Pixels) -> npt.NDArray[np.float32]:
    """Brightness, 0 to 255, as PDQ weighs the colours."""
    return pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)


def thumbnail(pixels: Pixels) -> bytes:
    """A JPEG of at most 640 pixels on the longer side."""
    if max(pixels.shape) > THUMBNAIL_SIDE:
        picture = Image.fromarray(pixels)
        picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.BILINEAR, reducing_gap=None)
        pixels = np.asarray(picture)
    return as_jpeg(pixels, 78)


def blur(pixels: Pixels) -> bytes:
    """A JPEG of 24 × 18 mean values, 18 × 24 where the picture stands upright."""
    size = BLUR if pixels.shape[1] >= pixels.shape[0] else BLUR[::-1]
    return as_jpeg(np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX)), 85, "444")


def as_jpeg(pixels: Pixels, quality: int, sampling: str = "420") -> bytes:
    """A JPEG file that holds these pixels and nothing else."""
    return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(pixels), quality, "RGB", sampling))


def as_png(pixels: Pixels) -> bytes:
    """A PNG file that holds these pixels and nothing else."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=4)
    return out.getvalue()


def _checked(data: bytes, kind: str) -> tuple[int, int]:
    width, height = size_of(data, kind)
    if width * height > LARGEST or width < 1 or height < 1:
        raise TooLarge
    return width, height


def _least(width: int, height: int) -> tuple[int, int]:
    """The smallest width and height that serve: 256 on the shorter side, 400 on the longer, or all there is."""
    share = max(SHORT_SIDE / min(width, height), LONG_SIDE / max(width, height))
    return (width, height) if share >= 1 else (int(width * share), int(height * share))


def _step(width: int, height: int) -> int:
    return max(1, min(min(width, height) // SHORT_SIDE, max(width, height) // LONG_SIDE))


def _jpeg(data: bytes, width: int, height: int, **least: int) -> Opened:
    """Strictly first; where that fails, leniently, and then it is damaged (but for stray bytes between segments)."""
    try:
        return Opened(simplejpeg.decode_jpeg(data, "RGB", strict=True, **least), width, height, damaged=False)
    except _TURBO_FAILURES as error:
        damaged = "extraneous bytes" not in str(error)
    try:
        return Opened(simplejpeg.decode_jpeg(data, "RGB", strict=False, **least), width, height, damaged)
    except _TURBO_FAILURES:
        return _whole(data, kinds.JPEG)  # what turbo refuses (four colours, 12 bits, arithmetic) Pillow may open


def _whole(data: bytes, kind: str) -> Opened:
    for lenient in (False, True):
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
        try:
            with _pillow(data, kind) as picture:
                turned = _turned_by_reader(picture, kind)
                pixels = upright(np.array(_to_rgb(picture)), _BACK.get(turned, turned))
                return Opened(pixels, pixels.shape[1], pixels.shape[0], damaged=lenient)
        except _FAILURES:
            continue
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    raise CannotOpen


def _pillow(data: bytes, kind: str) -> Image.Image:
    """Pillow's reader for just this kind: others, more dangerous ones, are not asked."""
    name = _READERS.get(kind)
    if name is None:
        raise CannotOpen
    try:
        return Image.open(io.BytesIO(data), formats=(name,))
    except (UnidentifiedImageError, Image.DecompressionBombError, *_FAILURES) as error:
        raise CannotOpen from error


def _turned_by_reader(picture: Image.Image, kind: str) -> int:
    """Pillow turns TIFF upright by itself, and no other kind: the orientation it will apply, 1 for none."""
    value = picture.getexif().get(274, 1) if kind == kinds.TIFF else 1
    return value if value in _TURNS else 1


def _to_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode in ("I;16", "I;16B", "I;16L", "I;16N", "I"):
        values = np.asarray(picture).astype(np.int64)
        shift = 8 if values.max(initial=0) > 255 else 0
        return Image.fromarray(np.clip(values >> shift, 0, 255).astype(np.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        over = picture.convert("RGBA")
        ground = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, over).convert("RGB")
    return picture.convert("RGB")


def ready() -> None:
    """Loads every decoder that may be asked, so that nothing is loaded once the doors are shut."""
    import pi_heif  # type: ignore[import-untyped]

    pi_heif.register_heif_opener(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    Image.init()
