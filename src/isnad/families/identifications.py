"""The verbs of deciding: review a candidate, step back, say that somebody was found alive.

* A reviewer gives a verdict without seeing any other, after seeing what speaks against it.
* With the second verdict of one side the decision is said, in the same transaction; where two are not of one mind, a
  third decides, who sees neither.
* Two verdicts on one device under two names are taken, and an incident says so.
* What was decided can be stepped back from, by anybody, with a reason. What a family had been told by then is owed to
  them as a correction: a promise with an owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from isnad.access.actions import Second, two_people
from isnad.clocks import actions as clocks
from isnad.custody import actions as custody
from isnad.families import candidates_queries as candidates
from isnad.families import identifications_queries as queries
from isnad.families import queries as inquiries
from isnad.families.candidates_queries import Pair
from isnad.families.deciding_entries import Exclusion, FoundAlive, FoundConsent, Identification, StepBack, Verdict
from isnad.families.deciding_models import TellingRow, ToldRow, VerdictRow
from isnad.families.deciding_parts import Outcome, agreed, lower, side
from isnad.record.desk import desk
from isnad.record.pen import Pen, pen
from isnad.record.tables import key
from isnad.speech import phrase
from isnad.words import Citation, Refusal, When

CORRECT_WITHIN = 7  # days until a family is told that what they were told stands no longer


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says: how certain, on what bases, why, resting on what."""

    certainty: str
    bases: tuple[str, ...]
    reason: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a verdict came to: its entry, how the candidate stands, the decision's entry where there is one now."""

    entry: int
    outcome: Outcome
    decision: int | None
    one_device: bool


def review(
    candidate: int, judgement: Judgement, *, by: str, shown: Sequence[str] = (), device: str | None = None
) -> Reviewed:
    """Gives a verdict. ``shown`` are the codes of the contradictions that the reviewer has seen."""
    with desk().alone():
        pair = candidates.pair(candidate)
        counted = candidates.counting([candidate]).get(candidate, [])
        _refuse(pair, counted, by)
        against = [each.code for each in queries.contradictions(pair)]
        if unseen := [code for code in against if code not in shown]:
            raise Refusal("identifications.contradictions-first", which=", ".join(dict.fromkeys(unseen)))
        with pen(by) as held:
            number = held.say(
                Verdict(
                    candidate, judgement.certainty, judgement.bases, judgement.reason, judgement.citations,
                    tuple(row.entry for row in counted), tuple(dict.fromkeys(against)), device,
                )
            )  # fmt: skip
            decision = _decide(held, pair, counted, number, judgement)
        same = [row.entry for row in counted if device is not None and row.device == device]
        if same:
            custody.incident("one-device", by=by, concerns=(*same, number))
        return Reviewed(number, candidates.pair(candidate).outcome, decision, bool(same))


def _refuse(pair: Pair, counted: Sequence[VerdictRow], by: str) -> None:
    if not queries.is_sought(pair.person):
        raise Refusal("identifications.inquiry-withdrawn")
    if not pair.open:
        raise Refusal("identifications.decided-already")
    if pair.method == "human" and pair.by == by:
        raise Refusal("identifications.own-proposal")
    if any(row.by == by for row in counted):
        raise Refusal("identifications.own-verdict")


def _decide(held: Pen, pair: Pair, counted: Sequence[VerdictRow], number: int, judgement: Judgement) -> int | None:
    """Says the decision that this verdict completes, if it does."""
    places = agreed([*(row.certainty for row in counted), judgement.certainty])
    if places is None or side(judgement.certainty) == "open":
        return None
    earlier = counted[places[0]]
    verdicts = (earlier.entry, number)
    if side(judgement.certainty) == "against":
        return held.say(Exclusion(pair.entry, pair.person, pair.other, verdicts))
    both = {*judgement.bases, *queries.bases_of(earlier)}
    certainty = lower(earlier.certainty, judgement.certainty)
    return held.say(Identification(pair.entry, pair.person, pair.other, verdicts, certainty, tuple(sorted(both))))


def step_back(subject: int, reason: str, *, by: str) -> int:
    """One step back from a verdict, a decision or an ending; returns the entry."""
    kind = queries.subject_kind(subject)
    with desk().alone():
        if candidates.stepped_back([subject]):
            raise Refusal("identifications.stepped-back-already")
        if kind == "verdict":
            row = VerdictRow.objects.get(pk=key(subject))
            standing = candidates.standing_decisions([row.candidate]).get(row.candidate)
            if standing is not None and subject in standing.verdicts:
                raise Refusal("identifications.decided-on-it")
        with pen(by) as held:
            number = held.say(StepBack(subject, reason))
        _owe_corrections(subject, number, by)
    return number


def _owe_corrections(subject: int, step: int, by: str) -> None:
    """A family that was told what now stands no longer is owed a correction."""
    due = When.on(_today() + timedelta(days=CORRECT_WITHIN))
    for telling in TellingRow.objects.filter(subject=subject):
        if ToldRow.objects.filter(telling=telling.entry, outcome="told").exists():
            row = inquiries.asking_of(telling.asking)
            what = phrase("telling.correction-owed")
            clocks.promise(what, owner=inquiries.liaison_of(row), due=due, concerns=(telling.asking, step), by=by)


def found_alive(person: int, reason: str, citations: Sequence[Citation], *, by: str, second: Second | None) -> int:
    """Says that a person sought was found alive; two people. Nobody is told by this."""
    if not queries.is_sought(person):
        raise Refusal("identifications.not-sought")
    with pen(by) as held:
        return held.say(FoundAlive(person, reason, tuple(citations), two_people(second)))


def found_consents(found: int, inquiry: int, *, agrees: bool, words: str, by: str) -> int:
    """Says what the found person wishes one asker to know. It may be said anew; the last counts."""
    row = inquiries.asking_of(inquiry)
    with pen(by) as held:
        return held.say(FoundConsent(found, row.entry, agrees, words))


def _today() -> date:
    return datetime.now(UTC).date()
