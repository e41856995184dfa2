"""The atoms about the act, its context and other proceedings, and those that ask nothing of the facts.

Proceedings elsewhere are acts: those that are not stated are not alleged.
"""

from __future__ import annotations

from isnad.cases.law.question import Question, atom, held, tied
from isnad.cases.law.standing import Held, Standing
from isnad.words import Answer


@atom("none")
def _none(question: Question, argument: str) -> Held:
    """No link is asked for."""
    return held("none", Standing.OPEN)


@atom("in_force")
def _in_force(question: Question, argument: str) -> Held:
    """The text stood on the day asked; what it asks depends on when the acts were done."""
    return held("in_force", Standing.OPEN)


@atom("never")
def _never(question: Question, argument: str) -> Held:
    """The law has no such offence, or no such door."""
    return held("never", Standing.CLOSED)


@atom("unconfirmed")
def _unconfirmed(question: Question, argument: str) -> Held:
    """The rule could not be confirmed in a public source."""
    return held("unconfirmed", Standing.UNKNOWN)


@atom("courts_disagree")
def _courts_disagree(question: Question, argument: str) -> Held:
    """On the date asked the country's courts disagreed about it."""
    return held("courts_disagree", Standing.CONTESTED)


@atom("open_textured")
def _open_textured(question: Question, argument: str) -> Held:
    """A test that a court fills in case by case."""
    return held("open_textured", Standing.DEPENDS)


@atom("act.criminal_there")
def _criminal_there(question: Question, argument: str) -> Held:
    """Punishable where it was done, under whatever name; known for the places in the argument, else to be shown."""
    return _place(question, "act.criminal_there", argument, Standing.OPEN)


@atom("act.named_there")
def _named_there(question: Question, argument: str) -> Held:
    """Punishable under that very name where it was done; known not to be in the places of the argument."""
    return _place(question, "act.named_there", argument, Standing.CLOSED)


@atom("act.rome_statute_party")
def _rome(question: Question, argument: str) -> Held:
    """The place's State is a party to the Rome Statute; known not to be one for the places of the argument."""
    return _place(question, "act.rome_statute_party", argument, Standing.CLOSED)


def _place(question: Question, name: str, known: str, standing: Standing) -> Held:
    place = question.facts.place
    if place is None:
        return held(name, Standing.UNKNOWN, "", "place")
    if place in known.split("|"):
        return held(name, standing)
    return held(name, Standing.OPEN if place == question.forum else Standing.DEPENDS)


@atom("context.armed_conflict")
def _conflict(question: Question, argument: str) -> Held:
    return tied("context.armed_conflict", "", "context.armed_conflict", _truth(question.facts.context.armed_conflict))


@atom("context.attack_on_civilians")
def _attack(question: Question, argument: str) -> Held:
    stated = _truth(question.facts.context.attack_on_civilians)
    return tied("context.attack_on_civilians", "", "context.attack_on_civilians", stated)


def _truth(stated: bool | None) -> Answer | None:
    return None if stated is None else Answer.of(stated)


@atom("proceedings.international")
def _international(question: Question, argument: str) -> Held:
    """An international court has begun proceedings."""
    return _begun(question, "proceedings.international", frozenset(("ICC",)))


@atom("proceedings.home")
def _home(question: Question, argument: str) -> Held:
    """The State of the act, or of which the suspect is a national, has begun proceedings."""
    homes = {tie.state for tie in question.facts.suspect.nationality or ()} | {question.facts.place or ""}
    return _begun(question, "proceedings.home", frozenset(homes - {question.forum}))


def _begun(question: Question, name: str, states: frozenset[str]) -> Held:
    """Proceedings are acts: those that are not stated are not alleged."""
    stated = (each.time for each in question.facts.proceedings or () if each.state in states)
    found = any(time.begun_by(question.asked) is not Answer.NO for time in stated)
    return held(name, Standing.OPEN if found else Standing.CLOSED)
