"""Which claims travel with a package's items: those that rest on nothing that is left behind.

A claim leaves where it counts now, is at or under the label, is allowed by its own conditions, and cites only items of
this package or claims that leave too. What is withheld is counted, by reason. Nothing says who stated it: of its entry
the author stays shut, and of an imported one the name of the data it came in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from isnad.claims import queries
from isnad.claims.conditions import allow
from isnad.claims.entries import Entity, Import
from isnad.claims.exporting import entity_line
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.queries import Stated
from isnad.packages.terms import chunks
from isnad.record.models import Said, Stands
from isnad.record.tables import WIDTH, key
from isnad.words import Label, When

OPENED = ("format", "entity", "says", "citations", "terms", "supersedes")


@dataclass
class Stating:
    """The claims that leave, and how many do not, by reason."""

    leaving: list[Stated] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)
    files: list[int] = field(default_factory=list)  # taken over from elsewhere, on which some of these rest

    def lines(self) -> Iterator[bytes]:
        """An entity a line, as FollowTheMoney writes them, in the order in which they were introduced."""
        groups: dict[tuple[int, ...], list[Stated]] = {}
        members: dict[int, tuple[int, ...]] = {}
        for each in self.leaving:
            if each.entity not in members:
                members[each.entity] = queries.same(each.entity)
            groups.setdefault(members[each.entity], []).append(each)
        for joined in sorted(groups):
            rows = EntityRow.objects.filter(pk__in=map(key, joined)).order_by("pk")
            yield entity_line(queries.add_up(joined, [row.schema for row in rows], groups[joined]))


def choose_claims(
    items: Iterable[int], label: Label, purpose: str, receiver: str | None, only: frozenset[int] | None = None
) -> Stating:
    """Decides about each claim that rests on these items; or about each of ``only``, and all that these rest on.

    Those that a room named may also rest on entities and on files that were taken over, whose bytes do not leave.
    """
    today = When.on(datetime.now(UTC).date())
    stating, here = Stating(), set(items)
    rows = _resting_on(here) if only is None else beneath(only)
    if only is not None:
        found = _files_and_entities(rows)
        here |= found.keys()
        stating.files = sorted(number for number, kind in found.items() if kind == Import.KIND)
    for each in queries.stated(rows):
        if not each.standing.holds:
            continue
        if each.label > label or each.label is Label.SEALED:
            stating.withheld["label"] += 1
        elif not allow(each.conditions, purpose, receiver, today):
            stating.withheld["condition"] += 1
        elif any(citation.entry not in here for citation in each.citations):
            stating.withheld["rests-elsewhere"] += 1
        else:
            stating.leaving.append(each)
            here.add(each.entry)
    return stating


def opened(each: Stated) -> tuple[str, ...]:
    """The fields of a claim's entry that are opened; an import names the data it came from, and that may be a trace."""
    return OPENED if each.method == "imported" else (*OPENED, "how")


def beneath(wanted: Iterable[int]) -> list[ClaimRow]:
    """These claims and every claim that they cite, however far down, in the order in which they were said."""
    found: dict[int, ClaimRow] = {}
    fresh, asked = set(wanted), set[int]()
    while fresh:
        asked |= fresh
        rows = [row for part in chunks(fresh) for row in ClaimRow.objects.filter(pk__in=map(key, part))]
        found.update((row.entry, row) for row in rows)
        cited = {each["entry"] for row in rows for each in orjson.loads(row.citations)}
        fresh = cited - asked
    return [found[number] for number in sorted(found)]


def _files_and_entities(rows: Iterable[ClaimRow]) -> dict[int, str]:
    """What these claims cite that is a file that was taken over, or an entity; with its kind."""
    cited = {each["entry"] for row in rows for each in orjson.loads(row.citations)}
    found: dict[int, str] = {}
    for part in chunks(cited):
        known = Said.objects.filter(pk__in=map(key, part), kind__in=(Entity.KIND, Import.KIND), gone=None)
        found.update((pk // WIDTH, kind) for pk, kind in known.values_list("pk", "kind"))
    return found


def _resting_on(items: set[int]) -> list[ClaimRow]:
    """Every claim that rests on these items, or on such a claim, in the order in which they were said."""
    found: dict[int, ClaimRow] = {}
    fresh = set(items)
    while fresh:
        citing = {
            key(pk // WIDTH)
            for part in chunks(fresh)
            for pk in Stands.objects.filter(on__in=part, cites=True).values_list("pk", flat=True)
        }
        rows = [row for part in chunks(citing) for row in ClaimRow.objects.filter(pk__in=part)]
        fresh = {row.entry for row in rows} - found.keys()
        found.update((row.entry, row) for row in rows)
    return [found[number] for number in sorted(found)]
