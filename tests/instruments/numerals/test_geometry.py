"""A line laid straight shows the same thing however the photograph lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments.numerals.geometry import HIGH, STEP, Look, Place, straightened

ANYWHERE = st.floats(-200, 900)


def a_wedge(turns: int) -> np.ndarray:
    """A picture that gets lighter from left to right, with a dark band along its middle; turned by quarters."""
    picture = np.tile(np.linspace(60, 220, 240, dtype=np.float32), (120, 1))
    picture[55:65] = 10
    return np.ascontiguousarray(np.rot90(picture.astype(np.uint8), -turns))


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_turned_line_is_laid_straight(turns: int) -> None:
    picture = a_wedge(turns)
    place = Place(picture.shape[1] / 2, picture.shape[0] / 2, turns * np.pi / 2, 120, 40)
    crop = straightened(picture, place, Look()).astype(float)
    assert crop.shape[0] == HIGH
    assert crop.shape[1] % STEP == 0
    assert crop[2, -2] > crop[2, 1] + 30  # lighter along the reading
    assert crop[15:17].mean() < 40 < crop[2].mean()  # the band lies in the middle


def test_a_mirrored_look_runs_the_other_way() -> None:
    place = Place(120, 60, 0, 120, 40)
    crop = straightened(a_wedge(0), place, Look(mirrored=True)).astype(float)
    assert crop[2, 1] > crop[2, -2] + 30


@settings(max_examples=60, deadline=None)
@given(ANYWHERE, ANYWHERE, st.floats(-7, 7), st.floats(1, 500), st.floats(2, 300))
def test_any_place_gives_a_crop_even_outside_the_picture(
    x: float, y: float, angle: float, long: float, high: float
) -> None:
    crop = straightened(np.full((50, 70), 99, np.uint8), Place(x, y, angle, long, high), Look())
    assert crop.shape[0] == HIGH
    assert 16 <= crop.shape[1] <= 512


@given(st.integers(0, 3), st.integers(0, 39), st.integers(0, 29))
def test_a_place_in_a_turned_picture_is_told_in_pixels_of_the_stored_one(quarters: int, column: int, row: int) -> None:
    stored = np.zeros((30, 40), np.uint8)
    stored[row, column] = 1
    turned = np.rot90(stored, -quarters)
    at = np.argwhere(turned)[0]
    place = Place(float(at[1]) + 0.5, float(at[0]) + 0.5, 0.3 + quarters * np.pi / 2, 5, 5)
    back = place.before_turning(quarters, turned.shape)
    assert (back.x, back.y) == (column + 0.5, row + 0.5)
    assert back.angle == pytest.approx(0.3)


def test_the_quad_starts_at_the_upper_left_of_the_writing() -> None:
    upright = Place(100, 50, 0, 80, 20)
    assert upright.quad() == [[60, 40], [140, 40], [140, 60], [60, 60]]
    assert upright.turned().quad()[0] == [140, 60]
