"""What speaks for and against: contradictions first, weak aliases never alone, numbers whatever the names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.sanctions.lists.asking import Facts, plain, read
from isnad.sanctions.lists.finding import Found
from isnad.sanctions.lists.judging import CONTRADICTED, judge, kinds_fit
from isnad.words import Refusal, When

STRONG = {"name": "Daoud SAMIMI", "kind": "primary", "strength": ""}
WEAK = {"name": "ABU DAOUD", "kind": "alias", "strength": "weak"}


def found(score: float = 0.9) -> Found:
    return Found(0, score, score, score, (("daud", "daoud", 0.98),), (), ())


def facts(*births: str, **more) -> Facts:
    return Facts(births=tuple(map(When.parse, births)), **more)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.why]


def test_another_birth_year_is_the_first_thing_said_and_holds_the_score_down():
    verdict = judge(facts("1980"), facts("1962/1964", "1960~"), STRONG, found(1.0))
    assert verdict.contradicted
    assert verdict.score <= CONTRADICTED
    assert codes(verdict)[0] == "birth-contradicts"


def test_a_contradiction_is_no_hit_even_with_the_same_number():
    verdict = judge(
        facts("1980", numbers=frozenset({"A12345"})), facts("1962", numbers=frozenset({"A12345"})), STRONG, found()
    )
    assert verdict.score <= CONTRADICTED
    assert codes(verdict)[:2] == ["birth-contradicts", "number"]


@pytest.mark.parametrize("asked", ["1963", "1963-05", "1962-01-01", "1961/1962", "1961~", "196X"])
def test_a_date_that_can_be_true_beside_an_interval_is_no_contradiction(asked):
    assert not judge(facts(asked), facts("1962/1964"), STRONG, found()).contradicted


def test_one_listed_date_that_agrees_is_enough_among_several():
    assert codes(judge(facts("1961-11-03"), facts("1950", "1961-11-03"), STRONG, found()))[-1] == "birth-same"


def test_a_weak_alias_is_never_a_hit_alone_nor_with_a_country_or_a_year():
    listed = facts("1962", countries=frozenset({"sy"}))
    for asked in (facts(), facts("1962"), facts("1962", countries=frozenset({"sy"}))):
        assert judge(asked, listed, WEAK, found(1.0)).only_weak


def test_a_weak_alias_with_the_same_day_or_number_is_a_hit():
    assert not judge(facts("1962-03-04"), facts("1962-03-04"), WEAK, found()).only_weak
    assert not judge(
        facts(numbers=frozenset({"A12345"})), facts(numbers=frozenset({"A12345"})), WEAK, found()
    ).only_weak


def test_the_same_number_is_nearly_certain_without_any_name():
    verdict = judge(facts(numbers=frozenset({"A12345"})), facts(numbers=frozenset({"A12345"})), None, None)
    assert verdict.score == 0.99
    assert codes(verdict) == ["number"]


def test_both_coverages_are_told_with_the_parts_that_have_no_partner():
    verdict = judge(facts(), facts(), STRONG, Found(0, 0.7, 1.0, 0.5, (("daoud", "daoud", 1.0),), (), ("samimi",)))
    assert verdict.why[0].facts["of_asking"] == 100
    assert verdict.why[0].facts["of_listed"] == 50
    assert codes(verdict) == ["name", "over"]


def test_a_person_is_not_a_ship():
    assert not kinds_fit("Person", "Vessel")
    assert not kinds_fit("Company", "Person")
    assert kinds_fit("", "Vessel")
    assert kinds_fit("LegalEntity", "Person")
    assert kinds_fit("Company", "Organization")


@given(st.floats(0, 1), st.sampled_from(["", "1962", "1962-03-04"]), st.sampled_from(["", "sy", "fr"]))
def test_a_score_stays_between_nought_and_one_and_agreement_never_lowers_it(score, born, country):
    asked = facts(*([born] if born else []), countries=frozenset({country} - {""}))
    verdict = judge(asked, facts("1962-03-04", countries=frozenset({"sy"})), STRONG, found(score))
    assert 0 <= verdict.score <= 1
    if country != "fr":
        assert verdict.score >= score - 1e-9


def test_short_numbers_and_numbers_without_digits_mean_nobody():
    assert (plain("12-34"), plain("PASSPORT"), plain("ch-660-0-469")) == ("", "", "CH6600469")


def test_a_file_of_names_and_a_file_of_entities_are_told_apart(tmp_path):
    names, entities = tmp_path / "names.txt", tmp_path / "entities.jsonl"
    names.write_bytes("\ufeffDaoud Samimi\n\nداود الصميمي\n".encode())
    entity = {
        "id": "x",
        "schema": "Person",
        "properties": {"name": ["A B"], "birthDate": ["1962"]},
        "edtf": {"birthDate": ["1962/1964"]},
    }
    entities.write_text(json.dumps(entity) + "\n")
    assert [each.words for each in read(names)] == ["Daoud Samimi", "داود الصميمي"]
    (asked,) = read(entities)
    assert (asked.id, asked.facts.schema, str(asked.facts.births[0])) == ("x", "Person", "1962/1964")


@pytest.mark.parametrize("line", ['{"id": "x"}', '{"id": ', "{}", '{"properties": []}'])
def test_a_line_that_is_no_entity_is_refused_by_its_number(tmp_path, line):
    path = tmp_path / "entities.jsonl"
    path.write_text('{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}\n' + line + "\n")
    with pytest.raises(Refusal) as refused:
        list(read(path))
    assert (refused.value.code, refused.value.facts["line"]) == ("lists.not-an-entity", 2)
