"""The five answers, and how they combine.

The answers stand in one line, from the least to the most open: closed, contested, unknown, depends, open. Of
conditions that must all hold the least open one decides; of alternatives the most open one. So a false condition
closes whatever else is unknown, and doubt never turns into yes or no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Standing(IntEnum):
    """What can be said of a condition, a door or a country's courts."""

    CLOSED = 0
    CONTESTED = 1
    UNKNOWN = 2
    DEPENDS = 3
    OPEN = 4

    @property
    def word(self) -> str:
        """As it is written in answers: ``open``, ``closed``, …"""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code and what fills it: an atom of the rule language, or a note that the law itself holds."""

    code: str
    standing: Standing = Standing.OPEN
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a condition: the answer, the reasons that decide it, the facts that would decide it better."""

    standing: Standing
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


OPEN = Held(Standing.OPEN)


def every(conditions: Iterable[Held]) -> Held:
    """All must hold: the least open decides. Of nothing: open."""
    standing, reasons, missing = Standing.OPEN, (), ()  # type: Standing, tuple[Reason, ...], tuple[str, ...]
    for held in conditions:
        if held.standing < standing:
            standing, reasons = held.standing, held.reasons
            if standing is Standing.CLOSED:
                return held
        elif held.standing is standing:
            reasons += held.reasons
        missing += held.missing
    return Held(standing, reasons, missing)


def some(alternatives: Iterable[Held]) -> Held:
    """One is enough: the most open decides, and the first that is open ends the search. Of nothing: closed."""
    standing, reasons, missing = Standing.CLOSED, (), ()  # type: Standing, tuple[Reason, ...], tuple[str, ...]
    for held in alternatives:
        if held.standing > standing:
            standing, reasons = held.standing, held.reasons
            if standing is Standing.OPEN:
                return held
        elif held.standing is standing:
            reasons += held.reasons
        missing += held.missing
    return Held(standing, reasons, missing)


def turned(held: Held) -> Held:
    """The opposite: open and closed change places, doubt stays."""
    turns = {Standing.OPEN: Standing.CLOSED, Standing.CLOSED: Standing.OPEN}
    return Held(turns.get(held.standing, held.standing), held.reasons, held.missing)
