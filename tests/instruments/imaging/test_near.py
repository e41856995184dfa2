"""Near-duplicates: all of them, and only they."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments.imaging import near
from isnad.instruments.imaging.near import Near


def hashes(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def turned(one: np.ndarray, bits: list[int]) -> bytes:
    unpacked = np.unpackbits(one)
    unpacked[bits] ^= 1
    return np.packbits(unpacked).tobytes()


def by_force(many: np.ndarray, wanted: bytes, most: int = 31) -> list[tuple[int, int]]:
    differ = np.bitwise_count(many ^ np.frombuffer(wanted, dtype=np.uint8)).sum(axis=1)
    return sorted(
        ((int(n), int(differ[n])) for n in np.flatnonzero(differ <= most)), key=lambda each: (each[1], each[0])
    )


MANY = hashes(60_000)
SIXTEEN = Near(MANY)


@pytest.fixture(scope="module")
def eleven() -> Near:
    """The index as it is above two million, on fewer: the bands are what is tried."""
    index = Near(MANY)
    index._bands = near._Bands(MANY, near._ELEVEN, 2)
    return index


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(MANY) - 1), st.sets(st.integers(0, 255), max_size=31))
def test_whatever_bits_are_turned_it_is_found_with_sixteen_bands(number: int, bits: set[int]) -> None:
    wanted = turned(MANY[number], sorted(bits))
    assert SIXTEEN.within(wanted) == by_force(MANY, wanted)
    assert (number, len(bits)) in SIXTEEN.within(wanted)


def test_it_is_found_with_eleven_bands_wherever_the_bits_lie(eleven: Near) -> None:
    random = np.random.default_rng(4)
    for number in range(60):
        spread = random.choice(256, 31, replace=False).tolist()
        worst = [begin + offset for begin in range(0, 253, 23) for offset in (0, 5, 11)][
            :31
        ]  # three a band, as far as 31 goes
        for bits in (spread, worst):
            wanted = turned(MANY[number], bits)
            assert eleven.within(wanted) == by_force(MANY, wanted)


def test_at_thirty_two_bits_it_is_not_near() -> None:
    assert SIXTEEN.within(turned(MANY[7], list(range(32)))) == []


def test_copies_are_each_found_and_the_newest_are_found_before_they_are_sorted() -> None:
    index = Near(np.concatenate([MANY, MANY[:3]]))
    index.add(MANY[:1])
    assert [number for number, _ in index.within(MANY[0].tobytes())] == [0, 60_000, 60_003]
    assert len(index) == 60_004


def test_few_are_compared_one_by_one() -> None:
    few = Near(MANY[:50])
    assert few.within(MANY[20].tobytes()) == [(20, 0)]
    assert Near().within(bytes(32)) == []
    assert list(Near(np.concatenate([MANY[:5], MANY[2:3]])).pairs()) == [(2, 5, 0)]


@pytest.mark.parametrize(("wanted", "most"), [(b"short", 31), (bytes(32), 32), (bytes(32), -1)])
def test_what_it_cannot_answer_exactly_it_refuses(wanted: bytes, most: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SIXTEEN.within(wanted, most)


@pytest.mark.slow
def test_ten_million_real_looking_hashes_are_searched_exactly() -> None:
    many = hashes(10_000_000, 5)
    index = Near(many)
    for number in range(0, len(many), 100_000):
        bits = np.random.default_rng(number).choice(256, number % 32, replace=False).tolist()
        assert (number, len(bits)) in index.within(turned(many[number], bits))
