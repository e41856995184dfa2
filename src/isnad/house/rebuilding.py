"""Rebuilds the tables from the ledger's files: the ledger is the truth, the tables are an index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isnad.access import reach
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Refusal

MOST_TOLD = 1000  # differences that are told one by one


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to. ``different`` names tables and entries, never a value."""

    equal: bool
    rows: int
    different: list[dict[str, Any]]


def rebuild(desk: Desk, into: Path | None, progress: Callable[[int], None]) -> Rebuilt:
    """Folds every entry anew; where the tables differ from that, they are replaced.

    With ``into`` the rows go into a database of their own, encrypted as the archive's, and nothing is replaced.
    """
    with desk.alone():
        desk.writer()  # seals what was said and not sealed: it belongs to the truth
        bodies = Bodies(desk.folder, desk.holder)
        if into is not None:
            return _into(bodies, into, progress)
        with audit.scratch(desk.folder.cache) as scratch:
            rows = audit.fold_all(bodies, scratch, progress)
            found = list(audit.differences(scratch, "default"))
            if found:
                audit.replace_tables(scratch)
            reach.forget()  # what follows from the tables follows anew
    return _told(rows, found)


def _into(bodies: Bodies, path: Path, progress: Callable[[int], None]) -> Rebuilt:
    if path.exists():
        raise Refusal("house.database-exists")
    with audit.database_at(path) as name:
        rows = audit.fold_all(bodies, name, progress)
        found = list(audit.differences(name, "default"))
    return _told(rows, found)


def _told(rows: int, found: list[audit.Difference]) -> Rebuilt:
    told = [{"table": each.table, "entry": each.entry, "how": each.how} for each in found[:MOST_TOLD]]
    return Rebuilt(not found, rows, told)
