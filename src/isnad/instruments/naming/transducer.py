"""The transducer: how likely two spellings are spellings of one name part.

 * A table holds the probability of pairs of short letter groups (units): ش with sh, و with ou, ال with nothing.
 * Two words are spellings of one name with the sum, over every way of cutting both into such pairs, of the products.
 * ``joint`` is the logarithm of that sum; ``alone`` the same for one word whatever stands beside it. Their difference
   joint - alone - alone is a weight of evidence: how much likelier the pair is under one name than by chance.
 * One word is set against a whole vocabulary at once. Words that begin alike share that beginning's work (a trie), one
   letter of the trie at a time, in numpy.

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

FLOOR = np.float32(-90.0)  # natural logarithm; no pair is reported below
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


class Trie:
    """A vocabulary of one script, prefix by prefix, ready to be set against words."""

    def __init__(self, vocabulary: list[str], side: Side) -> None:
        """``vocabulary`` may repeat words and hold empty ones; order is kept in ``ends``."""
        letters, lengths = encode(vocabulary, side.script)
        order = np.lexsort((lengths, *letters.T[::-1]))
        letters, lengths = letters[order], lengths[order]
        width = letters.shape[1]
        differs = np.ones((len(letters), width), bool)
        differs[1:] = np.logical_or.accumulate(letters[1:] != letters[:-1], axis=1)
        differs[:1] = True
        self.size = len(vocabulary)
        self.levels: list[tuple[int, int]] = [(0, 1)]
        node = np.zeros((len(letters), width + 1), np.int64)
        ancestors, units = [np.zeros((1, side.longest), np.int64)], [np.zeros((1, side.longest), np.int64)]
        for depth in range(1, width + 1):
            alive = lengths >= depth
            fresh = alive & differs[:, depth - 1]
            begin = self.levels[-1][1]
            node[:, depth] = begin + np.cumsum(fresh) - 1
            rows = np.flatnonzero(fresh)
            self.levels.append((begin, begin + len(rows)))
            above, ending = _history(letters[rows], node[rows], depth, side)
            ancestors.append(above)
            units.append(ending)
        self.ancestors, self.units = np.concatenate(ancestors), np.concatenate(units)
        self.ends = np.empty(self.size, np.int64)
        self.ends[order] = node[np.arange(len(letters)), lengths]
        self.lengths = np.empty(self.size, np.int64)
        self.lengths[order] = lengths


def _history(letters: NDArray[np.uint8], node: Indices, depth: int, side: Side) -> tuple[Indices, Indices]:
    """For new nodes at ``depth``: the nodes 1, 2, … letters above, and the units that lead from there to here."""
    above = np.zeros((len(letters), side.longest), np.int64)
    ending = np.full((len(letters), side.longest), len(side.units), np.int64)
    for length in range(1, min(side.longest, depth) + 1):
        above[:, length - 1] = node[:, depth - length]
        ending[:, length - 1] = side.numbers(letters[:, depth - length : depth], length)
    return above, ending


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

    def joint(self, word: str, trie: Trie, *, turned: bool = False) -> Floats:
        """log p(word, each word of the trie). ``turned``: the word is of the right script, the trie of the left."""
        side = self.right if turned else self.left
        letters, length = encode([word], side.script)
        slab, empties = self._slab(letters[0, : int(length[0])], side, self._turned if turned else self._dense)
        sums = _forward(trie, slab, empties, side.longest)
        with np.errstate(divide="ignore"):
            found = np.log(sums[trie.ends])
        found -= np.float32(self.lift) * (np.float32(length[0]) + trie.lengths.astype(np.float32))
        return np.maximum(found, FLOOR)

    def paired(self, left: list[str], right: list[str]) -> Floats:
        """log p(left, right) for each pair of words, left with right."""
        found = np.full(len(left), FLOOR, np.float32)
        sizes = np.array([max(map(len, pair)) for pair in zip(left, right, strict=True)])
        order = np.argsort(sizes, kind="stable")
        for begin in range(0, len(order), 4096):
            rows = order[begin : begin + 4096]
            found[rows] = self._paired([left[row] for row in rows], [right[row] for row in rows])
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

    def _paired(self, left: list[str], right: list[str]) -> Floats:
        (across, places), (down, heights) = encode(left, self.left.script), encode(right, self.right.script)
        before, after = _endings(across, places, self.left), _endings(down, heights, self.right)
        sums = np.zeros((before.shape[1], after.shape[1], len(left)), np.float32)
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
            found = np.log(sums[places, heights, np.arange(len(left))])
        return np.maximum(found - np.float32(self.lift) * (places + heights).astype(np.float32), FLOOR)

    def _slab(self, letters: NDArray[np.uint8], side: Side, dense: Floats) -> tuple[Floats, Floats]:
        """What each unit of the other side costs at each place of the word, by how many letters of the word it takes.

        The first is (units, places, 0…longest letters), the second the same for the empty unit.
        """
        places = len(letters) + 1
        numbers = np.full((places, side.longest + 1), len(side.units), np.int64)
        numbers[:, 0] = 0
        for length in range(1, side.longest + 1):
            for place in range(length, places):
                numbers[place, length] = side.numbers(letters[place - length : place], length)
        slab = np.ascontiguousarray(dense[numbers.ravel()].T).reshape(dense.shape[1], places, side.longest + 1)
        return slab, slab[0]

    def alone(self, vocabulary: list[str], *, turned: bool = False) -> Floats:
        """log p(word) for each word, whatever spelling stands beside it. ``turned``: words of the right script."""
        side, dense = (self.right, self._turned) if turned else (self.left, self._dense)
        free = dense.copy()
        other = self.left if turned else self.right
        free[:, :-1] *= np.exp(-np.float32(self.lift) * np.array([len(unit) for unit in other.units], np.float32))
        marginal = free.sum(axis=1)
        marginal = marginal / np.float32(1.0 - marginal[0])
        trie = Trie(vocabulary, side)
        sums = np.zeros(trie.levels[-1][1], np.float32)
        sums[0] = 1.0
        for begin, end in trie.levels[1:]:
            sums[begin:end] = (sums[trie.ancestors[begin:end]] * marginal[trie.units[begin:end]]).sum(axis=1)
        with np.errstate(divide="ignore"):
            found = np.log(sums[trie.ends]) - np.float32(self.lift) * trie.lengths.astype(np.float32)
        return np.maximum(found, FLOOR)


def _walked(came: Indices) -> list[tuple[int, int]]:
    """The steps from the beginning to the end, read backwards from the end."""
    place = (came.shape[0] - 1, came.shape[1] - 1)
    steps = []
    while place != (0, 0):
        taken, used = (int(step) for step in came[place])
        steps.append((taken, used))
        place = (place[0] - taken, place[1] - used)
    return steps[::-1]


def _endings(letters: NDArray[np.uint8], lengths: Indices, side: Side) -> Indices:
    """(words, places, 0…longest letters): the unit that ends at a place of each word."""
    numbers = np.full((len(letters), letters.shape[1] + 1, side.longest + 1), len(side.units), np.int64)
    numbers[:, :, 0] = 0
    for length in range(1, side.longest + 1):
        for place in range(length, letters.shape[1] + 1):
            numbers[:, place, length] = side.numbers(letters[:, place - length : place], length)
    return numbers


def _forward(trie: Trie, slab: Floats, empties: Floats, longest: int) -> Floats:
    """Sums over all cuts, for the whole word against every node of the trie."""
    places = slab.shape[1]
    sums = np.zeros((trie.levels[-1][1], places + longest), np.float32)  # the first columns stand before the word
    sums[0, longest] = 1.0
    _within(sums[:1], empties, longest)
    for begin, end in trie.levels[1:]:
        for length in range(trie.ancestors.shape[1]):
            before = sums[trie.ancestors[begin:end, length]]
            costs = slab[trie.units[begin:end, length]]
            for taken in range(longest + 1):
                shifted = before[:, longest - taken : longest - taken + places]
                sums[begin:end, longest:] += shifted * costs[:, :, taken]
        _within(sums[begin:end], empties, longest)
    return sums[:, -1]


def _within(sums: Floats, empties: Floats, longest: int) -> None:
    """Adds the cuts whose last pairs take letters of the word and none of the trie."""
    for place in range(1, empties.shape[0]):
        for taken in range(1, min(longest, place) + 1):
            if empties[place, taken]:
                sums[:, longest + place] += sums[:, longest + place - taken] * empties[place, taken]
