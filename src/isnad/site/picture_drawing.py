"""The map and the bars of the picture of arrests, as numbers for SVG: no colours, no words, no outline of any country.

A governorate is a mark at its middle: its left half is who was taken there, its right half who was held there; the area
of each half grows with the count. West is on the left in both languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from isnad.families.picturing import Branch, Place
from isnad.families.places import governorates

WIDTH, HEIGHT = 840, 640
_WEST, _NORTH = 34.3, 37.5  # degrees of the drawing's corner
_ACROSS, _DOWN = 100, 122  # units a degree, at this latitude
LEAST, MOST = 7, 34  # radius
GRID_X = tuple(round((each - _WEST) * _ACROSS) for each in range(35, 43))
GRID_Y = tuple(round((_NORTH - each) * _DOWN) for each in range(33, 38))
TALL = 40  # of a bar, on either side of its line


@dataclass(frozen=True, slots=True)
class Mark:
    """One governorate: where it is, two halves as paths (empty where nobody is counted), and where its name stands."""

    key: str
    left: str
    right: str
    x: int
    y: int
    name_x: int
    name_y: int
    anchor: str  # start, end
    dot: bool  # nobody is counted there


@dataclass(frozen=True, slots=True)
class Bars:
    """A branch over the months shown: arrests above the line, deaths below, as paths of vertical strokes."""

    width: int
    arrests: str
    deaths: str


def marks(places: Sequence[Place]) -> list[Mark]:
    """All fourteen, those that nobody is counted in as dots."""
    counted = {each.key: each for each in places}
    most = max((max(each.taken.count, each.held.count) for each in places), default=0)
    return [_mark(key, counted.get(key), most) for key in governorates()]


def _mark(key: str, place: Place | None, most: int) -> Mark:
    told = governorates()[key]
    x, y = round((told.at[1] - _WEST) * _ACROSS), round((_NORTH - told.at[0]) * _DOWN)
    left = 0 if place is None else _radius(place.taken.count, most)
    right = 0 if place is None else _radius(place.held.count, most)
    away = 8 + max(LEAST, left if told.side == "left" else right)
    name_x, anchor = (x - away, "end") if told.side == "left" else (x + away, "start")
    halves = (_half(x, y, left, 0), _half(x, y, right, 1))
    return Mark(key, *halves, x, y, name_x, y + 9 + told.moved, anchor, not left and not right)


def _radius(count: int, most: int) -> int:
    return round(LEAST + (MOST - LEAST) * sqrt(count / most)) if count else 0


def _half(x: int, y: int, radius: int, side: int) -> str:
    return f"M{x} {y - radius}A{radius} {radius} 0 0 {side} {x} {y + radius}Z" if radius else ""


def months_between(first: str, last: str) -> int:
    """How many months a stretch has, both ends included."""
    return _number(last) - _number(first) + 1


def highest(branches: Sequence[Branch]) -> int:
    """The largest count of any month: all branches are drawn to one measure."""
    counts = (max(each.arrests.count, each.deaths.count) for branch in branches for each in branch.months)
    return max(counts, default=1)


def bars(branch: Branch, first: str, last: str, most: int) -> Bars:
    """A branch as strokes, ten units a month."""
    up, down = [], []
    for each in branch.months:
        x = 10 * (_number(each.month) - _number(first)) + 5
        if each.arrests.count:
            up.append(f"M{x} {TALL}V{TALL - max(2, round(TALL * each.arrests.count / most))}")
        if each.deaths.count:
            down.append(f"M{x} {TALL + 1}V{TALL + 1 + max(2, round(TALL * each.deaths.count / most))}")
    return Bars(10 * months_between(first, last), "".join(up), "".join(down))


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:7])
