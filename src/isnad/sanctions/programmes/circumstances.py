"""The needs that a criterion may name, each with the function that asks the facts for it.

* An act, an office, a support, a family tie that is not stated was not alleged: not met.
* Of what is stated, a missing date, knowledge, significance, nationality, quality of the victim is unknown.
* What begins after the day asked was left out before (``asked``); what may have begun after it is unknown.
* Names of groups (``serious_abuse``, ``government_of_SY``) stand in ``vocabulary``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from isnad.sanctions.programmes import acts, persons, supporting
from isnad.sanctions.programmes.answers import Verdict, depends, not_met, unknown
from isnad.sanctions.programmes.asked import Asked


def not_in_facts(asked: Asked, needed: str) -> Verdict:
    """Conduct or a tie for which the form of the facts has no place (corruption, ownership): not alleged."""
    return not_met(f"unstated-{needed}")


def room(asked: Asked, needed: str) -> Verdict:
    """A test that leaves room for judgement."""
    return depends(needed)


def open_fact(asked: Asked, needed: dict[str, str]) -> Verdict:
    """A circumstance for which the form of the facts has no place, and which is therefore unknown."""
    return unknown(needed["text"], needed["missing"])


ATOMS: dict[str, Callable[[Asked, Any], Verdict]] = {
    "act": acts.act,
    "entity": persons.entity,
    "family": persons.family,
    "foreign_person": persons.foreign_person,
    "inside": persons.inside,
    "national": persons.national,
    "not_in_facts": not_in_facts,
    "not_resident": persons.not_resident,
    "official": persons.official,
    "open": open_fact,
    "room": room,
    "support": supporting.support,
    "victim_of": acts.victim_of,
    "victim_rights": acts.victim_rights,
}
