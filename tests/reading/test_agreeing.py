"""Cohen's kappa, on a textbook's table and on what could go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.reading.agreeing import Typed, agreements, kappa


def test_the_textbook_table() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_no_kappa_where_chance_explains_everything() -> None:
    assert kappa([("1", "1")] * 7) is None
    assert kappa([]) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_the_same_from_either_side_and_never_above_one(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    assert found == kappa([(other, one) for one, other in pairs])
    assert found is None or found <= 1
    if found is not None and all(one == other for one, other in pairs):
        assert found == 1


def test_each_person_and_field_and_cannot_tell_is_an_answer() -> None:
    typed = [
        Typed(1, "branchNumber", "samir", "215"), Typed(1, "branchNumber", "layla", "215"),
        Typed(2, "branchNumber", "samir", "227"), Typed(2, "branchNumber", "layla", ""),
        Typed(3, "branchNumber", "samir", "251"), Typed(1, "detaineeNumber", "samir", "6841"),
    ]  # fmt: skip
    found = {(each.person, each.other, each.field): each for each in agreements(typed)}
    assert set(found) == {("samir", None, "branchNumber"), ("layla", None, "branchNumber"),
                          ("layla", "samir", "branchNumber")}  # fmt: skip
    both = found["layla", "samir", "branchNumber"]
    assert (both.photographs, both.agreed) == (2, 1)
