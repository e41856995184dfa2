"""The verbs of inquiries: take down, allow, hand over, open who asks. Withdrawal has a module of its own.

* A liaison who takes an inquiry down says by which means, and what risk was weighed before (EJ-1); every thing told is
  a claim of what the family said, and cites the asking and the paper where there is one.
* Who asks is shown to the liaison who holds the inquiry, and to nobody else; that it will be is an entry first.
* An inquiry changes hands by whoever holds it, or by two people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from isnad.access import grants
from isnad.access.actions import OWNER, Second, current_user, two_people
from isnad.claims import actions as claims
from isnad.claims.entries import Claim, Entity, Terms
from isnad.families import queries
from isnad.families.consent import FAMILY, MISSING, condition
from isnad.families.entries import (
    Asker,
    AskerOpening,
    Asking,
    Consent,
    Handed,
)
from isnad.families.inquiries_drafts import HEARSAY, Chosen, Draft
from isnad.families.queries import INQUIRY, MISSING_PERSON
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.registers.cells import Said
from isnad.words import Citation, Label, Refusal, canonical

LABEL = Label.RESTRICTED


@dataclass(frozen=True, slots=True)
class Taken:
    """An inquiry that was taken down: its entity, the missing person's, and its asking."""

    inquiry: int
    person: int
    asking: int


def take_down(draft: Draft, *, channel: str, liaison: str, by: str, papers: Sequence[int] = ()) -> Taken:
    """Takes an inquiry down as it was told; ``papers`` are the items it was written on or recorded in."""
    if not (draft.risk or "").strip():
        raise Refusal("families.risk-needed")
    refuse_unknown(liaison)
    with pen(by) as held:
        inquiry, person = held.say(Entity(INQUIRY)), held.say(Entity(MISSING_PERSON))
        asking = held.say(Asking(inquiry, person, channel, liaison, draft.risk, draft.child))
        if draft.contact:
            held.say(Asker(asking, Sealed(canonical(draft.contact).decode())))
        if draft.consent is not None:
            held.say(_consent(asking, draft.consent, None))
        taken = Taken(inquiry, person, asking)
        for record in _claims(draft, taken, papers):
            held.say(record)
    return taken


def refuse_unknown(liaison: str) -> None:
    """Refuses whoever does not work with families here."""
    if liaison == OWNER:
        return
    user = current_user(liaison)
    if user is None or "family-liaison" not in grants.standing(user.entry).roles:
        raise Refusal("families.unknown-liaison")


def _claims(draft: Draft, taken: Taken, papers: Sequence[int]) -> list[Claim]:
    places = (Citation(taken.asking), *(Citation(each) for each in papers))

    def told(entity: int, schema_name: str, said: Said, about: str) -> Claim:
        kind = "hearsay" if said.target in HEARSAY else "fact"
        terms = Terms(kind, LABEL, condition(taken.asking, about))
        return claims.claim(entity, schema_name, said.target, said.value, places, terms=terms)

    sought = Terms("fact", LABEL, condition(taken.asking, MISSING))
    return [
        *(told(taken.person, MISSING_PERSON, each, MISSING) for each in draft.person),
        claims.claim(taken.inquiry, INQUIRY, "person", taken.person, places, terms=sought),
        *(told(taken.inquiry, INQUIRY, each, FAMILY) for each in draft.inquiry),
    ]


def allow(inquiry: int, given: Chosen, *, by: str, text: int | None = None) -> int:
    """What an asker allows from here on; ``text`` is the item with the words that were read to them."""
    row = queries.asking_of(inquiry)
    with pen(by) as held:
        return held.say(_consent(row.entry, given, text))


def _consent(asking: int, given: Chosen, text: int | None) -> Consent:
    return Consent(asking, given.purposes, given.receivers, given.until, given.given_by, given.language, text)


def hand_over(inquiry: int, liaison: str, reason: str, *, by: str, second: Second | None = None) -> int:
    """Gives an inquiry to another liaison: by whoever holds it, or by two people."""
    row = queries.asking_of(inquiry)
    refuse_unknown(liaison)
    if queries.liaison_of(row) != by:
        two_people(second)
    with pen(by) as held:
        return held.say(Handed(row.entry, liaison, reason))


def open_asker(inquiry: int, reason: str, *, by: str, risk: str | None = None) -> Mapping[str, str]:
    """Who asks and how to reach them, for the liaison who holds the inquiry; refused to everybody else.

    Where nobody weighed the risk of getting in touch when the inquiry came, it is weighed now: ``risk``.
    """
    row = queries.asking_of(inquiry)
    if queries.liaison_of(row) != by:
        raise Refusal("families.not-your-asker")
    refuse_unknown(by)
    entry = queries.sealed_asker(row)
    if entry is None:
        raise Refusal("families.no-asker")
    weighed = (risk or row.risk or "").strip()
    if not weighed:
        raise Refusal("families.risk-needed")
    with pen(by) as held:
        held.say(AskerOpening(entry, reason, weighed))
    at = desk()
    record = Bodies(at.folder, at.holder).unsealed(entry, reason=reason).record
    assert isinstance(record, Asker)
    found: Mapping[str, str] = json.loads(record.contact.value)
    return found
