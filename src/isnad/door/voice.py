"""What the door says, in every language that ``door.yaml`` has whole.

A language is a column: where every text has it, its pages are there. Arabic stands first, and is what is spoken to who
asks for no language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from isnad.speech.phrases import texts

FIRST = "ar"


class Voice:
    """The door's texts."""

    def __init__(self, said: Mapping[str, Any] | None = None) -> None:
        self._texts = dict(said or texts("door"))
        whole = set.intersection(*(set(entry) - {"advice"} for entry in self._texts.values()))
        self.languages = (FIRST, *sorted(whole - {FIRST}))

    def say(self, language: str, name: str, /, **facts: object) -> str:
        """The text of this name."""
        text: str = self._texts[name][language]
        return text.format(**facts)

    def direction(self, language: str) -> str:
        """Which way a language is written, by the first letter of its name for itself."""
        first = next(each for each in self.say(language, "language-name") if each.isalpha())
        return "rtl" if unicodedata.bidirectional(first) in ("R", "AL") else "ltr"

    def of_path(self, path: str) -> tuple[str, str] | None:
        """The language and the rest of ``/ar/enter``; None where it names no language of ours."""
        _, language, *rest = path.split("/", 2) if path.startswith("/") else ("", "")
        return (language, rest[0]) if language in self.languages and rest else None

    def asked_for(self, accept: str) -> str:
        """The first of our languages in an ``Accept-Language`` header, else Arabic."""
        for part in accept[:200].lower().split(","):
            language = part.partition(";")[0].strip().partition("-")[0]
            if language in self.languages:
                return language
        return FIRST

    def others(self, language: str) -> Iterator[tuple[str, str]]:
        """Every other language, with its own name for itself."""
        for other in self.languages:
            if other != language:
                yield other, self.say(other, "language-name")


class Spoken:
    """The texts of one language, for templates: ``{{ t.ask_mother }}``."""

    def __init__(self, voice: Voice, language: str, facts: Mapping[str, object]) -> None:
        self._voice, self._language, self._facts = voice, language, facts

    def __getitem__(self, name: str) -> str:
        return self._voice.say(self._language, name.replace("_", "-"), **self._facts)
