"""OFAC's published examples, O1 to O13 of the facts: frequently asked questions 398 to 402 and 573, 79 FR 47726.

O11 (FAQ 116) is a standard of care and gives no calculation, so it is no test.
"""

from __future__ import annotations

from datetime import date

from sanctions.ownership.graphs import answer, listed, stake, tie


def test_o1_two_blocked_persons_with_25_each_block_a_company():
    found = answer("A", listed("X"), listed("Y"), stake("X", "A", "25"), stake("Y", "A", "25"))
    assert (found["blocked"], found["share"]) == (True, [50, 50])


def test_o2_programmes_are_added_together():
    found = answer(
        "A",
        listed("X", programme="SYRIA"),
        listed("Y", programme="SDGT"),
        stake("X", "A", "25"),
        stake("Y", "A", "25"),
    )
    assert (found["blocked"], found["share"]) == (True, [50, 50])
    assert "SYRIA" in " ".join(found["because"])


def test_o3_a_chain_of_halves_passes_down_50_and_never_25():
    edges = (listed("X"), stake("X", "A", "50"), stake("A", "B", "50"))
    assert answer("A", *edges)["blocked"] is True
    assert (answer("B", *edges)["blocked"], answer("B", *edges)["share"]) == (True, [50, 50])


def test_o4_two_blocked_companies_with_25_each_block_a_third():
    edges = (
        listed("X"),
        *(stake(*each) for each in (("X", "A", "50"), ("X", "B", "50"), ("A", "C", "25"), ("B", "C", "25"))),
    )
    assert (answer("C", *edges)["blocked"], answer("C", *edges)["share"]) == (True, [50, 50])


def test_o5_a_direct_and_an_indirect_holding_are_added():
    found = answer("B", listed("X"), stake("X", "A", "50"), stake("X", "B", "10"), stake("A", "B", "40"))
    assert (found["blocked"], found["share"]) == (True, [50, 50])


def test_o6_a_holding_of_a_company_that_is_not_blocked_counts_nothing():
    edges = (
        listed("X"),
        *(stake(*each) for each in (("X", "A", "50"), ("X", "B", "25"), ("A", "C", "25"), ("B", "C", "25"))),
    )
    assert answer("A", *edges)["blocked"] is True
    assert (answer("B", *edges)["blocked"], answer("B", *edges)["share"]) == (False, [25, 25])
    assert (answer("C", *edges)["blocked"], answer("C", *edges)["share"]) == (False, [25, 25])


def test_o7_nothing_passes_through_two_companies_that_fall_short():
    edges = (
        listed("X"),
        *(stake(*each) for each in (("X", "A", "25"), ("X", "B", "25"), ("A", "C", "50"), ("B", "C", "50"))),
    )
    for entity in "ABC":
        assert answer(entity, *edges)["blocked"] is False
    assert answer("C", *edges)["share"] == [0, 0]


def test_o8_control_with_40_does_not_block_and_warns():
    found = answer("A", listed("X"), stake("X", "A", "40"), tie("Directorship", "X", "A", role="board control"))
    assert (found["blocked"], found["share"]) == (False, [40, 40])
    assert any("caution" in warning for warning in found["warnings"])


def test_o9_an_executive_does_not_block_but_nothing_may_be_signed_through_them():
    found = answer("A", listed("X"), stake("Z", "A", "100"), tie("Directorship", "X", "A"))
    assert found["blocked"] is False
    assert any("no contract" in warning for warning in found["warnings"])


def test_o10_a_sale_ends_the_blocking_and_what_was_caught_stays_blocked():
    edges = (
        listed("X"),
        stake("X", "A", "50", start="2015-01-01", end="2019-12-31"),
        stake("X", "A", "49", start="2020-01-01", key="after"),
    )
    assert answer("A", *edges, on=date(2019, 12, 31))["blocked"] is True
    later = answer("A", *edges, on=date(2021, 1, 1))
    assert (later["blocked"], later["share"]) == (False, [49, 49])
    assert any("2019-12-31" in warning for warning in later["warnings"])


def test_o12_a_minority_does_not_block_but_the_interest_itself_is_blocked_property():
    found = answer("US", listed("X"), stake("X", "US", "30"))
    assert (found["blocked"], found["share"]) == (False, [30, 30])
    assert any("dividends" in warning for warning in found["warnings"])


def test_o13_a_blocked_owner_and_its_blocked_parent_are_added_and_pass_down():
    edges = (
        listed("A"),
        listed("X"),
        *(stake(*each) for each in (("A", "B", "25"), ("X", "B", "25"), ("B", "C", "60"))),
    )
    assert answer("B", *edges)["blocked"] is True
    assert (answer("C", *edges)["blocked"], answer("C", *edges)["share"]) == (True, [60, 60])
