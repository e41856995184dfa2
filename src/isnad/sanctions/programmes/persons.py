"""What the facts say of the person: office, family, nationality, residence, presence, sort.

An office or a family tie that is not stated was not alleged; a nationality, a residence or a presence that is not
stated is unknown. ``time: now``: on the day asked; ``time: act``: during the acts; neither: at any time up to then.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from isnad.cases.law.facts import Capacity, Interval, Kind, Office
from isnad.sanctions.programmes import vocabulary
from isnad.sanctions.programmes.answers import Grade, Verdict, depends, every, met, not_met, some, unknown
from isnad.sanctions.programmes.asked import Asked, holds
from isnad.words import Answer


def foreign_person(asked: Asked, needed: Any) -> Verdict:
    """Not a person of the United States: no citizen, resident or company of theirs."""
    suspect = asked.facts.suspect
    if suspect.us_person is not None:
        return not_met("us-person") if suspect.us_person else met("foreign-person")
    if suspect.nationality is None:
        return unknown("foreign-open", "suspect.nationality, suspect.us_person")
    if holds(suspect.nationality, "US", asked.day) is not Answer.NO:
        return not_met("us-person")
    if holds(suspect.residence or (), "US", asked.day) is not Answer.NO:
        return unknown("us-resident", "suspect.us_person")
    return met("foreign-person")


def official(asked: Asked, needed: dict[str, Any]) -> Verdict:
    """Holds or has held an office of ``of`` (a state, or *foreign*: of any but ``not_of``), of one of ``kinds``."""
    suspect, kinds = asked.facts.suspect, needed.get("kinds")
    offices = [each for each in suspect.office or () if kinds is None or each.kind in vocabulary.offices(kinds)]
    found = [_one_office(asked, each, needed) for each in offices]
    if kinds is None and not offices and (suspect.capacity is Capacity.OFFICIAL or suspect.official_of):
        found.append(every([_of_state(asked, suspect.official_of, needed), _acts_before(asked, needed.get("before"))]))
    return some(found) if found else not_met("no-office")


def _one_office(asked: Asked, office: Office, needed: dict[str, Any]) -> Verdict:
    parts = [_of_state(asked, office.state or asked.facts.suspect.official_of, needed, office.kind)]
    if needed.get("time") == "now":
        parts.append(_in_office(office.time.on(asked.day), asked.day))
    elif needed.get("time") == "act":
        parts.append(_during_acts(asked, office.time))
    since, before = needed.get("since"), needed.get("before")
    if since is not None and office.time.last < since:
        parts.append(not_met("office-before", first=since))
    if before is not None and office.time.first >= before:
        parts.append(not_met("office-after", end=before))
    return every(parts)


def _acts_before(asked: Asked, before: date | None) -> Verdict:
    """Where no office is dated, the acts tell when the capacity was held."""
    if before is None:
        return Verdict(Grade.MET)
    if asked.facts.acts is None:
        return unknown("office-undated", "suspect.office")
    if any(each.first < before for each in asked.facts.acts):
        return Verdict(Grade.MET)
    return not_met("office-after", end=before)


def _in_office(answer: Answer, day: date) -> Verdict:
    if answer is Answer.YES:
        return met("in-office", day=day)
    return not_met("out-of-office", day=day) if answer is Answer.NO else unknown("office-vague", "suspect.office")


def _during_acts(asked: Asked, time: Interval) -> Verdict:
    acts = asked.facts.acts
    if acts is None:
        return unknown("act-undated-office", "from, to")
    best = Answer.NO
    for each in acts:
        if time.first <= min(each.last, asked.day) and each.first <= time.last:
            sure = time.sure_first <= min(each.sure_last, asked.day) and each.sure_first <= time.sure_last
            best |= Answer.of(sure or None)
    if best is Answer.YES:
        return met("tenure")
    return not_met("tenure-other") if best is Answer.NO else unknown("office-vague", "suspect.office")


def _of_state(asked: Asked, state: str | None, needed: dict[str, Any], kind: str = "official") -> Verdict:
    foreign = needed["of"] == "foreign"
    if state is None:
        stranger = foreign and needed["not_of"] == "US" and foreign_person(asked, None).grade is Grade.MET
        return met("office-foreign", kind=kind) if stranger else unknown("office-state-open", "suspect.official_of")
    right = state != needed["not_of"] if foreign else state == needed["of"]
    return met("office-of", kind=kind, state=state) if right else not_met("office-other", state=state)


def family(asked: Asked, needed: dict[str, Any]) -> Verdict:
    """A family tie in the group ``relation``, to one of ``of``; to one of ``perhaps`` it is unknown whether it counts.

    A head named by an office (``head_of_state``) must be one of ``state``; before ``sure_since`` none is sure.
    """
    stated = asked.facts.suspect.family_of
    if not stated:
        return not_met("no-family")
    return some(every([_relation(each.relation, needed), _head(asked, each.of, needed)]) for each in stated)


def _relation(relation: str, needed: dict[str, Any]) -> Verdict:
    counts = vocabulary.relation(vocabulary.folded(relation), needed["relation"])
    if counts is Answer.YES:
        return met("family-is", relation=relation)
    if counts is Answer.NO:
        return not_met("family-other", relation=relation)
    return unknown("family-age-open", "suspect.family_of.relation", relation=relation)


def _head(asked: Asked, of: str, needed: dict[str, Any]) -> Verdict:
    word = vocabulary.folded(of)
    named = vocabulary.is_kin(word, needed.get("of") or [])
    open_text = needed.get("open", "family-head-open")
    if named or vocabulary.is_kin_by_office(word, needed.get("of") or []):
        if "sure_since" in needed and asked.day < needed["sure_since"]:
            return unknown(open_text, needed["supplied_by"], of=of)
        return met("family-head", of=of) if named else _head_of_state(asked, of, needed["state"])
    if vocabulary.is_kin(word, needed.get("perhaps") or []):
        return unknown(open_text, needed["supplied_by"], of=of)
    return not_met("family-of-other", of=of)


def _head_of_state(asked: Asked, of: str, state: str) -> Verdict:
    suspect = asked.facts.suspect
    stated = {suspect.official_of, asked.facts.place, *(tie.state for tie in suspect.nationality or ())} - {None}
    if state in stated:
        return met("family-head", of=of)
    return not_met("family-of-other", of=of) if stated else unknown("family-state-open", "suspect.nationality", of=of)


def national(asked: Asked, needed: dict[str, Any]) -> Verdict:
    """The suspect is (``ever``: is or was) a national of ``of``; ``foreign_to``: of no such state."""
    ties = asked.facts.suspect.nationality
    if ties is None:
        return unknown("nationality-open", "suspect.nationality")
    if "foreign_to" in needed:
        home = needed["foreign_to"]
        foreign = holds(ties, home, asked.day) is Answer.NO
        return met("foreign-national", state=home) if foreign else not_met("own-national", state=home)
    state = needed["of"]
    has = any(tie.state == state for tie in ties) if needed.get("ever") else holds(ties, state, asked.day) is Answer.YES
    return met("national-of", state=state) if has else not_met("national-other", state=state)


def inside(asked: Asked, needed: str) -> Verdict:
    """The suspect is in the country ``needed``."""
    stated = asked.facts.suspect.present
    if stated is None:
        return unknown("presence-open", "suspect.present", state=needed)
    return met("present-in", state=needed) if needed in stated else not_met("present-elsewhere", state=needed)


def not_resident(asked: Asked, needed: str) -> Verdict:
    """The suspect does not ordinarily live in the country ``needed``."""
    ties = asked.facts.suspect.residence
    if ties is None:
        present = asked.facts.suspect.present
        if present is None:
            return unknown("residence-open", "suspect.residence", state=needed)
        there = needed in present
        return depends("residence-presence", state=needed) if there else met("resident-elsewhere", state=needed)
    lives = holds(ties, needed, asked.day)
    return not_met("resident-there", state=needed) if lives is Answer.YES else met("resident-elsewhere", state=needed)


def entity(asked: Asked, needed: Any) -> Verdict:
    """The suspect is an entity."""
    suspect = asked.facts.suspect
    kind = suspect.kind
    if kind is None and (suspect.office or suspect.family_of):
        kind = Kind.PERSON  # nobody else holds an office or has a family
    if kind is None:
        return unknown("kind-open", "suspect.kind")
    return met("kind-entity") if kind is Kind.ENTITY else not_met("kind-person")
