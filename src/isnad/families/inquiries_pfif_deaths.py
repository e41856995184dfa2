"""Of whom PFIF may say *believed_dead*: nobody before their family was told (PFIF-6).

1. It is written from an identification that stands, with a remains; that a name stands in a list says no death.
2. Every asker who still asks for the person was told of that very identification. Relatives may not know one another,
   and none of them learns it from a file.
3. To anybody (public) only where the asker let it be published after they were told: whoever published a search has not
   published a death.
4. A step back from the identification takes it away with the next giving.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from isnad.families import queries
from isnad.families.candidates_queries import Decision
from isnad.families.candidates_queries import pair as candidate
from isnad.families.deciding_models import TellingRow
from isnad.families.identifications_queries import identification_of, members_of
from isnad.families.models import AskingRow, ConsentRow
from isnad.families.telling_queries import Telling, tellings, told_of_identification

REMAINS, IDENTIFICATION, TOLD = "remains", "identification", "told"


def told_dead(rows: Iterable[AskingRow], *, public: bool) -> Mapping[int, str]:
    """Inquiries whose asker knows of the death, and whose record may say so: when they were told, as a Moment."""
    spoken = set(TellingRow.objects.filter(about=IDENTIFICATION).values_list("asking", flat=True))
    running = queries.running()
    found = {}
    for row in rows:
        told = _told(row, running) if row.entry in spoken else None
        if told is not None and told.told_at is not None and (not public or _published_since(row, told)):
            found[row.inquiry] = told.told_at
    return found


def _told(row: AskingRow, running: Sequence[AskingRow]) -> Telling | None:
    decision = identification_of(row.person)
    if decision is None or candidate(decision.candidate).kind != REMAINS or not _all_told(row, running):
        return None
    return next((each for each in tellings([row.entry]) if _is_of(each, decision)), None)


def _is_of(telling: Telling, decision: Decision) -> bool:
    return telling.subject == decision.entry and telling.outcome == TOLD


def _all_told(row: AskingRow, running: Sequence[AskingRow]) -> bool:
    members = members_of(row.person)
    askers = [each for each in running if each.person in members]
    return all(told_of_identification(each.person, each.entry) for each in askers)


def _published_since(row: AskingRow, told: Telling) -> bool:
    newest = ConsentRow.objects.filter(asking=row.entry).order_by("-pk").first()
    return newest is not None and told.told is not None and newest.entry > told.told
