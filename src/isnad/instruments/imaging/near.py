"""Near-duplicates: every hash within 31 of 256 bits of a given one, found without looking at all of them.

 1. The 256 bits are cut into bands. If two hashes differ in at most 31 bits, some band differs in few: of eleven bands
    one in at most 2 (31 < 3 × 11), of sixteen one in at most 1 (31 < 2 × 16). So it suffices to look, band by band, at
    the hashes whose band is the asked one with so few bits turned: exact, not approximate.
 2. Each band has the hashes' numbers sorted by its value, and a table of where each value begins.
 3. Below ``FLAT`` hashes, and for those added since the last building (at most a twentieth), all are compared.

Hashes of flat pictures (quality below 50) are near to each other and say nothing: leave them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from isnad.instruments.imaging.pdq import BITS, NEAR

FLAT = 50_000  # below this, comparing all is as fast
WIDE = 2_000_000  # from here on, eleven bands instead of sixteen
TAIL = 20  # a twentieth may stand unsorted
_ELEVEN = (24, 24, 24, *[23] * 8)  # bits of each band
_SIXTEEN = (16,) * 16
_BYTES, _WORDS = BITS // 8, BITS // 64
_ONES = np.ones(_WORDS, dtype=np.uint16)

Hashes = npt.NDArray[np.uint8]  # n × 32
Numbers = npt.NDArray[np.int64]


class Near:
    """An index over hashes (n × 32 bytes); a hash's number is its place in the order of adding."""

    def __init__(self, hashes: Hashes | None = None) -> None:
        self._words = np.empty((0, _WORDS), dtype=np.uint64)
        self._bands: _Bands | None = None
        self._built = 0
        if hashes is not None:
            self.add(hashes)

    def __len__(self) -> int:
        return len(self._words)

    def add(self, hashes: Hashes) -> None:
        """Adds hashes behind those already there."""
        given = np.ascontiguousarray(hashes, dtype=np.uint8).reshape(-1, _BYTES).view(np.uint64)
        self._words = np.concatenate([self._words, given])
        if len(self) >= FLAT and (len(self) - self._built) * TAIL > len(self):
            self._build()

    def within(self, wanted: bytes, most: int = NEAR) -> list[tuple[int, int]]:
        """``(number, bits that differ)`` of every hash within ``most`` (at most 31) bits, the nearest first."""
        if len(wanted) != _BYTES or not 0 <= most <= NEAR:
            raise ValueError("a hash of 32 bytes, and at most 31 bits")
        numbers = np.arange(self._built, len(self), dtype=np.int64)
        if self._bands is not None:
            numbers = np.concatenate([self._bands.places(int.from_bytes(wanted, "big")), numbers])
        return self._nearest(np.frombuffer(wanted, dtype=np.uint64), numbers, most)

    def pairs(self, most: int = NEAR) -> Iterator[tuple[int, int, int]]:
        """Every pair ``(one, other, bits that differ)`` with one < other."""
        for number in range(len(self)):
            for other, differ in self.within(self._words[number].tobytes(), most):
                if other > number:
                    yield number, other, differ

    def _nearest(self, word: npt.NDArray[np.uint64], numbers: Numbers, most: int) -> list[tuple[int, int]]:
        chosen = self._words if len(numbers) == len(self) and self._built == 0 else self._words[numbers]
        differ = np.bitwise_count(chosen ^ word) @ _ONES
        hits = np.flatnonzero(differ <= most)
        found = dict(zip(numbers[hits].tolist(), differ[hits].tolist(), strict=True))
        return sorted(found.items(), key=lambda each: (each[1], each[0]))

    def _build(self) -> None:
        octets = self._words.view(np.uint8).reshape(-1, _BYTES)
        self._bands = _Bands(octets, _ELEVEN, 2) if len(self) >= WIDE else _Bands(octets, _SIXTEEN, 1)
        self._built = len(self)


class _Bands:
    """All bands, one behind the other in the same arrays, so that a query is a few steps over all of them at once."""

    def __init__(self, octets: Hashes, widths: tuple[int, ...], flips: int) -> None:
        count, tables = len(octets), [2**width + 1 for width in widths]
        self._order = np.empty(len(widths) * count, dtype=np.uint32)
        self._starts = np.empty(sum(tables), dtype=np.int64 if len(widths) * count >= 2**32 else np.uint32)
        self._shifts: list[tuple[int, int]] = []  # how far a band lies from the lowest bit, and its mask
        masks, begin, at = [], 0, 0
        for number, width in enumerate(widths):
            keys = _band(octets, begin, width)
            self._order[number * count : (number + 1) * count] = np.argsort(keys, kind="stable")
            counted = np.cumsum(np.bincount(keys, minlength=2**width))
            self._starts[at] = number * count
            self._starts[at + 1 : at + tables[number]] = counted + number * count
            self._shifts.append((BITS - begin - width, 2**width - 1))
            masks.append(_turned(width, flips))
            begin, at = begin + width, at + tables[number]
        self._masks = np.concatenate(masks)
        self._each = np.array([len(mask) for mask in masks])
        self._tables = np.repeat(np.cumsum([0, *tables[:-1]]), self._each)

    def places(self, bits: int) -> Numbers:
        """Numbers of the hashes that have a band nearly like that of ``bits``; some more than once."""
        values = np.array([bits >> shift & mask for shift, mask in self._shifts], dtype=np.int64)
        keys = (self._masks ^ np.repeat(values, self._each)) + self._tables
        first = self._starts[keys].astype(np.int64)
        lengths = self._starts[keys + 1].astype(np.int64) - first
        # All places from `first` on, `lengths` of them each, one range behind the other.
        jumps = np.repeat(first - np.cumsum(lengths) + lengths, lengths)
        return self._order[jumps + np.arange(len(jumps))].astype(np.int64)


def _turned(width: int, flips: int) -> Numbers:
    """Every value of ``width`` bits with at most ``flips`` of them set."""
    chosen = [bits for count in range(flips + 1) for bits in combinations(range(width), count)]
    return np.array([sum(1 << bit for bit in bits) for bits in chosen], dtype=np.int64)


def _band(octets: Hashes, begin: int, width: int) -> npt.NDArray[np.uint32]:
    """Bits ``begin`` to ``begin + width`` (at most 24) of each hash, counted from the highest."""
    first, last = begin // 8, (begin + width + 7) // 8
    value = np.zeros(len(octets), dtype=np.uint32)
    for column in range(first, last):
        value = value << np.uint32(8) | octets[:, column]
    return value >> np.uint32(last * 8 - begin - width) & np.uint32((1 << width) - 1)
