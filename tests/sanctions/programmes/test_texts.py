"""Every reason, warning and missing fact that the code can name is written, in both languages."""

from __future__ import annotations

import ast
from datetime import date
from importlib import resources

import pytest
import yaml

from isnad import speech
from isnad.cases.law.reader import facts_from
from isnad.sanctions.programmes import library, told, which
from isnad.sanctions.programmes.overview import overview, told_overview
from sanctions.programmes.asking import COMMANDER, SUPPLIER, changed

TELLING = {"met", "not_met", "unknown", "depends", "of"}


def named() -> set[str]:
    """The codes that the sources of the programmes tell."""
    found = set()
    for file in resources.files("isnad.sanctions.programmes").iterdir():
        if file.name.endswith(".py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in TELLING and isinstance(node.args[0].value, str):
                        found.add(node.args[0].value)
    return found


def test_every_code_is_written():
    texts = yaml.safe_load(resources.files("isnad.speech").joinpath("texts/sanctions.yaml").read_text("utf-8"))
    assert len(named()) > 80
    assert named() <= set(texts)


@pytest.mark.parametrize("language", speech.LANGUAGES)
def test_every_row_can_be_told_in_both_languages(language):

    bare = changed(COMMANDER, suspect={}, victim={}, place=..., from_=..., to=...)
    with speech.spoken_in(language):
        for facts in (COMMANDER, SUPPLIER, bare, {}):
            for day in (date(2004, 1, 1), date(2012, 9, 1), date(2021, 6, 1), date(2025, 6, 1), date(2030, 1, 1)):
                rows = which(facts_from(facts), day)
                assert all(row.as_json() for row in rows)
                assert told(rows)


@pytest.mark.parametrize("language", speech.LANGUAGES)
def test_every_programme_can_be_told_in_both_languages(language):

    with speech.spoken_in(language):
        for programme in library().values():
            assert overview(programme, date(2025, 6, 1))["state"] in ("in_force", "waived", "ended", "not_yet")
            assert list(told_overview(programme, date(2025, 6, 1)))


def test_the_caesar_act_reads_as_waived_in_june_2025():

    seen = overview(library()["us-caesar"], date(2025, 6, 1))
    assert seen["state"] == "waived"
    assert {criterion["state"] for criterion in seen["criteria"]} == {"waived"}
    assert overview(library()["us-caesar"], date(2024, 12, 21))["state"] == "ended"
