"""Reads scenes and says, for each legible line, what became of it; for each reading, whether it was exact.

A reading belongs to the line whose middle it lies nearest to, if it covers it and runs within 35 degrees of it, or
within 35 degrees of its opposite (then it is wrong). A reading that lies on no line is wrong; one on a line that is not
legible is left out of the count unless it is accepted, for then it claims to be right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from training.numerals.lessons import axes
from training.numerals.scenes import Line

from isnad.instruments.numerals.geometry import Place


@dataclass(frozen=True)
class Match:
    """A reading (by its place in the list) on a line (by its place), or on none."""

    reading: int
    line: int | None


def matched(places: list[Place], lines: list[Line]) -> list[Match]:
    """Which reading stands on which line; each line is given once, to the nearest reading."""
    pairs = []
    for at, place in enumerate(places):
        for index, line in enumerate(lines):
            centre, along, down, length, height = axes(line.corners)
            away = np.array([place.x, place.y]) - centre
            if abs(away @ along) < 0.5 * length + 0.3 * height and abs(away @ down) < 0.6 * height:
                pairs.append((float(np.hypot(*away)), at, index))
    taken: dict[int, int] = {}
    given: set[int] = set()
    for _, at, index in sorted(pairs):
        if at not in taken and index not in given:
            taken[at] = index
            given.add(index)
    touching = {at: index for _, at, index in sorted(pairs, reverse=True)}
    return [Match(at, taken.get(at, touching.get(at))) for at in range(len(places))]
