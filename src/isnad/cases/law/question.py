"""What a rule can ask of the facts: the question, and the atoms of the rule language under their names.

Every atom looks at one country (the forum), one stretch of days in which the acts happened and nothing changes, and
the day on which the question is asked. It answers open (it holds), closed (it does not), unknown (the fact is not
stated), depends (an open test whose facts are not stated). Circumstances that are not stated are never taken for no;
acts that are not stated are never taken for yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from isnad.cases.law.facts import Facts, Offence, Tie
from isnad.cases.law.standing import Held, Reason, Standing
from isnad.words import Answer


@dataclass(slots=True)
class Question:
    """What is asked: these facts, this offence, before the courts of ``forum``, on the day ``asked``.

    ``first`` and ``last`` bound the days of the acts looked at; within them nothing that a rule looks at changes.
    """

    facts: Facts
    offence: Offence
    forum: str
    asked: date
    first: date
    last: date


Atom = Callable[[Question, str], Held]
ATOMS: dict[str, Atom] = {}
"""Filled by the modules ``suspect``, ``victim`` and ``act``."""


def atom(name: str) -> Callable[[Atom], Atom]:
    """Registers an atom under its name in the language."""

    def register(ask: Atom) -> Atom:
        ATOMS[name] = ask
        return ask

    return register


@cache
def held(name: str, standing: Standing, argument: str = "", missing: str = "") -> Held:
    """What an atom answers, with itself as the reason."""
    return Held(standing, (Reason(name, standing, argument),), (missing,) if missing else ())


_STANDINGS = {Answer.YES: Standing.OPEN, Answer.NO: Standing.CLOSED, Answer.CANNOT_TELL: Standing.UNKNOWN}


def tied(name: str, argument: str, key: str, answer: Answer | None) -> Held:
    """From a three-valued answer; None and doubt are unknown, and ``key`` would settle it."""
    standing = Standing.UNKNOWN if answer is None else _STANDINGS[answer]
    return held(name, standing, argument, key if standing is Standing.UNKNOWN else "")


def best(answers: Iterable[Answer]) -> Answer:
    found = Answer.NO
    for answer in answers:
        found = found | answer
    return found


def on(ties: tuple[Tie, ...] | None, among: frozenset[str], day: date) -> Answer | None:
    """Whether one of ``ties`` to one of ``among`` holds on ``day``; None where none is stated."""
    if ties is None:
        return None
    return best(tie.time.on(day) for tie in ties if tie.state in among)


def at_act(ties: tuple[Tie, ...] | None, among: frozenset[str], question: Question) -> Answer | None:
    """The same, on every day of the acts."""
    if ties is None:
        return None
    return best(tie.time.throughout(question.first, question.last) for tie in ties if tie.state in among)


@cache
def states(forum: str, argument: str) -> frozenset[str]:
    """The states an atom speaks of: those named in its argument, else the forum."""
    return frozenset(argument.split("|")) if argument else frozenset((forum,))
