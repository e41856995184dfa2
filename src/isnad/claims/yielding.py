"""Which claims somebody's gate yields, for the purpose they ask for.

 1. The gate asks label, compartment, purpose and last day, of a claim and of all it rests on.
 2. Conditions that only a room below understands are asked of that room: of the claim's own, and of every claim that
    it rests on, however far down.

Receivers bind what leaves the house; people in it are no receivers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from isnad.access import reach
from isnad.access.actions import ROLES
from isnad.access.gate import PURPOSES, Aspect, Gate
from isnad.access.models import Reach
from isnad.claims import queries
from isnad.claims.conditions import KNOWN, allow
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.queries import Stated, Whole
from isnad.record.tables import WIDTH, key
from isnad.words import Refusal, When

CHUNK = 900


def asked_by_owner(purpose: str) -> Gate:
    """The gate of whoever sits at the data folder's own command line: every role, and one purpose at a time."""
    if purpose not in PURPOSES:
        raise Refusal("access.unknown-purpose", known=", ".join(PURPOSES))
    return Gate(ROLES, purpose, compartments=None)


def claim(gate: Gate, number: int) -> Stated:
    """One claim; refused in the same words where there is none and where it is not yielded."""
    row = gate.through(ClaimRow.objects.filter(pk=key(number)), Aspect.CLAIMS).first()
    if row is None or not understood(gate, [row]):
        raise Refusal("claims.no-such-claim")
    return queries.stated([row])[0]


def through(gate: Gate, found: Sequence[Stated]) -> list[Stated]:
    """Those of these claims that are yielded, in their order. Sealed ones never are."""
    fitting = [each for each in found if gate.opens(Aspect.CLAIMS, each.label)]
    if not reach.catch_up():
        return fitting
    passed: set[int] = set()
    for start in range(0, len(fitting), CHUNK):
        part = [key(each.entry) for each in fitting[start : start + CHUNK]]
        rows = gate.through(ClaimRow.objects.filter(pk__in=part), Aspect.CLAIMS)
        entries = {pk // WIDTH for pk in rows.values_list("pk", flat=True)}
        passed |= entries - _not_understood(gate, sorted(entries))
    return [each for each in fitting if each.entry in passed]


def entity(gate: Gate, number: int) -> Whole:
    """An entity as the claims add up that are yielded; refused as one that is not there where none is."""
    members = queries.same(number)
    rows = EntityRow.objects.filter(pk__in=[key(each) for each in members]).order_by("pk")
    schemas = [row.schema for row in rows]
    held = through(gate, [each for each in queries.about(members) if each.standing.holds])
    if not schemas:
        raise Refusal("claims.no-such-entity")
    return queries.add_up(members, schemas, held)


def understood(gate: Gate, rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """Those of these rows, which passed the gate, that no condition of a room below forbids."""
    entries, forbidden = [row.entry for row in rows], set[int]()
    for start in range(0, len(entries), CHUNK):
        forbidden |= _not_understood(gate, entries[start : start + CHUNK])
    return [row for row in rows if row.entry not in forbidden]


def _not_understood(gate: Gate, entries: Sequence[int]) -> set[int]:
    """Those of at most ``CHUNK`` claims that rest on one, or are one, of which a room below says no."""
    pairs = list(Reach.objects.filter(entry__in=entries, bound__compartment=None).values_list("entry", "bound_id"))
    forbidden = _forbidden(gate, {bound for _, bound in pairs}) if pairs else set()
    return {entry for entry, bound in pairs if bound in forbidden}


def _forbidden(gate: Gate, bounds: Iterable[int]) -> set[int]:
    """The claims among these bounds (a claim's own conditions stand under its entry) whose conditions say no."""
    today, listed = When.on(datetime.now(UTC).date()), sorted(bounds)
    found: set[int] = set()
    for start in range(0, len(listed), CHUNK):
        rows = ClaimRow.objects.filter(pk__in=listed[start : start + CHUNK], conditions__isnull=False)
        for pk, conditions in rows.values_list("pk", "conditions"):
            mine = _not_known(orjson.loads(conditions or "{}"))
            if mine and not allow(mine, gate.purpose or "", None, today):
                found.add(pk)
    return found


def _not_known(conditions: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in conditions.items() if name not in KNOWN}
