"""Properties, and a second solver that shares nothing with the first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.sanctions.ownership import examine, solve
from isnad.sanctions.ownership.lines import gather
from isnad.words import Answer
from sanctions.ownership.graphs import lines, listed, stake, unhurried

DAY = date(2024, 9, 1)
NAMES = "ABCDEFGH"
EDGES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 6_000)),
    max_size=20,
    unique_by=lambda e: e[:2],
)
SEEDS = st.sets(st.sampled_from(NAMES), max_size=3)


def solved(edges, seeds, rule="ofac50"):
    stakes = [stake(owner, asset, None if part is None else str(part / 100)) for owner, asset, part in edges]
    return solve(gather(lines(*(listed(seed) for seed in seeds), *stakes)), rule, DAY)


def sane(edges):
    """Whether no asset's shares come to more than 100 per cent."""
    return all(sum(part for _, asset, part in edges if asset == name) <= 10_000 for name in NAMES)


def reference(edges, seeds):
    """The rule as the facts word it: add until nothing is added."""
    blocked = set(seeds)
    while True:
        added = {
            asset
            for _, asset, _ in edges
            if asset not in blocked
            and sum(
                (Fraction(part, 100) for owner, other, part in edges if other == asset and owner in blocked),
                Fraction(0),
            )
            >= 50
        }
        if not added:
            return blocked
        blocked |= added


@unhurried
@given(EDGES.filter(sane), SEEDS)
def test_known_shares_give_what_the_plain_rule_gives(edges, seeds):
    solution, blocked = solved(edges, seeds), reference(edges, seeds)
    for name in {name for edge in edges for name in edge[:2]}:
        assert solution.owned(name) is (Answer.YES if name in blocked else Answer.NO)
        held = sum(part for owner, asset, part in edges if asset == name and owner in blocked)
        assert [part * 100 for part in solution.share(name)] == [held, held]


@unhurried
@given(EDGES.filter(sane), SEEDS, st.data())
def test_whatever_an_unknown_share_is_the_answer_given_without_it_holds(edges, seeds, data):
    hidden = data.draw(st.sets(st.integers(0, max(0, len(edges) - 1)), max_size=3))
    masked = [(*edge[:2], None) if index in hidden else edge for index, edge in enumerate(edges)]
    told, truth = solved(masked, seeds), solved(edges, seeds)
    for name in {name for edge in edges for name in edge[:2]}:
        if told.owned(name) is not Answer.CANNOT_TELL:
            assert told.owned(name) is truth.owned(name)
        low, high = told.share(name)
        assert low <= truth.share(name)[0] <= high


@unhurried
@given(EDGES.filter(sane), SEEDS, st.sampled_from(NAMES))
def test_listing_one_more_person_frees_nobody(edges, seeds, more):
    before, after = solved(edges, seeds), solved(edges, seeds | {more})
    for name in {name for edge in edges for name in edge[:2]}:
        assert after.owned(name).value >= before.owned(name).value


@unhurried
@given(EDGES, SEEDS)
def test_the_uk_never_owns_what_adding_would_not(edges, seeds):
    added, alone = solved(edges, seeds), solved(edges, seeds, "uk")
    for name in {name for edge in edges for name in edge[:2]}:
        assert alone.owned(name).value <= added.owned(name).value


@unhurried
@given(EDGES, SEEDS)
def test_a_graph_too_entangled_to_look_at_persons_one_by_one_says_unknown_and_never_a_wrong_no(edges, seeds):
    stakes = [stake(owner, asset, str(part / 100)) for owner, asset, part in edges]
    graph = gather(lines(*(listed(seed) for seed in seeds), *stakes))
    sharp, coarse = solve(graph, "uk", DAY), solve(graph, "uk", DAY, patience=0)
    for name in graph.known:
        assert coarse.owned(name) in (sharp.owned(name), Answer.CANNOT_TELL)
        assert coarse.share(name)[0] <= sharp.share(name)[0] <= sharp.share(name)[1] <= coarse.share(name)[1]


@unhurried
@given(EDGES, SEEDS)
def test_no_share_is_below_0_or_above_100(edges, seeds):
    for rule in ("ofac50", "eu", "uk"):
        solution = solved(edges, seeds, rule)
        for name in {name for edge in edges for name in edge[:2]}:
            low, high = solution.share(name)
            assert 0 <= low <= high <= 100


DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 12))
DATED = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 6_000), DAYS, DAYS), max_size=14
)


@unhurried
@given(DATED, st.dictionaries(st.sampled_from(NAMES), st.tuples(DAYS, DAYS), max_size=3), DAYS)
def test_on_a_day_only_what_holds_on_that_day_counts(edges, listings, day):
    edges = [edge for edge in edges if edge[3] <= edge[4]]
    renewed = {edge[:2] for edge in edges if edge[3] == day}
    held = [
        edge
        for edge in edges
        if edge[3] <= day < edge[4] or (edge[4] == day and (edge[3] == day or edge[:2] not in renewed))
    ]
    if not all(sum(edge[2] for edge in edges if edge[1] == name) <= 10_000 for name in NAMES):
        return
    stakes = [
        stake(*edge[:2], str(edge[2] / 100), *map(str, edge[3:]), key=f"s{number}") for number, edge in enumerate(edges)
    ]
    persons = [listed(name, start=str(min(days)), end=str(max(days))) for name, days in listings.items()]
    solution = solve(gather(lines(*persons, *stakes)), "ofac50", day)
    seeds = {name for name, days in listings.items() if min(days) <= day <= max(days)}
    blocked = reference([edge[:3] for edge in held], seeds)
    for name in {name for edge in edges for name in edge[:2]}:
        assert solution.owned(name) is (Answer.YES if name in blocked else Answer.NO)


def test_a_chain_of_ten_thousand_is_walked_without_recursion():
    edges = [(f"n{number}", f"n{number + 1}", 5_000) for number in range(10_000)]
    assert solved(edges, {"n0"}).owned("n10000") is Answer.YES


def test_an_entity_with_very_many_owners_is_told_without_naming_them_all():
    edges = [(f"n{number}", "hub", 1) for number in range(9_000)]
    solution = solved(edges, {f"n{number}" for number in range(9_000)})
    finding = examine(solution, "hub")
    assert solution.owned("hub") is Answer.YES
    assert len(finding.because) < 500
    assert any("and others" in line for line in finding.because)


@pytest.mark.slow
def test_a_million_edges_are_answered():
    edges = [(f"n{number % 1000}", f"m{number}", 6_000) for number in range(1_000_000)]
    solution = solved(edges, {"n7"})
    assert sum(solution.owned(f"m{number}") is Answer.YES for number in range(1_000_000)) == 1_000
