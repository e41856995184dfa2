"""Any file is a photograph or has a reason why not."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from isnad.reading.photographs import open_grey, photographs
from isnad.words import Refusal


def a_picture(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A small picture, lighter to the right."""
    slope = np.tile(np.linspace(0, 255, size[0], dtype=np.uint8), (size[1], 1))
    held = io.BytesIO()
    Image.fromarray(slope).convert(mode).save(held, form, **options)
    return held.getvalue()


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("TIFF", "RGB"),
     ("BMP", "RGB"), ("GIF", "P"), ("WEBP", "RGB")],
)  # fmt: skip
def test_pictures_of_many_kinds_are_opened_in_grey(form: str, mode: str, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(a_picture(form, mode))
    grey = open_grey(file).grey
    assert grey.shape == (40, 60)
    assert grey.dtype == np.uint8
    assert grey[:, -10:].mean() > grey[:, :10].mean() + 60


def test_a_picture_is_seen_as_its_metadata_say(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / "turned.jpg"
    file.write_bytes(a_picture(exif=exif))
    seen = open_grey(file)
    assert seen.quarters == 1
    assert seen.grey.shape == (60, 40)
    assert seen.grey[-10:].mean() > seen.grey[:10].mean() + 60


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "reading.empty"), (b"not a picture at all", "reading.no-picture"), (a_picture()[:200], "reading.broken")],
)
def test_what_cannot_be_opened_says_why(data: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "IMG_1.JPG"
    file.write_bytes(data)
    with pytest.raises(Refusal) as told:
        open_grey(file)
    assert told.value.code == code


def test_a_picture_that_would_unfold_without_end_is_refused_before(tmp_path: Path) -> None:
    file = tmp_path / "bomb.png"
    held = io.BytesIO()
    Image.new("1", (20000, 20000)).save(held, "PNG")
    file.write_bytes(held.getvalue())
    with pytest.raises(Refusal) as told:
        open_grey(file)
    assert told.value.code == "reading.too-large"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=st.sampled_from(["JPEG", "PNG", "TIFF", "WEBP", "GIF"]), data=st.data())
def test_damage_of_any_kind_is_an_answer_and_never_a_crash(form: str, data: st.DataObject, tmp_path: Path) -> None:
    damaged = bytearray(a_picture(form))
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / "damaged"
    file.write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    with contextlib.suppress(Refusal):
        assert open_grey(file).grey.ndim == 2


def test_photographs_are_found_at_any_depth_in_order_and_other_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "b/c").mkdir(parents=True)
    for name in ("b/c/2.jpg", "a.JPG", "b/noname"):
        (tmp_path / name).write_bytes(a_picture())
    (tmp_path / "truth.jsonl").write_text("{}")
    (tmp_path / "BMW list.txt").write_text("BM is how this text begins, and it is no picture")
    (tmp_path / "broken.jpeg").write_bytes(b"")
    names = [each.relative_to(tmp_path).as_posix() for each in photographs(tmp_path)]
    assert names == ["a.JPG", "broken.jpeg", "b/noname", "b/c/2.jpg"]
