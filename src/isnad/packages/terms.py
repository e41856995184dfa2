"""The terms of a hand-over: which conditions bind it, whether they allow it, and how they are told.

What was set for a source binds all that came from it; what was set for an accession or an item inside which another was
found binds that too. Anything that a condition forbids is refused whole, before a byte is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from isnad.claims.conditions import allow
from isnad.custody.models import AccessionRow, Arrival, Item
from isnad.packages.models import ConditionRow, LiftedRow
from isnad.record.tables import WIDTH, key
from isnad.speech import Language, phrase
from isnad.words import Refusal, When

CHUNK = 900


@dataclass(frozen=True, slots=True)
class Binding:
    """One condition as it binds: None where it sets no limit."""

    entry: int
    purposes: tuple[str, ...] | None
    receivers: tuple[str, ...] | None
    until: str | None
    words: str | None

    def allows(self, purpose: str, receiver: str | None, today: When) -> bool:
        """Whether something may be given to ``receiver`` for ``purpose`` today."""
        told = {"purposes": self.purposes, "receivers": self.receivers, "until": self.until}
        return allow({name: value for name, value in told.items() if value is not None}, purpose, receiver, today)

    def told(self, language: Language) -> str:
        """The condition in words, by the number of its entry."""
        parts = [phrase("packages.condition-entry", language, entry=self.entry)]
        if self.purposes is not None:
            named = ", ".join(phrase(f"packages.purpose-{each}", language) for each in self.purposes)
            parts.append(phrase("packages.condition-purposes", language, purposes=named))
        if self.receivers is not None:
            parts.append(phrase("packages.condition-receivers", language, receivers=", ".join(self.receivers)))
        if self.until is not None:
            parts.append(phrase("packages.condition-until", language, until=self.until))
        if self.words:
            parts.append(phrase("packages.condition-words", language, words=self.words))
        return "\n   ".join(parts)


def binding(items: Iterable[int]) -> list[Binding]:
    """Every condition that binds these items, by their entries."""
    subjects = _subjects(set(items))
    rows = [row for part in chunks(subjects) for row in ConditionRow.objects.filter(subject__in=part)]
    lifted = set(LiftedRow.objects.values_list("condition", flat=True))
    return [_bound(row) for row in sorted(rows, key=lambda row: row.pk) if row.entry not in lifted]


def refuse_forbidden(conditions: Iterable[Binding], purpose: str, receiver: str | None) -> None:
    """Refuses where one of them forbids the purpose, the receiver or the day."""
    today = When.on(datetime.now(UTC).date())
    for each in conditions:
        if not each.allows(purpose, receiver, today):
            raise Refusal("packages.condition-forbids", entry=each.entry)


def chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Numbers in parts that one question to the database can hold."""
    listed = sorted(numbers)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def _subjects(items: set[int]) -> set[int]:
    """The items, what they were found in, the accessions they came with, and their sources."""
    found, fresh = set(items), set(items)
    while fresh:
        outer = {
            number
            for part in chunks(fresh)
            for number in Item.objects.filter(pk__in=map(key, part), found_in__isnull=False).values_list(
                "found_in", flat=True
            )
            if number is not None
        }
        fresh = outer - found
        found |= fresh
    accessions = {
        pk
        for part in chunks(found)
        for pk in Arrival.objects.filter(item__in=part).values_list("accession_id", flat=True).distinct()
    }
    sources = set(AccessionRow.objects.filter(pk__in=accessions).values_list("source_id", flat=True))
    return found | {pk // WIDTH for pk in accessions | sources}


def _bound(row: ConditionRow) -> Binding:
    return Binding(row.entry, *bound_by(row))


def bound_by(row: ConditionRow) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, str | None, str | None]:
    """What a condition says: its purposes, receivers, last day and words."""
    return _listed(row.purposes), _listed(row.receivers), row.until, row.words


def _listed(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(orjson.loads(text))
