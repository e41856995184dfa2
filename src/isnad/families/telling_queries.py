"""What tellings are asked: what was prepared for whom, how it went, and who has been told. Asks, never writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from isnad.families import candidates_queries as candidates
from isnad.families.deciding_models import TellingRow, ToldRow
from isnad.families.identifications_queries import identification_of


@dataclass(frozen=True, slots=True)
class Telling:
    """One conversation: what was prepared, and how it went; ``outcome`` is None while it is to come."""

    entry: int
    asking: int
    about: str
    subject: int | None
    words: str
    means: str
    with_them: str
    images: str
    by: str
    at: str
    outcome: str | None = None
    note: str = ""
    images_shown: bool = False
    support: tuple[str, ...] = ()
    told: int | None = None
    told_at: str | None = None


def tellings(askings: Sequence[int]) -> list[Telling]:
    """Every conversation prepared for these askers, in order."""
    rows = list(TellingRow.objects.filter(asking__in=list(askings)).order_by("pk"))
    told = {row.telling: row for row in ToldRow.objects.filter(telling__in=[row.entry for row in rows])}
    return [_telling(row, told.get(row.entry)) for row in rows]


def told_of_identification(person: int, asking: int) -> bool:
    """Whether this asker was told of the identification that stands (PFIF-6: before that nothing says *dead*)."""
    decision = identification_of(person)
    if decision is None:
        return False
    return any(each.subject == decision.entry and each.outcome == "told" for each in tellings([asking]))


def corrections_owed(askings: Sequence[int]) -> list[Telling]:
    """What these askers were told and what stands no longer, while nobody has corrected it."""
    every = tellings(askings)
    back = candidates.stepped_back([each.subject for each in every if each.subject is not None])
    corrected = {each.subject for each in every if each.about == "correction" and each.outcome == "told"}
    return [
        each
        for each in every
        if each.outcome == "told" and each.subject in back and back[each.subject] not in corrected
    ]


def _telling(row: TellingRow, told: ToldRow | None) -> Telling:
    prepared = (
        row.entry, row.asking, row.about, row.subject, row.words, row.means, row.with_them, row.images, row.by, row.at
    )  # fmt: skip
    if told is None:
        return Telling(*prepared)
    support = tuple(orjson.loads(told.support))
    return Telling(*prepared, told.outcome, told.note, told.images_shown, support, told.entry, told.at)
