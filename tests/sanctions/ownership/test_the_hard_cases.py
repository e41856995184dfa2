"""Where naive solvers go wrong: exact halves, circles, unknown and contradictory shares, dates."""

from __future__ import annotations

from datetime import date

import pytest

from sanctions.ownership.graphs import answer, entity, listed, stake

X = listed("X")


@pytest.mark.parametrize(
    ("share", "blocked"),
    [
        ("50", True),
        ("50.00", True),
        (" 50 % ", True),
        ("٥٠", True),
        ("49.995", False),
        ("49." + "9" * 50, False),
        ("50." + "0" * 49 + "1", True),
    ],
)
def test_half_is_half_and_nothing_is_rounded(share, blocked):
    assert answer("A", X, stake("X", "A", share))["blocked"] is blocked


def test_49_995_is_shown_as_49_995():
    assert answer("A", X, stake("X", "A", "49.995"))["share"] == [49.995, 49.995]
    assert answer("A", X, stake("X", "A", 49.995))["share"] == [49.995, 49.995]


@pytest.mark.parametrize(("share", "blocked"), [("16.67", True), ("16.66", False)])
def test_three_thirds_of_a_half_are_added_exactly(share, blocked):
    owners = [each for key in "XYZ" for each in (listed(key), stake(key, "A", share))]
    assert answer("A", *owners)["blocked"] is blocked


def test_a_circle_without_a_listed_owner_blocks_nobody():
    circle = (stake("A", "B", "50"), stake("B", "A", "50"))
    assert answer("A", X, *circle)["blocked"] is False
    assert answer("B", X, *circle)["blocked"] is False


def test_a_circle_with_too_small_a_listed_owner_blocks_nobody():
    edges = (X, stake("X", "A", "10"), stake("B", "A", "40"), stake("A", "B", "60"))
    assert answer("A", *edges)["blocked"] is False
    assert answer("B", *edges)["blocked"] is False


def test_a_circle_with_a_listed_half_blocks_and_its_derivation_leans_on_nothing_later():
    edges = (X, stake("X", "A", "50"), stake("A", "B", "60"), stake("B", "A", "40"))
    found = answer("A", *edges)
    assert (found["blocked"], found["share"]) == (True, [90, 90])
    assert not any("B holds" in line for line in found["because"][:2])


def test_the_derivation_is_written_out_from_the_listed_to_the_entity():
    found = answer("C", X, stake("X", "A", "50"), stake("A", "B", "70"), stake("B", "C", "55"))
    owners = [line.split(" ")[0] for line in found["because"][:4]]
    assert owners == ["X", "A", "B", "C"]


def test_an_unknown_share_is_an_interval_and_the_answer_unknown():
    found = answer("A", X, stake("X", "A"))
    assert (found["blocked"], found["share"]) == ("unknown", [0, 100])


def test_an_unknown_share_is_at_most_what_the_others_leave():
    found = answer("A", X, stake("X", "A"), stake("Z", "A", "60"))
    assert (found["blocked"], found["share"]) == (False, [0, 40])


def test_an_unknown_share_that_cannot_matter_does_not_hide_the_answer():
    found = answer("A", X, stake("X", "A", "50"), stake("Z", "A"))
    assert (found["blocked"], found["share"]) == (True, [50, 50])


def test_unknown_passes_down_the_chain():
    edges = (X, stake("X", "A"), stake("A", "B", "100"))
    assert (answer("B", *edges)["blocked"], answer("B", *edges)["share"]) == ("unknown", [0, 100])


def test_an_unknown_answer_names_the_statements_that_decide_it_however_far_up():
    found = answer("C", X, stake("X", "A"), stake("A", "B", "100"), stake("B", "C", "60"))
    assert found["blocked"] == "unknown"
    assert any(line.startswith("These shares decide") and "X-A" in line for line in found["because"])
    doubtful = answer("A", X, stake("X", "A", "60"), stake("Z", "A", "80"))
    assert any("X-A" in line and "Z-A" in line for line in doubtful["because"])


def test_rival_shares_are_an_interval():
    found = answer("A", X, stake("X", "A", ["49", "51"]))
    assert (found["blocked"], found["share"]) == ("unknown", [49, 51])
    assert answer("A", X, stake("X", "A", ["51", "60"]))["blocked"] is True


def test_the_same_statement_on_two_lines_is_one_entity_with_rival_shares():
    found = answer("A", X, stake("X", "A", "40"), stake("X", "A", "60"))
    assert (found["blocked"], found["share"]) == ("unknown", [40, 60])


def test_140_per_cent_is_not_scaled_down_and_is_unknown_where_it_matters():
    found = answer("A", X, stake("X", "A", "60"), stake("Z", "A", "80"))
    assert (found["blocked"], found["share"]) == ("unknown", [20, 60])
    assert any("140" in warning for warning in found["warnings"])


def test_140_per_cent_does_not_matter_where_whichever_is_wrong_the_answer_stays():
    both = answer("A", X, listed("Y"), stake("X", "A", "70"), stake("Y", "A", "70"))
    assert (both["blocked"], both["share"]) == (True, [100, 100])
    little = answer("A", X, stake("X", "A", "40"), stake("Z", "A", "100"))
    assert (little["blocked"], little["share"]) == (False, [0, 40])


@pytest.mark.parametrize("share", ["about half", "-3", "140", "NaN", "1e-999999999", "50,5", "9" * 200, ""])
def test_what_is_no_percentage_is_unknown(share):
    found = answer("A", X, stake("X", "A", share))
    assert found["blocked"] == "unknown"
    assert found["warnings"]


@pytest.mark.parametrize(
    ("band", "blocked", "share"),
    [("25-50", "unknown", [25, 50]), ("50% – 75%", True, [50, 75]), ("0 to 25", False, [0, 25])],
)
def test_a_band_as_registers_write_it_is_an_interval(band, blocked, share):
    found = answer("A", X, stake("X", "A", band))
    assert (found["blocked"], found["share"]) == (blocked, share)
    assert answer("A", X, stake("X", "A", "50-25"))["share"] == [0, 100]


def test_two_stakes_of_one_owner_are_added_and_told():
    found = answer("A", X, stake("X", "A", "25", key="ordinary"), stake("X", "A", "25", key="preferred"))
    assert (found["blocked"], found["share"]) == (True, [50, 50])
    assert any("several stakes" in warning for warning in found["warnings"])


def test_a_joint_holding_is_not_divided_by_guess():
    found = answer("A", X, [entity("joint", "Ownership", owner=["X", "Z"], asset="A", percentage="60")])
    assert (found["blocked"], found["share"]) == ("unknown", [0, 60])
    both = answer("A", X, listed("Z"), [entity("joint", "Ownership", owner=["X", "Z"], asset="A", percentage="60")])
    assert (both["blocked"], both["share"]) == (True, [60, 60])
    other = answer("A", X, [entity("joint", "Ownership", owner=["X", "Z"], asset="A", percentage="40")])
    assert (other["blocked"], other["share"]) == (False, [0, 40])


def test_own_shares_are_told():
    found = answer("A", X, stake("X", "A", "45"), stake("A", "A", "20"))
    assert found["blocked"] is False
    assert any("itself" in warning for warning in found["warnings"])


def test_stakes_hold_from_their_first_to_their_last_day():
    edge = stake("X", "A", "50", start="2015-01-01", end="2019-12-31")
    days = [date(2014, 12, 31), date(2015, 1, 1), date(2019, 12, 31), date(2020, 1, 1)]
    assert [answer("A", X, edge, on=day)["blocked"] for day in days] == [False, True, True, False]


def test_a_year_alone_leaves_the_days_inside_it_open():
    edge = stake("X", "A", "50", start="2015")
    days = [date(2014, 12, 31), date(2015, 6, 1), date(2015, 12, 31), date(2016, 1, 1)]
    assert [answer("A", X, edge, on=day)["blocked"] for day in days] == [False, "unknown", True, True]


def test_a_holding_renewed_on_the_day_on_which_the_old_one_ends_is_not_counted_twice():
    edges = (stake("X", "A", "50", end="2020-01-01"), stake("X", "A", "49", start="2020-01-01", key="after"))
    found = answer("A", X, *edges, on=date(2020, 1, 1))
    assert (found["blocked"], found["share"]) == (False, [49, 49])


def test_a_listing_counts_on_its_days_alone():
    person = listed("X", programme="SYRIA", start="2011-07-01", end="2025-06-30")
    days = [date(2011, 6, 30), date(2011, 7, 1), date(2025, 6, 30), date(2025, 7, 1)]
    edge = stake("X", "A", "100")
    assert [answer("A", person, edge, on=day)["blocked"] for day in days] == [False, True, True, False]


def test_a_sanction_without_the_topic_lists_nobody_and_is_told():
    found = answer("A", [entity("s", "Sanction", entity="X", programId="SYRIA")], stake("X", "A", "100"))
    assert found["blocked"] is False
    assert any("topic" in warning for warning in found["warnings"])


def test_a_linked_topic_is_no_listing():
    person = [entity("X", "Person", topics=["sanction.linked", "poi"])]
    assert answer("A", person, stake("X", "A", "100"))["blocked"] is False


def test_dates_that_run_backward_or_are_none_make_the_answer_unknown():
    assert answer("A", X, stake("X", "A", "100", start="2020-01-01", end="2019-01-01"))["blocked"] == "unknown"
    assert answer("A", X, stake("X", "A", "100", start="soon"))["blocked"] == "unknown"


def test_a_listed_entity_is_blocked_whoever_owns_it():
    assert answer("X", X)["blocked"] is True


def test_a_public_body_of_syria_was_blocked_by_definition_and_this_is_told():
    body = [entity("A", "PublicBody", country="sy")]
    then = answer("A", X, body, on=date(2015, 1, 1))
    assert then["blocked"] is False
    assert any("13582" in warning for warning in then["warnings"])
    assert not any("13582" in warning for warning in answer("A", X, body, on=date(2025, 7, 1))["warnings"])


def test_before_2014_the_guidance_did_not_add_and_this_is_told():
    edges = (X, listed("Y"), stake("X", "A", "25"), stake("Y", "A", "25"))
    assert any("2008" in warning for warning in answer("A", *edges, on=date(2013, 1, 1))["warnings"])
    assert not any("2008" in warning for warning in answer("A", *edges)["warnings"])
