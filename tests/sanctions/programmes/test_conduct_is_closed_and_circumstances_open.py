"""What the facts do not allege was not alleged; of what they allege, what is missing is unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.sanctions.programmes import library
from sanctions.programmes.asking import COMMANDER, SUPPLIER, answers, best, changed, rows, unhurried

TODAY = "2026-11-24"
OPEN = {"au-syria"}  # its criteria were confirmed in no public source


@pytest.mark.parametrize("on", ["2012-09-01", "2021-06-01", TODAY])
def test_of_empty_facts_nothing_is_alleged(on):
    told = {
        row["answer"] for row in rows({}, on) if row["programme"] not in OPEN and row["programme"] != "ca-sema-syria"
    }
    assert told <= {"not_met", "not_yet", "ended"}


@pytest.mark.parametrize("key", ["offence", "suspect__office"])
def test_an_empty_list_is_a_stated_none(key):
    for on in ("2012-09-01", TODAY):
        facts = changed(COMMANDER, **{key: [], "suspect__capacity": ..., "suspect__official_of": ...})
        assert answers(facts, on, "us-22usc8791")["serious-abuses"] == "not_met"


CAESAR_OPEN = [
    ({"support__0__date": ...}, "unknown"),
    ({"support__0__date": "2019"}, "unknown"),
    ({"support__0__date": "2019-12-19"}, "not_met"),
    ({"support__0__date": "2019-12-20"}, "met"),
    ({"support__0__date": "2019/2021"}, "met"),
    ({"support__0__date": "2018/2019"}, "unknown"),
    ({"support__0__knowing": ...}, "unknown"),
    ({"support__0__knowing": False}, "not_met"),
    ({"support__0__significant": ...}, "unknown"),
    ({"support__0__significant": False}, "not_met"),
    ({"suspect__nationality": ...}, "unknown"),
    ({"suspect__us_person": True, "suspect__nationality": ...}, "not_met"),
    ({"suspect__nationality": ["US"]}, "not_met"),
    ({"suspect__nationality": ["LB", "US"]}, "not_met"),
    ({"support__0__to": "ministry_of_tourism_of_FR"}, "not_met"),
    ({"support__0__to": "wagner"}, "met"),
    ({"support__0__to": "designated_person"}, "met"),
    ({"support": ...}, "not_met"),
    ({"support": []}, "not_met"),
]


@pytest.mark.parametrize(("change", "expected"), CAESAR_OPEN)
def test_the_caesar_act_asks_for_each_circumstance(change, expected):
    assert best(changed(SUPPLIER, **change), "2022-01-01", "us-caesar") == expected


def test_what_is_missing_is_named_and_what_would_supply_it():
    row = next(
        row
        for row in rows(changed(SUPPLIER, support__0__knowing=...), "2022-01-01", "us-caesar")
        if row["criterion"] == "construction"
    )
    assert row["missing"] == ["support.knowing in the facts would tell."]


@pytest.mark.parametrize(
    ("kind", "criterion"),
    [("petroleum", "hydrocarbons"), ("gas", "hydrocarbons"), ("construction", "construction")],
)
def test_each_kind_of_support_speaks_to_its_own_criterion(kind, criterion):
    told = answers(changed(SUPPLIER, support__0__kind=kind), "2022-01-01", "us-caesar")
    assert [key for key, answer in told.items() if answer == "met"] == ["support-government", criterion]


def test_aircraft_need_no_significance_but_military_use():
    facts = changed(SUPPLIER, support__0__kind="aircraft", support__0__significant=False)
    assert answers(facts, "2022-01-01", "us-caesar")["aircraft"] == "unknown"
    facts = changed(facts, support__0__to="air_force_of_SY")
    assert answers(facts, "2022-01-01", "us-caesar")["aircraft"] == "met"


def test_one_of_several_supports_suffices():
    facts = changed(SUPPLIER)
    facts["support"].insert(0, {"to": "government_of_SY", "date": "2015-01-01"})
    assert best(facts, "2022-01-01", "us-caesar") == "met"


SYRIA_2012 = [
    ({"place": ...}, "unknown"),
    ({"place": "IQ"}, "not_met"),
    ({"offence": "terrorism"}, "not_met"),
    ({"offence": "murder"}, "met"),
    ({"offence": "murder", "suspect": {"kind": "person"}}, "unknown"),
    ({"offence": "murder", "suspect": {"capacity": "non_state"}}, "depends"),
    ({"offence": ...}, "not_met"),
    ({"offence": "crimes_against_humanity", "context": {"attack_on_civilians": False}}, "not_met"),
]


@pytest.mark.parametrize(("change", "expected"), SYRIA_2012)
def test_the_order_on_abuses_in_syria(change, expected):
    assert answers(changed(COMMANDER, **change), "2013-09-01", "us-eo13572")["human-rights-abuse"] == expected


OFFICIALS = [
    ({"victim__nationality": ...}, "unknown"),
    ({"victim__nationality": ["FR"]}, "not_met"),
    ({"victim": {"nationality": ["FR"], "relatives": [{"relation": "brother", "nationality": ["SY"]}]}}, "met"),
    ({"place": "LB"}, "met"),  # wherever committed
    ({"suspect__official_of": "LB"}, "not_met"),
    ({"suspect__official_of": ..., "suspect__office": ...}, "unknown"),
    ({"suspect__official_of": ..., "suspect__office": ..., "suspect__capacity": ...}, "not_met"),
    ({"suspect__official_of": ..., "suspect__office": ..., "suspect__capacity": "non_state"}, "not_met"),
]


@pytest.mark.parametrize(("change", "expected"), OFFICIALS)
def test_the_statute_on_syrian_officials(change, expected):
    assert answers(changed(COMMANDER, **change), TODAY, "us-22usc8791")["serious-abuses"] == expected


def test_a_status_is_asked_on_the_day():
    assert answers(COMMANDER, "2014-06-30", "us-eo13573")["senior-official"] == "met"
    assert answers(COMMANDER, "2014-07-01", "us-eo13573")["senior-official"] == "not_met"
    vague = changed(COMMANDER, suspect__office=[{"kind": "senior_official", "from": "2010", "to": "2014"}])
    assert answers(vague, "2014-03-01", "us-eo13573")["senior-official"] == "unknown"


def test_a_branch_officer_is_no_senior_official():
    facts = changed(COMMANDER, suspect__office=[{"kind": "security_service"}])
    assert answers(facts, "2013-01-01", "us-eo13573")["senior-official"] == "not_met"
    assert answers(facts, TODAY, "eu-syria")["security-services"] == "met"


@pytest.mark.parametrize(
    ("exercised", "expected"), [(None, "unknown"), (True, "met"), (False, "not_met"), (["protest"], "met")]
)
def test_canada_asks_for_victims_who_exercised_rights(exercised, expected):
    assert best(changed(COMMANDER, victim__exercised_rights=exercised), TODAY, "ca-jvcfoa") == expected


def test_canada_asks_for_foreign_nationals():
    facts = changed(COMMANDER, victim__exercised_rights=True, suspect__nationality=["CA", "SY"])
    assert best(facts, TODAY, "ca-jvcfoa") == "not_met"
    assert best(changed(facts, suspect__nationality=...), TODAY, "ca-jvcfoa") == "unknown"


@pytest.mark.parametrize(
    ("offence", "expected"),
    [
        ("torture", "met"),
        ("murder", "met"),
        ("enforced_disappearance", "not_met"),
        ("crimes_against_humanity", "unknown"),
        ("terrorism", "not_met"),
    ],
)
def test_the_uk_names_three_rights_and_disappearance_is_none_of_them(offence, expected):
    assert answers(changed(COMMANDER, offence=offence), TODAY, "uk-ghr")["right-to-life-or-torture"] == expected


@pytest.mark.parametrize(
    ("offence", "expected"),
    [
        ("torture", "met"),
        ("enforced_disappearance", "met"),
        ("genocide", "met"),
        ("war_crimes", "depends"),
        ("terrorism", "not_met"),
    ],
)
def test_the_eu_human_rights_regime_by_offence(offence, expected):
    assert best(changed(COMMANDER, offence=offence), TODAY, "eu-ghr") == expected


def test_companies_are_not_banned_from_entry():
    facts = changed(COMMANDER, suspect__kind="entity")
    assert best(facts, TODAY, "us-7031c") == "not_met"


def test_us_officials_are_no_foreign_officials():
    facts = changed(COMMANDER, suspect__official_of="US", suspect__nationality=["US"])
    assert best(facts, TODAY, "us-7031c") == "not_met"


def test_the_government_of_syria_was_blocked_without_a_listing():
    assert answers(COMMANDER, "2013-01-01", "us-eo13582")["government-of-syria"] == "met"


def test_families_count_where_the_programme_says_so():
    facts = {"suspect": {"nationality": ["SY"], "family_of": [{"relation": "adult_child", "of": "head_of_state"}]}}
    assert answers(facts, "2021-01-01", "us-eo13894")["adult-family"] == "met"
    assert answers(facts, "2020-06-16", "us-eo13894")["adult-family"] == "unknown"
    assert answers(facts, "2016-01-01", "eu-syria")["assad-or-makhlouf-family"] == "met"
    child = changed(facts, suspect__family_of=[{"relation": "minor_child", "of": "head_of_state"}])
    assert answers(child, "2021-01-01", "us-eo13894")["adult-family"] == "not_met"
    unsure = changed(facts, suspect__family_of=[{"relation": "child", "of": "head_of_state"}])
    assert answers(unsure, "2021-01-01", "us-eo13894")["adult-family"] == "unknown"
    other = changed(facts, suspect__nationality=["LB"])
    assert answers(other, "2016-01-01", "eu-syria")["assad-or-makhlouf-family"] == "not_met"


def test_a_word_that_no_programme_knows_is_told():
    slip = rows(changed(SUPPLIER, support__0__to="goverment_of_SY"), "2022-01-01", "us-caesar")
    assert {row["answer"] for row in slip} == {"not_met"}
    assert all(any("goverment_of_SY" in warning for warning in row["warnings"]) for row in slip)
    other = rows(changed(SUPPLIER, support__0__to="government_of_LB"), "2022-01-01", "us-caesar")
    assert not any("spelling" in warning for row in other for warning in row["warnings"])


def test_a_general_licence_is_a_warning():
    row = next(row for row in rows(COMMANDER, "2025-06-01", "us-eo13582") if row["answer"] == "met")
    assert any("General License 25" in warning for warning in row["warnings"])
    assert not any("General License" in warning for row in rows(COMMANDER, "2025-05-22") for warning in row["warnings"])


def test_switzerland_follows_the_eu():
    assert best(COMMANDER, TODAY, "ch-syria") == "depends"
    listed = changed(COMMANDER, designated_under=[{"programme": "eu-syria", "from": "2012-01-01"}])
    assert best(listed, TODAY, "ch-syria") == "met"
    assert best(SUPPLIER, "2016-01-01", "ch-syria") == "not_met"


def test_canada_re_drew_its_criteria_in_february_2026():
    assert answers(COMMANDER, "2026-02-12", "ca-sema-syria")["senior-official"] == "not_yet"
    assert answers(COMMANDER, "2026-02-13", "ca-sema-syria")["senior-official"] == "met"
    assert answers(COMMANDER, "2026-02-13", "ca-sema-syria")["designated-2011"] == "ended"


def test_old_conduct_is_a_warning_and_never_an_answer():
    row = next(row for row in rows(COMMANDER, TODAY, "us-eo13818") if row["criterion"] == "human-rights-abuse")
    assert row["answer"] == "met"
    assert any("5 years" in warning for warning in row["warnings"])
    then = next(row for row in rows(COMMANDER, "2018-01-01", "us-eo13818") if row["criterion"] == "human-rights-abuse")
    assert not any("5 years" in warning for warning in then["warnings"])


def test_what_was_confirmed_nowhere_is_unknown():
    assert set(answers(COMMANDER, TODAY, "au-syria").values()) == {"unknown"}


@unhurried
@given(
    st.sampled_from(["2005-01-01", "2012-09-01", "2021-01-01", "2025-08-01", TODAY]),
    st.sets(st.sampled_from(["place", "from", "to", "victim", "suspect"])),
)
def test_every_unknown_names_what_would_supply_it(on, taken):
    for facts in (changed(COMMANDER, **dict.fromkeys(taken, ...)), SUPPLIER):
        assert all(row["missing"] for row in rows(facts, on) if row["answer"] == "unknown")


LATER = st.fixed_dictionaries(
    {},
    optional={
        "support": st.just([{"to": "government_of_SY", "significant": True, "knowing": True, "date": "2030-01-01"}]),
        "designated_under": st.just([{"programme": "eu-syria", "from": "2030-01-01"}]),
    },
)


@unhurried
@given(LATER, st.sampled_from(["2012-09-01", "2021-01-01", "2025-06-01", TODAY]))
def test_a_fact_later_than_the_day_asked_is_not_used(later, on):
    facts = changed(COMMANDER, **later)
    assert [row["answer"] for row in rows(facts, on)] == [row["answer"] for row in rows(COMMANDER, on)]


KEYS = ["place", "from", "to", "suspect__nationality", "suspect__capacity", "victim__nationality"]


@unhurried
@given(st.sets(st.sampled_from(KEYS)), st.sampled_from(["2012-09-01", "2021-01-01", TODAY]))
def test_taking_a_circumstance_away_never_makes_a_criterion_met(taken, on):
    fewer = rows(changed(COMMANDER, **dict.fromkeys(taken, ...)), on)
    for before, after in zip(rows(COMMANDER, on), fewer, strict=True):
        assert after["answer"] != "met" or before["answer"] == "met"


@unhurried
@given(st.dates(), st.sampled_from([COMMANDER, SUPPLIER, {}]))
def test_on_every_day_every_criterion_has_an_answer_and_a_source(on, facts):
    found = rows(facts, on.isoformat())
    assert len(found) == sum(len(programme.criteria) for programme in library().values())
    assert all(row["sources"] and row["because"] for row in found)
