"""The atoms about the victim: nationality and residence at the act, and a relative's."""

from __future__ import annotations

from datetime import date

from isnad.cases.law.facts import Relative
from isnad.cases.law.question import Question, at_act, atom, best, held, on, states, tied
from isnad.cases.law.standing import Held, Standing
from isnad.words import Answer

YEARS_ASKED = (3,)
"""The lengths of residence that rules ask for: the days on which one is reached cut the acts as any boundary does."""


@atom("victim.national_at_act")
def _victim_national(question: Question, argument: str) -> Held:
    answer = at_act(question.facts.victim.nationality, states(question.forum, argument), question)
    return tied("victim.national_at_act", argument, "victim.nationality", answer)


@atom("victim.national_now")
def _victim_national_now(question: Question, argument: str) -> Held:
    answer = on(question.facts.victim.nationality, states(question.forum, argument), question.asked)
    return tied("victim.national_now", argument, "victim.nationality", answer)


@atom("victim.resident_now")
def _victim_resident_now(question: Question, argument: str) -> Held:
    answer = on(question.facts.victim.residence, states(question.forum, argument), question.asked)
    return tied("victim.resident_now", argument, "victim.residence", answer)


@atom("victim.resident_at_act")
def _victim_resident(question: Question, argument: str) -> Held:
    """With an argument, for so many years before the act at least."""
    residence = question.facts.victim.residence
    if residence is None:
        return held("victim.resident_at_act", Standing.UNKNOWN, argument, "victim.residence")
    since = years_before(question.first, int(argument or 0))
    here = [tie.time for tie in residence if tie.state == question.forum]
    answer = best(time.begun_by(since) & time.throughout(question.first, question.last) for time in here)
    return tied("victim.resident_at_act", argument, "victim.residence", answer)


@atom("victim.relative_national")
def _relative_national(question: Question, argument: str) -> Held:
    """A relative of that nationality: relatives that are not stated are not alleged."""
    answers = (at_act(each.nationality, states(question.forum, argument), question) for each in _relatives(question))
    found = best(answer for answer in answers if answer is not None)
    return held("victim.relative_national", Standing.OPEN if found is Answer.YES else Standing.CLOSED, argument)


def _relatives(question: Question) -> tuple[Relative, ...]:
    return question.facts.victim.relatives or ()


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the 29th of February becomes the 1st of March."""
    year = min(day.year + years, date.max.year)
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; the 29th of February becomes the 28th."""
    year = day.year - years
    if year < 1:
        return date.min
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
