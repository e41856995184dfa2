"""The verbs of candidates: have them proposed by the machine, or propose a pair by hand.

* Everybody who is sought is set beside all remains and all rows; what is found is said as proposals, some hundred a
  transaction. Interrupted, it goes on where it was: whoever was asked for is asked again only when something changed.
* A pair that stands proposed for the same reasons is not said again; one under review, or decided, is left alone.
* An excluded pair, and one that two reviewers found not enough, returns only with something said after that.
* What is kept of a reason is its code, its weight and the claims it rests on. Nobody's words are copied.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from isnad.claims.entries import BY_A_PERSON, MACHINE, How
from isnad.claims.models import EntityRow
from isnad.families import candidates_gathering as gathering
from isnad.families import candidates_queries as queries
from isnad.families.candidate_facts import REMAINS, ROW, Facts
from isnad.families.candidates_proposing import Lists, Proposal
from isnad.families.candidates_queries import Pair
from isnad.families.chance import as_text
from isnad.families.deciding_entries import Candidate
from isnad.families.deciding_models import AskedRow, CandidateRow
from isnad.families.deciding_parts import PRESUMPTIVE, Outcome, is_reason
from isnad.families.queries import MISSING_PERSON, sought
from isnad.record.pen import pen
from isnad.record.tables import key
from isnad.words import Citation, Json, Refusal, canonical

READER, VERSION = "proposing", "1"
AT_ONCE = 100  # people whose candidates are said together
MOST_CITED = 20
LEFT_ALONE = (Outcome.AWAITING, Outcome.DISPUTED, Outcome.IDENTIFIED)
KIND_OF = {"Remains": REMAINS, "RegisterRow": ROW}

Progress = Callable[[int], None]


@dataclass
class Outcomes:
    """What a run came to: people asked for, candidates newly said, people with none, and seconds it took."""

    inquiries: int = 0
    proposed: int = 0
    without: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, object]:
        """``{"inquiries", "proposed", "without", "seconds"}``."""
        return {
            "inquiries": self.inquiries, "proposed": self.proposed, "without": self.without,
            "seconds": round(self.seconds, 1),
        }  # fmt: skip


@dataclass
class _Run:
    """One run: the lists, a mark of all that is in them, and what is to be said."""

    lists: Lists
    mark: bytes
    by: str
    outcome: Outcomes
    records: list[Candidate] = field(default_factory=list)
    asked: list[AskedRow] = field(default_factory=list)

    def say(self) -> None:
        """Says what was found, and notes for whom it was sought."""
        if self.records:
            with pen(self.by) as held:
                for record in self.records:
                    held.say(record)
            self.outcome.proposed += len(self.records)
        AskedRow.objects.bulk_create(
            self.asked, update_conflicts=True, unique_fields=["person"], update_fields=["mark", "found"]
        )
        self.records.clear()
        self.asked.clear()


def propose(*, by: str, only: Iterable[int] | None = None, progress: Progress = lambda done: None) -> Outcomes:
    """Has candidates proposed for everybody who is sought, or for some."""
    began = time.monotonic()
    people = gathering.missing(only)
    rows, bodies = gathering.rows(), gathering.bodies()
    run = _Run(Lists(rows, bodies), _mark(rows, bodies), by, Outcomes(len(people)))
    known = dict(AskedRow.objects.values_list("person", "mark"))
    found_before = dict(AskedRow.objects.values_list("person", "found"))
    for start in range(0, len(people), AT_ONCE):
        batch = people[start : start + AT_ONCE]
        fresh = [each for each in batch if known.get(each.entity) != _mark_of(each, run.mark)]
        run.outcome.without += sum(found_before[each.entity] == 0 for each in batch if each not in fresh)
        _ask(fresh, run)
        run.say()
        progress(start + len(batch))
    run.outcome.seconds = time.monotonic() - began
    return run.outcome


def _ask(people: Sequence[Facts], run: _Run) -> None:
    standing = _standing([each.entity for each in people])
    for person in people:
        found = run.lists.propose(person)
        run.outcome.without += not found
        for each in found:
            record = _candidate(person, each, standing.get((person.entity, each.other)))
            if record is not None:
                run.records.append(record)
        run.asked.append(AskedRow(person=person.entity, mark=_mark_of(person, run.mark), found=min(len(found), 100)))


def _standing(persons: Sequence[int]) -> dict[tuple[int, int], Pair]:
    rows = queries.newest(CandidateRow.objects.filter(person__in=list(persons)).order_by("pk"))
    return {(each.person, each.other): each for each in queries.pairs(rows)}


def _candidate(person: Facts, found: Proposal, before: Pair | None) -> Candidate | None:
    """What is to be said of a pair; None where that was said, or people have the word."""
    claims = list(dict.fromkeys(claim for reason in found.reasons for claim in reason.claims))[:MOST_CITED]
    reasons: list[Json] = [
        [each.code, round(1000 * each.weight), list(each.claims), each.basis or ""] for each in found.reasons
    ]
    after = None
    if before is not None:
        if before.outcome in LEFT_ALONE:
            return None
        if before.outcome in (Outcome.EXCLUDED, Outcome.UNDECIDED):
            decided = before.decision.entry if before.decision is not None else max(before.verdicts)
            if max(claims) <= decided:
                return None
            after = before.decision.entry if before.decision is not None else None
        elif {each.code for each in before.reasons} == {each.code for each in found.reasons}:
            return None
    return Candidate(
        person.entity, found.other, found.kind, reasons, max(1, min(999, round(1000 * found.share))),
        as_text(found.by_chance), found.ceiling, tuple(Citation(each) for each in claims),
        How(MACHINE, READER, VERSION, max(1, min(999, round(1000 * found.share)))), after,
    )  # fmt: skip


def add(person: int, other: int, reason: str, citations: Sequence[Citation], *, by: str) -> int:
    """Proposes a pair by hand. Whoever does it does not review it. An excluded pair needs something new."""
    schemas = dict(EntityRow.objects.filter(pk__in=[key(person), key(other)]).values_list("pk", "schema"))
    kind = KIND_OF.get(schemas.get(key(other), ""))
    if schemas.get(key(person)) != MISSING_PERSON or kind is None or not sought(only=[person]):
        raise Refusal("candidates.not-a-pair")
    if not is_reason(reason):
        raise Refusal("identifications.reason-needed")
    if not citations:
        raise Refusal("identifications.no-citation")
    after = None
    before = _standing([person]).get((person, other))
    if before is not None and before.outcome is Outcome.EXCLUDED and before.decision is not None:
        after = before.decision.entry
        if max(each.entry for each in citations) <= after:
            raise Refusal("candidates.excluded")
    told: list[Json] = [["proposed-by-hand", 0, [each.entry for each in citations], reason]]
    with pen(by) as held:
        return held.say(Candidate(person, other, kind, told, 0, "0", PRESUMPTIVE, tuple(citations), BY_A_PERSON, after))


def _mark(*lists: Sequence[Facts]) -> bytes:
    """A mark of all that is known of these people: by it one tells whether anything changed."""
    told = [[len(people), max((_newest(each) for each in people), default=0)] for people in lists]
    return canonical([VERSION, *told])


def _mark_of(person: Facts, lists: bytes) -> str:
    claims = sorted(told.claim for values in person.told.values() for told in values)
    return sha256(canonical(claims) + lists).hexdigest()


def _newest(facts: Facts) -> int:
    return max((told.claim for values in facts.told.values() for told in values), default=0)
