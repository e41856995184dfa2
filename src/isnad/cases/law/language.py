"""The rule language: atoms joined by ``all``, ``any`` and ``not``, made into one function.

As written in the law files::

    suspect.present                                   an atom
    victim.resident_at_act(3)                         an atom with its argument; several states: (SE|DK)
    {all: [suspect.present, suspect.official]}        every one must hold
    {any: [suspect.present, victim.national_at_act]}  one is enough
    {not: proceedings.international}
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from isnad.cases.law import act, suspect, victim
from isnad.cases.law.question import ATOMS, Question
from isnad.cases.law.standing import Held, every, some, turned
from isnad.words import Refusal

Rule = Callable[[Question], Held]
_ATOM = re.compile(r"([a-z_]+(?:\.[a-z_]+)?)(?:\(([A-Za-z0-9|]*)\))?")
_VOCABULARY = (act, suspect, victim)  # importing them fills ATOMS


def rule_from(written: Any, where: str) -> Rule:
    """The function that a rule as written means; a refusal that says ``where`` it cannot be read."""
    if isinstance(written, str):
        return _atom(written, where)
    if isinstance(written, dict) and len(written) == 1:
        ((word, inner),) = written.items()
        if word == "not":
            return _not(rule_from(inner, where))
        if word in ("all", "any") and isinstance(inner, list) and inner:
            return _joined(word, [rule_from(each, where) for each in inner])
    raise Refusal("cases.law-rule-not-read", where=where, rule=str(written)[:80])


def _atom(written: str, where: str) -> Rule:
    found = _ATOM.fullmatch(written)
    if not found or found[1] not in ATOMS:
        raise Refusal("cases.law-rule-not-read", where=where, rule=written[:80])
    ask, argument = ATOMS[found[1]], found[2] or ""
    return lambda question: ask(question, argument)


def _not(rule: Rule) -> Rule:
    return lambda question: turned(rule(question))


def _joined(word: str, rules: list[Rule]) -> Rule:
    if word == "all":
        return lambda question: every(rule(question) for rule in rules)
    return lambda question: some(rule(question) for rule in rules)
