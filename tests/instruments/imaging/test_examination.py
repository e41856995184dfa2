"""What is said of one file, and that something defined is said of every file."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from instruments.imaging.making import FULL, PHOTOS, chunk, exif, full_jpeg, full_png, needs_photos, pixels, saved
from isnad.instruments.imaging import kinds, pictures, values
from isnad.instruments.imaging.examination import decoded_copy, examine
from isnad.instruments.imaging.values import Examined, NotOfThisForm
from isnad.words import canonical

pictures.ready()
SMALL = [make() for make in FULL.values()]


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", FULL)
def test_a_picture_of_each_kind_is_examined_whole(kind: str) -> None:
    found = examine(FULL[kind]())
    assert (found.media_type, found.finding) == (kind, None)
    assert found.width in (96, 48)
    assert len(found.pdq) == 32
    assert found.evidence_copy is not None
    assert max(opened(found.thumbnail).size) <= values.THUMBNAIL_SIDE
    assert opened(found.blur).size == (24, 18)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_what_is_shown_is_upright_and_carries_no_metadata(form: str) -> None:
    found = examine(saved(form, orientation=6))
    assert found.orientation == 6
    assert (found.width, found.height) == (96, 64), "of the stored pixels"
    assert opened(found.thumbnail).size == (64, 96)
    assert opened(found.blur).size == (18, 24)
    for shown in (found.thumbnail, found.blur):
        assert b"PLANTED" not in shown
        assert not opened(shown).getexif()
        assert not {"icc_profile", "xmp", "comment", "exif"} & set(opened(shown).info)


def test_a_turned_copy_has_the_hash_of_the_original() -> None:
    from isnad.instruments.imaging.pdq import distance

    lying = Image.fromarray(pixels(640, 480)).transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    lying.save(out, "JPEG", quality=90, exif=exif(6))
    assert distance(examine(out.getvalue()).pdq, examine(pictures.as_jpeg(pixels(640, 480), 90)).pdq) <= 10


def test_the_blur_cannot_be_undone() -> None:
    one = pixels(480, 360)
    other = one.copy()
    for top in range(0, 360, 20):  # every block of 20 × 20 reversed within itself: the same means, another picture
        for left in range(0, 480, 20):
            other[top : top + 20, left : left + 20] = one[top : top + 20, left : left + 20][::-1, ::-1]
    assert not np.array_equal(one, other)
    assert pictures.blur(one) == pictures.blur(other)


def test_open_and_sealed_fields_are_all_fields_and_disjoint() -> None:
    found = examine(full_jpeg(6))
    assert found.open_fields["exif"]["0"] == {"Orientation": 6}
    assert found.open_fields["exif"]["0/Exif"]["ExposureTime"] == "1/250"
    assert "PLANTED" not in canonical(found.open_fields).decode()
    told = canonical(found.sealed_fields).decode()
    for sealed in ("Maker PLANTED", "serial PLANTED", "PLANTED xmp", "PLANTED iptc", "comment PLANTED", "GPSLatitude"):
        assert sealed in told
    assert "DateTimeOriginal" not in canonical(found.open_fields).decode()


def test_the_time_of_capture_is_open_by_policy_only() -> None:
    found = examine(full_jpeg(), capture_time=True)
    assert found.open_fields["exif"]["0/Exif"]["DateTimeOriginal"] == "2013:05:14 09:12:00"


def test_text_where_a_number_belongs_stays_sealed() -> None:
    made = exif()
    made.get_ifd(0x8769)[0x9207] = "PLANTED name"
    out = io.BytesIO()
    Image.fromarray(pixels()).save(out, "JPEG", exif=made)
    found = examine(out.getvalue(), capture_time=True)
    assert "PLANTED" not in canonical(found.open_fields).decode()
    assert "PLANTED name" in canonical(found.sealed_fields).decode()


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"", values.EMPTY),
        (b"just text\n", values.NOT_A_PICTURE),
        (b"%PDF-1.7\n", values.NOT_A_PICTURE),
        (bytes(range(256)) * 9, values.NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0nothing more", values.UNREADABLE),
        (full_jpeg()[: len(full_jpeg()) // 4], values.UNREADABLE),
        (pictures.as_jpeg(pixels(640, 480), 90)[:20_000], values.DAMAGED),
        (full_png()[:9_000], values.DAMAGED),
    ],
)
def test_each_failing_has_its_finding(data: bytes, finding: str) -> None:
    assert examine(data).finding == finding


@pytest.mark.parametrize("interlaced", [False, True])
def test_a_png_whose_stream_ends_early_is_damaged(interlaced: bool) -> None:
    rows = bytes(61 * 20)
    header = struct.pack(">IIBBBBB", 20, 20, 8, 2, 0, 0, int(interlaced))
    for packed, finding in ((rows[:-300], values.DAMAGED), (rows + bytes(200), None)):
        whole = (
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(packed)) + chunk(b"IEND", b"")
        )
        assert examine(whole).finding == finding


def test_a_wrong_ending_is_seen_through() -> None:
    assert kinds.media_type(full_png()) == kinds.PNG
    assert kinds.media_type(b"") == kinds.EMPTY
    assert kinds.media_type("نص عربي".encode()) == kinds.TEXT
    assert kinds.media_type(b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf") == kinds.AVIF
    assert kinds.media_type(b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic") == kinds.HEIC
    assert kinds.media_type("ن".encode() * 3_000) == kinds.TEXT, "cut inside a character"


def test_raw_files_are_told_and_shown_by_their_preview() -> None:
    out = io.BytesIO()
    Image.fromarray(pixels()).save(out, "TIFF", tiffinfo={50706: b"\x01\x04\x00\x00", 271: "Maker"})
    dng = out.getvalue() + pictures.as_jpeg(pixels(320, 240), 85)
    found = examine(dng)
    assert (found.media_type, found.finding, found.evidence_copy) == (kinds.DNG, values.PREVIEW_ONLY, None)
    assert (found.width, found.height) == (320, 240)


def test_a_decoded_copy_is_the_upright_picture_alone() -> None:
    out = io.BytesIO()
    Image.fromarray(pixels()).save(out, "AVIF", exif=exif(), quality=90)
    copy = decoded_copy(out.getvalue())
    assert kinds.media_type(copy) == kinds.PNG
    assert b"PLANTED" in out.getvalue()
    assert b"PLANTED" not in copy


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SMALL), st.data())
def test_a_file_changed_anywhere_gets_a_defined_answer(original: bytes, data: st.DataObject) -> None:
    changed = bytearray(original)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, min(len(changed) - 1, data.draw(st.sampled_from([60, 600, len(changed)])))))
        changed[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del changed[data.draw(st.integers(1, len(changed))) :]
    found = examine(bytes(changed))
    assert Examined.from_wire(*found.to_wire()) == found


@pytest.mark.parametrize(
    "wrong",
    [
        {"finding": "imaging.invented"}, {"width": -1}, {"width": 1.5}, {"orientation": 9}, {"pdq_quality": 101},
        {"open": []},
        {"sealed": {"a": 0.5}}, {"sealed": {"ключ": 1}}, {"parts": [32, 1, 1]}, {"parts": [-1, 2, 3]}, {"parts": "abc"},
        {"media_type": 7}, {"evidence": {"digest": "no"}}, {"evidence": [1]},
    ],
)  # fmt: skip
def test_an_answer_of_another_form_is_not_believed(wrong: dict[str, object]) -> None:
    head, block = examine(SMALL[0]).to_wire()
    assert Examined.from_wire(head, block)
    with pytest.raises(NotOfThisForm):
        Examined.from_wire({**head, **wrong}, block)


@needs_photos
def test_every_shared_photograph_gets_a_defined_answer() -> None:
    for path in sorted(PHOTOS.rglob("*")):
        if path.is_file() and path.stat().st_size < 3_000_000:
            found = examine(path.read_bytes())
            assert Examined.from_wire(*found.to_wire()) == found
            if path.name == "README":
                assert found.finding == values.NOT_A_PICTURE
            elif path.name == "corrupted.jpg":
                assert (found.finding, found.width) == (values.DAMAGED, 3648)
            else:
                assert found.finding in (None, values.DAMAGED), path.name
                assert found.thumbnail
