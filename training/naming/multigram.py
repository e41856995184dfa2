"""Learns a table of unit pairs by expectation maximisation (a joint multigram).

Every way of cutting two spellings into pairs of units is counted with its share of the total; the counts become the
next round's probabilities. A discount taken off each expected count keeps the table sparse.
"""

from __future__ import annotations

import numba
import numpy as np

from isnad.instruments.naming.letters import ARABIC, LATIN, Script, encode
from isnad.instruments.naming.transducer import Side


class Learner:
    """Pairs of spellings, cut in every way, and the table that explains them best."""

    def __init__(self, pairs: list[tuple[str, str]], scripts: tuple[Script, Script], longest: tuple[int, int], *,
                 silent: int) -> None:  # fmt: skip
        """``longest``: letters of a unit on each side; ``silent``: how many left letters may stand for nothing."""
        self.scripts, self.longest, self.silent = scripts, longest, silent
        self.left, self.left_lengths = encode([pair[0] for pair in pairs], scripts[0])
        self.right, self.right_lengths = encode([pair[1] for pair in pairs], scripts[1])
        self.sides = tuple(
            Side(script, most, _units_of(script, letters, lengths, most))
            for script, most, letters, lengths in (
                (scripts[0], longest[0], self.left, self.left_lengths),
                (scripts[1], longest[1], self.right, self.right_lengths),
            )
        )
        self.numbers = tuple(
            _numbered(side, letters, lengths)
            for side, letters, lengths in zip(
                self.sides, (self.left, self.right), (self.left_lengths, self.right_lengths), strict=True
            )
        )

    def learn(self, rounds: int, discount: float, weights: np.ndarray | None = None) -> np.ndarray:
        """Probabilities, (left units, right units); rows and columns of the sides' units."""
        left, right = self.sides
        shape = (len(left.units), len(right.units))
        lengths = [np.array([len(unit) for unit in side.units]) for side in self.sides]
        allowed = self._allowed(lengths)
        table = np.where(allowed, np.exp(-2.0 * (lengths[0][:, None] + lengths[1][None, :])), 0.0)
        share = np.ones(len(self.left)) if weights is None else weights
        for turn in range(rounds):
            counts = np.zeros(shape)
            total = _count(
                table, self.numbers[0], self.numbers[1], self.left_lengths, self.right_lengths, share, counts
            )
            if turn >= 2:
                counts = np.maximum(counts - discount * (lengths[0][:, None] + lengths[1][None, :] > 1), 0.0)
            table = _smoothed(counts, lengths) if turn == rounds - 1 else counts / counts.sum()
            print(f"  round {turn + 1}: log likelihood a pair {total / share.sum():.3f}, cells {(table > 1e-9).sum()}")
        return table

    def _allowed(self, lengths: list[np.ndarray]) -> np.ndarray:
        left, right = lengths[0][:, None], lengths[1][None, :]
        nothing_left, nothing_right = left == 0, right == 0
        return (
            ~(nothing_left & (right != 1)) & ~(nothing_right & (left > self.silent)) & ~(nothing_left & nothing_right)
        )


def _smoothed(counts: np.ndarray, lengths: list[np.ndarray]) -> np.ndarray:
    """A little for every single letter beside every other, and beside nothing: no pair is impossible."""
    left, right = lengths[0][:, None], lengths[1][None, :]
    single = ((left == 1) & (right <= 1)) | ((left == 0) & (right == 1))
    table = counts + single * 0.02
    return table / table.sum()


def _units_of(script: Script, letters: np.ndarray, lengths: np.ndarray, longest: int) -> list[tuple[int, ...]]:
    """Every letter of the alphabet, seen or not, and every longer group that was seen."""
    alphabet = ARABIC if script == "arabic" else LATIN
    found: set[tuple[int, ...]] = {(), *((letter,) for letter in range(1, len(alphabet) + 1))}
    for row, length in zip(letters.tolist(), lengths.tolist(), strict=True):
        for begin in range(length):
            for end in range(begin + 1, min(begin + longest, length) + 1):
                found.add(tuple(row[begin:end]))
    return sorted(found, key=lambda unit: (len(unit), unit))


def _numbered(side: Side, letters: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """(words, places, 0…longest): the unit that ends at a place, -1 where none can."""
    numbers = np.full((len(letters), letters.shape[1] + 1, side.longest + 1), -1, np.int32)
    numbers[:, :, 0] = 0
    for length in range(1, side.longest + 1):
        for place in range(length, letters.shape[1] + 1):
            fits = lengths >= place
            numbers[fits, place, length] = side.numbers(letters[fits, place - length : place], length)
    return numbers


@numba.njit(cache=True)
def _count(table, left, right, left_lengths, right_lengths, weights, counts):  # type: ignore[no-untyped-def]
    """Adds every pair's expected counts to ``counts``; gives the weighted log likelihood of all."""
    total = 0.0
    for pair in range(len(left)):
        n, m = left_lengths[pair], right_lengths[pair]
        ahead = _ahead(table, left[pair], right[pair], n, m)
        if ahead[n, m] > 1e-250:
            total += weights[pair] * np.log(ahead[n, m])
            _back(table, left[pair], right[pair], ahead, weights[pair] / ahead[n, m], counts)
    return total


@numba.njit(cache=True)
def _ahead(table, left, right, n, m):  # type: ignore[no-untyped-def]
    """The sum over all cuts of the first i and j letters, for every i and j."""
    ahead = np.zeros((n + 1, m + 1))
    ahead[0, 0] = 1.0
    for i in range(n + 1):
        for j in range(m + 1):
            for a in range(min(i, left.shape[1] - 1) + 1):
                for b in range(min(j, right.shape[1] - 1) + 1):
                    if a + b:
                        ahead[i, j] += ahead[i - a, j - b] * table[left[i, a], right[j, b]]
    return ahead


@numba.njit(cache=True)
def _back(table, left, right, ahead, share, counts):  # type: ignore[no-untyped-def]
    """From the end to the beginning: each unit pair's share of the whole goes to ``counts``."""
    back = np.zeros(ahead.shape)
    back[-1, -1] = share
    for i in range(ahead.shape[0] - 1, -1, -1):
        for j in range(ahead.shape[1] - 1, -1, -1):
            for a in range(min(i, left.shape[1] - 1) + 1):
                for b in range(min(j, right.shape[1] - 1) + 1):
                    if a + b:
                        flow = back[i, j] * table[left[i, a], right[j, b]]
                        back[i - a, j - b] += flow
                        counts[left[i, a], right[j, b]] += ahead[i - a, j - b] * flow
