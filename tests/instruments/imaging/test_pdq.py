"""PDQ as the reference computes it, and what it is for."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from instruments.imaging.making import PHOTOS, needs_photos
from isnad.instruments.imaging import kinds, pictures
from isnad.instruments.imaging.pdq import NEAR, distance, pdq


def picture(seed: int, width: int = 900, height: int = 700) -> np.ndarray:
    random = np.random.default_rng(seed)
    whole = np.zeros((height, width, 3))
    for cells, weight in ((5, 60), (11, 45), (23, 30)):
        coarse = random.normal(0, weight, (cells, cells))
        whole += np.asarray(
            Image.fromarray(coarse.astype(np.float32)).resize((width, height), Image.Resampling.BICUBIC)
        )[..., None]
    return np.clip(whole + 128, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("width", "height"), [(64, 64), (500, 300), (129, 777), (1024, 640)])
def test_it_equals_the_reference(width: int, height: int) -> None:
    pdqhash = pytest.importorskip("pdqhash")
    for seed in range(4):
        plain = picture(seed, width, height)
        bits, quality = pdqhash.compute(np.ascontiguousarray(plain))
        ours, own_quality = pdq(pictures.luma(plain))
        assert distance(ours, np.packbits(bits.astype(np.uint8)).tobytes()) <= 2
        assert abs(quality - own_quality) <= 2


@needs_photos
def test_scaled_decoding_stays_near_the_reference_at_full_size() -> None:
    pdqhash = pytest.importorskip("pdqhash")
    for path in sorted(PHOTOS.rglob("*.jpg")):
        data = path.read_bytes()
        if not 100_000 < len(data) < 3_000_000:
            continue
        small, whole = pictures.open_small(data, kinds.JPEG), pictures.open_whole(data, kinds.JPEG)
        if whole.damaged:
            continue
        bits, quality = pdqhash.compute(np.ascontiguousarray(whole.pixels))
        if quality >= 50:
            assert distance(pdq(pictures.luma(small.pixels))[0], np.packbits(bits.astype(np.uint8)).tobytes()) <= 16, (
                path.name
            )


def test_a_copy_scaled_and_saved_again_is_near_and_another_picture_is_not() -> None:
    original = picture(1)
    saved = io.BytesIO()
    Image.fromarray(original).resize((450, 350)).save(saved, "JPEG", quality=40)
    again = pictures.open_small(saved.getvalue(), kinds.JPEG).pixels
    one, quality = pdq(pictures.luma(original))
    assert quality > 50
    assert distance(one, pdq(pictures.luma(again))[0]) <= 16
    assert distance(one, pdq(pictures.luma(picture(2)))[0]) > NEAR


def test_a_flat_picture_has_no_quality() -> None:
    assert pdq(np.full((300, 300), 90, dtype=np.float32))[1] == 0


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 900), (3, 2), (20_000, 70)])
def test_any_shape_has_a_hash(width: int, height: int) -> None:
    assert len(pdq(np.zeros((height, width), dtype=np.float32))[0]) == 32
