"""Finds lines of numbers in a grey photograph.

 1. The photograph is brought to a long side of at most 960 pixels (a small one is doubled, once).
 2. Where signs are large there, or nothing is found, it is looked at once more at half that size: a sign that fills the
    network's view is no line to it.
 3. The network says of each 4 x 4 pixels: core of a line or not, along which axis, how high its signs are, and, as
    advice only, which way along the axis they read.
 4. Neighbouring core cells make a line. One that is too high for its signs is two lines grown together: it is asked
    again with a higher bar.
 5. Pieces that lie one behind the other in one line, nearer than half a sign, are one line.

What is found here may be no number at all: it is the reader that says so, and the confidence that knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from isnad.instruments.numerals.geometry import Floats, Grey, Place

LONG = 960
SMALL = 480
CELL = 4
REFERENCE = 16.0  # pixels of height whose logarithm the network calls 0
BARS = (0.5, 0.75, 0.9)
MOST = 60  # lines looked at in one photograph; a page of print ends here
GAP, WIDE_GAP = 0.3, 0.75  # heights between pieces that surely, and that perhaps, are one line
CORE_ENDS = 0.15  # of its height, by which a line's core is shorter at each end
LARGE = 48.0  # pixels (at the finder's scale) from where on signs are better seen at half of it
FINEST = 5.0  # pixels (at the finder's scale) below which nothing is looked at


class Cells(NamedTuple):
    """What the network says of each cell."""

    core: Floats
    axis: tuple[Floats, Floats]  # cosine and sine of the double angle
    height: Floats
    way: tuple[Floats, Floats]  # cosine and sine


def scale_of(grey: Grey) -> float:
    """By how much the photograph is made smaller (or, where it is tiny, larger)."""
    long = max(grey.shape)
    return LONG / long if long > LONG else 2.0 if long < SMALL else 1.0


def prepared(grey: Grey, scale: float) -> Grey:
    """The photograph as the network wants it: (1, 16, h/4, w/4), each 4 x 4 pixels behind each other, h and w multiples
    of 32."""
    if scale != 1.0:
        size = (max(8, round(grey.shape[1] * scale)), max(8, round(grey.shape[0] * scale)))
        way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
        grey = np.asarray(Image.fromarray(grey).resize(size, way, reducing_gap=1.0), np.uint8)
    padded = np.pad(grey, ((0, -grey.shape[0] % 32), (0, -grey.shape[1] % 32)), mode="edge")
    high, wide = padded.shape[0] // CELL, padded.shape[1] // CELL
    folded = padded.reshape(high, CELL, wide, CELL).transpose(1, 3, 0, 2)
    return np.ascontiguousarray(folded).reshape(1, CELL * CELL, high, wide)


def cells_of(maps: Floats) -> Cells:
    """The network's answer, with the core as a probability and the height in pixels."""
    core = 1 / (1 + np.exp(-maps[0]))
    height = np.float32(REFERENCE) * np.exp(np.clip(maps[3], -2, 4))
    return Cells(core, (maps[1], maps[2]), height, (maps[4], maps[5]))


def lines(session: Any, grey: Grey, scale: float | None = None) -> list[Place]:
    """The lines of a photograph, in its own pixels, the surest first."""
    scale = scale or scale_of(grey)
    found = _seen(session, grey, scale)
    if found and max(each.height for each in found) * scale < LARGE:
        return found
    large = [each for each in _seen(session, grey, scale / 2) if each.height * scale >= LARGE]
    kept = [each for each in found if not any(_stands_in(each, other) for other in large)]
    return sorted(large + kept, key=lambda each: -each.score)


def _seen(session: Any, grey: Grey, scale: float) -> list[Place]:
    maps = session.run(None, {"picture": prepared(grey, scale)})[0][0]
    return [each.scaled(1 / scale) for each in places(cells_of(maps))]


def _stands_in(part: Place, large: Place) -> bool:
    """Whether a line is a large one seen from nearer, or a piece of it."""
    along, down = large.axes
    away = np.array([part.x - large.x, part.y - large.y])
    inside = abs(float(away @ along)) < large.length / 2 and abs(float(away @ down)) < large.height / 2
    return inside and part.height > large.height / 2


def places(cells: Cells) -> list[Place]:
    """The lines in the network's answer, in the pixels of what it was shown."""
    rows, columns = np.nonzero(cells.core > BARS[0])
    found = [place for group in _groups(rows, columns) for place in _lines_of(cells, group, 0)]
    found = [each for each in found if each.height >= FINEST]
    found.sort(key=lambda each: -each.score)
    return _joined(found[:MOST])


def _lines_of(cells: Cells, group: NDArray[np.int64], bar: int) -> Iterator[Place]:
    """One group of cells as a line; as several where it is too high to be one."""
    place, thickness = _place(cells, group)
    if thickness < 1.05 * place.height or bar + 1 >= len(BARS):
        if place.pixels >= 3:
            yield place
        return
    kept = group[cells.core[group[:, 0], group[:, 1]] > BARS[bar + 1]]
    for part in _groups(kept[:, 0], kept[:, 1]):
        yield from _lines_of(cells, part, bar + 1)


def _groups(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Cells that touch, also at corners, as arrays (n, 2) of row and column."""
    wide = int(columns.max(initial=0)) + 2  # one column that is always empty keeps rows apart
    around = [down * wide + right for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]
    waiting = set((rows * wide + columns).tolist())
    while waiting:
        edge = [waiting.pop()]
        group = list(edge)
        while edge:
            cell = edge.pop()
            for step in around:
                if cell + step in waiting:
                    waiting.discard(cell + step)
                    group.append(cell + step)
                    edge.append(cell + step)
        yield np.stack(np.divmod(np.array(group), wide), 1)


def _place(cells: Cells, group: NDArray[np.int64]) -> tuple[Place, float]:
    """A group of cells as a line, and how thick its core is (pixels)."""
    at = (group[:, 0], group[:, 1])
    weight = cells.core[at]
    vector = _mean(cells.axis, at, weight)
    height = float(np.exp((np.log(cells.height[at]) * weight).sum() / weight.sum()))
    points = (group[:, ::-1].astype(np.float64) + 0.5) * CELL
    angle = _angle(points, weight, vector, height)
    way = float(_mean(cells.way, at, weight) @ [np.cos(angle), np.sin(angle)])
    if way < 0:
        angle += np.pi
    along, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    across, drop = points @ along, points @ down
    low, high = float(across.min()) - CELL / 2, float(across.max()) + CELL / 2
    centre = along * (low + high) / 2 + down * float((drop * weight).sum() / weight.sum())
    length = max(high - low + 2 * CORE_ENDS * height, height * 0.35)
    place = Place(
        float(centre[0]), float(centre[1]), angle, length, height, float(weight.mean()), min(1.0, abs(way)), len(group)
    )
    return place, float(drop.max() - drop.min()) + CELL


def _mean(pair: tuple[Floats, Floats], at: tuple[Any, Any], weight: Floats) -> NDArray[np.float64]:
    """The mean vector over some cells."""
    total = float(weight.sum())
    return np.array([float((each[at] * weight).sum()) / total for each in pair])


def _angle(points: NDArray[np.float64], weight: Floats, vector: NDArray[np.float64], height: float) -> float:
    """The axis that the network says; for a long line the one along which it lies, which is finer."""
    told = float(np.arctan2(vector[1], vector[0])) / 2
    centred = points - (points * weight[:, None]).sum(0) / weight.sum()
    spread = (centred * weight[:, None]).T @ centred / weight.sum()
    values, vectors = np.linalg.eigh(spread)
    if np.sqrt(max(values[1], 0)) < 0.45 * height:
        return told
    lies = float(np.arctan2(vectors[1, 1], vectors[0, 1]))
    turn = (lies - told + np.pi / 2) % np.pi - np.pi / 2  # to the nearer of its two senses
    return told + turn if abs(turn) < 0.8 or np.sqrt(values[1]) > 0.8 * height else told


def _joined(found: list[Place]) -> list[Place]:
    """Pieces of one line put together."""
    kept: list[Place] = []
    for place in found:
        for index, other in enumerate(kept):
            if (whole := _whole(other, place)) is not None:
                kept[index] = whole
                break
        else:
            kept.append(place)
    return kept


def wholes(found: list[Place]) -> list[Place]:
    """Lines that two of those found would make, if what lies between them is but a wide gap."""
    pairs = ((one, two) for at, one in enumerate(found) for two in found[at + 1 :])
    return [whole for one, two in pairs if (whole := _whole(one, two, WIDE_GAP)) is not None]


def continues(one: Place, two: Place) -> bool:
    """Whether one line lies so near behind the other that either may be a piece of a longer one."""
    return _whole(one, two, 1.0) is not None or _whole(two, one, 1.0) is not None


def _whole(one: Place, two: Place, most: float = GAP) -> Place | None:
    """Two pieces as one line, or None where they are two lines."""
    along, down = one.axes
    height = max(one.height, two.height)
    away = np.array([two.x - one.x, two.y - one.y])
    gap = abs(float(away @ along)) - (one.length + two.length) / 2
    if abs(np.cos(one.angle - two.angle)) < 0.94 or abs(float(away @ down)) > 0.25 * height or gap > most * height:
        return None
    if height > 1.5 * min(one.height, two.height) or gap < -0.5 * height:
        return None
    reach = np.array([-one.length / 2, one.length / 2, away @ along - two.length / 2, away @ along + two.length / 2])
    low, high = float(reach.min()), float(reach.max())
    centre = np.array([one.x, one.y]) + along * (low + high) / 2 + down * float(away @ down) / 2
    return Place(
        float(centre[0]), float(centre[1]), one.angle, high - low, (one.height + two.height) / 2,
        min(one.score, two.score), min(one.way, two.way), one.pixels + two.pixels,
    )  # fmt: skip
