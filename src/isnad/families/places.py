"""Which governorate a place lies in, as families and lists write places: a small list of ours, and nothing guessed.

1. The longest name in the text counts (*Rural Damascus* is not *Damascus*); what it covers is not read twice.
2. Where a text names places of several governorates, or none that the list knows, the answer is None: such places are
   told in words, and are in no drawing.
3. Letters are folded as for names; hamza, tāʾ marbūṭa and how an article is spelt make no difference. An article in the
   list must stand there (*al-Bab* is a town, *Bab* a gate of many).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from isnad.instruments.naming.letters import words

_FOLDED = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "'": None})
_ARTICLES = frozenset({"al", "el", "as", "ad", "at", "ar", "an", "az", "ez", "ash", "es", "ul"})
ARTICLE, _ARABIC = "al", "ال"
_BRANCH = re.compile(r"(?<!\d)\d{2,4}(?!\d)")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Governorate:
    """One governorate: key, name by language, middle (latitude, longitude), and where its name is drawn."""

    key: str
    name: Mapping[str, str]
    at: tuple[float, float]
    side: str  # left, right
    moved: int


@cache
def governorates() -> Mapping[str, Governorate]:
    """All fourteen, by key."""
    return {
        key: Governorate(key, told["name"], (told["at"][0], told["at"][1]), told["label"][0], told["label"][1])
        for key, told in _listed().items()
    }


def governorate_of(text: str) -> str | None:
    """The key of the governorate that a place lies in; None where the text names none that is known, or several."""
    found = set(_found(tuple(_tokens(text[:LONGEST]))))
    return next(iter(found)) if len(found) == 1 else None


def number_in(text: str) -> str | None:
    """The number of a branch that stands in words (*Branch 215*), in Western digits; None where none or several do."""
    found = set(_BRANCH.findall(" ".join(words(text[:LONGEST]))))
    return next(iter(found)) if len(found) == 1 else None


def governorate_of_branch(number: str) -> str | None:
    """Where a branch has its seat, of the few that the list names."""
    return next((key for key, told in _listed().items() if number in told.get("branches", ())), None)


def _found(tokens: tuple[str, ...]) -> list[str]:
    names, longest = _names()
    found, place = [], 0
    while place < len(tokens):
        for length in range(min(longest, len(tokens) - place), 0, -1):
            if (key := names.get(tokens[place : place + length])) is not None:
                found.append(key)
                place += length
                break
        else:
            place += 1
    return found


def _tokens(text: str) -> list[str]:
    found = (word.translate(_FOLDED) for word in words(text))
    return [ARTICLE if word in _ARTICLES else word for word in found if word]


@cache
def _names() -> tuple[Mapping[tuple[str, ...], str], int]:
    found = {}
    for key, told in _listed().items():
        for place in told["places"]:
            first, *rest = _tokens(place)
            found[(first, *rest)] = key
            if first != ARTICLE and not first.startswith(_ARABIC):
                found[(f"{_ARABIC}{first}", *rest) if first > "z" else (ARTICLE, first, *rest)] = key
    return found, max(map(len, found))


@cache
def _listed() -> dict[str, dict[str, Any]]:
    text = resources.files("isnad.families").joinpath("governorates.yaml").read_text("utf-8")
    listed: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return listed
