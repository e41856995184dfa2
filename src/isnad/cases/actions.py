"""The verbs of cases: open, charge, attach, answer, step, protect. All but one say claims; ``filing`` makes the file.

A case rests on what it is about: its own claims cite the entity of the accused, those of a charge the case, and every
attachment the claim it relies on. So nothing is typed twice, and a sentence cannot lose its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isnad.actors.gathering import JUSTICE
from isnad.actors.times import ends_before_it_begins
from isnad.cases import queries
from isnad.cases.elements import book
from isnad.cases.law.states import STATES
from isnad.cases.matters import ANSWER, SUPPORTS, WEAKENS
from isnad.cases.proceedings import KINDS
from isnad.claims.actions import claim, state
from isnad.claims.entries import Claim, Entity, Terms
from isnad.record.pen import pen
from isnad.words import Citation, Label, Refusal, When

STEPS = KINDS | {"assistance-asked", "assistance-given", "disclosure"}
MEASURES = (
    "pseudonym", "voice-altered", "face-hidden", "closed-session", "video-link", "no-contact", "relocated",
    "none-needed",
)  # fmt: skip
RESTRICTED = Terms(label=Label.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Alleged:
    """What is charged: the crime and mode by their codes, when and where."""

    crime: str
    mode: str
    start: str | None = None
    end: str | None = None
    place: str | None = None


def open_case(name: str, country: str, accused: Sequence[int], *, by: str, court: str | None = None) -> int:
    """A case before the courts of ``country`` against these actors; returns its entity."""
    if not accused:
        raise Refusal("case.accused-needed")
    if country.upper() not in STATES:
        raise Refusal("case.unknown-country", code=country[:20])
    places = [Citation(each) for each in accused]
    with pen(by) as held:
        case = held.say(Entity("Case"))
        held.say(claim(case, "Case", "name", name, places))
        held.say(claim(case, "Case", "jurisdiction", country.lower(), places))
        if court:
            held.say(claim(case, "Case", "court", court, places))
        for each in accused:
            held.say(claim(case, "Case", "accused", each, [Citation(each)]))
    return case


def charge(case: int, accused: int, alleged: Alleged, *, by: str) -> int:
    """Charges an accused; returns the charge's entity."""
    queries.matter(case)
    book().crime(alleged.crime)
    book().mode(alleged.mode)
    for day in (alleged.start, alleged.end):
        if day is not None:
            When.parse(day)
    if ends_before_it_begins([alleged.start] if alleged.start else [], [alleged.end] if alleged.end else []):
        raise Refusal("actors.ends-before-it-begins")
    places = [Citation(case)]
    told = {"crime": alleged.crime, "mode": alleged.mode, "startDate": alleged.start, "endDate": alleged.end,
            "place": alleged.place.lower() if alleged.place else None}  # fmt: skip
    with pen(by) as held:
        number = held.say(Entity("Charge"))
        held.say(claim(number, "Charge", "case", case, places))
        held.say(claim(number, "Charge", "accused", accused, places))
        for name, value in told.items():
            if value is not None:
                held.say(claim(number, "Charge", name, value, places))
    return number


def attach(charge: int, element: str, claims: Iterable[int], *, by: str, against: bool = False) -> list[int]:
    """Says that these claims support an element of a charge, or weaken it; an entry for each."""
    _, found = queries.charge(charge)
    known = [each.element.code for each in found.proofs]
    if element not in known:
        raise Refusal("case.unknown-element", code=element[:20], known=", ".join(known))
    wanted = list(claims)
    missing = set(wanted) - {each.entry for each in queries.stated(wanted, JUSTICE)}
    if missing or not wanted:
        raise Refusal("claims.no-such-claim")
    name = WEAKENS if against else SUPPORTS
    return state([_attachment(charge, name, element, [Citation(each)]) for each in wanted], by=by)


def answer(attachment: int, text: str, claims: Iterable[int] = (), *, by: str) -> int:
    """Answers what weakens an element; the answer may rest on claims of its own."""
    weakening = next(iter(queries.stated([attachment], JUSTICE)), None)
    if weakening is None or (weakening.schema, weakening.property) != ("Charge", WEAKENS):
        raise Refusal("case.not-weakening")
    places = [Citation(attachment), *(Citation(each) for each in claims)]
    return state([_attachment(weakening.entity, ANSWER, text, places)], by=by)[0]


def _attachment(charge: int, name: str, value: str, places: list[Citation]) -> Claim:
    return claim(charge, "Charge", name, value, places, terms=RESTRICTED)


def step(
    case: int | None, kind: str, on: str, party: int | None, places: Sequence[Citation], *, by: str, court: str = "",
    what: str = "", state: str = "", of: int | None = None,
) -> int:  # fmt: skip
    """A step of proceedings, resting on a document; returns its entity."""
    if kind not in STEPS:
        raise Refusal("case.unknown-step", kind=kind[:30], known=", ".join(sorted(STEPS)))
    When.parse(on)
    if not places:
        raise Refusal("claims.no-citation")
    told = {"stepKind": kind, "date": on, "court": court, "summary": what, "state": state.lower()}
    named = {"case": case, "party": party, "of": of}
    with pen(by) as held:
        number = held.say(Entity("Proceeding"))
        for name, entity in named.items():
            if entity is not None:
                held.say(claim(number, "Proceeding", name, entity, places))
        for name, value in told.items():
            if value:
                held.say(claim(number, "Proceeding", name, value, places))
    return number


def protect(witness: int, measures: Sequence[str], *, by: str, case: int | None = None) -> list[int]:
    """Decides how a witness is protected, and in which case they are heard."""
    if unknown := [each for each in measures if each not in MEASURES]:
        raise Refusal("case.unknown-measure", code=unknown[0][:30], known=", ".join(MEASURES))
    places = [Citation(witness)]
    said = [claim(witness, "Witness", "measure", each, places, terms=RESTRICTED) for each in measures]
    if case is not None:
        queries.matter(case)
        said.append(claim(witness, "Witness", "inCase", case, places, terms=RESTRICTED))
    return state(said, by=by)
