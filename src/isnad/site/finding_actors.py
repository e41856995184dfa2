"""What the pages of actors and cases find in the tables, each through the gate."""

from __future__ import annotations

from collections.abc import Iterable

from isnad.access.gate import Aspect, Gate
from isnad.claims import queries, yielding
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.claims.schemata import schema, schemata

AT_ONCE = 100
ACTORS = ("LegalEntity", "Vehicle")


def acts(name: str) -> bool:
    """Whether what is of this schema can be an actor."""
    return name in schemata() and any(schema(name).is_a(each) for each in ACTORS)


def units(gate: Gate, after: int) -> tuple[list[int], int | None]:
    """Units, a page at a time, in the order in which they were introduced; and after which the next page begins."""
    rows = gate.through(ClaimRow.objects.filter(schema="Unit", about__gt=after), Aspect.CLAIMS)
    found = list(rows.order_by("about").values_list("about", flat=True).distinct()[: AT_ONCE + 1])
    listed = list(dict.fromkeys(queries.same(each)[0] for each in found[:AT_ONCE]))
    return listed, found[AT_ONCE - 1] if len(found) > AT_ONCE else None


def conduct(gate: Gate, members: Iterable[int]) -> list[list[Stated]]:
    """What these are alleged to have done, and what speaks against it, claim by claim."""
    rows = gate.through(ClaimRow.objects.filter(refers__in=list(members), schema="Conduct", property="actor"),
                        Aspect.CLAIMS)  # fmt: skip
    found = [row.about for row in rows.order_by("pk")]
    by_entity: dict[int, list[Stated]] = {each: [] for each in found}
    for each in yielding.through(gate, [said for said in queries.about(found) if said.standing.holds]):
        by_entity[each.entity].append(each)
    return [said for said in by_entity.values() if said]
