"""The elements: every one with its sort, its source and both languages; a country's own standard in its place."""

from __future__ import annotations

import copy
from importlib import resources
from typing import Any

import pytest

from isnad.cases.elements import BASES, KINDS, book, book_from
from isnad.cases.known import texts
from isnad.cases.law.plain_yaml import plain
from isnad.words import Refusal


@pytest.fixture
def written() -> Any:
    return plain(resources.files("isnad.cases").joinpath("data", "elements.yaml").read_bytes())


@pytest.mark.parametrize("crime", sorted(book().crimes))
@pytest.mark.parametrize("mode", sorted(book().modes))
def test_every_charge_has_context_conduct_mind_and_mode_each_with_its_source(crime: str, mode: str) -> None:
    found = book().elements(crime, mode, "FI")
    assert len({each.code for each in found}) == len(found)
    assert {"contextual", "material", "mental"} <= {each.kind for each in found}
    assert {"mode", "superior"} & {each.kind for each in found}
    assert {each.base for each in found} == set(BASES)
    for each in found:
        assert each.kind in KINDS
        assert each.authority.citation
        assert each.authority.as_of


def test_a_superior_is_held_to_the_standard_of_the_country() -> None:
    def standard(country: str, mode: str) -> str:
        return next(e for e in book().elements("cah-torture", mode, country) if e.code == "s4").text["en"]

    assert "should have known" in standard("NO", "superior_civilian")
    assert "should have known" not in standard("FR", "superior_civilian")
    assert "should have known" in standard("FR", "superior_military")
    assert "negligent" in standard("CA", "superior_military")
    assert "VStGB" in standard("DE", "superior_military")


@pytest.mark.parametrize(("key", "value"), [("kind", None), ("base", "elsewhere"), ("ar", ""), ("source", "nowhere")])
def test_an_element_that_lacks_something_is_refused(written: Any, key: str, value: Any) -> None:
    broken = copy.deepcopy(written)
    broken["crimes"]["cah-torture"]["elements"]["e1"][key] = value
    with pytest.raises(Refusal, match=r"case\.element-not-read"):
        book_from(broken)


def test_what_is_no_crime_or_mode_is_refused() -> None:
    with pytest.raises(Refusal, match=r"case\.unknown-crime"):
        book().elements("theft", "direct", "DE")
    with pytest.raises(Refusal, match=r"case\.unknown-mode"):
        book().elements("cah-murder", "by-accident", "DE")


def test_every_sentence_of_the_brief_has_a_text_in_every_language_with_the_same_facts() -> None:
    import string

    languages = {"en", "ar", *texts()["languages"].values()}
    for key, told in {**texts()["texts"], **texts()["words"]}.items():
        assert set(told) == languages, key
        facts = [sorted(name for _, name, _, _ in string.Formatter().parse(each) if name) for each in told.values()]
        assert all(each == facts[0] for each in facts), key
