"""What the facts say of the acts: the offence, the place, the time, the victim.

* An offence that is not named was not alleged.
* Of a named one, a missing date, place or quality of the victim is unknown.
* Acts on both sides of a boundary count as far as they lie on the side asked for.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from isnad.cases.law.facts import Capacity, Facts, Interval, Offence
from isnad.sanctions.programmes import vocabulary
from isnad.sanctions.programmes.answers import Grade, Verdict, depends, every, met, not_met, some, unknown
from isnad.sanctions.programmes.asked import Asked, holds
from isnad.words import Answer


def act(asked: Asked, needed: dict[str, Any]) -> Verdict:
    """An offence in the groups ``of``, at ``place``, between ``since`` and ``until``.

    ``by_officials``: groups that count when done in an official capacity; ``in_attack``: when part of an attack on
    civilians; ``perhaps``: those that leave room for judgement; ``unclear``: those whose underlying act is not named.
    """
    facts = asked.facts
    if not facts.offences:
        return not_met("no-offence")
    if asked.later:
        return not_met("acts-later", day=asked.day)
    offence = some(_offence(facts, each, needed) for each in facts.offences)
    return every([offence, place(asked, needed.get("place")), _acted(asked, needed.get("since"), needed.get("until"))])


def _offence(facts: Facts, offence: Offence, needed: dict[str, Any]) -> Verdict:
    if _contradicted(facts, offence):
        return not_met("offence-contradicted", offence=offence)
    if offence in vocabulary.offences(needed["of"]):
        return met("offence-stated", offence=offence)
    if offence in vocabulary.offences(needed.get("by_officials") or []):
        return _by_official(facts, offence)
    if facts.context.attack_on_civilians and offence in vocabulary.offences(needed.get("in_attack") or []):
        return met("offence-in-attack", offence=offence)
    if offence in vocabulary.offences(needed.get("perhaps") or []):
        return depends(needed.get("room", "offence-open"), offence=offence)
    if offence in vocabulary.offences(needed.get("unclear") or []):
        return unknown("offence-unclear", "offence", offence=offence)
    return not_met("offence-other", offence=offence)


def _by_official(facts: Facts, offence: Offence) -> Verdict:
    """A killing by an official is an abuse of human rights; one by somebody else may be a plain crime."""
    suspect = facts.suspect
    if suspect.capacity is Capacity.NON_STATE:
        return depends("room-killing", offence=offence)
    if suspect.capacity is Capacity.OFFICIAL or suspect.office or suspect.official_of:
        return met("offence-official", offence=offence)
    return unknown("offence-capacity-open", "suspect.capacity", offence=offence)


def _contradicted(facts: Facts, offence: Offence) -> bool:
    """Whether the context says that the offence, as named, cannot have been committed."""
    if offence is Offence.CRIMES_AGAINST_HUMANITY:
        return facts.context.attack_on_civilians is False
    return offence is Offence.WAR_CRIMES and facts.context.armed_conflict is False


def place(asked: Asked, needed: Any) -> Verdict:
    """Where it happened."""
    if needed is None:
        return Verdict(Grade.MET)
    places = needed if isinstance(needed, list) else [needed]
    stated = asked.facts.place
    if stated is None:
        return unknown("place-open", "place", place=", ".join(places))
    return met("place-is", place=stated) if stated in places else not_met("place-other", place=stated)


def _acted(asked: Asked, since: date | None, until: date | None) -> Verdict:
    """Whether some of the acts fall on or after ``since`` and before ``until``."""
    if since is None and until is None:
        return Verdict(Grade.MET)
    first, end = since or date.min, until or date.max
    if asked.facts.acts is None:
        return unknown("act-undated", "from, to", day=since or until)
    return some(_in_time(act_time, first, end, asked.day) for act_time in asked.facts.acts)


def _in_time(time: Interval, first: date, end: date, asked: date) -> Verdict:
    last, sure_last = min(time.last, asked), min(time.sure_last, asked)
    if last < first or time.first >= end:
        return not_met("act-outside", first=first, end="" if end == date.max else end)
    if sure_last >= first and time.sure_first < end and time.sure_first <= asked:
        return met("act-inside", first=first)
    return unknown("act-boundary", "from, to", first=first)


def victim_rights(asked: Asked, needed: Any) -> Verdict:
    """The victim exposed officials, or exercised or defended rights."""
    stated = asked.facts.victim.exercised_rights
    if stated is None:
        return unknown("rights-open", "victim.exercised_rights")
    return met("rights-yes") if stated else not_met("rights-no")


def victim_of(asked: Asked, needed: str) -> Verdict:
    """A victim who, at an act, was a citizen of ``needed``, or of the family of one."""
    victim, days = asked.facts.victim, _days_of_acts(asked)
    relatives = [tie for each in victim.relatives or () for tie in each.nationality or ()]
    answers = {}
    for ties, code in ((victim.nationality or (), "victim-citizen"), (relatives, "victim-family")):
        answers[code] = max((holds(ties, needed, day) for day in days), key=lambda answer: answer.value)
        if answers[code] is Answer.YES:
            return met(code, state=needed)
    if victim.nationality is None or Answer.CANNOT_TELL in answers.values():
        return unknown("victim-open", "victim.nationality", state=needed)
    return not_met("victim-other", state=needed)


def _days_of_acts(asked: Asked) -> list[date]:
    """The first and last days of the acts as far as they are stated, else the day asked."""
    acts = asked.facts.acts or ()
    days = [day for each in acts for day in (each.first, min(each.last, asked.day)) if day > date.min]
    return days or [asked.day]
