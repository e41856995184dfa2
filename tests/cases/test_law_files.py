"""The law files: complete, cited, dated, without gap or overlap; and what is wrong in form is never evaluated."""

from __future__ import annotations

import copy
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from isnad.cases.law.book import COUNTRIES, country_from, library
from isnad.cases.law.check import findings
from isnad.cases.law.facts import Offence
from isnad.cases.law.plain_yaml import plain
from isnad.cases.law.question import ATOMS
from isnad.speech.phrases import texts
from isnad.words import Refusal


def a_law() -> dict[str, Any]:
    return {
        "country": "DE",
        "name": {"en": "Germany", "ar": "ألمانيا"},
        "death_penalty": False,
        "doors": {
            "door": {
                "title": {"en": "A door", "ar": "باب"},
                "opens_by": ["prosecutor"],
                "offences": {"torture": [{"from": "2000-01-01", "cite": ["law"]}]},
                "asked": [
                    {"from": "2000-01-01", "to": "2009-12-31", "rule": "none", "cite": ["law"]},
                    {"from": "2010-01-01", "rule": "suspect.present", "cite": ["law"]},
                ],
            }
        },
        "seen": {"as_of": "2026-11-24", "review_by": "2027-05-24"},
        "sources": {"law": {"citation": "A law", "address": "https://example.org"}},
    }


def asked(law: dict[str, Any]) -> Any:
    return law["doors"]["door"]["asked"]


def test_the_build_check_finds_nothing() -> None:
    assert findings() == []


def test_the_build_check_finds_what_is_wrong_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "de.yaml"
    law = a_law()
    law["sources"]["spare"] = {"citation": "Cited by nobody", "address": "https://example.org"}
    path.write_text(yaml.safe_dump(law, allow_unicode=True), "utf-8")
    found = findings([path])
    assert any("spare: cited by no rule" in each for each in found)
    assert any("murder: neither a door nor unconfirmed" in each for each in found)
    asked(law)[1]["from"] = "2011-01-01"
    path.write_text(yaml.safe_dump(law, allow_unicode=True), "utf-8")
    (gap,) = findings([path])
    assert "cases.law-gap" in gap
    assert "2010-01-01" in gap


def test_thirteen_countries_stand_in_the_library() -> None:
    assert set(library()) == set(COUNTRIES)
    assert len(COUNTRIES) == 13
    assert len(next(country for country in library().values() if country.code == "FR").doors) >= 4


def test_a_law_in_form_is_read() -> None:
    assert country_from(a_law(), "de.yaml").doors[0].asked[1].first.isoformat() == "2010-01-01"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda law: asked(law)[1].update({"from": "2010-01-02"}), "cases.law-gap"),
        (lambda law: asked(law)[1].update({"from": "2009-12-31"}), "cases.law-overlap"),
        (lambda law: asked(law)[1].update({"to": "2020-01-01"}), "cases.law-gap"),
        (lambda law: asked(law)[0].update({"to": "1999-01-01"}), "cases.law-overlap"),
        (lambda law: asked(law)[0].pop("cite"), "cases.law-without-citation"),
        (lambda law: asked(law)[0].update({"cite": []}), "cases.law-without-citation"),
        (lambda law: asked(law)[0].update({"cite": ["nowhere"]}), "cases.law-without-citation"),
        (lambda law: asked(law)[1].update({"rule": "suspect.presnet"}), "cases.law-rule-not-read"),
        (lambda law: asked(law)[1].update({"rule": {"all": []}}), "cases.law-rule-not-read"),
        (lambda law: asked(law)[1].update({"rule": {"some": ["none"]}}), "cases.law-rule-not-read"),
        (lambda law: asked(law)[0].update({"from": "2000"}), "cases.law-not-read"),
        (lambda law: law["sources"]["law"].pop("citation"), "cases.law-key-needed"),
        (lambda law: law["seen"].pop("as_of"), "cases.law-key-needed"),
        (lambda law: law["seen"].update({"review_by": "2020-01-01"}), "cases.law-not-read"),
        (lambda law: law["doors"]["door"]["title"].pop("ar"), "cases.law-key-needed"),
        (lambda law: law.update({"in_absentia": {"en": "No.", "ar": "لا."}}), "cases.law-without-citation"),
        (lambda law: law["doors"]["door"]["offences"].update({"theft": []}), "cases.law-not-read"),
        (lambda law: law["doors"]["door"]["offences"].update({"torture": []}), "cases.law-gap"),
    ],
)
def test_a_law_that_is_wrong_in_form_is_refused(change: Any, code: str) -> None:
    law = copy.deepcopy(a_law())
    change(law)
    with pytest.raises(Refusal) as refused:
        country_from(law, "de.yaml")
    assert refused.value.code == code


def test_every_atom_and_every_need_has_its_words_in_both_languages() -> None:
    said = texts("cases")
    atoms = set(ATOMS) - {"suspect.extradition_refused_stated"}
    assert {f"atom.{name}" for name in atoms} <= set(said)
    needs = {need for country in library().values() for door in country.doors for need in door.needs}
    assert {f"need.{need}" for need in needs} <= set(said)
    assert {f"offence.{offence}" for offence in Offence} <= set(said)


def test_no_law_file_lies_unread() -> None:
    files = {path.name for path in resources.files("isnad.cases.law").iterdir() if path.name.endswith(".yaml")}
    assert files == {f"{code.lower()}.yaml" for code in COUNTRIES} | {"immunity.yaml"}


def test_every_source_was_seen_before_it_must_be_reviewed() -> None:
    for country in library().values():
        assert all(source.as_of < source.review_by for source in country.sources)


def test_norway_is_read_as_norway() -> None:
    written = resources.files("isnad.cases.law").joinpath("no.yaml").read_bytes()
    assert plain(written)["country"] == "NO"
