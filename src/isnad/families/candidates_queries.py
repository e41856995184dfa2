"""What candidates are asked: who is proposed for whom, why, and how each stands. Asks, never writes.

* Verdicts count while nobody stepped back from them, or from the decision they came to.
* While a candidate is under review, what its verdicts say is given to nobody: only how many there are.
* Of a pair that was proposed again the newest candidate counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson

from isnad.claims import queries as claims
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.families import deciding_parts
from isnad.families.deciding_models import CandidateRow, DecisionRow, StepBackRow, VerdictRow
from isnad.families.deciding_parts import Outcome
from isnad.record.tables import key
from isnad.words import Refusal

CHUNK = 900


@dataclass(frozen=True, slots=True)
class Because:
    """One reason as it was kept: its code, its weight in thousandths of a nat, and the claims it rests on."""

    code: str
    weight: int
    claims: tuple[int, ...]
    basis: str | None

    @property
    def sign(self) -> str:
        """Whether it speaks for, against, or neither."""
        return "+" if self.weight > 0 else "−" if self.weight < 0 else "·"

    @property
    def contradicts(self) -> bool:
        """Whether it must be seen before anybody decides."""
        return self.weight <= -1000


@dataclass(frozen=True, slots=True)
class Decision:
    """What two verdicts came to, while nobody stepped back from it."""

    entry: int
    kind: str
    candidate: int
    person: int
    other: int
    verdicts: tuple[int, ...]
    certainty: str
    bases: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One candidate as it stands now. ``verdicts`` are the entries that count; what they say is not here."""

    entry: int
    person: int
    other: int
    kind: str
    share: int
    by_chance: str
    ceiling: str
    reasons: tuple[Because, ...]
    citations: tuple[int, ...]
    method: str
    by: str
    at: str
    after: int | None
    verdicts: tuple[int, ...]
    outcome: Outcome
    decision: Decision | None

    @property
    def open(self) -> bool:
        """Whether a verdict may still be given."""
        return self.outcome in (Outcome.PROPOSED, Outcome.AWAITING, Outcome.DISPUTED)


def pair(number: int) -> Pair:
    """One candidate; refused where there is none."""
    row = CandidateRow.objects.filter(pk=key(number)).first()
    if row is None:
        raise Refusal("candidates.no-such-candidate")
    return pairs([row])[0]


def of_person(members: Sequence[int]) -> list[Pair]:
    """The candidates of a missing person by all its entities, the likeliest first."""
    found = newest(CandidateRow.objects.filter(person__in=list(members)).order_by("pk"))
    return sorted(pairs(found), key=lambda each: (each.outcome is Outcome.EXCLUDED, -each.share, each.entry))


def of_other(entity: int) -> list[Pair]:
    """The candidates that propose this remains or row for somebody."""
    return pairs(newest(CandidateRow.objects.filter(other=entity).order_by("pk")))


def every(*, outcome: Outcome | None = None) -> list[Pair]:
    """Every candidate, those under review first, then the likeliest; in one state where asked."""
    found = pairs(newest(CandidateRow.objects.order_by("pk")))
    if outcome is not None:
        found = [each for each in found if each.outcome is outcome]
    return sorted(found, key=lambda each: (not each.open, not each.verdicts, -each.share, each.entry))


def newest(rows: Iterable[CandidateRow]) -> list[CandidateRow]:
    """Of each pair the candidate that was said last."""
    return list({(row.person, row.other): row for row in rows}.values())


def pairs(rows: Sequence[CandidateRow]) -> list[Pair]:
    """These candidates as they stand now."""
    entries = [row.entry for row in rows]
    verdicts, decisions = counting(entries), standing_decisions(entries)
    return [_pair(row, verdicts.get(row.entry, []), decisions.get(row.entry)) for row in rows]


def _pair(row: CandidateRow, verdicts: list[VerdictRow], decision: Decision | None) -> Pair:
    told = deciding_parts.outcome([each.certainty for each in verdicts])
    if decision is not None:
        told = Outcome.EXCLUDED if decision.kind == "exclusion" else Outcome.IDENTIFIED
    return Pair(
        row.entry, row.person, row.other, row.kind, row.share, row.by_chance, row.ceiling,
        tuple(Because(code, weight, tuple(on), basis or None) for code, weight, on, basis in orjson.loads(row.reasons)),
        tuple(each["entry"] for each in orjson.loads(row.citations)),
        row.method, row.by, row.at, row.after, tuple(each.entry for each in verdicts), told, decision,
    )  # fmt: skip


def counting(candidates: Iterable[int]) -> dict[int, list[VerdictRow]]:
    """By candidate, the verdicts that count, in the order in which they were given."""
    found: dict[int, list[VerdictRow]] = defaultdict(list)
    for part in _chunks(candidates):
        rows = list(VerdictRow.objects.filter(candidate__in=part).order_by("pk"))
        decided = list(DecisionRow.objects.filter(candidate__in=part))
        back = stepped_back([row.entry for row in rows] + [row.entry for row in decided])
        since = {row.candidate: back[row.entry] for row in decided if row.entry in back}
        for row in rows:
            if row.entry not in back and row.entry > since.get(row.candidate, -1):
                found[row.candidate].append(row)
    return found


def standing_decisions(candidates: Iterable[int]) -> dict[int, Decision]:
    """By candidate, the decision that stands."""
    return {each.candidate: each for each in _decisions("candidate", candidates)}


def decisions_on(*, persons: Iterable[int] = (), others: Iterable[int] = ()) -> list[Decision]:
    """The decisions that stand about these missing people, or about these remains and rows."""
    return [*_decisions("person", persons), *_decisions("other", others)]


def decision(number: int) -> Decision:
    """One decision that stands; refused where there is none, or somebody stepped back from it."""
    row = DecisionRow.objects.filter(pk=key(number)).first()
    if row is None:
        raise Refusal("identifications.no-such-subject")
    if stepped_back([number]):
        raise Refusal("identifications.stepped-back-already")
    return _decision(row)


def _decisions(column: str, values: Iterable[int]) -> Iterator[Decision]:
    for part in _chunks(values):
        rows = list(DecisionRow.objects.filter(**{f"{column}__in": part}).order_by("pk"))
        back = stepped_back([row.entry for row in rows])
        yield from (_decision(row) for row in rows if row.entry not in back)


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        row.entry, row.kind, row.candidate, row.person, row.other, tuple(orjson.loads(row.verdicts)), row.certainty,
        tuple(orjson.loads(row.bases)), row.at,
    )  # fmt: skip


def stepped_back(subjects: Iterable[int]) -> dict[int, int]:
    """Of these entries, those that were stepped back from, with the last step that did."""
    found: dict[int, int] = {}
    for part in _chunks(subjects):
        found.update((row.subject, row.entry) for row in StepBackRow.objects.filter(subject__in=part).order_by("pk"))
    return found


def grounds(pair: Pair) -> list[Stated]:
    """The claims that a candidate rests on, as they stand now; what was erased is not among them."""
    rows = list(ClaimRow.objects.filter(pk__in=[key(each) for each in pair.citations]).order_by("pk"))
    return claims.stated(rows)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    listed = list(numbers)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def persons_decided(numbers: Iterable[int]) -> set[int]:
    """The missing people whom these decisions are about, whether they stand or not."""
    keys = [key(each) for each in numbers]
    return set(DecisionRow.objects.filter(pk__in=keys).values_list("person", flat=True))
