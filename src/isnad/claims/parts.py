"""The parts of a claim and of a verdict: what is said, how it was made, on what terms, and what was verified.

Each is one field of a body, so that a package opens or keeps it as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from isnad.words import Json, Label

HUMAN, MACHINE, IMPORTED = "human", "machine", "imported"
METHODS = (HUMAN, MACHINE, IMPORTED)
KINDS = ("fact", "hearsay", "opinion")
VERDICTS = ("accepted", "rejected", "disputed")
FINDINGS = ("not-done", "confirmed", "doubtful", "refuted")

LONGEST_VALUE = 1_000_000  # characters
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said: a property of a schema, its value as read, and the value as others write it, where there is one.

    Where the value is another entity, ``refers`` is its entry, and there is no normal value.
    """

    schema: str
    property: str
    value: str
    normal: str | None = None
    language: str | None = None
    refers: int | None = None

    def is_sound(self) -> bool:
        """Whether every table can hold it as it is: names are names, and no NUL stands in a text."""
        texts = self.value if self.normal is None else self.value + self.normal
        named = NAME.fullmatch(self.schema) and NAME.fullmatch(self.property)
        spoken = self.language is None or _LANGUAGE.fullmatch(self.language)
        once = self.normal is None or self.refers is None
        return bool(named and spoken and once and "\0" not in texts and len(texts) <= 2 * LONGEST_VALUE)


@dataclass(frozen=True, slots=True)
class How:
    """By what method a claim was made, and how sure: per mille. A machine names its reader and version."""

    method: str = HUMAN
    reader: str | None = None
    version: str | None = None
    confidence: int = 1000

    def is_sound(self) -> bool:
        """Whether it is one of the methods, named as that one must be."""
        if self.method not in METHODS or not 0 <= self.confidence <= 1000:
            return False
        if self.method == HUMAN:
            return self.reader is None and self.version is None
        return all(
            each is not None and 0 < len(each) <= 80 and "\0" not in each for each in (self.reader, self.version)
        )


BY_A_PERSON = How()


@dataclass(frozen=True, slots=True)
class Terms:
    """What sort of claim it is, how widely it may be seen, and on what conditions it may be used."""

    kind: str = "fact"
    label: Label = Label.INTERNAL
    conditions: Json = None


AS_FACT = Terms()


@dataclass(frozen=True, slots=True)
class Verification:
    """What was examined apart (Berkeley Protocol): the source, the content, the technical side; else "not-done"."""

    source: str = "not-done"
    content: str = "not-done"
    technical: str = "not-done"

    def is_sound(self) -> bool:
        """Whether each is one of the findings."""
        return all(each in FINDINGS for each in (self.source, self.content, self.technical))


NOT_DONE = Verification()
