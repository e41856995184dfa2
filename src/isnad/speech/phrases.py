"""Finds the text for a code in the language of the person at the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

from isnad.words.errors import IsnadError

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "en")


def _language_of_environment() -> Language:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ar" if value.startswith("ar") else "en"
    return "en"


_language: ContextVar[Language | None] = ContextVar("language", default=None)


def current_language() -> Language:
    """The reader's language: set by a page or command, else the environment's, else English."""
    return _language.get() or _language_of_environment()


def set_language(language: Language) -> None:
    """From here on, in this context, texts are in ``language``."""
    _language.set(language)


@contextmanager
def spoken_in(language: Language) -> Iterator[None]:
    """Inside the block, texts are in ``language``."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def texts(room: str) -> dict[str, Any]:
    """Every text of one room, by the part of its code behind the dot."""
    import yaml  # here, since most commands that print numbers need no text at all

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = resources.files("isnad.speech").joinpath("texts", f"{room}.yaml")
    return cast(dict[str, Any], yaml.load(source.read_text("utf-8"), Loader=loader) or {})  # noqa: S506  a safe loader


def phrase(code: str, language: Language | None = None, /, **facts: object) -> str:
    """The text for ``code``, filled with ``facts``; a counted text picks its form by ``facts["count"]``."""
    room, _, name = code.partition(".")
    return _fill(texts(room)[name], language or current_language(), facts)


def advice(code: str, language: Language | None = None, /, **facts: object) -> str | None:
    """What the person can do about ``code``, or None where nothing is written."""
    room, _, name = code.partition(".")
    entry = texts(room)[name].get("advice")
    return _fill(entry, language or current_language(), facts) if entry else None


def explain(error: IsnadError, language: Language | None = None) -> str:
    """An error in words, with its advice on a second line."""
    told = phrase(error.code, language, **error.facts)
    helped = advice(error.code, language, **error.facts)
    return f"{told}\n{helped}" if helped else told


def _fill(entry: dict[str, Any], language: Language, facts: dict[str, object]) -> str:
    template = entry[language]
    if isinstance(template, dict):
        template = template[_form(language, cast(int, facts["count"]), template)]
    return cast(str, template).format(**facts)


def _form(language: Language, count: int, forms: dict[str, str]) -> str:
    from babel import Locale

    form = Locale(language).plural_form(count)
    return form if form in forms else "other"
