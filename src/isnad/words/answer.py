"""Three-valued answers: yes, no, cannot tell (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Answer(Enum):
    """What can be said from what is known. ``&``, ``|`` and ``~`` are Kleene's: doubt never turns into yes or no."""

    NO = 0
    CANNOT_TELL = 1
    YES = 2

    @classmethod
    def of(cls, truth: bool | None) -> Answer:
        """``None`` means that it is not known."""
        if truth is None:
            return cls.CANNOT_TELL
        return cls.YES if truth else cls.NO

    def __and__(self, other: Answer) -> Answer:
        return Answer(min(self.value, other.value))

    def __or__(self, other: Answer) -> Answer:
        return Answer(max(self.value, other.value))

    def __invert__(self) -> Answer:
        return Answer(2 - self.value)

    def __bool__(self) -> bool:
        raise TypeError("an Answer has three values: compare it with Answer.YES, NO or CANNOT_TELL")


def every(answers: Iterable[Answer]) -> Answer:
    """Yes when all are yes; no when one is no; else cannot tell. Of nothing: yes."""
    found = Answer.YES
    for answer in answers:
        found = found & answer
    return found


def some(answers: Iterable[Answer]) -> Answer:
    """Yes when one is yes; no when all are no; else cannot tell. Of nothing: no."""
    found = Answer.NO
    for answer in answers:
        found = found | answer
    return found
