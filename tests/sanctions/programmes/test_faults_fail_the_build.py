"""A programme file with a gap, an overlap or a missing citation is found; those that come with Isnad have none."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from isnad import speech
from isnad.cases.law.states import PROGRAMMES
from isnad.sanctions.programmes import library
from isnad.sanctions.programmes.check import faults
from isnad.sanctions.programmes.library import read_programme
from isnad.words import Refusal

SOUND = """
key: us-eo13572
title: {en: "An invented programme", ar: "برنامج متخيَّل"}
issuer: US
as_of: 2026-11-24
review_by: 2027-05-24
sources:
  law: {citation: "an invented gazette", as_of: 2026-11-24, seen: text}
bases:
  - {line: act, act: first, citation: "1", from: 2010-01-01, to: 2015-01-01, source: law}
  - {line: act, act: second, citation: "2", from: 2015-01-01, source: law}
periods:
  - {from: 2010-01-01, to: 2015-01-01, source: law}
  - {from: 2015-01-01, source: law}
decides: {who: nobody, may_ask: nobody}
effects: []
recency: {kind: none, source: law}
ownership_rule: none
criteria:
  - id: one
    words: {en: "an invented criterion", ar: "معيار متخيَّل"}
    source: law
    needs: {act: {of: [torture], place: SY}}
"""


def found(change: str = "", by: str = "", text: str = SOUND) -> list[str]:
    assert change in text
    with speech.spoken_in("en"):
        return [str(fault) for fault in faults([read_programme(text.replace(change, by, 1), "invented.yaml")])]


def test_a_sound_programme_has_no_fault():
    assert found() == []


FAULTS = [
    ("from: 2015-01-01, source: law}\nperiods", "from: 2015-02-01, source: law}\nperiods", "gap"),
    ("from: 2015-01-01, source: law}\nperiods", "from: 2014-12-01, source: law}\nperiods", "overlap"),
    ("to: 2015-01-01, source: law}\n  - {line", "source: law}\n  - {line", "overlap"),
    ("  - {from: 2015-01-01, source: law}\ndecides", "  - {from: 2015-01-02, source: law}\ndecides", "gap"),
    ("  - {from: 2015-01-01, source: law}\ndecides", "  - {from: 2014-12-31, source: law}\ndecides", "overlap"),
    (
        "- {from: 2010-01-01, to: 2015-01-01, source: law}",
        "- {from: 2009-01-01, to: 2015-01-01, source: law}",
        "legal basis",
    ),
    ("to: 2015-01-01, source: law}\n  - {line", "to: 2009-01-01, source: law}\n  - {line", "before it begins"),
    ("    source: law\n    needs", "    needs", "no citation"),
    ("from: 2015-01-01, source: law}\nperiods", "from: 2015-01-01}\nperiods", "no citation"),
    ("    source: law\n    needs", "    source: lore\n    needs", "lore"),
    ("seen: text", "seen: memory", "seen"),
    ('citation: "an invented gazette"', 'citation: " "', "seen"),
    ("act: {of: [torture], place: SY}", "deed: {of: [torture]}", "deed"),
    ("act: {of: [torture], place: SY}", "act: {of: [tortures]}", "tortures"),
    ("act: {of: [torture], place: SY}", "act: {place: SY}", "of"),
    ("act: {of: [torture], place: SY}", "all: [{act: {of: [torture]}}, {support: {to: [nowhere]}}]", "nowhere"),
    ("key: us-eo13572", "key: us-eo1", "us-eo1 "),
    ("review_by: 2027-05-24", "review_by: 2025-05-24", "reviewed"),
    ("kind: none", "kind: hard", "years"),
    ("ownership_rule: none", "ownership_rule: half", "half"),
]


@pytest.mark.parametrize(("change", "by", "expected"), FAULTS)
def test_each_fault_is_found(change, by, expected):
    assert any(expected in fault for fault in found(change, by)), found(change, by)


def test_a_gap_with_a_source_is_explained_and_one_without_is_not():
    gap = "gaps:\n  - {from: 2015-01-01, to: 2015-02-01, source: law, words: {en: a, ar: ب}}\nperiods"
    text = SOUND.replace("from: 2015-01-01, source: law}\nperiods", f"from: 2015-02-01, source: law}}\n{gap}")
    text = text.replace("  - {from: 2015-01-01, source: law}\ndecides", "  - {from: 2015-02-01, source: law}\ndecides")
    assert found(text=text) == []
    assert found(", source: law, words", ", words", text=text)


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("key: us-eo13572\n", ""),
        ("from: 2010-01-01, to: 2015-01-01, source: law}\n  - {line", "from: once, source: law}\n  - {line"),
        ("bases:\n", "bases: 3\nold:\n"),
        ("ar: ", "fr: "),
        ("title: {", "title: [{"),
    ],
)
def test_a_file_that_is_not_in_the_form_is_refused(change, by):
    with pytest.raises(Refusal):
        found(change, by)


def test_every_programme_of_the_contract_is_there_and_none_has_a_fault():
    assert set(library()) == PROGRAMMES
    with speech.spoken_in("en"):
        assert [str(fault) for fault in faults(library().values())] == []


def test_every_file_bears_the_name_of_its_programme():
    for file in resources.files("isnad.sanctions.programmes").iterdir():
        if file.name.endswith(".yaml"):
            assert yaml.safe_load(file.read_text("utf-8"))["key"] == file.name.removesuffix(".yaml")


def needs_of(value):
    if isinstance(value, dict):
        for key, each in value.items():
            yield key, each
            yield from needs_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from needs_of(each)


@pytest.mark.parametrize("language", speech.LANGUAGES)
def test_every_text_that_a_programme_names_is_written_in_both_languages(language):
    facts = {"offence": "torture", "of": "official", "state": "SY"}
    for programme in library().values():
        for criterion in programme.criteria:
            for key, value in needs_of(criterion.needs):
                if key in ("room", "open", "text") and isinstance(value, str):
                    assert speech.phrase(f"sanctions.{value}", language, **facts)
                elif key == "not_in_facts":
                    assert speech.phrase(f"sanctions.unstated-{value}", language)


def test_every_programme_reads_again_by_a_day_after_it_was_read():
    for programme in library().values():
        assert programme.as_of <= programme.review_by
        assert programme.title.en != programme.title.ar


def test_the_day_from_which_conduct_counts_stands_in_the_needs_too():
    for programme in library().values():
        for criterion in programme.criteria:
            if criterion.conduct_from is not None:
                for key, value in needs_of(criterion.needs):
                    if key in ("act", "support"):
                        assert value["since"] == criterion.conduct_from, (programme.key, criterion.key)


def test_what_is_mandatory_status_based_or_confirmed_is_told_apart():
    caesar, orders = library()["us-caesar"], library()["us-eo13573"]
    assert all(criterion.mandatory for criterion in caesar.criteria)
    assert orders.criteria[0].status_based
    assert not any(criterion.confirmed for criterion in library()["au-syria"].criteria)
    assert library()["us-eo13818"].recency.years == 5
    assert {programme.recency.kind for programme in library().values()} == {"none", "practice"}
