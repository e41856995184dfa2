"""How widely a thing may be seen."""

from __future__ import annotations

from enum import IntEnum

from isnad.words.errors import Refusal


class Label(IntEnum):
    """public < coalition < internal < restricted < sealed. What is made of several things has the highest of theirs."""

    PUBLIC = 0
    COALITION = 1
    INTERNAL = 2
    RESTRICTED = 3
    SEALED = 4

    @classmethod
    def parse(cls, text: str) -> Label:
        """From its lower-case English name."""
        try:
            return cls[text.strip().upper()]
        except KeyError as error:
            raise Refusal("words.not-a-label", known=", ".join(str(label) for label in cls)) from error

    def __str__(self) -> str:
        return self.name.lower()
