"""Names and facts against lists: what is found, what is only a lead, what may not be said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.sanctions.lists.asking import Asked, Facts
from isnad.sanctions.lists.finding import Finder, agreements, skeleton
from isnad.sanctions.lists.screening import Screen
from isnad.sanctions.lists.store import Store
from isnad.words import Refusal, When

MADE = Path(__file__).parent / "made"
TODAY = date(2026, 11, 24)
NAMES = [
    "Daoud SAMIMI", "داود الصميمي", "Rim TALAWI", "Muhammad Hasan KARIMI", "Muhammad Husayn RASHIDI",
    "EMMA TRADING LLC", "PEARL TRADING LLC", "Nadir QADDAFI",
    "Yusuf HAMIDREZA", "Salim AL-MALIKI", "Umar JABRI", "Layla HADDAD",
]  # fmt: skip


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(NAMES)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    store = Store(tmp_path_factory.mktemp("store"))
    for source, name in (("ofac", "ofac"), ("un", "un.xml"), ("eu", "eu.xml")):
        store.take_in(source, MADE / name, issued="2026-11-20")
    return store


@pytest.fixture(scope="module")
def screen(store) -> Screen:
    return Screen(store.last(), today=TODAY)


def best(finder: Finder, name: str, threshold: float = 0.5) -> list[str]:
    return [NAMES[each.place] for each in next(finder.find([name], threshold))]


def one(screen: Screen, name: str, **facts) -> dict:
    born = tuple(When.parse(each) for each in facts.pop("births", ()))
    return next(screen.ask([Asked(name, (name,), Facts(births=born, **facts))]))


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Daud Samimi", "Daoud SAMIMI"), ("Samimi Dawood", "Daoud SAMIMI"),
        ("داوود الصميمي", "داود الصميمي"),
        ("Nader Gadhafi", "Nadir QADDAFI"), ("سالم المالكي", "Salim AL-MALIKI"),
        ("Yousef Hamidreza", "Yusuf HAMIDREZA"),
        ("عمر جبري", "Umar JABRI"), ("Leila Hadad", "Layla HADDAD"),
    ],
)  # fmt: skip
def test_other_spellings_and_the_other_script_are_found(finder, asked, listed):
    assert best(finder, asked)[0] == listed


@pytest.mark.parametrize(
    "asked", ["emma daniels", "Muhammad", "Trading LLC", "Layla Nasser", "", "…", "7", "Umar Haddad"]
)
def test_a_part_of_a_name_is_not_the_name(finder, asked):
    assert best(finder, asked, 0.65) == []


def test_both_coverages_are_told(finder):
    (found,) = next(finder.find(["Hasan Karimi"], 0.3))
    assert found.of_asking > 0.95
    assert found.of_listed < found.of_asking


def test_skeletons_hold_across_scripts_and_spellings():
    assert {skeleton(word) for word in ("qadhafi", "gaddafi", "khadafi", "قذافي")} == {"kdf"}


def test_agreement_is_high_for_spellings_and_low_for_other_names():
    sure = agreements(
        [("muhammad", "mohammed"), ("جميل", "jamil"), ("hasan", "husayn"), ("samimi", "rashidi"), ("12", "13")]
    )
    assert (sure[:2] > 0.6).all()
    assert (sure[2:] < 0.5).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*NAMES, "Nobody Known", "علي"]), max_size=6))
def test_no_answer_depends_on_the_other_queries(finder, names):
    together = [[each.place for each in found] for found in finder.find(names, 0.4)]
    apart = [[each.place for each in next(Finder(NAMES).find([name], 0.4))] for name in names[:2]]
    assert together[:2] == apart


def test_a_listed_name_is_possible_with_its_list_and_reasons(screen):
    answer = one(screen, "Daoud Samimi")
    assert answer["answer"] == "possible"
    assert {hit["list"] for hit in answer["hits"]} == {"ofac", "un", "eu"}
    assert {"code", "text"} <= answer["hits"][0]["why"][0].keys()


def test_another_birth_year_is_never_silently_a_hit(screen):
    answer = one(screen, "Daoud Samimi", births=["1985"])
    assert answer["answer"] == "contradicted"
    for hit in answer["hits"]:
        assert hit["contradicted"]
        assert hit["why"][0]["code"] == "birth-contradicts"
        assert hit["score"] < 0.5


def test_a_birth_year_inside_a_listed_range_raises_the_score(screen):
    plain = {hit["list"]: hit["score"] for hit in one(screen, "Daoud Samimi")["hits"]}
    dated = {hit["list"]: hit["score"] for hit in one(screen, "Daoud Samimi", births=["1963"])["hits"]}
    assert dated["un"] > plain["un"]
    assert dated["ofac"] < plain["ofac"]


def test_a_weak_alias_is_a_lead_and_no_hit(screen):
    answer = one(screen, "Abu Daoud")
    assert answer["hits"] == []
    assert answer["answer"] == "only_weak"
    assert all("only-weak" in {reason["code"] for reason in lead["why"]} for lead in answer["leads"])


def test_a_number_finds_its_holder_under_another_name(screen):
    answer = one(screen, "Somebody Else", numbers=frozenset({"A123456"}))
    assert {hit["id"] for hit in answer["hits"]} == {"ofac-101", "eu-EU.7777.11"}
    assert answer["hits"][0]["why"][0]["code"] == "number"


def test_not_listed_is_not_said_from_an_old_list(store):
    fresh, old = Screen(store.last(), today=TODAY), Screen(store.last(), today=date(2026, 12, 24))
    accepted = Screen(store.last(), today=date(2026, 12, 24), accept_old=True)
    said = [one(screen, "Nobody Whatsoever")["answer"] for screen in (fresh, old, accepted)]
    assert said == ["not_listed", "cannot_tell", "not_listed"]
    assert one(old, "Daoud Samimi")["answer"] == "possible"
    assert one(old, "Nobody Whatsoever")["old_lists"] == ["ofac", "un", "eu"]


def test_without_a_list_nothing_is_said():
    with pytest.raises(Refusal) as refused:
        Screen([], today=TODAY)
    assert refused.value.code == "lists.nothing-to-screen"


def test_the_command_prints_one_array_or_lines(tmp_path, isnad):
    isnad("lists", "import", "un", MADE / "un.xml", "--store", tmp_path / "store")
    (tmp_path / "names.txt").write_text("Daoud Nassir Samimi\nداود ناصر الصميمي\nNobody Known\n")
    array = isnad("screen", tmp_path / "names.txt", "--store", tmp_path / "store", "--json")
    answers = json.loads(array.stdout)
    assert [answer["query"] for answer in answers] == ["Daoud Nassir Samimi", "داود ناصر الصميمي", "Nobody Known"]
    assert [bool(answer["hits"]) for answer in answers] == [True, True, False]
    assert set(answers[0]["hits"][0]) >= {"id", "name", "list", "score", "why"}
    lines = isnad("screen", tmp_path / "names.txt", "--store", tmp_path / "store", "--json", "--lines")
    assert [json.loads(line) for line in lines.stdout.splitlines()] == answers
    assert isnad("screen", tmp_path / "names.txt", "--store", tmp_path / "store").returncode == 0


def test_a_person_of_ours_is_screened_by_kind_and_birth(tmp_path, isnad):
    isnad("lists", "import", "un", MADE / "un.xml", "--store", tmp_path / "store")
    people = [
        {"id": "p1", "schema": "Person", "properties": {"name": ["Daoud Nassir Samimi"], "birthDate": ["1963-05-01"]}},
        {"id": "p2", "schema": "Person", "properties": {"name": ["Daoud Nassir Samimi"], "birthDate": ["1990"]}},
        {"id": "p3", "schema": "Vessel", "properties": {"name": ["Daoud Nassir Samimi"]}},
    ]
    (tmp_path / "people.jsonl").write_text("".join(json.dumps(each) + "\n" for each in people))
    first, second, third = json.loads(
        isnad("screen", tmp_path / "people.jsonl", "--store", tmp_path / "store", "--json").stdout
    )
    assert (first["id"], first["hits"][0]["contradicted"]) == ("p1", False)
    assert second["hits"][0]["why"][0]["code"] == "birth-contradicts"
    assert third["hits"] == []


def test_refusals_of_the_command_are_words(tmp_path, isnad):
    (tmp_path / "bad.jsonl").write_text('{"id": \n')
    isnad("lists", "import", "un", MADE / "un.xml", "--store", tmp_path / "store")
    for arguments in (
        ("screen", tmp_path / "absent", "--store", tmp_path / "store"),
        ("screen", tmp_path / "bad.jsonl", "--store", tmp_path / "store"),
        ("screen", tmp_path / "bad.jsonl", "--store", tmp_path / "empty"),
        ("screen", tmp_path / "bad.jsonl", "--store", tmp_path / "store", "--list", "nowhere"),
    ):
        found = isnad(*arguments)
        assert (found.returncode, found.stdout, "Traceback" in found.stderr) == (2, "", False), arguments
