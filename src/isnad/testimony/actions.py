"""The verbs of testimony: take a statement, transcribe it, take consent back.

What protects people comes first: risks are weighed before anything is kept, a child or a person in need of specialists
is left to them, and somebody who was heard already is asked again only for a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isnad.access import grants
from isnad.access.gate import PURPOSES
from isnad.claims.actions import claim
from isnad.claims.entries import Claim, Entity, Terms
from isnad.custody.models import Item
from isnad.packages.entries import Condition
from isnad.record.pen import pen
from isnad.record.tables import key
from isnad.testimony import queries
from isnad.testimony.transcripts import Part
from isnad.words import Citation, Label, Refusal, When

AT_ONCE = 150  # parts of a transcript in one transaction
MEDIA = ("audio", "video", "text")
RESTRICTED = Terms(label=Label.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a witness agreed to: for which purposes, with whom it may be shared, until when; in which words."""

    purposes: tuple[str, ...]
    receivers: tuple[str, ...] | None = None
    until: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement to be kept. ``heard_again_because``: why somebody who was heard before is heard again."""

    item: int
    witness: str  # a pseudonym
    consent: Consent
    risk_note: str
    medium: str = "audio"
    on: str | None = None
    taken_by: str | None = None
    language: str | None = None
    interpreter: str | None = None
    asked_about: tuple[str, ...] = ()
    heard_before: str | None = None  # elsewhere: by whom and when
    heard_again_because: str | None = None
    child: bool = False
    specialist: str | None = None
    expenses: str | None = None
    compartment: str | None = None


def take(statement: Statement, *, by: str) -> tuple[int, int]:
    """Keeps a statement; returns the entities of the statement and of its witness."""
    _refuse_harm(statement)
    known = queries.witness(statement.witness)
    earlier = [] if known is None else queries.statements(known)
    if earlier and not statement.heard_again_because:
        raise Refusal("testimony.heard-before", count=len(earlier), entries=", ".join(map(str, earlier)))
    place = [Citation(statement.item)]
    with pen(by) as held:
        held.say(_condition(statement.item, statement.consent))
        witness = held.say(Entity("Witness")) if known is None else known
        if known is None:
            held.say(claim(witness, "Witness", "pseudonym", statement.witness, place, terms=RESTRICTED))
        if statement.child:
            held.say(claim(witness, "Witness", "child", "yes", place, terms=RESTRICTED))
        number = held.say(Entity("Testimony"))
        for each in _told(number, statement, witness, place):
            held.say(each)
    if statement.compartment is not None:
        grants.place(statement.compartment, statement.item, "testimony", by=by)
    return number, witness


def _refuse_harm(statement: Statement) -> None:
    """What must be settled before a word is kept."""
    if not statement.risk_note.strip():
        raise Refusal("testimony.risks-first")
    if statement.child and not statement.specialist:
        raise Refusal("testimony.leave-to-specialists")
    if statement.medium not in MEDIA:
        raise Refusal("testimony.unknown-medium", known=", ".join(MEDIA))
    if not statement.consent.purposes:
        raise Refusal("testimony.no-consent")
    if unknown := [each for each in statement.consent.purposes if each not in PURPOSES]:
        raise Refusal("testimony.unknown-purpose", purpose=unknown[0][:20], known=", ".join(PURPOSES))
    if not Item.objects.filter(pk=key(statement.item)).exists():
        raise Refusal("testimony.no-such-item")
    if statement.on is not None:
        When.parse(statement.on)


def _condition(item: int, consent: Consent) -> Condition:
    until = None if consent.until is None else When.parse(consent.until)
    return Condition(item, consent.purposes, consent.receivers, until, consent.words or None)


def _told(number: int, statement: Statement, witness: int, place: list[Citation]) -> Iterator[Claim]:
    consent = statement.consent
    agreed = {"purposes": ", ".join(consent.purposes), "receivers": ", ".join(consent.receivers or ()),
              "until": consent.until or "", "words": consent.words}  # fmt: skip
    told = {
        "medium": statement.medium, "date": statement.on, "takenBy": statement.taken_by or statement.specialist,
        "spokenIn": statement.language, "interpreter": statement.interpreter, "riskNote": statement.risk_note,
        "heardBefore": statement.heard_before, "heardAgainBecause": statement.heard_again_because,
        "expenses": statement.expenses, "consent": "; ".join(f"{k}: {v}" for k, v in agreed.items() if v),
    }  # fmt: skip
    yield claim(number, "Testimony", "witness", witness, place, terms=RESTRICTED)
    for name, value in told.items():
        if value:
            yield claim(number, "Testimony", name, value, place, terms=RESTRICTED)
    for each in statement.asked_about:
        yield claim(number, "Testimony", "askedAbout", each, place, terms=RESTRICTED)


@dataclass(frozen=True, slots=True)
class Translation:
    """Who translated, as a pseudonym, into which language, and whether under oath."""

    translator: str
    language: str
    sworn: bool = False


def transcribe(testimony: int, parts: Sequence[Part], *, by: str, translation: Translation | None = None) -> list[int]:
    """Says what was said, part by part, each resting on its span of the recording; returns the parts' entities."""
    item = queries.item_of(testimony)
    if any(each.translated for each in parts) and translation is None:
        raise Refusal("testimony.translator-needed")
    found: list[int] = []
    for start in range(0, len(parts), AT_ONCE):
        with pen(by) as held:
            for each in parts[start : start + AT_ONCE]:
                number = held.say(Entity("Segment"))
                found.append(number)
                for said in _part(number, testimony, item, each, translation):
                    held.say(said)
    return found


def _part(number: int, testimony: int, item: int, part: Part, translation: Translation | None) -> Iterator[Claim]:
    place = [Citation(item, part.span)]

    def said(name: str, value: str | int, language: str | None = None) -> Claim:
        return claim(number, "Segment", name, value, place, terms=RESTRICTED, language=language)

    yield said("testimony", testimony)
    yield said("said", part.said, part.language)
    if part.speaker:
        yield said("speaker", part.speaker)
    if part.translated and translation is not None:
        yield said("translated", part.translated, translation.language)
        yield said("translator", translation.translator)
        yield said("sworn", "yes" if translation.sworn else "no")


def take_back(testimony: int, words: str, *, by: str) -> int:
    """The witness takes consent back: the statement is bound to nothing from now on, and all that rests on it."""
    with pen(by) as held:
        return held.say(Condition(queries.item_of(testimony), (), None, None, words or None))
