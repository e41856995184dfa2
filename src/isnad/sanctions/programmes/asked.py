"""The facts as they stood on the day asked: what begins later is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from isnad.cases.law.facts import Facts, Tie
from isnad.words import Answer, When


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts as they stood on ``day``; ``later`` tells whether acts were dropped because they are later."""

    facts: Facts
    day: date
    later: bool = False


def used_on(facts: Facts, day: date) -> Asked:
    """The facts without what begins after ``day``."""
    acts = None if facts.acts is None else tuple(act for act in facts.acts if act.first <= day)
    later = bool(facts.acts) and not acts
    suspect = replace(
        facts.suspect,
        nationality=_begun(facts.suspect.nationality, day),
        residence=_begun(facts.suspect.residence, day),
        office=_begun(facts.suspect.office, day),
    )
    support = facts.support
    if support is not None:
        support = tuple(each for each in support if each.date is None or _earliest(each.date) <= day)
    designations = _begun(facts.designated_under, day)
    kept = replace(facts, acts=acts, suspect=suspect, support=support, designated_under=designations)
    return Asked(kept, day, later)


def _begun(values: Any, day: date) -> Any:
    return None if values is None else tuple(each for each in values if each.time.first <= day)


def _earliest(when: When) -> date:
    return when.starts[0] or date.min


def holds(ties: Iterable[Tie], state: str, day: date) -> Answer:
    """Whether one of ``ties`` is to ``state`` on ``day``."""
    answers = [tie.time.on(day) for tie in ties if tie.state == state]
    return max(answers, key=lambda answer: answer.value, default=Answer.NO)
