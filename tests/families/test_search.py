"""Search: whatever one types, over the dead, the sought and the listed; why each is there; nothing past the gate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isnad.access.gate import Gate
from isnad.claims import actions as claiming
from isnad.claims import yielding
from isnad.families import actions
from isnad.families.inquiries_forms import parse
from isnad.families.searching import Answer, as_json, search
from isnad.families.searching_ways import folded, forms, ways
from isnad.record.desk import Desk
from isnad.registers import importing
from isnad.words import Citation, Refusal

LIAISON, OFFICER = Gate(("family-liaison",), "tracing"), Gate(("investigator",), "justice")


@pytest.fixture
def people(archive: Desk, tmp_path: Path, scan: int) -> dict[str, int]:
    """Somebody sought, somebody listed, and a body; by the entries of their entities."""
    told = {
        "person": {
            "name": ["سامر محمود الحداد"], "detaineeNumber": "٦٨٤١", "arrestDate": "2012-05", "branch": "فرع 215",
            "marks": "ندبة فوق الحاجب الأيمن",
        },
        "risk": "none seen",
    }  # fmt: skip
    sought = actions.take_down(parse(told), channel="voice", liaison="owner", by="owner").person
    (tmp_path / "list.csv").write_text("name,number,died\nKhaled al-Najjar,7702,2013-06-02\n", "utf-8")
    (tmp_path / "map.yaml").write_text(
        "name: a list\ncolumns: {name: name, number: detaineeNumber, died: deathDate}", "utf-8"
    )
    mapping = importing.read_mapping(tmp_path / "map.yaml")
    importing.take_over(importing.Request(tmp_path / "list.csv", mapping, None, "owner"))
    body = claiming.introduce("Remains", by="owner")
    card = claiming.introduce("Photograph", by="owner")
    claiming.state(
        [
            claiming.claim(card, "Photograph", "detaineeNumber", "6841", [Citation(scan)]),
            claiming.claim(card, "Photograph", "shows", body, [Citation(scan)]),
        ],
        by="owner",
    )
    return {"sought": sought, "body": body}


def found(answer: Answer) -> dict[str, list[str]]:
    return {each.kind: [reason.way for reason in each.reasons] for each in answer.results}


@pytest.mark.parametrize("typed", ["6841", "٦٨٤١", "۶۸۴۱", " 6841 ", "رقم 6841"])
def test_a_number_is_found_in_whatever_digits_on_either_side(people: dict[str, int], typed: str) -> None:
    answer = search(typed, LIAISON)
    assert {each.entry for each in answer.results} == set(people.values())
    assert found(answer)["remains"] == ["number"]  # what stands on a card is said of whom it lies on


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Samer Haddad", "missing-person"),
        ("سامر حداد", "missing-person"),
        ("خالد النجار", "register-row"),
        ("Khalid Najar", "register-row"),
    ],
)
def test_a_name_is_found_in_either_script(people: dict[str, int], typed: str, kind: str) -> None:
    answer = search(typed, LIAISON)
    assert found(answer)[kind] == ["name"]
    assert answer.results[0].reasons[0].why  # part by part


@pytest.mark.parametrize(
    ("typed", "kind", "way"),
    [
        ("فرع ٢١٥", "missing-person", "branch"),
        ("branch 215", "missing-person", "branch"),
        ("2012-05", "missing-person", "day"),
        ("14/5/2012", "missing-person", "day"),
        ("2013", "register-row", "day"),
        ("02/06/2013", "register-row", "day"),
        ("ندبه", "missing-person", "words"),
        ("الايمن فوق", "missing-person", "words"),
    ],
)
def test_branch_day_and_mark_are_found_without_saying_which_it_is(
    people: dict[str, int], typed: str, kind: str, way: str
) -> None:
    assert way in found(search(typed, LIAISON))[kind]


def test_more_than_one_reason_comes_before_one(people: dict[str, int]) -> None:
    answer = search("Samer 6841", LIAISON)
    assert answer.results[0].entry == people["sought"]
    assert answer.results[0].score > answer.results[1].score


def test_a_case_officer_finds_nothing_that_was_given_for_tracing(people: dict[str, int]) -> None:
    """The wall between purposes: neither shown nor counted."""
    for typed in ("Samer Haddad", "٦٨٤١", "فرع 215", "ندبة", "2012-05"):
        answer = search(typed, OFFICER)
        assert people["sought"] not in {each.entry for each in answer.results}
        assert "سامر" not in json.dumps(as_json(answer, "justice"), ensure_ascii=False)
    assert {each.entry for each in search("6841", OFFICER).results} == {people["body"]}  # the control


def test_somebody_without_a_purpose_finds_nothing(people: dict[str, int]) -> None:
    for gate in (Gate(("auditor",)), Gate(("custodian",)), Gate(())):
        assert search("6841", gate).results == ()


def test_what_was_withdrawn_is_not_found(people: dict[str, int]) -> None:
    from isnad.access.actions import Second
    from isnad.families.inquiries_withdrawing import withdraw
    from isnad.families.models import AskingRow

    withdraw(AskingRow.objects.get().inquiry, "they asked", by="owner", second=Second("samir"))
    assert search("Samer Haddad", LIAISON).results == ()


def test_an_answer_says_what_was_typed_and_why(people: dict[str, int]) -> None:
    told = as_json(search("Samer Haddad", yielding.asked_by_owner("tracing")), "tracing")
    assert told["query"] == "Samer Haddad"
    (result,) = told["results"]  # type: ignore[misc]
    assert result["caption"] == "سامر محمود الحداد"  # type: ignore[index]
    assert result["why"]  # type: ignore[index]


@pytest.mark.parametrize("typed", ["", "   ", "x" * 301])
def test_nothing_and_too_much_are_refused(archive: Desk, typed: str) -> None:
    with pytest.raises(Refusal, match=r"search\.nothing-typed"):
        search(typed, LIAISON)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=st.text(min_size=1, max_size=300).filter(str.strip))
def test_whatever_is_typed_is_answered(people: dict[str, int], typed: str) -> None:
    for each in search(typed, LIAISON).results:
        assert each.reasons
        assert 0 < each.score <= 1


@given(st.integers(0, 10**12 - 1))
def test_the_same_number_has_three_forms_and_each_is_understood(number: int) -> None:
    for each in forms(str(number)):
        assert any(way.name == "number" for way in ways(each))


def test_spellings_that_nobody_means_fold_alike() -> None:
    assert folded("أحمد مصطفى النصّة") == folded("احمد مصطفي النصّه")
