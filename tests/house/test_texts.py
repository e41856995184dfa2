"""Every code that can be raised, and every text that is asked for, stands in both languages."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

HOUSE = Path(__file__).parents[2] / "src/isnad"
TEXTS = HOUSE / "speech/texts"
CODE = re.compile(r"[a-z][a-z-]*\.[a-z][a-z0-9-]*")
RAISED = {"Refusal", "Broken", "Unavailable"}
ASKED = {"phrase", "advice"}
FIELD = re.compile(r"\{[^}]*\}")
LETTER = re.compile(r"[A-Za-z]")
ARABIC = re.compile(r"[\u0600-\u06ff]")


def rooms() -> list[str]:
    return sorted(path.stem for path in TEXTS.glob("*.yaml"))


def entries(room: str) -> dict[str, Any]:
    return yaml.safe_load((TEXTS / f"{room}.yaml").read_text("utf-8")) or {}


def used() -> Iterator[tuple[str, str]]:
    """Each code that the source names where it raises or speaks, with the place."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in RAISED | ASKED and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, f"{path.relative_to(HOUSE)}:{node.lineno}"


def templates(entry: dict[str, Any], language: str) -> list[str]:
    found = entry[language]
    return list(found.values()) if isinstance(found, dict) else [found]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_has_its_text() -> None:
    known = {f"{room}.{name}" for room in rooms() for name in entries(room)}
    missing = [f"{code} ({place})" for code, place in used() if code not in known]
    assert not missing, "\n".join(missing)


def test_codes_are_written_alike() -> None:
    odd = [f"{code} ({place})" for code, place in used() if not CODE.fullmatch(code)]
    assert not odd, "\n".join(odd)


@pytest.mark.parametrize("room", rooms())
def test_every_text_is_in_both_languages_with_the_same_facts(room: str) -> None:
    for name, entry in entries(room).items():
        for each in [entry, *([entry["advice"]] if "advice" in entry else [])]:
            english, arabic = templates(each, "en"), templates(each, "ar")
            wordless = not any(LETTER.search(FIELD.sub("", text)) for text in english)
            assert wordless or all(ARABIC.search(text) for text in arabic), f"{room}.{name}: not Arabic"
            assert all(text.strip() for text in english), f"{room}.{name}"
            said = set().union(*map(fields, english)) - {"count"}
            assert said == set().union(*map(fields, arabic)) - {"count"}, f"{room}.{name}: the facts differ"


@pytest.mark.parametrize("room", rooms())
def test_counted_texts_have_every_form(room: str) -> None:
    for name, entry in entries(room).items():
        if isinstance(entry["ar"], dict):
            assert set(entry["ar"]) >= {"one", "two", "few", "many", "other"}, f"{room}.{name}"
            assert set(entry["en"]) >= {"one", "other"}, f"{room}.{name}"
