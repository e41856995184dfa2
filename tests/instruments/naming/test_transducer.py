"""The sums over all ways of cutting two words, held against a slow and plain count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments.naming.letters import ARABIC, LATIN, encode, script_of, words
from isnad.instruments.naming.rereader import reread
from isnad.instruments.naming.tables import learned
from isnad.instruments.naming.transducer import FLOOR, Spelled, Table

arabic = st.text(alphabet=ARABIC[:36], min_size=1, max_size=6)
latin = st.text(alphabet=LATIN[:26], min_size=1, max_size=7)


def plainly(table: Table, left: str, right: str) -> float:
    """The same sum, by the definition."""
    ours = encode([left], table.left.script)[0][0].tolist()
    theirs = encode([right], table.right.script)[0][0].tolist()
    numbers = [{unit: place for place, unit in enumerate(side.units)} for side in (table.left, table.right)]
    sums = {(0, 0): 1.0}
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            for a in range(min(i, table.left.longest) + 1):
                for b in range(min(j, table.right.longest) + 1):
                    row = numbers[0].get(tuple(ours[i - a : i]))
                    column = numbers[1].get(tuple(theirs[j - b : j]))
                    if a + b and row is not None and column is not None:
                        step = float(table._dense[row, column])
                        sums[i, j] = sums.get((i, j), 0.0) + sums.get((i - a, j - b), 0.0) * step
    total = sums.get((len(ours), len(theirs)), 0.0)
    return float(np.log(total)) - table.lift * (len(ours) + len(theirs)) if total > 0 else float(FLOOR)


@settings(max_examples=40, deadline=None)
@given(arabic, st.lists(latin, min_size=1, max_size=4))
def test_one_word_against_many_is_the_sum_by_definition(word: str, others: list[str]) -> None:
    table = learned().across
    found = table.joint(word, Spelled(others, table.right))
    assert found == pytest.approx([plainly(table, word, other) for other in others], abs=1e-2)


@settings(max_examples=30, deadline=None)
@given(arabic, latin)
def test_pairs_and_the_turned_way_give_the_same(left: str, right: str) -> None:
    table = learned().across
    straight = table.joint(left, Spelled([right], table.right))[0]
    turned = table.joint(right, Spelled([left], table.left), turned=True)[0]
    paired = table.paired(Spelled([left], table.left), Spelled([right], table.right))[0]
    assert straight == pytest.approx(turned, abs=1e-2)
    assert straight == pytest.approx(paired, abs=1e-2)


@settings(max_examples=30, deadline=None)
@given(latin, latin)
def test_within_a_script_either_may_come_first(left: str, right: str) -> None:
    table = learned().latin
    there = table.joint(left, Spelled([right], table.right))[0]
    back = table.joint(right, Spelled([left], table.right))[0]
    assert there == pytest.approx(back, abs=1e-2)


def test_a_spelling_is_likelier_than_another_name() -> None:
    table = learned().across
    found = table.joint("شكري", Spelled(["shukri", "choukri", "karim", "x"], table.right))
    assert found[:2].min() > found[2:].max()


def test_the_second_reader_prefers_the_spelling() -> None:
    found = reread(["shukri", "karim"], ["شكري", "شكري"])
    assert found[0] > found[1] + 3


@settings(max_examples=200)
@given(st.text(max_size=50))
def test_words_are_letters_and_digits_only(text: str) -> None:
    for word in words(text):
        assert word
        assert not any(letter.isspace() for letter in word)
        assert script_of(word) in {"arabic", "latin", "other"}
    assert words(" ".join(words(text))) == words(text) or not text.isascii()
