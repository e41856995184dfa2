"""Which number is which: proposals with reasons, that never touch a digit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments.numerals import Part, known_series, propose, series_of

CAESAR, DAMASCUS = known_series("caesar"), known_series("damascus")


def card(*numbers: str) -> list[Part]:
    """Numbers below one another."""
    return [Part(each, middle=(100.0, 50.0 * at)) for at, each in enumerate(numbers)]


def test_a_known_code_is_the_branch_and_says_why() -> None:
    detainee, branch, examination = propose(card("6841", "215", "1033"), CAESAR)
    assert [detainee.role, branch.role, examination.role] == ["detainee", "branch", "examination"]
    assert "known-code" in branch.reasons


def test_an_unknown_code_is_kept_and_not_taken_for_a_known_one() -> None:
    found = propose(card("6841", "275", "1033"), CAESAR)
    assert all("known-code" not in each.reasons for each in found)


def test_after_the_slash_stands_the_branch() -> None:
    found = propose([Part("1234", before_slash=True), Part("227", middle=(90.0, 0.0), after_slash=True)], CAESAR)
    assert [each.role for each in found] == ["detainee", "branch"]


def test_the_letter_of_the_air_force_is_a_branch() -> None:
    (found,) = propose([Part("24", letter="ج")], CAESAR)
    assert found.role == "branch"
    assert "known-letter" in found.reasons


def test_one_long_number_of_the_later_archive_is_the_detainee() -> None:
    assert propose(card("22159"), DAMASCUS)[0].role == "detainee"


def test_what_cannot_be_told_stays_without_a_role() -> None:
    assert propose(card("4711"), CAESAR)[0].role is None


def test_twenty_numbers_have_no_roles() -> None:
    assert {each.role for each in propose(card(*map(str, range(100, 120))), CAESAR)} == {None}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="0123456789", min_size=1, max_size=6), max_size=5))
def test_every_number_has_one_proposal_and_no_role_is_given_twice(numbers: list[str]) -> None:
    found = propose(card(*numbers), CAESAR)
    roles = [each.role for each in found if each.role]
    assert len(found) == len(numbers)
    assert len(roles) == len(set(roles))


@pytest.mark.parametrize("name", ["caesar", "damascus"])
def test_every_code_of_a_series_has_a_source(name: str) -> None:
    import importlib.resources as resources

    import yaml

    text = resources.files("isnad.instruments.numerals").joinpath("series", f"{name}.yaml").read_text("utf-8")
    held = yaml.safe_load(text)
    assert held["sources"]
    for each in held["numbers"]:
        for code in [*each.get("codes", []), *each.get("letters", [])]:
            assert each["sources"][code]


def test_a_series_of_ones_own_is_read_from_its_text() -> None:
    series = series_of("name: mine\nnumbers: [{role: detainee, digits: [2, 4]}]\norder: [detainee]\nslash: []\n")
    assert propose(card("123"), series)[0].role == "detainee"
