"""From the reader's probabilities to numbers.

* Prefix beam search inside the alphabet of one script: a string's probability is the sum over all ways of writing it
  along the line. What the other script's signs had is not given to anybody: it stays doubt.
* The words of doubt compete like signs. A string that holds one is no number; its share is told as doubt.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from isnad.instruments.numerals.alphabet import BLANK, CUT, MIRRORED, SIGNS, UPSIDE, Script, classes_of
from isnad.instruments.numerals.geometry import Floats

WIDTH = 6
FAINT = 0.004  # signs less likely than this at a step are not followed there
IMPOSSIBLE = 1e-30
DIGITS = 20  # the classes up to here are digits

Spelling = tuple[int, ...]


class Guess(NamedTuple):
    """A string of signs and its probability."""

    spelling: Spelling
    chance: float

    @property
    def text(self) -> str:
        """The signs; words of doubt leave no trace."""
        return "".join(SIGNS[each - 1] for each in self.spelling if each <= len(SIGNS))


class Decoded(NamedTuple):
    """What one crop says in one script: the best guesses that are numbers, and the shares of doubt."""

    guesses: list[Guess]
    cut_before: float
    cut_after: float
    upside: float
    mirrored: float
    nothing: float

    @property
    def cut(self) -> float:
        """The share of strings that go on beyond the crop, at either end."""
        return min(1.0, self.cut_before + self.cut_after)

    @property
    def best(self) -> Guess:
        """The likeliest number (an empty one of no probability where there is none)."""
        return self.guesses[0] if self.guesses else Guess((), IMPOSSIBLE)


def decode(chances: Floats, script: Script) -> Decoded:
    """Decodes one crop's probabilities (steps, classes), rows summing to 1."""
    beams = search(chances, classes_of(script))
    numbers = [each for each in beams if max(each.spelling, default=CUT) < CUT and min(each.spelling) <= DIGITS]
    nothing = sum(each.chance for each in beams if not each.spelling)
    before = sum(each.chance for each in beams if each.spelling and each.spelling[0] == CUT)
    after = sum(each.chance for each in beams if len(each.spelling) > 1 and each.spelling[-1] == CUT)
    upside, mirrored = (sum(each.chance for each in beams if word in each.spelling) for word in (UPSIDE, MIRRORED))
    return Decoded(numbers, before, after, upside, mirrored, nothing)


def search(chances: Floats, allowed: list[int]) -> list[Guess]:
    """The likeliest strings over the allowed classes, with their probabilities, best first."""
    beams: dict[Spelling, tuple[float, float]] = {(): (1.0, 0.0)}  # ending in a blank, ending in the last sign
    likely = chances[:, allowed] >= FAINT
    blanks = np.concatenate([[0.0], np.cumsum(np.log(np.maximum(chances[:, BLANK], IMPOSSIBLE)))])
    before = 0
    for at in np.flatnonzero(likely.any(1)).tolist():  # a run of blanks is one long blank
        row = chances[at].tolist()
        signs = [(allowed[place], row[allowed[place]]) for place in np.flatnonzero(likely[at]).tolist()]
        silence = math.exp(blanks[at] - blanks[before]) if at > before else None
        beams = _step(_quiet(beams, silence), row, row[BLANK], signs)
        before = at + 1
    beams = _quiet(beams, math.exp(blanks[-1] - blanks[before]) if before < len(chances) else None)
    found = [Guess(spelling, rest + last) for spelling, (rest, last) in beams.items()]
    return sorted(found, key=lambda each: -each.chance)


def _quiet(beams: dict[Spelling, tuple[float, float]], silence: float | None) -> dict[Spelling, tuple[float, float]]:
    """The beams after a run of blanks of this probability (None: there was none)."""
    if silence is None:
        return beams
    return {spelling: ((rest + last) * silence, 0.0) for spelling, (rest, last) in beams.items()}


def _step(
    beams: dict[Spelling, tuple[float, float]], row: list[float], blank: float, signs: list[tuple[int, float]]
) -> dict[Spelling, tuple[float, float]]:
    grown: dict[Spelling, list[float]] = {}
    for spelling, (rest, last) in beams.items():
        stay = grown.setdefault(spelling, [0.0, 0.0])
        stay[0] += (rest + last) * blank
        if spelling:
            stay[1] += last * row[spelling[-1]]
        for sign, chance in signs:
            more = rest if spelling and spelling[-1] == sign else rest + last
            if more * chance > IMPOSSIBLE:
                grown.setdefault((*spelling, sign), [0.0, 0.0])[1] += more * chance
    best = sorted(grown.items(), key=lambda each: -(each[1][0] + each[1][1]))[:WIDTH]
    return {spelling: (rest, last) for spelling, (rest, last) in best}


def chance_of(chances: Floats, spelling: Spelling) -> float:
    """The probability that a crop says exactly this string (the forward sum of CTC)."""
    states = [BLANK]
    for sign in spelling:
        states += [sign, BLANK]
    emitted = chances[:, states].astype(np.float64)
    skip = np.array([i >= 2 and states[i] != BLANK and states[i] != states[i - 2] for i in range(len(states))])
    now = np.zeros(len(states))
    now[: min(2, len(states))] = emitted[0, :2]
    for row in emitted[1:]:
        one = np.concatenate([[0.0], now[:-1]])
        two = np.where(skip, np.concatenate([[0.0, 0.0], now[:-2]])[: len(states)], 0.0)
        now = (now + one + two) * row
    return float(now[-2:].sum())


def odds(chance: float) -> float:
    """The logarithm of the odds, kept between -9 and 9."""
    inside = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(inside / (1 - inside))
