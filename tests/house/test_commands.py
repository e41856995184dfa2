"""Every command has its help in both languages and stands in the documentation."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from isnad.cli import KEYLESS, WORDS
from isnad.speech import phrase

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_first_word_leads_somewhere_and_says_what_it_does(word: str) -> None:
    assert getattr(import_module(WORDS[word].module), WORDS[word].name)
    assert phrase(f"cli.{word}", "en") != phrase(f"cli.{word}", "ar")


def test_the_keyless_check_leads_somewhere() -> None:
    assert getattr(import_module(KEYLESS.module), KEYLESS.name)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_command_is_documented(language: str) -> None:
    text = (DOCS / language / "commands.md").read_text("utf-8")
    words = {word for word in WORDS if f"isnad {word}" not in text and f"`{word}`" not in text}
    assert not words, words
