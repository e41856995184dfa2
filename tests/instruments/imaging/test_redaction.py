"""What is redacted is gone."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from instruments.imaging.making import exif, pixels
from isnad.instruments.imaging import Workshop
from isnad.words import Refusal, Region


@pytest.fixture(scope="module")
def workshop():  # type: ignore[no-untyped-def]
    with Workshop(1) as one:
        yield one


def saved(picture: np.ndarray, form: str, orientation: int = 1) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, form, exif=exif(orientation), **({"quality": 95} if form == "JPEG" else {}))
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_pictures_that_differ_only_in_a_region_are_the_same_without_it(workshop: Workshop, form: str) -> None:
    one = pixels(160, 128)
    other = one.copy()
    other[32:64, 48:96] = 255 - other[32:64, 48:96]
    region = [Region(48, 32, 48, 32)]
    if form == "PNG":
        assert workshop.redact(saved(one, form), region) == workshop.redact(saved(other, form), region)
    else:  # JPEG's own blocks of 16 × 16 end where the region does, so nothing of it lies in a neighbour
        assert saved(one, form) != saved(other, form)
        assert workshop.redact(saved(one, form), region) == workshop.redact(saved(other, form), region)


def test_the_region_is_of_the_stored_pixels_and_the_result_is_upright(workshop: Workshop) -> None:
    made = workshop.redact(saved(pixels(160, 96), "PNG", 6), [Region(0, 0, 40, 30)])
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == (96, 160)
        assert not picture.getexif()
        shown = np.asarray(picture.transpose(Image.Transpose.ROTATE_90))
    assert (shown[:30, :40] == 96).all()
    assert b"PLANTED" not in made


def test_a_region_outside_the_picture_is_refused(workshop: Workshop) -> None:
    with pytest.raises(Refusal, match=r"imaging\.region-outside"):
        workshop.redact(saved(pixels(), "PNG"), [Region(90, 0, 10, 10)])


def test_what_nothing_opens_is_refused(workshop: Workshop) -> None:
    with pytest.raises(Refusal, match=r"imaging\.unreadable"):
        workshop.redact(b"no picture", [Region(0, 0, 1, 1)])
