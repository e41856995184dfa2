"""Bringing photographs together, as a pure function: on thousands of invented ones, and on what could go wrong."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.remains.evidence import BRANCH, DETAINEE, EXAMINATION, OTHER, Group, Number, Photograph
from isnad.remains.grouping import group, near_miss
from isnad.testing.photographs import Faults, Shown, simulated

NOON = datetime(2013, 5, 14, 12)


def f1(shown: list[Shown]) -> float:
    """B-cubed F1 of the grouping."""
    groups = {m.entry: at for at, each in enumerate(group([s.photograph for s in shown])) for m in each.members}
    bodies = {each.photograph.entry: each.body for each in shown}
    found = {entry: groups.get(entry, -entry - 1) for entry in bodies}
    both = Counter((found[entry], bodies[entry]) for entry in bodies)
    of_group, of_body = Counter(found.values()), Counter(bodies.values())
    precision = sum(both[found[e], bodies[e]] / of_group[found[e]] for e in bodies) / len(bodies)
    recall = sum(both[found[e], bodies[e]] / of_body[bodies[e]] for e in bodies) / len(bodies)
    return 2 * precision * recall / (precision + recall)


def photograph(entry: int, *numbers: Number, seconds: int = 0, **more: object) -> Photograph:
    taken = NOON + timedelta(seconds=seconds)
    return replace(Photograph(entry, 1, entry, numbers, taken, "camera"), **more)  # type: ignore[arg-type]


def number(text: str, role: str = DETAINEE, sure: float = 0.97, *, accepted: bool = False) -> Number:
    return Number(role, text, sure, accepted)


def together(groups: list[Group]) -> set[frozenset[int]]:
    return {frozenset(member.entry for member in each.members) for each in groups}


@pytest.mark.parametrize("seed", [1, 2])
def test_two_thousand_bodies_with_everything_that_goes_wrong(seed: int) -> None:
    assert f1(simulated(2_000, seed)) >= 0.99


def test_the_measure_finds_a_grouping_that_is_bad() -> None:
    shown = simulated(100, 1)
    blind = [replace(each, photograph=replace(each.photograph, numbers=(), taken=None)) for each in shown]
    assert f1(blind) < 0.9


def test_without_a_clock_and_with_many_misreadings_it_holds_up() -> None:
    assert f1(simulated(500, 3, Faults(unreadable=0.15, misread=0.03, without_clock=0.1))) >= 0.97


@pytest.mark.slow
def test_fifty_thousand_photographs_take_less_than_a_minute() -> None:
    shown = simulated(12_300, 4)
    began = time.process_time()
    groups = group([each.photograph for each in shown])
    assert time.process_time() - began < 60
    assert 12_000 < len(groups) < 12_600


def test_views_without_a_card_go_with_their_neighbours() -> None:
    found = group([
        photograph(1, number("6841")), photograph(2, seconds=20), photograph(3, number("6841"), seconds=45),
        photograph(4, number("7002"), seconds=900), photograph(5, seconds=930),
    ])  # fmt: skip
    assert together(found) == {frozenset({1, 2, 3}), frozenset({4, 5})}


def test_what_bears_no_number_and_has_no_neighbour_is_left_alone() -> None:
    found = group([photograph(1, number("6841")), photograph(2, seconds=90_000)])
    assert together(found) == {frozenset({1})}


def test_the_same_number_on_two_bodies_of_different_branches_stays_two() -> None:
    found = group([
        photograph(1, number("6841"), number("215", BRANCH)),
        photograph(2, number("6841"), number("227", BRANCH), seconds=60 * 86_400),
    ])  # fmt: skip
    assert together(found) == {frozenset({1}), frozenset({2})}


def test_a_body_in_two_archives_is_one() -> None:
    one = photograph(1, number("6841"), number("215", BRANCH))
    other = photograph(2, number("6841"), number("215", BRANCH), accession=2, taken=None, camera=None)
    assert together(group([one, other])) == {frozenset({1, 2})}


def test_a_misreading_beside_its_neighbours_is_told_as_a_contradiction() -> None:
    (found,) = group([
        photograph(1, number("6841"), number("1033", EXAMINATION)),
        photograph(2, number("6847"), number("1033", EXAMINATION), seconds=20),
        photograph(3, number("6841"), number("1033", EXAMINATION), seconds=40),
    ])  # fmt: skip
    assert found.contradicts == (DETAINEE,)
    assert found.numbers[DETAINEE].text == "6841"


def test_two_numbers_that_people_accepted_are_never_one() -> None:
    one, other = number("6841", accepted=True, sure=1.0), number("6847", accepted=True, sure=1.0)
    shared = number("1033", EXAMINATION)
    found = group(
        [photograph(1, one, shared), photograph(2, shared, seconds=10), photograph(3, other, shared, seconds=20)]
    )
    assert all(not {1, 3} <= each for each in together(found))


def test_what_people_decided_of_a_photograph_stands() -> None:
    apart = group([
        photograph(1, number("6841"), kept=7), photograph(2, number("6841"), seconds=20, not_in=frozenset({7})),
    ])  # fmt: skip
    assert together(apart) == {frozenset({1}), frozenset({2})}
    kept = group([photograph(1, number("6841"), kept=7), photograph(2, number("9000"), seconds=90_000, kept=7)])
    assert together(kept) == {frozenset({1, 2})}
    assert kept[0].kept == 7


def test_nearly_the_same_picture_is_of_the_same_person() -> None:
    likeness = bytes(range(32))
    found = group([
        photograph(1, number("6841"), likeness=likeness),
        photograph(2, seconds=9_000_000, likeness=likeness[:31] + b"\x1e", accession=2),
        photograph(3, seconds=18_000_000, likeness=bytes(reversed(likeness)), accession=2),
    ])  # fmt: skip
    assert together(found) == {frozenset({1, 2})}
    assert "alike" in found[0].members[1].reasons


@pytest.mark.parametrize(("one", "other", "near"), [
    ("6841", "6847", True), ("6841", "684", True), ("6841", "681", True), ("6841", "6874", False),
    ("215", "275", True), ("1033", "7002", False),
])  # fmt: skip
def test_near_misses(one: str, other: str, *, near: bool) -> None:
    assert near_miss(one, other) == near_miss(other, one) == near


roles, texts = st.sampled_from([DETAINEE, BRANCH, EXAMINATION, OTHER]), st.sampled_from(["1", "2", "215", "6841"])
numbers = st.builds(Number, roles, texts, st.floats(0, 1), st.booleans())
made = st.builds(
    Photograph, st.just(0), st.integers(1, 2), st.just(0), st.lists(numbers, max_size=4).map(tuple),
    st.one_of(st.none(), st.integers(0, 100_000).map(lambda seconds: NOON + timedelta(seconds=seconds))),
    st.sampled_from([None, "one", "other"]), st.one_of(st.none(), st.binary(min_size=32, max_size=32)),
    st.sampled_from([None, None, None, 1, 2]), st.frozensets(st.sampled_from([1, 2]), max_size=1),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(made, max_size=14))
def test_no_photograph_is_lost_or_twice_and_no_decision_is_crossed(given_photographs: list[Photograph]) -> None:
    listed = [replace(each, entry=at, order=at) for at, each in enumerate(given_photographs)]
    groups = group(listed)
    members = [member.entry for each in groups for member in each.members]
    assert len(members) == len(set(members))
    assert all(listed[entry].numbers == () for entry in set(range(len(listed))) - set(members))
    assert groups == group(listed)
    for each in groups:
        kept = {listed[member.entry].kept for member in each.members} - {None}
        refused = {number for member in each.members for number in listed[member.entry].not_in}
        assert len(kept) <= 1
        own = {listed[m.entry].kept for m in each.members if listed[m.entry].kept in listed[m.entry].not_in}
        assert not (kept & refused) or own or _kept_first(each, listed)
        assert all(1 <= member.score <= 999 and member.reasons for member in each.members)


def _kept_first(each: Group, listed: list[Photograph]) -> bool:
    """Whether people said both: what they kept together goes before what they kept apart."""
    return sum(listed[member.entry].kept is not None for member in each.members) > 1
