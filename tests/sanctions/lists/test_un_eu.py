"""The UN's and the EU's lists."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_a_birth_between_two_years_is_an_interval_and_about_a_year_is_about(read, made):
    person = read("un", made / "un.xml").by_id["un-XXi.001"]
    assert person["edtf"]["birthDate"] == ["1951-03-04", "1962/1964", "1960~", "1961-11"]


def test_a_date_of_another_calendar_is_kept_as_read_and_doubted(read, made):
    un, eu = read("un", made / "un.xml"), read("eu", made / "eu.xml")
    assert un.by_id["un-XXi.001"]["as_read"]["birthDate"] == ["24/06/1402 (Hijri Calendar)"]
    assert eu.by_id["eu-EU.7777.11"]["as_read"]["birthDate"] == ["year=1381 calendarType=ISLAMIC"]
    assert [d.reason for d in un.account.doubts + eu.account.doubts] == ["date-not-read"] * 2


def test_several_names_in_one_field_are_several_names_of_one_strength(read, made):
    assert read("un", made / "un.xml").strengths("un-XXi.001") == {
        "DAOUD NASSIR SAMIMI": "", "داود ناصر الصميمي": "", "Daud Samimi": "strong", "Dawood Samimi": "strong",
        "أبو داود": "weak", "Abu Daoud": "weak", "Abou Daoud": "weak",
    }  # fmt: skip


def test_an_alias_keeps_its_own_birth_data(read, made):
    names = {n["name"]: n for n in read("un", made / "un.xml").by_id["un-XXi.001"]["names"]}
    assert (names["Daud Samimi"]["born"], names["Daud Samimi"]["born_in"]) == ("1951-03-04", "Hama")


def test_a_former_name_is_a_former_name(read, made):
    council = read("un", made / "un.xml").by_id["un-XXe.001"]["properties"]
    assert (council["alias"], council["previousName"]) == (["Council of Pearls"], ["Shell Council"])


def test_an_entry_without_a_number_is_refused_by_its_line(read, made):
    (refused,) = read("un", made / "un.xml").account.refused
    line = (made / "un.xml").read_text().splitlines()[refused.line - 1]
    assert "NUMBERLESS" in line


def test_the_day_of_issue_is_the_lists_own(read, made):
    assert [read(s, made / f"{s}.xml").account.issued for s in ("un", "eu")] == ["2026-11-20"] * 2


def test_low_quality_is_weak_whatever_its_spelling_and_a_repeated_name_is_one(read, made):
    assert read("eu", made / "eu.xml").strengths("eu-EU.7777.11") == {
        "Daoud Samimi": "strong", "داود الصميمي": "strong", "Abu Daoud": "weak", "The Pearl": "weak",
        "Daud Samimi": "strong",
    }  # fmt: skip


def test_each_regulation_is_a_basis_of_its_own(read, made):
    found = read("eu", made / "eu.xml")
    assert [s["reason"] for s in found.parts("eu-EU.7777.11", "Sanction")] == [
        ["442/2011 (OJ L121)"],
        ["36/2012 (OJ L16)"],
    ]
    assert [r.reason for r in found.account.refused] == ["unknown-kind"]


def test_birth_years_as_a_range_and_circa(read, made):
    assert read("eu", made / "eu.xml").by_id["eu-EU.7777.11"]["edtf"]["birthDate"] == [
        "1962/1964",
        "1960~",
        "1961-11-03",
    ]


def test_titles_and_functions_are_taken_apart_at_their_letters(read, made):
    person = read("eu", made / "eu.xml").by_id["eu-EU.7777.11"]["properties"]
    assert (person["title"], person["position"]) == (["Brigadier", "Haji"], ["Head of nothing", "Adviser"])


def test_a_document_known_to_be_false_says_so(read, made):
    (passport,) = read("eu", made / "eu.xml").parts("eu-EU.7777.11", "Passport")
    assert passport["summary"] == ["knownFalse"]


SHARED = Path(__file__).parents[3] / "../shared/data/lists/un_consolidated.xml"


@pytest.mark.skipif(not SHARED.is_file(), reason="the published list is not here")
def test_no_range_of_birth_years_of_the_published_list_is_lost(read):
    found = read("un", SHARED)
    people = [e for e in found.entities if e["schema"] == "Person"]
    assert len(people) == 730
    assert sum("birthDate" in e.get("edtf", {}) for e in people) >= 677
    assert sum(any("/" in d for d in e.get("edtf", {}).get("birthDate", ())) for e in people) == 31
