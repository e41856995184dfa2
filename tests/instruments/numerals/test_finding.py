"""Lines out of the finder's map, made by hand here: what is one line, what two, what none."""

from __future__ import annotations

import numpy as np
import pytest

from isnad.instruments.numerals.finding import CELL, Cells, places, prepared, scale_of


def a_map(*lines: tuple[int, int, int, int, float], height: float = 32.0, core: float = 0.97) -> Cells:
    """Cores at (row, column, rows, columns, direction), in cells."""
    shape = (60, 90)
    held = np.full((6, *shape), 0.0, np.float32)
    held[0] = 0.01
    for row, column, high, wide, way in lines:
        spot = np.s_[row : row + high, column : column + wide]
        held[0][spot] = core
        held[1][spot], held[2][spot] = np.cos(2 * way), np.sin(2 * way)
        held[4][spot], held[5][spot] = np.cos(way), np.sin(way)
    return Cells(held[0], (held[1], held[2]), np.full(shape, height, np.float32), (held[4], held[5]))


def test_a_core_is_a_line_with_its_ends_given_back() -> None:
    (line,) = places(a_map((20, 10, 4, 30, 0.0)))
    assert (line.x, line.y) == pytest.approx(((10 + 15) * CELL, (20 + 2) * CELL))
    assert line.angle == pytest.approx(0, abs=0.02)
    assert line.length == pytest.approx(30 * CELL + 0.3 * 32, abs=1)


def test_an_upside_down_line_runs_the_other_way() -> None:
    (line,) = places(a_map((20, 10, 4, 30, np.pi)))
    assert np.cos(line.angle) == pytest.approx(-1, abs=0.01)


def test_two_lines_apart_are_two() -> None:
    assert len(places(a_map((10, 10, 4, 30, 0.0), (30, 10, 4, 30, 0.0)))) == 2


def test_lines_grown_together_are_parted_by_a_higher_bar() -> None:
    cells = a_map((10, 10, 5, 30, 0.0), (17, 10, 5, 30, 0.0))
    cells.core[15:17, 10:40] = 0.6
    assert len(places(cells)) == 2


def test_pieces_of_one_line_are_put_together() -> None:
    (line,) = places(a_map((20, 10, 4, 12, 0.0), (20, 25, 4, 12, 0.0)))
    assert line.length > 26 * CELL


def test_two_numbers_beside_each_other_stay_two() -> None:
    assert len(places(a_map((20, 5, 4, 12, 0.0), (20, 35, 4, 12, 0.0)))) == 2


def test_an_empty_map_has_no_lines() -> None:
    assert places(a_map()) == []


@pytest.mark.parametrize("shape", [(300, 300), (900, 1200), (4000, 6000), (1, 1), (7, 3000)])
def test_any_photograph_fits_the_network(shape: tuple[int, int]) -> None:
    grey = np.full(shape, 100, np.uint8)
    given = prepared(grey, scale_of(grey))
    _, behind, high, wide = given.shape
    assert behind == CELL * CELL
    assert high % 8 == wide % 8 == 0
    assert max(high, wide) * CELL <= 992


def test_each_four_by_four_pixels_lie_behind_each_other() -> None:
    grey = np.random.default_rng(1).integers(0, 256, (640, 960), np.uint8)
    given = prepared(grey, 1.0)
    assert given[0, 0, 5, 7] == grey[20, 28]
    assert given[0, 4 * 2 + 3, 5, 7] == grey[22, 31]
