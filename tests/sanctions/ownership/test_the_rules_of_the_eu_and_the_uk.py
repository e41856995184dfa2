"""Other rules, not other thresholds."""

from __future__ import annotations

from datetime import date

import pytest

from sanctions.ownership.graphs import answer, listed, stake, tie

X = listed("X")
BEFORE, AFTER = date(2024, 7, 1), date(2024, 7, 4)


@pytest.mark.parametrize(
    ("share", "before", "after"), [("50", False, True), ("50.01", True, True), ("49.99", False, False)]
)
def test_the_eu_threshold_changed_on_3_july_2024(share, before, after):
    edge = stake("X", "A", share)
    assert answer("A", X, edge, rule="eu", on=BEFORE)["blocked"] is before
    assert answer("A", X, edge, rule="eu", on=AFTER)["blocked"] is after
    assert answer("A", X, edge, rule="eu", on=date(2024, 7, 2))["blocked"] is before
    assert answer("A", X, edge, rule="eu", on=date(2024, 7, 3))["blocked"] is after


def test_the_eu_says_that_its_rule_is_guidance_and_its_answer_a_presumption():
    found = answer("A", X, stake("X", "A", "50"), rule="eu", on=AFTER)
    assert any("guidance, not law" in line for line in found["because"])
    assert any("presumption" in warning for warning in found["warnings"])
    assert not any("presumption" in warning for warning in answer("X", X, rule="eu", on=AFTER)["warnings"])


def test_the_eu_adds_owners_since_the_change_and_left_it_open_before():
    edges = (X, listed("Y"), stake("X", "A", "30"), stake("Y", "A", "30"))
    assert answer("A", *edges, rule="eu", on=AFTER)["blocked"] is True
    assert answer("A", *edges, rule="eu", on=BEFORE)["blocked"] == "unknown"


@pytest.mark.parametrize(("share", "blocked"), [("50", False), ("50.01", True)])
def test_the_uk_asks_for_more_than_half(share, blocked):
    assert answer("A", X, stake("X", "A", share), rule="uk")["blocked"] is blocked


def test_the_uk_does_not_simply_add_and_says_so():
    found = answer("A", X, listed("Y"), stake("X", "A", "50"), stake("Y", "A", "50"), rule="uk")
    assert (found["blocked"], found["share"]) == (False, [50, 50])
    assert any("not simply added" in warning for warning in found["warnings"])


def test_the_uk_adds_what_one_person_holds_directly_and_through_majorities():
    edges = (X, stake("X", "A", "60"), stake("A", "B", "30"), stake("X", "B", "30"))
    found = answer("B", *edges, rule="uk")
    assert (found["blocked"], found["share"]) == (True, [60, 60])


def test_the_uk_does_not_pass_through_a_minority():
    edges = (X, stake("X", "A", "50"), stake("A", "B", "100"))
    assert answer("B", *edges, rule="uk")["blocked"] is False


@pytest.mark.parametrize("role", ["right-to-appoint-and-remove-directors", "appointmentOfBoard", "board control"])
def test_control_of_the_board_counts_for_the_uk_and_the_eu_and_not_for_ofac(role):
    edges = (X, stake("X", "A", "10"), tie("Directorship", "X", "A", role=role), stake("A", "B", "100"))
    assert answer("A", *edges, rule="uk")["blocked"] is True
    assert answer("B", *edges, rule="uk")["blocked"] is True
    assert answer("A", *edges, rule="eu", on=AFTER)["blocked"] is True
    assert answer("A", *edges)["blocked"] is False


@pytest.mark.parametrize("role", ["director", "Controller", "secretary", None])
def test_an_ordinary_seat_on_the_board_is_no_control(role):
    edges = (X, tie("Directorship", "X", "A", role=role), stake("Z", "A", "100"))
    assert answer("A", *edges, rule="uk")["blocked"] is False
