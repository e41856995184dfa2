"""What decisions are asked: what speaks against one, what was decided, who was found alive. Asks, never writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from isnad.claims.parts import MACHINE
from isnad.families import candidates_queries as candidates
from isnad.families import queries
from isnad.families.candidates_queries import Because, Decision, Pair
from isnad.families.deciding_entries import STEPS_BACK_FROM
from isnad.families.deciding_models import FoundConsentRow, FoundRow, VerdictRow
from isnad.families.deciding_parts import PRESUMPTIVE, Outcome, rank
from isnad.record.pen import grounds_of
from isnad.record.tables import key
from isnad.words import Refusal


@dataclass(frozen=True, slots=True)
class Given:
    """One verdict, as it is shown once two agree."""

    entry: int
    certainty: str
    bases: tuple[str, ...]
    reason: str
    citations: tuple[int, ...]
    by: str
    at: str
    device: str | None


def members_of(person: int) -> tuple[int, ...]:
    """The entities that are one with this missing person; itself alone where nobody asks for it any longer."""
    found = queries.sought(only=[person])
    return found[0].members if found else (person,)


def is_sought(person: int) -> bool:
    """Whether an inquiry still asks for this person."""
    return any(row.person in members_of(person) for row in queries.running())


def contradictions(pair: Pair) -> list[Because]:
    """What speaks against a candidate, to be seen before anybody decides; the gravest first."""
    found = [each for each in pair.reasons if each.contradicts]
    members = members_of(pair.person)
    others = [
        *(("person", each) for each in candidates.decisions_on(persons=members) if each.other != pair.other),
        *(("other", each) for each in candidates.decisions_on(others=[pair.other]) if each.person not in members),
    ]
    found += [
        Because(f"other-identification-of-{side}", -6000, (each.entry,), None)
        for side, each in others
        if identifies(each)
    ]
    if pair.after is not None:
        found.append(Because("excluded-before", -2000, (pair.after,), None))
    if found_alive(members) is not None:
        found.append(Because("found-alive", -9000, (), None))
    if _fell(pair):
        found.append(Because("ground-fell", -1500, (), None))
    return sorted(found, key=lambda each: each.weight)


def _fell(pair: Pair) -> bool:
    """Whether something that a candidate rests on was erased, or counts no longer; a person may cite items too."""
    grounds = candidates.grounds(pair)
    gone = len(grounds) < len(pair.citations) and pair.method == MACHINE
    return gone or any(not each.standing.holds for each in grounds)


def identifies(decision: Decision) -> bool:
    """Whether a decision says who somebody is: at least *presumptive*."""
    return decision.kind == "identification" and rank(decision.certainty) >= rank(PRESUMPTIVE)


def objection(person: int) -> str | None:
    """Why what was said of a missing person is not erased for now: two people decide about them, or have identified
    them. Their own interest outlasts a withdrawal (DP-1)."""
    members = members_of(person)
    if any(identifies(each) for each in candidates.decisions_on(persons=members)):
        return "identified"
    if any(each.outcome in (Outcome.AWAITING, Outcome.DISPUTED) for each in candidates.of_person(members)):
        return "under-review"
    return None


def identification_of(person: int) -> Decision | None:
    """The identification of a missing person that stands, at least *presumptive*; None where there is none."""
    found = [each for each in candidates.decisions_on(persons=members_of(person)) if identifies(each)]
    return max(found, key=lambda each: (rank(each.certainty), -each.entry), default=None)


def found_alive(members: Sequence[int]) -> FoundRow | None:
    """The ending that says this person was found alive, while nobody stepped back from it."""
    rows = list(FoundRow.objects.filter(person__in=list(members)).order_by("-pk"))
    back = candidates.stepped_back([row.entry for row in rows])
    return next((row for row in rows if row.entry not in back), None)


def agreement(found: int, asking: int) -> FoundConsentRow | None:
    """What a found person said last about one asker."""
    return FoundConsentRow.objects.filter(found=found, asking=asking).order_by("-pk").first()


def verdicts(pair: Pair) -> list[Given]:
    """What reviewers said of a candidate; nothing while it is under review."""
    if pair.open:
        return []
    numbers = pair.decision.verdicts if pair.decision is not None else pair.verdicts
    every = pair.verdicts if len(pair.verdicts) > len(numbers) else numbers
    rows = VerdictRow.objects.filter(pk__in=[key(each) for each in every]).order_by("pk")
    return [_given(row) for row in rows]


def one_device(pair: Pair) -> bool:
    """Whether two reviewers of a candidate gave their verdicts on one device."""
    rows = candidates.counting([pair.entry]).get(pair.entry, [])
    devices = [row.device for row in rows if row.device is not None]
    return len(set(devices)) < len(devices)


def decided(outcome: Outcome) -> list[Pair]:
    """Every candidate in a state, the newest decision first."""
    found = candidates.every(outcome=outcome)
    return sorted(found, key=lambda each: -(each.decision.entry if each.decision else each.entry))


def bases_of(row: VerdictRow) -> tuple[str, ...]:
    """The bases that a verdict names."""
    return tuple(orjson.loads(row.bases))


def subject_kind(number: int) -> str:
    """The kind of an entry that may be stepped back from; refused where it is none."""
    ground = grounds_of([number]).get(number)
    if ground is None or ground.gone or ground.kind not in STEPS_BACK_FROM:
        raise Refusal("identifications.no-such-subject")
    return ground.kind


def _given(row: VerdictRow) -> Given:
    citations = tuple(each["entry"] for each in orjson.loads(row.citations))
    return Given(
        row.entry, row.certainty, tuple(orjson.loads(row.bases)), row.reason, citations, row.by, row.at, row.device
    )  # fmt: skip
