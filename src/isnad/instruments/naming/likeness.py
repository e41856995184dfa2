"""Likeness: a quick, rough measure that needs one matrix product.

Every word has a short vector: the sum of those of its letter groups (1 to 4 letters, with its beginning and end), made
unit length. Spellings of one name lie near each other whatever the script. It chooses whom the transducer looks at,
and has a small say in the verdict.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.letters import ARABIC, LATIN, LONGEST_WORD

BUCKETS = 1 << 15
_LETTER = {letter: code for code, letter in enumerate("^$" + LATIN + ARABIC + "0123456789", 1)}
_RADIX = np.uint64(len(_LETTER) + 1)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def grams(vocabulary: list[str]) -> NDArray[np.int64]:
    """For each word the buckets of its letter groups, padded with 0: (words, groups)."""
    rows = [[1, *(_LETTER.get(letter, 0) for letter in word[:LONGEST_WORD]), 2] for word in vocabulary]
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    letters = np.zeros((len(rows), int(lengths.max(initial=3)) + 3), np.uint64)
    for place, row in enumerate(rows):
        letters[place, : len(row)] = row
    width = letters.shape[1] - 3
    found = []
    code = np.zeros((len(rows), width), np.uint64)
    for size in range(1, 5):
        code = code * _RADIX + letters[:, size - 1 : size - 1 + width]
        bucket = ((code + np.uint64(size)) * _SPREAD >> np.uint64(49)).astype(np.int64) % (BUCKETS - 1) + 1
        inside = np.arange(width)[None, :] + size <= lengths[:, None]
        found.append(np.where(inside, bucket, 0))
    return np.concatenate(found, axis=1)


def vectors(vocabulary: list[str], table: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vectors (words, size) from the learned table (buckets, size).

    ``centre`` is the mean of the words of this script: what all of them have in common says nothing, and without it a
    few short words are near everything.
    """
    made = np.empty((len(vocabulary), table.shape[1]), np.float32)
    for begin in range(0, len(vocabulary), 8192):
        block = vocabulary[begin : begin + 8192]
        summed = table[grams(block)].sum(axis=1)
        made[begin : begin + len(block)] = _unit(summed) - centre
    return _unit(made)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)
