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

from isnad.claims import queries
from isnad.claims.conditions import allow
from isnad.claims.exporting import entity_line
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.queries import Stated
from isnad.packages.terms import chunks
from isnad.record.models import Stands
from isnad.record.tables import WIDTH, key
from isnad.words import Label, When

OPENED = ("format", "entity", "says", "citations", "terms", "supersedes")


@dataclass
class Stating:
    """The claims that leave, and how many do not, by reason."""

    leaving: list[Stated] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)

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


def choose_claims(items: Iterable[int], label: Label, purpose: str, receiver: str | None) -> Stating:
    """Decides about each claim that rests on these items."""
    today = When.on(datetime.now(UTC).date())
    stating, here = Stating(), set(items)
    for each in queries.stated(_resting_on(here)):
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
