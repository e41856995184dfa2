"""How often pictures were shown for each reading that people accepted: what looking costs (VT-13).

Every look counts, at whatever part of a picture, for whatever reason; a blur is no look. Accepted is a number of a
photograph of which some claim was accepted.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.claims import queries
from isnad.claims.models import ClaimRow, ReviewRow
from isnad.claims.standing import Standing
from isnad.custody.models import Sight
from isnad.reading.correcting import NUMBERS
from isnad.reading.queries import SCHEMA
from isnad.record.tables import key

AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Openings:
    """How many looks there were, how many readings are accepted, and how many looks that is for each."""

    looks: int
    accepted: int

    @property
    def for_each(self) -> float | None:
        """Looks for each accepted reading; None where there is none."""
        return round(self.looks / self.accepted, 2) if self.accepted else None


def count() -> Openings:
    """Counts the whole archive."""
    judged = sorted(set(ReviewRow.objects.filter(verdict="accepted").values_list("subject", flat=True)))
    accepted: set[tuple[int, str]] = set()
    for start in range(0, len(judged), AT_ONCE):
        wanted = [key(each) for each in judged[start : start + AT_ONCE]]
        rows = ClaimRow.objects.filter(pk__in=wanted, schema=SCHEMA, property__in=NUMBERS)
        found = queries.stated(list(rows))
        accepted.update((each.entity, each.property) for each in found if each.standing is Standing.ACCEPTED)
    return Openings(Sight.objects.count(), len(accepted))
