"""The verbs of telling: prepare what is said to a family, note how it went.

* The liaison who holds the inquiry prepares and speaks; nobody else does.
* What is told stands: it is about the person whom this inquiry asks for, and nobody stepped back from it.
* Of a person found alive, only what that person agreed to, for this asker.
* What a family wishes becomes claims about the inquiry, under the family's own conditions; what they are promised
  becomes a clock with an owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from isnad.access.actions import OWNER
from isnad.claims import actions as claims
from isnad.claims.entries import Terms
from isnad.clocks import actions as clocks
from isnad.families import candidates_queries as candidates
from isnad.families import consent, queries
from isnad.families import identifications_queries as identifications
from isnad.families.deciding_models import FoundRow, StepBackRow, TellingRow, ToldRow
from isnad.families.entries import LONGEST_REASON
from isnad.families.models import AskingRow
from isnad.families.telling_entries import FOUND, NOTHING_YET, Prepared, Told
from isnad.record.pen import pen
from isnad.record.tables import key
from isnad.words import Citation, Label, Refusal, When

CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be said, by which means, who is with them, and whether they asked for images."""

    said: str
    means: str
    with_them: str
    images: str = "not-asked"


@dataclass(frozen=True, slots=True)
class Conversation:
    """How it went: the outcome, the note, whether images were shown, whom they can turn to, wishes, and a promise."""

    outcome: str
    note: str
    images_shown: bool = False
    support: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    promise: str | None = None
    due: When | None = None


def prepare(inquiry: int, about: str, words: Words, *, by: str, subject: int | None = None) -> int:
    """Prepares what is told to who asks; ``subject`` is the decision, step back or ending it is about."""
    row = queries.asking_of(inquiry)
    _refuse_others(row, by)
    agreed = None
    if about != NOTHING_YET:
        if subject is None:
            raise Refusal("telling.not-a-telling")
        _refuse_what_does_not_stand(row, about, subject)
        agreed = _agreement(row, subject) if about == FOUND else None
    record = Prepared(row.entry, about, subject, agreed, words.said, words.means, words.with_them, words.images)
    with pen(by) as held:
        return held.say(record)


def note(telling: int, conversation: Conversation, *, by: str) -> int:
    """Notes how a prepared conversation went; returns its entry. Once for each that was prepared."""
    prepared = TellingRow.objects.filter(pk=key(telling)).first()
    if prepared is None:
        raise Refusal("telling.no-such-telling")
    row = queries.asking_of(prepared.asking)
    _refuse_others(row, by)
    if ToldRow.objects.filter(telling=telling).exists():
        raise Refusal("telling.ended-already")
    if conversation.promise is not None and conversation.due is None:
        raise Refusal("telling.day-needed")
    if conversation.outcome == "told" and prepared.subject is not None:
        _refuse_what_does_not_stand(row, prepared.about, prepared.subject)
    told = Told(
        telling, row.entry, conversation.outcome, conversation.note, conversation.images_shown, conversation.support
    )
    with pen(by) as held:
        number = held.say(told)
    _keep_wishes(row, number, conversation.wishes, by)
    if conversation.promise is not None and conversation.due is not None:
        owner = queries.liaison_of(row)
        clocks.promise(
            conversation.promise, owner=owner, due=conversation.due, concerns=(row.entry, number), by=by
        )  # fmt: skip
    return number


def _refuse_others(row: AskingRow, by: str) -> None:
    if by not in (OWNER, queries.liaison_of(row)):
        raise Refusal("telling.not-your-inquiry")


def _refuse_what_does_not_stand(row: AskingRow, about: str, subject: int) -> None:
    """What is told is about whom they ask for, and stands."""
    persons = _persons_of(about, subject)
    if persons.isdisjoint(identifications.members_of(row.person)):
        raise Refusal("telling.of-somebody-else")
    if about != CORRECTION and candidates.stepped_back([subject]):
        raise Refusal("telling.stands-no-longer")


def _persons_of(about: str, subject: int) -> set[int]:
    """The missing people whom a decision, an ending or a step back from one is about."""
    if about == CORRECTION:
        step = StepBackRow.objects.filter(pk=key(subject)).first()
        if step is None:
            raise Refusal("identifications.no-such-subject")
        subject = step.subject
    found = FoundRow.objects.filter(pk=key(subject)).values_list("person", flat=True)
    decided = candidates.persons_decided([subject])
    return {*found, *decided}


def _agreement(row: AskingRow, subject: int) -> int:
    given = identifications.agreement(subject, row.entry)
    if given is None or not given.agrees:
        raise Refusal("telling.consent-of-the-found-first")
    return given.entry


def _keep_wishes(row: AskingRow, told: int, wishes: Sequence[str], by: str) -> None:
    terms = Terms("fact", Label.RESTRICTED, consent.condition(row.entry, consent.FAMILY))
    places = (Citation(row.entry), Citation(told))
    said = [
        claims.claim(row.inquiry, queries.INQUIRY, "wishes", wish[:LONGEST_REASON], places, terms=terms)
        for wish in wishes
        if wish.strip()
    ]
    if said:
        claims.state(said, by=by)
