"""Builders: small pictures of every kind, with everything in them that could betray someone, each with a mark in it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

PHOTOS = Path(__file__).parents[3] / "../shared/data/photos"
MARK = b"PLANTED"
needs_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason="the shared photographs are not here")


def pixels(width: int = 96, height: int = 64, seed: int = 1) -> np.ndarray:
    """Soft shapes with some noise: a picture that a perceptual hash can tell from others."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 255, (7, 9, 3), dtype=np.uint8)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    noise = random.normal(0, 4, (height, width, 3))
    return np.clip(np.asarray(coarse) + noise, 0, 255).astype(np.uint8)


def exif(orientation: int = 1, *, marked: bool = True) -> Image.Exif:
    """EXIF with exposure, times, maker note, serial number and place."""
    made = Image.Exif()
    made.update(
        {
            271: "Maker PLANTED",
            272: "Model PLANTED",
            274: orientation,
            306: "2013:05:14 09:12:00",
            315: "PLANTED artist",
        }
    )
    made.get_ifd(0x8769).update({
        0x829A: IFDRational(1, 250), 0x829D: IFDRational(28, 10), 0x8827: 200, 0x9003: "2013:05:14 09:12:00",
        0x920A: IFDRational(58, 10), 0xA001: 1, 0xA431: "serial PLANTED", 0x927C: b"maker note PLANTED" * 9,
        0x9286: b"ASCII\x00\x00\x00comment PLANTED",
    })  # fmt: skip
    made.get_ifd(0x8825).update(
        {1: "N", 2: (IFDRational(33, 1), IFDRational(30, 1), IFDRational(0, 1)), 29: "2013:05:14"}
    )
    return made


def profile() -> bytes:
    """A colour profile (sRGB by Pillow's littlecms) with the mark in its description, its header and behind it."""
    from PIL import ImageCms

    plain = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    plain[48:55] = MARK
    at = plain.find("sRGB".encode("utf-16-be"))
    plain[at : at + 8] = "PLNT".encode("utf-16-be")
    return bytes(plain) + MARK


def saved(form: str, orientation: int = 1, **more: object) -> bytes:
    """A picture saved by Pillow with EXIF, XMP and a colour profile."""
    out = io.BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">PLANTED xmp</x:xmpmeta>'
    if form in ("WEBP", "JPEG"):
        more["xmp"] = xmp
    Image.fromarray(pixels()).save(out, form, exif=exif(orientation), icc_profile=profile(), **more)
    return out.getvalue()


def segment(marker: int, inside: bytes) -> bytes:
    """A JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(inside) + 2) + inside


def full_jpeg(orientation: int = 1, **more: object) -> bytes:
    """A JPEG with all that a camera, an editor and a phone hang onto one."""
    plain = saved("JPEG", orientation, quality=88, **more)
    iptc = b"\x1c\x02\x50\x00\x0dPLANTED iptc!"
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc + bytes(len(iptc) & 1)
    hung = (
        segment(0xE0, b"JFXX\x00\x10" + small_jpeg() + MARK) + segment(0xED, photoshop)
        + segment(0xFE, b"comment PLANTED") + segment(0xE2, b"MPF\x00" + MARK)
        + segment(0xEC, b"Ducky PLANTED") + segment(0xEB, MARK)
    )  # fmt: skip
    return plain[:2] + hung + plain[2:] + small_jpeg() + b"trailing PLANTED"


def small_jpeg() -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels(16, 16, 9)).save(out, "JPEG", comment=b"PLANTED second picture")
    return out.getvalue()


def chunk(name: bytes, inside: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))


def full_png(orientation: int = 1) -> bytes:
    """A PNG with texts, packed texts, a time, private chunks, data behind its stream and behind its end."""
    plain = saved("PNG", orientation)
    texts = (
        chunk(b"tEXt", b"Author\x00PLANTED") + chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"PLANTED packed"))
        + chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00PLANTED xmp")
        + chunk(b"tIME", struct.pack(">HBBBBB", 2013, 5, 14, 9, 12, 0))
        + chunk(b"prVt", MARK)
    )  # fmt: skip
    end = plain.rindex(b"IEND") - 4
    return plain[:33] + texts + plain[33:end] + chunk(b"IDAT", b"PLANTED in data") + plain[end:] + b"trailing PLANTED"


def full_tiff(orientation: int = 1, **more: object) -> bytes:
    """A TIFF with texts, XMP, a second page, and the mark between its parts."""
    out = io.BytesIO()
    first, second = Image.fromarray(pixels()), Image.fromarray(pixels(40, 30, 5))
    tags = {
        270: "PLANTED description",
        305: "PLANTED software",
        315: "PLANTED artist",
        33432: "PLANTED rights",
        700: b"PLANTED xmp",
        274: orientation,
    }
    first.save(out, "TIFF", tiffinfo=tags, icc_profile=profile(), save_all=True, append_images=[second], **more)
    return out.getvalue() + b"trailing PLANTED"


def full_webp(orientation: int = 1, **more: object) -> bytes:
    """A WebP with EXIF, XMP, an unknown chunk and data behind its end."""
    plain = saved("WEBP", orientation, **more)
    unknown = b"ABCD" + struct.pack("<I", 8) + b"PLANTED!"
    return b"RIFF" + struct.pack("<I", len(plain) - 8 + len(unknown)) + plain[8:] + unknown + b"trailing PLANTED"


def full_gif(orientation: int = 1) -> bytes:
    """An animated GIF with a comment, another application's block and data behind its end."""
    out = io.BytesIO()
    frames = [Image.fromarray(pixels(48, 32, seed)).convert("P") for seed in (1, 2)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=80, comment=b"PLANTED comment")
    plain = out.getvalue()
    block = b"\x21\xff\x0bXMP DataXMP\x07PLANTED\x00"
    at = plain.index(b"\x21\xff\x0bNETSCAPE")
    return plain[:at] + block + plain[at:] + b"trailing PLANTED"


FULL: dict[str, Callable[..., bytes]] = {
    "image/jpeg": full_jpeg, "image/png": full_png, "image/tiff": full_tiff, "image/webp": full_webp,
    "image/gif": full_gif,
}  # fmt: skip


def decoded(data: bytes) -> list[np.ndarray]:
    """Every frame's pixels, as Pillow gives them."""
    with Image.open(io.BytesIO(data)) as picture:
        frames = getattr(picture, "n_frames", 1)
        found = []
        for index in range(frames):
            picture.seek(index)
            found.append(np.asarray(picture.convert("RGBA")))
        return found
