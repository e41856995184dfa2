"""The transducer: how likely two spellings are spellings of one name part.

 * A table holds the probability of pairs of short letter groups (units): ش with sh, و with ou, ال with nothing.
 * Two words are spellings of one name with the sum, over every way of cutting both into such pairs, of the products.
 * ``joint`` is the logarithm of that sum; ``alone`` the same for one word whatever stands beside it. Their difference
   joint - alone - alone is a weight of evidence: how much likelier the pair is under one name than by chance.
 * One word is set against many at once, letter by letter of theirs, in numpy.

Probabilities are held in 32 bits, lifted by a fixed factor per letter so that no realistic name underflows; what does
is reported as ``FLOOR``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.letters import ARABIC, LATIN, Script, encode

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

FLOOR = np.float32(-300.0)  # natural logarithm; what underflows is reported as this
_RADIX = {"arabic": len(ARABIC) + 1, "latin": len(LATIN) + 1, "other": 2}


@dataclass(frozen=True)
class Side:
    """One script of a table: its units as letter codes; number 0 is the empty unit, the last stands for the unknown."""

    script: Script
    longest: int
    units: list[tuple[int, ...]]

    @cached_property
    def number_of(self) -> list[Indices]:
        """For each length, from a unit's letters read as digits of one number to the unit's number."""
        radix = _RADIX[self.script]
        lookup = [np.full(radix**length, len(self.units), np.int64) for length in range(self.longest + 1)]
        for number, unit in enumerate(self.units):
            lookup[len(unit)][_digits(unit, radix)] = number
        return lookup

    def numbers(self, letters: NDArray[np.uint8], length: int) -> Indices:
        """Unit numbers for an array of letter groups; the last axis holds ``length`` letters."""
        radix = _RADIX[self.script]
        code = np.zeros(letters.shape[:-1], np.int64)
        for place in range(length):
            code = code * radix + letters[..., place]
        return self.number_of[length][code]


def _digits(unit: tuple[int, ...], radix: int) -> int:
    code = 0
    for letter in unit:
        code = code * radix + letter
    return code


class Spelled:
    """Words of one script as the units that end at each of their letters, ready to be set against other words."""

    def __init__(self, words: list[str], side: Side) -> None:
        """``words`` may repeat and may hold empty ones."""
        letters, self.lengths = encode(words, side.script)
        self.side = side
        self.units = _endings(letters, self.lengths, side)

    def some(self, rows: Indices) -> Spelled:
        """Some of the words, in the order of ``rows``."""
        chosen = object.__new__(Spelled)
        chosen.side, chosen.lengths = self.side, self.lengths[rows]
        chosen.units = self.units[rows, : int(chosen.lengths.max(initial=0)) + 1]
        return chosen


class Table:
    """Learned probabilities of unit pairs for two scripts, and the sums over all ways of cutting two words."""

    def __init__(self, left: Side, right: Side, probabilities: Floats, lift: float) -> None:
        """``probabilities`` has a row for each left unit and a column for each right one; ``lift`` is per letter."""
        self.left, self.right = left, right
        self.lift = lift
        lengths = [np.array([len(unit) for unit in side.units], np.float32) for side in (left, right)]
        scaled = probabilities * np.exp(np.float32(lift) * (lengths[0][:, None] + lengths[1][None, :]))
        scaled[0, 0] = 0.0
        self._dense = np.pad(scaled, ((0, 1), (0, 1))).astype(np.float32)
        self._turned = np.ascontiguousarray(self._dense.T)

    @cached_property
    def _marginals(self) -> tuple[Floats, Floats]:
        """For each side, what each of its units costs whatever stands beside it; the empty unit may repeat."""
        found = []
        for dense, other in ((self._dense, self.right), (self._turned, self.left)):
            lengths = np.array([*(len(unit) for unit in other.units), 0], np.float32)
            marginal = dense @ np.exp(-np.float32(self.lift) * lengths)
            found.append((marginal / np.float32(1.0 - marginal[0])).astype(np.float32))
        return found[0], found[1]

    def joint(self, word: str, others: Spelled, *, turned: bool = False) -> Floats:
        """log p(word, other) for each of the others. ``turned``: the word is of the right script, they of the left."""
        side = self.right if turned else self.left
        letters, length = encode([word], side.script)
        slab = self._slab(letters[0, : int(length[0])], side, self._turned if turned else self._dense)
        with np.errstate(divide="ignore"):
            found = np.log(_forward(others, slab, side.longest))
        found -= np.float32(self.lift) * (np.float32(length[0]) + others.lengths.astype(np.float32))
        return np.maximum(found, FLOOR)

    def paired(self, left: Spelled, right: Spelled) -> Floats:
        """log p(left, right) for each pair of words, the first with the first."""
        found = np.full(len(left.lengths), FLOOR, np.float32)
        order = np.argsort(np.maximum(left.lengths, right.lengths), kind="stable")
        for begin in range(0, len(order), 4096):
            rows = order[begin : begin + 4096]
            found[rows] = self._paired(left.some(rows), right.some(rows))
        return found

    def likeliest(self, left: str, right: str) -> tuple[float, list[tuple[int, int]]]:
        """The log-probability of the single best cut of both words, and its steps: letters taken of each side."""
        (across, places), (down, heights) = encode([left], self.left.script), encode([right], self.right.script)
        before, after = _endings(across, places, self.left)[0], _endings(down, heights, self.right)[0]
        shape = (int(places[0]) + 1, int(heights[0]) + 1)
        best = np.full(shape, -np.inf)
        best[0, 0] = 0.0
        came = np.zeros((*shape, 2), np.int64)
        for i, j in np.ndindex(*shape):
            for taken, used in np.ndindex(min(i, self.left.longest) + 1, min(j, self.right.longest) + 1):
                probability = self._dense[before[i, taken], after[j, used]]
                if probability > 0 and best[i - taken, j - used] + np.log(probability) > best[i, j]:
                    best[i, j] = best[i - taken, j - used] + np.log(probability)
                    came[i, j] = taken, used
        return float(best[-1, -1]), _walked(came) if np.isfinite(best[-1, -1]) else []

    def _paired(self, left: Spelled, right: Spelled) -> Floats:
        before, after = left.units.astype(np.int64), right.units.astype(np.int64)
        sums = np.zeros((before.shape[1], after.shape[1], len(left.lengths)), np.float32)
        sums[0, 0] = 1.0
        width = self._dense.shape[1]
        flat = self._dense.ravel()
        for i, j in np.ndindex(sums.shape[:2]):
            for taken in range(min(i, self.left.longest) + 1):
                row = before[:, i, taken] * width
                for used in range(min(j, self.right.longest) + 1):
                    if taken + used:
                        sums[i, j] += sums[i - taken, j - used] * flat[row + after[:, j, used]]
        with np.errstate(divide="ignore"):
            found = np.log(sums[left.lengths, right.lengths, np.arange(len(left.lengths))])
        lifted = np.float32(self.lift) * (left.lengths + right.lengths).astype(np.float32)
        return np.asarray(np.maximum(found - lifted, FLOOR), np.float32)

    def _slab(self, letters: NDArray[np.uint8], side: Side, dense: Floats) -> Floats:
        """What each unit of the other side costs at each place of the word, by how many letters of the word it takes.

        The shape is (0…longest letters, places, units); unit 0 is the empty one.
        """
        places = len(letters) + 1
        numbers = np.full((places, side.longest + 1), len(side.units), np.int64)
        numbers[:, 0] = 0
        for length in range(1, side.longest + 1):
            if places > length:
                windows = np.lib.stride_tricks.sliding_window_view(letters, length)
                numbers[length:, length] = side.numbers(windows, length)
        return np.asarray(dense[numbers.T], np.float32)

    def alone(self, words: Spelled, *, turned: bool = False) -> Floats:
        """log p(word) for each word, whatever spelling stands beside it. ``turned``: words of the right script."""
        marginal = self._marginals[1 if turned else 0]
        most = words.units.shape[1]
        sums = np.zeros((most, len(words.lengths)), np.float32)
        sums[0] = 1.0
        for place in range(1, most):
            for length in range(1, min(place, words.side.longest) + 1):
                sums[place] += sums[place - length] * marginal[words.units[:, place, length]]
        with np.errstate(divide="ignore"):
            found = np.log(sums[words.lengths, np.arange(len(words.lengths))])
        lifted = np.float32(self.lift) * words.lengths.astype(np.float32)
        return np.asarray(np.maximum(found - lifted, FLOOR), np.float32)


def _walked(came: Indices) -> list[tuple[int, int]]:
    """The steps from the beginning to the end, read backwards from the end."""
    place = (came.shape[0] - 1, came.shape[1] - 1)
    steps = []
    while place != (0, 0):
        taken, used = (int(step) for step in came[place])
        steps.append((taken, used))
        place = (place[0] - taken, place[1] - used)
    return steps[::-1]


def _endings(letters: NDArray[np.uint8], lengths: Indices, side: Side) -> NDArray[np.int16]:
    """(words, places, 0…longest letters): the unit that ends at a place of each word; beyond its end, the unknown."""
    numbers = np.full((len(letters), letters.shape[1] + 1, side.longest + 1), len(side.units), np.int16)
    numbers[:, :, 0] = 0
    for length in range(1, side.longest + 1):
        if letters.shape[1] >= length:
            windows = np.lib.stride_tricks.sliding_window_view(letters, length, axis=1)
            numbers[:, length:, length] = side.numbers(windows, length)
    return numbers


def _forward(others: Spelled, slab: Floats, longest: int) -> Floats:
    """Sums over all cuts, for the whole word against each whole other word."""
    places, most = slab.shape[1], others.units.shape[1]
    alive = np.argsort(-others.lengths, kind="stable")
    lengths, units = others.lengths[alive], others.units[alive].astype(np.int64)
    sums = np.zeros((most, places + longest, len(lengths)), np.float32)  # the first rows stand before the word
    sums[0, longest] = 1.0
    _within(sums[0], slab[:, :, 0], longest)
    for place in range(1, most):
        still = int(np.searchsorted(-lengths, -place, side="right"))  # words long enough stand first
        here = sums[place, longest:, :still]
        for length in range(1, min(place, others.side.longest) + 1):
            before = sums[place - length, :, :still]
            costs = np.take(slab, units[:still, place, length], axis=2)
            for taken in range(longest + 1):
                here += before[longest - taken : longest - taken + places] * costs[taken]
        _within(sums[place, :, :still], slab[:, :, 0], longest)
    found = np.empty(len(lengths), np.float32)
    found[alive] = sums[lengths, -1, np.arange(len(lengths))]
    return found


def _within(sums: Floats, empties: Floats, longest: int) -> None:
    """Adds the cuts whose last pairs take letters of the word and none of the other."""
    for place in range(1, empties.shape[1]):
        for taken in range(1, min(longest, place) + 1):
            if empties[taken, place]:
                sums[longest + place] += sums[longest + place - taken] * empties[taken, place]
