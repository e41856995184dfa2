"""Attack: pictures made to break whoever opens them. Each is answered, and the next file is opened as before."""

from __future__ import annotations

import io
import struct
import time
import zlib

import numpy as np
import pytest
from PIL import Image

from instruments.imaging.making import chunk, full_jpeg, pixels
from isnad.instruments.imaging import Workshop, pictures, values


def png_of(width: int, height: int, data: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    plain = bytearray(pictures.as_jpeg(pixels(), 80))
    at = plain.index(b"\xff\xc0") + 5
    plain[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(plain)


def tiff_of(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels()).save(out, "TIFF")
    plain = bytearray(out.getvalue())
    for tag, value in ((256, width), (257, height)):
        at = plain.index(struct.pack("<HH", tag, 4))
        plain[at + 8 : at + 12] = struct.pack("<I", value)
    return bytes(plain)


def gif_of(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels()).convert("P").save(out, "GIF")
    plain = bytearray(out.getvalue())
    plain[6:10] = struct.pack("<HH", width, height)
    return bytes(plain)


def endless_exif() -> bytes:
    """Directories that point at each other and at themselves."""
    block = b"II*\x00" + struct.pack("<I", 8)
    block += struct.pack("<HHHIIHHIII", 2, 34665, 4, 1, 8, 330, 4, 1, 8, 8)
    plain = pictures.as_jpeg(pixels(), 80)
    inside = b"Exif\x00\x00" + block
    return plain[:2] + struct.pack(">BBH", 0xFF, 0xE1, len(inside) + 2) + inside + plain[2:]


def text_bomb() -> bytes:
    """A packed text of half a gigabyte in half a megabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(512)) + packer.flush()
    out = io.BytesIO()
    Image.fromarray(pixels()).save(out, "PNG")
    plain = out.getvalue()
    return plain[:33] + chunk(b"zTXt", b"Comment\x00\x00" + packed) + chunk(b"iCCP", b"p\x00\x00" + packed) + plain[33:]


BOMBS = {
    "PNG of 100,000 x 100,000": (png_of(100_000, 100_000, zlib.compress(bytes(1_000))), {values.TOO_LARGE}),
    "JPEG of 65,500 x 65,500": (jpeg_of(65_500, 65_500), {values.TOO_LARGE}),
    "TIFF of 100,000 x 100,000": (tiff_of(100_000, 100_000), {values.TOO_LARGE}),
    "GIF of 65,535 x 65,535": (gif_of(65_535, 65_535), {values.TOO_LARGE}),
    "PNG of 0 x 0": (png_of(0, 0, zlib.compress(b"")), {values.UNREADABLE, values.TOO_LARGE}),
    "PNG of 9,000 x 9,000 with one row": (png_of(9_000, 9_000, zlib.compress(bytes(27_001))), {values.DAMAGED}),
    "directories in a circle": (endless_exif(), {None}),
    "a text of half a gigabyte": (text_bomb(), {None, values.UNREADABLE}),
}  # fmt: skip


@pytest.fixture(scope="module")
def workshop():  # type: ignore[no-untyped-def]
    with Workshop(1) as one:
        yield one


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_and_the_next_file_is_opened(workshop: Workshop, name: str) -> None:
    bomb, allowed = BOMBS[name]
    assert workshop.examine(bomb).finding in allowed
    assert workshop.examine(full_jpeg()).finding is None


def test_a_bombs_promised_size_is_told() -> None:
    with Workshop(1) as workshop:
        found = workshop.examine(BOMBS["PNG of 100,000 x 100,000"][0])
    assert (found.width, found.height, found.thumbnail) == (100_000, 100_000, b"")


def test_a_decoder_that_takes_too_long_is_ended_and_replaced() -> None:
    out = io.BytesIO()
    slow = np.random.default_rng(0).integers(0, 255, (3_000, 3_000, 3), dtype=np.uint8)
    Image.fromarray(slow).save(out, "PNG", compress_level=1)
    with Workshop(1, seconds=0.05) as workshop:
        begun = time.monotonic()
        assert workshop.examine(out.getvalue()).finding == values.TIMEOUT
        assert time.monotonic() - begun < 60
        assert workshop.examine(pictures.as_jpeg(pixels(), 80)).finding is None
