"""Double entry, as rules: who is asked next, and what counts as settled."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from isnad.reading.doubling import Stage, agreed, stage

NAMES = ("detaineeNumber", "branchNumber")
ANSWER = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("6841", "6847", "68?1")), max_size=2)


@given(st.lists(ANSWER, max_size=4))
def test_the_order_in_which_people_typed_does_not_matter(answers: list[dict[str, str]]) -> None:
    assert len({stage(each) for each in permutations(answers)}) == 1


@given(ANSWER)
def test_one_is_never_enough_and_two_alike_always_are(answer: dict[str, str]) -> None:
    assert stage([]) is Stage.NOBODY
    assert stage([answer]) is Stage.ONE
    assert stage([answer, answer]) is Stage.SETTLED


@given(ANSWER, ANSWER)
def test_where_two_differ_a_third_is_asked(one: dict[str, str], other: dict[str, str]) -> None:
    assert stage([one, other]) is (Stage.SETTLED if one == other else Stage.DIFFER)


@given(ANSWER, ANSWER, ANSWER)
def test_after_three_nobody_else_is_asked_and_settled_means_two_alike(
    one: dict[str, str], other: dict[str, str], third: dict[str, str]
) -> None:
    answers = [one, other, third]
    found = stage(answers)
    assert found in (Stage.SETTLED, Stage.OPEN)
    if found is Stage.SETTLED:
        for name in {name for each in answers for name in each}:
            value = agreed(answers, name)
            assert sum(each.get(name, "") == value for each in answers) >= 2


def test_a_number_left_empty_is_not_the_number_somebody_typed() -> None:
    assert stage([{"branchNumber": "215"}, {}]) is Stage.DIFFER
    assert stage([{}, {}]) is Stage.SETTLED
    assert agreed([{"branchNumber": "215"}, {}, {}], "branchNumber") == ""
