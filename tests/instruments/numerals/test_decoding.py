"""Strings from probabilities: the beam adds up what can be written in several ways, and doubt is no number."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments.numerals.alphabet import CLASSES, CUT, UPSIDE, Script, class_of
from isnad.instruments.numerals.decoding import chance_of, decode, search


def chances(*steps: dict[str | int, float]) -> np.ndarray:
    """Probabilities of a few signs at each step; what is left is blank."""
    rows = np.zeros((len(steps), CLASSES), np.float32)
    for row, step in zip(rows, steps, strict=True):
        for sign, chance in step.items():
            row[class_of(sign) if isinstance(sign, str) else sign] = chance
        row[0] = 1 - row.sum()
    return rows


def test_a_clear_line_is_read_with_its_probability() -> None:
    said = decode(chances({"2": 0.99}, {}, {"1": 0.98}, {}, {"5": 0.97}), Script.WESTERN)
    assert said.best.text == "215"
    assert said.best.chance == pytest.approx(0.99 * 0.98 * 0.97, rel=1e-3)


def test_the_same_sign_twice_needs_a_gap() -> None:
    assert decode(chances({"1": 0.99}, {"1": 0.99}), Script.WESTERN).best.text == "1"
    assert decode(chances({"1": 0.99}, {}, {"1": 0.99}), Script.WESTERN).best.text == "11"


def test_651_in_arabic_digits_also_reads_701_and_is_never_mixed() -> None:
    said = chances({"٦": 0.55, "7": 0.44}, {}, {"٥": 0.55, "0": 0.44}, {}, {"١": 0.5, "1": 0.49})
    assert decode(said, Script.ARABIC_INDIC).best.text == "٦٥١"
    assert decode(said, Script.WESTERN).best.text == "701"
    together = decode(said, Script.ARABIC_INDIC).best.chance + decode(said, Script.WESTERN).best.chance
    assert together < 0.4  # what only a mixture would have is nobody's


def test_words_of_doubt_take_their_share_and_leave_no_sign() -> None:
    said = decode(chances({CUT: 0.6, "3": 0.1}, {"2": 0.9}, {}, {"7": 0.9}), Script.WESTERN)
    assert said.cut_before > 0.5 > said.cut_after
    assert all(CUT not in each.spelling for each in said.guesses)
    assert decode(chances({UPSIDE: 0.9}, {}), Script.WESTERN).upside > 0.85


def test_nothing_is_a_reading_of_its_own() -> None:
    said = decode(chances({}, {}, {}), Script.WESTERN)
    assert said.nothing == pytest.approx(1)
    assert not said.guesses


@st.composite
def few_steps(draw: st.DrawFn) -> np.ndarray:
    """Three steps in which blank and two digits are possible."""
    rows = np.zeros((3, CLASSES), np.float32)
    for row in rows:
        parts = np.array(draw(st.lists(st.integers(1, 20), min_size=3, max_size=3)), np.float32)
        row[[0, 1, 2]] = parts / parts.sum()
    return rows


@settings(max_examples=60, deadline=None)
@given(few_steps())
def test_a_string_has_the_sum_of_all_ways_of_writing_it(said: np.ndarray) -> None:
    by_hand: dict[tuple[int, ...], float] = {}
    for path in product((0, 1, 2), repeat=3):
        merged = tuple(each for at, each in enumerate(path) if each and (at == 0 or path[at - 1] != each))
        by_hand[merged] = by_hand.get(merged, 0.0) + float(np.prod([said[at, each] for at, each in enumerate(path)]))
    for spelling, total in by_hand.items():
        assert chance_of(said, spelling) == pytest.approx(total, rel=1e-4)
    best = max(by_hand.items(), key=lambda each: each[1])
    found = search(said, [1, 2])
    assert found[0].chance <= best[1] + 1e-5
    assert sum(each.chance for each in found) <= 1 + 1e-5
