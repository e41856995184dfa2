"""The common format of the facts: what is read, what is refused, and that three states stay apart."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from isnad import speech
from isnad.cases.law.facts import Capacity, Extradition, Facts, Interval, Offence, OfficeKind
from isnad.cases.law.reader import facts_from, read_facts
from isnad.words import Answer, Refusal, When

EVERYTHING = """
offence: crimes_against_humanity
place: SY
from: 2012-01-01
to: 2013-08-01
context: {armed_conflict: true, attack_on_civilians: true}
suspect:
  kind: person
  nationality: [SY]
  residence: [{state: FR, from: 2015-01-01}]
  present: [FR]
  connections: [SE]
  capacity: official
  office: [{kind: head_of_state, from: 2000-07-17, to: 2024-12-08}]
  official_of: SY
  family_of: [{relation: adult_child, of: head_of_state}]
  extradition: {ES: refused}
  alive: true
victim:
  nationality: [SY]
  residence: [{state: BE, from: 2008-01-01}]
  exercised_rights: null
  relatives: [{relation: sister, nationality: [ES]}]
support: [{to: government_of_SY, kind: construction, significant: true, knowing: true, date: 2021-03-10}]
designated_under: [{programme: us-eo13572, from: 2011-07-01, to: 2025-07-01}]
proceedings: [{state: SY, kind: opened, from: 2025-03-01}]
"""


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_key_of_the_format_is_read(tmp_path: Path) -> None:
    facts = read_facts(written(tmp_path, EVERYTHING))
    assert facts.offences == (Offence.CRIMES_AGAINST_HUMANITY,)
    assert facts.acts == (Interval(When.parse("2012-01-01"), When.parse("2013-08-01")),)
    assert facts.suspect.capacity is Capacity.OFFICIAL
    assert facts.suspect.office is not None
    assert facts.suspect.office[0].kind is OfficeKind.HEAD_OF_STATE
    assert facts.suspect.extradition == (("ES", Extradition.REFUSED),)
    assert facts.victim.exercised_rights is None
    assert facts.victim.relatives is not None
    assert facts.support is not None
    assert facts.support[0].to == "government_of_SY"
    assert facts.designated_under is not None
    assert facts.designated_under[0].programme == "us-eo13572"
    assert facts.proceedings is not None
    assert facts.proceedings[0].state == "SY"


def test_an_empty_file_states_nothing(tmp_path: Path) -> None:
    assert read_facts(written(tmp_path, "")) == Facts()


def test_absent_and_stated_none_are_kept_apart() -> None:
    assert facts_from({"suspect": {}}).suspect.present is None
    assert facts_from({"suspect": {"present": None}}).suspect.present is None
    assert facts_from({"suspect": {"present": []}}).suspect.present == ()


def test_norway_is_a_country_not_a_no(tmp_path: Path) -> None:
    facts = read_facts(written(tmp_path, "suspect: {present: [NO], residence: no}"))
    assert facts.suspect.present == ("NO",)
    assert facts.suspect.residence is not None
    assert facts.suspect.residence[0].state == "NO"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"crime": "torture"}, "cases.unknown-key"),
        ({"suspect": {"name": "x"}}, "cases.unknown-key"),
        ({"victim": {"relatives": [{"relation": "sister", "age": "3"}]}}, "cases.unknown-key"),
        ({"offence": "jaywalking"}, "cases.unknown-offence"),
        ({"offence": ["torture", "theft"]}, "cases.unknown-offence"),
        ({"place": "Syria"}, "cases.unknown-country"),
        ({"suspect": {"present": ["XX"]}}, "cases.unknown-country"),
        ({"suspect": {"extradition": {"ZZ": "refused"}}}, "cases.unknown-country"),
        ({"from": "yesterday"}, "cases.not-a-date"),
        ({"from": "2013-02-30"}, "cases.not-a-date"),
        ({"to": True}, "cases.not-a-date"),
        ({"from": "2013", "to": "2012"}, "cases.ends-before-it-begins"),
        ({"suspect": {"residence": [{"state": "FR", "from": "2015", "to": "2010"}]}}, "cases.ends-before-it-begins"),
        ({"from": "2012", "acts": [{"from": "2012"}]}, "cases.contradictory"),
        ({"suspect": {"capacity": "non_state", "official_of": "SY"}}, "cases.contradictory"),
        ({"suspect": {"kind": "entity", "office": ["head_of_state"]}}, "cases.contradictory"),
        ({"suspect": {"us_person": False, "nationality": ["US"]}}, "cases.contradictory"),
        ({"suspect": {"kind": "ghost"}}, "cases.unknown-kind"),
        ({"suspect": {"office": ["king"]}}, "cases.unknown-office"),
        ({"suspect": {"extradition": {"ES": "perhaps"}}}, "cases.unknown-extradition"),
        ({"suspect": {"extradition": ["ES"]}}, "cases.not-a-mapping"),
        ({"suspect": {"alive": "maybe"}}, "cases.not-true-or-false"),
        ({"suspect": {"residence": [{"from": "2015"}]}}, "cases.key-needed"),
        ({"suspect": "a man"}, "cases.not-a-mapping"),
        ({"designated_under": ["us-nothing"]}, "cases.unknown-programme"),
        ({"support": [{"to": "two words"}]}, "cases.not-a-word"),
        (["a list"], "cases.not-a-mapping"),
    ],
)
def test_what_cannot_be_facts_is_refused_in_words(facts: Any, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        facts_from(facts)
    assert refused.value.code == code
    for language in speech.LANGUAGES:
        assert speech.explain(refused.value, language)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", "cases.not-yaml"),
        (b"\xff\xfe", "cases.not-yaml"),
        ("place: SY\nplace: LB", "cases.key-written-twice"),
        ("suspect: {present: [FR], present: [DE]}", "cases.key-written-twice"),
        ("a: &x [SY]\nb: *x", "cases.not-yaml"),
        ("? [a]\n: b", "cases.not-yaml"),
        ("!!python/object/apply:os.system ['true']", "cases.not-yaml"),
        ("place: " + "x" * 1_000_001, "cases.facts-too-large"),
    ],
)
def test_a_file_that_is_no_facts_file_is_refused(tmp_path: Path, text: str | bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_facts(written(tmp_path, text))
    assert refused.value.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read_facts(tmp_path / "none.yaml")
    with pytest.raises(Refusal):
        read_facts(tmp_path)


def test_an_interval_without_an_end_still_runs_and_without_a_start_has_always_run() -> None:
    assert Interval(When.parse("2015")).on(date(2030, 1, 1)) is Answer.YES
    assert Interval(None, When.parse("2015")).on(date(1900, 1, 1)) is Answer.YES
    assert Interval().on(date(1, 1, 1)) is Answer.YES


def test_a_vague_edge_cannot_be_told() -> None:
    vague = Interval(When.parse("2015"), When.parse("2020-06"))
    assert vague.on(date(2014, 12, 31)) is Answer.NO
    assert vague.on(date(2015, 6, 1)) is Answer.CANNOT_TELL
    assert vague.on(date(2016, 1, 1)) is Answer.YES
    assert vague.on(date(2020, 6, 15)) is Answer.CANNOT_TELL
    assert vague.on(date(2020, 7, 1)) is Answer.NO


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=12),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(["suspect", "victim", "from", "to", "state", "offence", "x"]), inner)
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_anything_is_facts_or_refused_never_a_crash(value: Any) -> None:
    with contextlib.suppress(Refusal):
        assert isinstance(facts_from(value), Facts)
