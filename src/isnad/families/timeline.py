"""A family's timeline: everything that happened around one inquiry, in the order in which it was said.

It is for those who work with the family, and shows no more than each step says: of a review that is under way, that it
is under way; of candidates, how many. It is never shown to the family itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from isnad.clocks import queries as clocks
from isnad.clocks.models import EndedRow
from isnad.families import candidates_queries as candidates
from isnad.families import queries
from isnad.families.deciding_models import CandidateRow, DecisionRow, FoundConsentRow, FoundRow, StepBackRow, VerdictRow
from isnad.families.identifications_queries import members_of
from isnad.families.models import AskingRow, ConsentRow, InquiryWithdrawalRow
from isnad.families.telling_queries import tellings
from isnad.speech import phrase


@dataclass(frozen=True, slots=True)
class Event:
    """One step: its entry, when (a Moment as text), a code of ``telling``, and what fills its sentence."""

    entry: int
    at: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)
    by: str | None = None

    @property
    def sentence(self) -> str:
        """The step in words."""
        return phrase(f"telling.event-{self.code}", **self.facts)


def timeline(inquiry: int) -> list[Event]:
    """Everything that happened around an inquiry, in order."""
    row = queries.asking_of(inquiry)
    members = members_of(row.person)
    found = [*_asked(row), *_proposed(members), *_decided(members), *_found(members, row), *_told(row)]
    return sorted(found, key=lambda each: each.entry)


def _asked(row: AskingRow) -> Iterator[Event]:
    yield Event(row.entry, row.at, "asked", {"channel": phrase(f"telling.channel-{row.channel}")})
    for given in ConsentRow.objects.filter(asking=row.entry):
        yield Event(given.entry, given.at, "consent")
    for gone in InquiryWithdrawalRow.objects.filter(asking=row.entry):
        yield Event(gone.entry, gone.at, "withdrawn", {"decision": phrase(f"telling.withdrawn-{gone.decision}")})


def _proposed(members: tuple[int, ...]) -> Iterator[Event]:
    """What a machine proposed on one day is one step."""
    days: dict[str, list[CandidateRow]] = {}
    for row in CandidateRow.objects.filter(person__in=members).order_by("pk"):
        days.setdefault(row.at[:10], []).append(row)
    for rows in days.values():
        yield Event(rows[-1].entry, rows[-1].at, "candidates", {"count": len(rows)})


def _decided(members: tuple[int, ...]) -> Iterator[Event]:
    proposed = CandidateRow.objects.filter(person__in=members)
    numbers = [row.entry for row in proposed]
    verdicts = list(VerdictRow.objects.filter(candidate__in=numbers))
    decisions = list(DecisionRow.objects.filter(person__in=members))
    open_now = {each.entry for each in candidates.pairs(list(proposed)) if each.open}
    for row in verdicts:
        yield Event(row.entry, row.at, "verdict", by=None if row.candidate in open_now else row.by)
    for decided in decisions:
        certainty = phrase(f"identifications.certainty-{decided.certainty}")
        facts: dict[str, object] = {"certainty": certainty} if decided.kind == "identification" else {}
        yield Event(decided.entry, decided.at, decided.kind, facts)
    subjects = [row.entry for row in (*verdicts, *decisions)]
    subjects += [row.entry for row in FoundRow.objects.filter(person__in=members)]
    for back in StepBackRow.objects.filter(subject__in=subjects):
        yield Event(back.entry, back.at, "step-back", {"reason": back.reason}, back.by)


def _found(members: tuple[int, ...], row: AskingRow) -> Iterator[Event]:
    for found in FoundRow.objects.filter(person__in=members):
        yield Event(found.entry, found.at, "found-alive", by=found.by)
        for given in FoundConsentRow.objects.filter(found=found.entry, asking=row.entry):
            yield Event(given.entry, given.at, "found-agrees" if given.agrees else "found-declines")


def _told(row: AskingRow) -> Iterator[Event]:
    for each in tellings([row.entry]):
        facts: dict[str, object] = {
            "about": phrase(f"telling.about-{each.about}"),
            "means": phrase(f"telling.means-{each.means}"),
            "with_them": each.with_them,
        }
        yield Event(each.entry, each.at, "telling", facts, each.by)
        if each.told is not None and each.told_at is not None:
            outcome = phrase(f"telling.outcome-{each.outcome}")
            yield Event(each.told, each.told_at, "told", {"outcome": outcome}, each.by)
    for clock in clocks.clocks(concerning=row.entry):
        yield Event(clock.entry, clock.at, "promise", {"due": str(clock.due), "what": clock.what}, clock.owner)
        for ended in EndedRow.objects.filter(promise=clock.entry):
            yield Event(ended.entry, ended.at, "promise-ended", {"ending": phrase(f"clocks.{ended.ending}")}, ended.by)
