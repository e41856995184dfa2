"""A criterion's own life ends the matter before any fact is looked at; a waiver is an answer of its own."""

from __future__ import annotations

import pytest

from sanctions.programmes.asking import COMMANDER, SUPPLIER, answers, best, changed, rows

CAESAR = [
    ("2019-12-19", "not_yet"),
    ("2020-06-16", "not_yet"),
    ("2020-06-17", "not_met"),  # the supply of 2021 is later than the day asked
    ("2021-03-10", "met"),
    ("2024-12-19", "met"),
    ("2024-12-20", "ended"),
    ("2024-12-22", "ended"),
    ("2024-12-23", "met"),
    ("2025-05-22", "met"),
    ("2025-05-23", "waived"),
    ("2025-11-10", "waived"),
    ("2025-12-17", "waived"),
    ("2025-12-18", "ended"),
    ("2026-11-24", "ended"),
]


@pytest.mark.parametrize(("on", "expected"), CAESAR)
def test_the_caesar_act_day_by_day(on, expected):
    assert answers(SUPPLIER, on, "us-caesar")["support-government"] == expected
    assert best(SUPPLIER, on, "us-caesar") == expected


@pytest.mark.parametrize("on", ["2019-01-01", "2024-12-21", "2026-01-01"])
def test_out_of_force_no_fact_changes_the_answer(on):
    empty = {row["answer"] for row in rows({}, on, "us-caesar")}
    assert {row["answer"] for row in rows(SUPPLIER, on, "us-caesar")} == empty
    assert empty <= {"not_yet", "ended"}


ORDERS = [
    ("us-eo13338", "2004-05-11"),
    ("us-eo13399", "2006-04-25"),
    ("us-eo13460", "2008-02-13"),
    ("us-eo13572", "2011-04-29"),
    ("us-eo13573", "2011-05-18"),
    ("us-eo13582", "2011-08-18"),
]


@pytest.mark.parametrize(("order", "first"), ORDERS)
def test_six_orders_ended_on_1_july_2025(order, first):
    assert set(answers(COMMANDER, "2004-01-01", order).values()) == {"not_yet"}
    assert not {"not_yet", "ended"} & set(answers(COMMANDER, first, order).values())
    assert "ended" not in answers(COMMANDER, "2025-06-30", order).values()
    assert set(answers(COMMANDER, "2025-07-01", order).values()) == {"ended"}


@pytest.mark.parametrize("order", ["us-eo13606", "us-eo13608", "us-eo13894", "us-eo13818", "us-22usc8791", "us-7031c"])
def test_the_others_did_not_end(order):
    assert "ended" not in {
        answer for key, answer in answers(COMMANDER, "2026-11-24", order).items() if key != "turkey-official"
    }


def test_the_answer_today_for_a_commander_of_2011_to_2013_is_not_caesar():
    met = {row["programme"] for row in rows(COMMANDER, "2026-11-24") if row["answer"] == "met"}
    assert {"us-eo13894", "us-22usc8791", "us-7031c", "us-eo13818", "eu-syria", "eu-ghr", "uk-syria", "uk-ghr"} <= met
    assert "us-caesar" not in met
    assert "us-eo13572" not in met


def test_the_caesar_act_never_reached_the_torturers_of_2011_to_2013():
    for on in ("2020-07-01", "2024-06-01", "2025-01-01", "2025-06-01"):
        assert set(answers(COMMANDER, on, "us-caesar").values()) == {"not_met"}


def test_2012_had_its_own_answer():
    met = {row["programme"] for row in rows(COMMANDER, "2012-09-01") if row["answer"] == "met"}
    assert met == {"us-eo13572", "us-eo13573", "us-eo13582", "us-22usc8791", "us-7031c", "eu-syria"}


def test_the_suspension_did_not_cover_dealings_with_russia():
    facts = changed(SUPPLIER)
    facts["support"].append(
        {"to": "government_of_RU", "kind": "finance", "significant": True, "knowing": True, "date": "2022-01-01"}
    )
    assert answers(facts, "2025-10-01", "us-caesar")["support-government"] == "waived"
    assert answers(facts, "2025-11-15", "us-caesar")["support-government"] == "met"


def test_waived_means_that_it_would_be_met():
    assert best(changed(SUPPLIER, support__0__significant=False), "2025-06-01", "us-caesar") == "not_met"
    assert best(changed(SUPPLIER, support__0__knowing=...), "2025-06-01", "us-caesar") == "unknown"
    row = next(row for row in rows(SUPPLIER, "2025-06-01", "us-caesar") if row["answer"] == "waived")
    assert any("7432(b)(1)" in line for line in row["because"])


def test_turkish_officials_left_the_order_in_january_2025():
    facts = changed(COMMANDER, suspect__official_of="TR", suspect__nationality=["TR"])
    assert answers(facts, "2020-01-01", "us-eo13894")["turkey-official"] == "met"
    assert answers(facts, "2025-01-15", "us-eo13894")["turkey-official"] == "ended"


def test_a_programme_that_lives_on_with_an_open_question_answers_unknown():
    facts = changed(SUPPLIER, support__0__kind="surveillance")
    assert answers(facts, "2015-01-01", "us-eo13606")["technology"] == "not_met"  # the supply is of 2021
    assert answers(facts, "2022-01-01", "us-eo13606")["technology"] == "met"
    assert answers(facts, "2025-07-01", "us-eo13606")["technology"] == "unknown"


def test_the_eu_framework_runs_out_and_the_row_says_as_of_when():
    assert best(COMMANDER, "2026-12-08", "eu-ghr") == "met"
    later = rows(COMMANDER, "2026-12-09", "eu-ghr")
    assert {row["answer"] for row in later} == {"ended"}
    assert all(any("2026-11-24" in warning for warning in row["warnings"]) for row in later)
    assert all("unless prolonged" in row["because"][0] for row in later)


def test_a_designation_has_a_life_of_its_own():
    facts = changed(COMMANDER, designated_under=[{"programme": "us-eo13572", "from": "2011-07-01"}])
    row = rows(facts, "2026-01-01", "us-eo13572")[0]
    assert row["answer"] == "ended"
    assert any("does not unlist" in warning for warning in row["warnings"])


def test_the_australian_frameworks_stand_from_21_december_2021():
    assert set(answers(COMMANDER, "2021-12-20", "au-thematic").values()) == {"not_yet"}
    assert answers(COMMANDER, "2021-12-21", "au-thematic")["serious-violations"] == "met"


def test_the_rewording_of_the_european_criteria_took_nobody_of_the_former_regime_off():
    before, after = (answers(COMMANDER, on, "eu-syria") for on in ("2025-05-28", "2025-05-29"))
    assert before == after
    assert after["repression"] == "met"
    assert after["armed-forces"] == "unknown"
