"""The evidence copy: the same pixels, and nothing that identifies."""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import subprocess
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from instruments.imaging.making import (
    FULL,
    MARK,
    PHOTOS,
    chunk,
    decoded,
    exif,
    full_jpeg,
    full_png,
    full_tiff,
    full_webp,
    needs_photos,
    pixels,
    segment,
)
from isnad.instruments.imaging import evidence, kinds, metadata, pictures
from isnad.words import Digest

GROUPS = ("File", "JFIF", "Composite", "ICC_Profile", "APP14")  # of exiftool: what says nothing about anyone
STORED = b"\x78\x01\x01" + struct.pack("<HH", 26, 26 ^ 0xFFFF)  # of a packed stream: one block of 26 bytes as they are
GOLDEN_SIZE = 467
GOLDEN = "a60c3e45b2e25a31c1a27b78f7aeed298ce0150346d66623fb7690930e289fe6"
VARIANTS = {
    **{kind: (kind, make) for kind, make in FULL.items()},
    "progressive": (kinds.JPEG, lambda orientation=1: full_jpeg(orientation, progressive=True)),
    "tiff, jpeg": (kinds.TIFF, lambda orientation=1: full_tiff(orientation, compression="jpeg")),
    "tiff, lzw": (kinds.TIFF, lambda orientation=1: full_tiff(orientation, compression="tiff_lzw")),
    "webp, lossless": (kinds.WEBP, lambda orientation=1: full_webp(orientation, lossless=True)),
}


def unpacked(data: bytes) -> bytes:
    """The bytes and whatever lies packed in PNG chunks."""
    found = data
    for match in re.finditer(rb"zTXt[^\x00]*\x00\x00|iCCP[^\x00]*\x00\x00", data):
        found += zlib.decompressobj().decompress(data[match.end() :])
    return found


@pytest.mark.parametrize("name", VARIANTS)
def test_no_planted_mark_remains_and_every_pixel_does(name: str) -> None:
    kind, make = VARIANTS[name]
    original = make()
    copy = evidence.make(original, kind)
    assert copy is not None
    assert MARK in unpacked(original), "the negative control: the mark is there to be found"
    assert MARK not in unpacked(copy.data())
    assert "PLNT".encode("utf-16-be") not in unpacked(copy.data())
    before, after = decoded(original), decoded(copy.data())
    assert len(before) >= len(after)
    for one, other in zip(before, after, strict=False):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_copy_of_the_copy_is_the_copy(name: str) -> None:
    kind, make = VARIANTS[name]
    copy = evidence.make(make(), kind)
    assert copy is not None
    again = evidence.make(copy.data(), kind)
    assert again is not None
    assert again.data() == copy.data()


@pytest.mark.parametrize("make", [full_jpeg, full_png, full_tiff, full_webp])
def test_the_orientation_stays_and_is_all_of_exif_that_does(make: object) -> None:
    assert callable(make)
    original = make(6)
    kind = kinds.media_type(original)
    copy = evidence.make(original, kind, metadata.orientation(metadata.metadata(original, kind)))
    assert copy is not None
    with Image.open(io.BytesIO(copy.data())) as picture:
        assert picture.getexif().get(274) == 6
        assert not picture.getexif().get_ifd(0x8769)
        assert not picture.getexif().get_ifd(0x8825)


def test_the_copy_does_not_depend_on_how_a_library_packs() -> None:
    """Golden: these bytes came from this method at its first version, and must for as long as it is called that."""
    header = struct.pack(">IIBBBBB", 4, 2, 8, 2, 0, 0, 0)
    rows = bytes((y * 37 + x * 11) % 256 if x else 0 for y in range(2) for x in range(13))
    fixed = bytes(8) + b"\x04\x20\x00\x00mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(88) + struct.pack(">I", 1)
    icc = (
        fixed
        + struct.pack(">4sII", b"wtpt", 144, 20)
        + b"XYZ \x00\x00\x00\x00"
        + struct.pack(">III", 63_190, 65_536, 54_061)
    )
    chunks = (
        chunk(b"IHDR", header) + chunk(b"iCCP", b"mine\x00\x00" + zlib.compress(icc))
        + chunk(b"IDAT", STORED + rows + struct.pack(">I", zlib.adler32(rows)))
    )  # fmt: skip
    made = evidence.make(b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IEND", b"") + MARK, kinds.PNG, 6)
    assert made is not None
    assert len(made.data()) == GOLDEN_SIZE
    assert str(made.copy.digest) == GOLDEN


def test_the_recipe_names_what_went_and_no_value() -> None:
    made = evidence.make(full_jpeg(), kinds.JPEG)
    assert made is not None
    assert made.copy.recipe == "isnad/evidence-copy/1 image/jpeg"
    for gone in ("Exif", "XMP", "ICC", "MPF", "Photoshop", "JFXX", "COM", "trailing"):
        assert any(gone in each for each in made.copy.removed), gone
    assert "PLANTED" not in json.dumps(made.copy.as_json())
    assert made.copy.digest == Digest.of(made.data())
    assert made.copy.size == len(made.data())


def test_the_colours_stay_right_without_the_words_of_the_profile() -> None:
    original = full_jpeg()
    copy = evidence.make(original, kinds.JPEG)
    assert copy is not None
    from PIL import ImageCms

    with Image.open(io.BytesIO(original)) as one, Image.open(io.BytesIO(copy.data())) as other:
        target = ImageCms.createProfile("LAB")
        shown = []
        for picture in (one, other):
            own = ImageCms.ImageCmsProfile(io.BytesIO(picture.info["icc_profile"]))
            shown.append(np.asarray(ImageCms.profileToProfile(picture, own, target, outputMode="LAB")))
        assert np.array_equal(*shown)
        assert b"PLNT" not in other.info["icc_profile"].replace(b"\x00", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"II*\x00\x08\x00\x00\x00",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
)
def test_a_structure_that_cannot_be_followed_has_no_copy(data: bytes) -> None:
    assert evidence.make(data, kinds.media_type(data)) is None


def test_what_needs_decoding_has_no_copy_on_the_structure() -> None:
    out = io.BytesIO()
    Image.fromarray(pixels()).save(out, "AVIF", exif=exif())
    assert kinds.media_type(out.getvalue()) == kinds.AVIF
    assert evidence.make(out.getvalue(), kinds.AVIF) is None


def test_data_behind_the_pixels_of_an_unpacked_strip_goes() -> None:
    original = bytearray(full_tiff())
    big = original + b"HIDDEN" * 20  # a strip that claims to be longer than its rows
    with Image.open(io.BytesIO(bytes(original))) as picture:
        counts = picture.tag_v2[279]
        at = picture.tag_v2._tagdata[273]
    assert len(counts) == 1
    assert at
    place = bytes(original).rfind(counts[0].to_bytes(4, "little"))
    big[place : place + 4] = (counts[0] + 50_000).to_bytes(4, "little")
    made = evidence.make(bytes(big), kinds.TIFF)
    assert made is None or b"HIDDEN" not in made.data()


HUNG = st.sampled_from([*range(0xE1, 0xEE), 0xEF, 0xFE, 0xF0, 0xFD])
SEGMENTS = st.lists(st.tuples(HUNG, st.binary(max_size=60)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(SEGMENTS, st.binary(max_size=40))
def test_whatever_is_hung_onto_a_jpeg_goes(hung: list[tuple[int, bytes]], behind: bytes) -> None:
    plain = pictures.as_jpeg(pixels(), 80)
    original = plain[:2] + b"".join(segment(marker, MARK + inside) for marker, inside in hung) + plain[2:] + behind
    made = evidence.make(original, kinds.JPEG)
    assert made is not None
    assert made.data() == plain


@needs_photos
def test_photographs_of_many_cameras_keep_their_pixels() -> None:
    tried = 0
    for path in sorted(PHOTOS.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        kind = kinds.media_type(data)
        if kind not in kinds.ON_STRUCTURE or len(data) > 1_000_000:
            continue
        made = evidence.make(data, kind, metadata.orientation(metadata.metadata(data, kind)))
        shown = pictures.open_whole(data, kind)
        if made is None or shown.damaged:
            continue
        assert np.array_equal(pictures.open_whole(made.data(), kind).pixels, shown.pixels), path.name
        tried += 1
    assert tried > 40


@needs_photos
@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not here")
def test_exiftool_finds_nothing_that_identifies(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    for index, path in enumerate(
        sorted((PHOTOS / "jpg").glob("*.jpg"))[:25] + sorted((PHOTOS / "jpg/gps").glob("*.jpg"))[:3]
    ):
        data = path.read_bytes()
        made = evidence.make(data, kinds.JPEG, metadata.orientation(metadata.metadata(data, kinds.JPEG)))
        if made is not None:
            (folder / f"{index}.jpg").write_bytes(made.data())
    told = subprocess.run(["exiftool", "-j", "-G", "-a", "-u", str(folder)], capture_output=True, check=False).stdout
    allowed = {"SourceFile", "ExifTool:ExifToolVersion"}
    for one in json.loads(told):
        for key in one:
            group, _, name = key.partition(":")
            assert (
                key in allowed
                or group in ("File", "JFIF", "Composite", "ICC_Profile", "APP14")
                or name in ("Orientation",)
            ), key
