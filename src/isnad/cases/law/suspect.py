"""The atoms about the suspect: where the person is, lives and belongs, in what capacity the person acted.

Residence means residence as a court would find it; presence alone leaves it to the court. Extradition that is not
stated is not known, but whoever is still there has not been handed over.
"""

from __future__ import annotations

from isnad.cases.law.facts import Capacity, Extradition
from isnad.cases.law.question import Question, at_act, atom, best, held, on, states, tied
from isnad.cases.law.standing import Held, Standing
from isnad.words import Answer


@atom("suspect.present")
def _present(question: Question, argument: str) -> Held:
    present = question.facts.suspect.present
    if present is None:
        return held("suspect.present", Standing.UNKNOWN, argument, "suspect.present")
    found = not states(question.forum, argument).isdisjoint(present)
    return held("suspect.present", Standing.OPEN if found else Standing.CLOSED, argument)


@atom("suspect.resident")
def _resident(question: Question, argument: str) -> Held:
    """Residence as a court would find it, on the date asked; presence alone leaves it to the court."""
    suspect, here = question.facts.suspect, states(question.forum, argument)
    answer = on(suspect.residence, here, question.asked)
    if answer is None and suspect.present is not None and not here.isdisjoint(suspect.present):
        return held("suspect.resident", Standing.DEPENDS, argument, "suspect.residence")
    return tied("suspect.resident", argument, "suspect.residence", answer)


@atom("suspect.resident_at_act")
def _resident_at_act(question: Question, argument: str) -> Held:
    answer = at_act(question.facts.suspect.residence, states(question.forum, argument), question)
    return tied("suspect.resident_at_act", argument, "suspect.residence", answer)


@atom("suspect.national_at_act")
def _national_at_act(question: Question, argument: str) -> Held:
    answer = at_act(question.facts.suspect.nationality, states(question.forum, argument), question)
    return tied("suspect.national_at_act", argument, "suspect.nationality", answer)


@atom("suspect.national_now")
def _national_now(question: Question, argument: str) -> Held:
    answer = on(question.facts.suspect.nationality, states(question.forum, argument), question.asked)
    return tied("suspect.national_now", argument, "suspect.nationality", answer)


@atom("suspect.state_party_to_rome")
def _state_party(question: Question, argument: str) -> Held:
    """The suspect's State is a party to the Rome Statute; those in the argument are known not to be."""
    ties = question.facts.suspect.nationality
    if ties is None:
        return held("suspect.state_party_to_rome", Standing.UNKNOWN, "", "suspect.nationality")
    others = [tie.state for tie in ties if tie.state not in argument.split("|")]
    return held("suspect.state_party_to_rome", Standing.DEPENDS if others else Standing.CLOSED)


@atom("suspect.us_person")
def _us_person(question: Question, argument: str) -> Held:
    """A national, lawful permanent resident or the like; not stated is not known."""
    stated = question.facts.suspect.us_person
    if stated is not None:
        return held("suspect.us_person", Standing.OPEN if stated else Standing.CLOSED)
    residence = on(question.facts.suspect.residence, frozenset(("US",)), question.asked)
    if residence is Answer.YES:
        return held("suspect.us_person", Standing.DEPENDS, "", "suspect.us_person")
    if residence is Answer.NO:
        return held("suspect.us_person", Standing.CLOSED)
    return held("suspect.us_person", Standing.UNKNOWN, "", "suspect.us_person")


def _extradition(question: Question) -> Extradition | None:
    for state, how in question.facts.suspect.extradition or ():
        if state == question.forum:
            return how
    return None


@atom("suspect.extradition_refused")
def _refused(question: Question, argument: str) -> Held:
    if question.facts.suspect.extradition is None:
        return held("suspect.extradition_refused", Standing.UNKNOWN, "", "suspect.extradition")
    found = _extradition(question) is Extradition.REFUSED
    return held("suspect.extradition_refused", Standing.OPEN if found else Standing.CLOSED)


@atom("suspect.extradition_refused_stated")
def _refused_stated(question: Question, argument: str) -> Held:
    """The same where the door is a last resort: a refusal is an act, and one that is not stated is not alleged."""
    found = _extradition(question) is Extradition.REFUSED
    return held("suspect.extradition_refused", Standing.OPEN if found else Standing.CLOSED)


@atom("suspect.extradition_sought")
def _sought(question: Question, argument: str) -> Held:
    """Another State has asked for the suspect; a request that is not stated is not alleged."""
    found = _extradition(question) in (Extradition.REQUESTED, Extradition.GRANTED)
    return held("suspect.extradition_sought", Standing.OPEN if found else Standing.CLOSED)


@atom("suspect.not_extraditable")
def _not_extraditable(question: Question, argument: str) -> Held:
    how = _extradition(question)
    if how in (Extradition.REFUSED, Extradition.IMPOSSIBLE):
        return held("suspect.not_extraditable", Standing.OPEN)
    if how is Extradition.GRANTED:
        return held("suspect.not_extraditable", Standing.CLOSED)
    return held("suspect.not_extraditable", Standing.UNKNOWN, "", "suspect.extradition")


@atom("suspect.not_extradited")
def _not_extradited(question: Question, argument: str) -> Held:
    """Whoever is still there has not been handed over, unless the facts say that it was granted."""
    granted = _extradition(question) is Extradition.GRANTED
    return held("suspect.not_extradited", Standing.CLOSED if granted else Standing.OPEN)


def _acted_as_official(question: Question) -> bool | None:
    suspect = question.facts.suspect
    if suspect.capacity is not None:
        return suspect.capacity is Capacity.OFFICIAL
    if suspect.official_of is not None:
        return True
    held_then = best(office.time.throughout(question.first, question.last) for office in suspect.office or ())
    return True if held_then is Answer.YES else None


@atom("suspect.official")
def _official(question: Question, argument: str) -> Held:
    acted = _acted_as_official(question)
    if acted is None:
        return held("suspect.official", Standing.UNKNOWN, "", "suspect.capacity")
    return held("suspect.official", Standing.OPEN if acted else Standing.CLOSED)


@atom("suspect.de_facto_authority")
def _de_facto(question: Question, argument: str) -> Held:
    """An official, or a group that in fact governed: the second is for the court."""
    acted = _acted_as_official(question)
    if acted is None:
        return held("suspect.de_facto_authority", Standing.UNKNOWN, "", "suspect.capacity")
    return held("suspect.de_facto_authority", Standing.OPEN if acted else Standing.DEPENDS)


@atom("forum.connection")
def _connection(question: Question, argument: str) -> Held:
    """A tie to the country other than presence, residence and nationality, which are atoms of their own."""
    ties = question.facts.suspect.connections
    if ties is None:
        return held("forum.connection", Standing.DEPENDS, "", "suspect.connections")
    return held("forum.connection", Standing.OPEN if question.forum in ties else Standing.CLOSED)
