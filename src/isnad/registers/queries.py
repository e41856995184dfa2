"""What registers are asked: their rows, row by row, so that hundreds of thousands can be gone through. Asks only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from isnad.claims import queries as claims
from isnad.claims.conditions import allow
from isnad.claims.models import ClaimRow, ReviewRow, WithdrawalRow
from isnad.claims.queries import Stated
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key
from isnad.words import Label, When

REGISTER, ROW = "Register", "RegisterRow"
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: the claim that says it, as read, and as others write it."""

    claim: int
    value: str
    normal: str | None


@dataclass
class Listed:
    """One row of a register: its entity, the register's entity where it is known, and its values by property."""

    entry: int
    register: int | None = None
    values: dict[str, list[Cell]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        """The values of a property as read."""
        return [each.value for each in self.values.get(name, ())]

    def normals(self, name: str) -> list[str]:
        """The values of a property as others write them; those that are not understood are not among them."""
        return [each.normal for each in self.values.get(name, ()) if each.normal is not None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Up to which label, for what, and for which receiver: None is somebody in the house."""

    label: Label = Label.RESTRICTED
    purpose: str = "tracing"
    receiver: str | None = None


IN_THE_HOUSE = Asked()


def listed(asked: Asked = IN_THE_HOUSE) -> Iterator[Listed]:
    """Every row of every register of which anything may be read, in the order in which they were introduced.

    Most claims of a list were never reviewed, withdrawn or corrected; only those that were are asked one by one.
    """
    registers, today = _registers(), When.on(datetime.now(UTC).date())
    doubtful = _Doubtful()
    lets = _Lets(asked, today)
    row: Listed | None = None
    for pk, about, name, value, normal, conditions, version in _claims(asked.label):
        if row is None or row.entry != about:
            if row is not None and row.values:
                yield row
            row = Listed(about, registers.get(version))
        if lets(conditions) and doubtful.holds(pk // WIDTH, version):
            row.values.setdefault(name, []).append(Cell(pk // WIDTH, value, normal))
    if row is not None and row.values:
        yield row


def registers() -> list[dict[str, object]]:
    """Every register that was taken in: its entity, and what is said of it."""
    found: dict[int, dict[str, object]] = {}
    for each in claims.stated(list(ClaimRow.objects.filter(schema=REGISTER).order_by("pk"))):
        if each.standing.holds:
            found.setdefault(each.entity, {"entry": each.entity})[each.property] = each.value
    return list(found.values())


def _claims(label: Label) -> Iterator[tuple[int, int, str, str, str | None, str | None, str | None]]:
    """What is said of rows, all of one row together: by entity, in parts, so that no answer is larger than a few MB."""
    columns = ("pk", "about", "property", "value", "normal", "conditions", "version")
    rows = ClaimRow.objects.filter(schema=ROW, label__lte=int(label)).order_by("about", "pk")
    yield from rows.values_list(*columns).iterator(chunk_size=AT_ONCE)


def _registers() -> dict[str | None, int]:
    """The register that each import brought, by what its claims name as their version."""
    return dict(ClaimRow.objects.filter(schema=REGISTER).values_list("version", "about"))


class _Lets:
    """Whether conditions let a claim be read: most rows of a list have the same, and are asked once."""

    def __init__(self, asked: Asked, today: When) -> None:
        self._asked, self._today = asked, today
        self._known: dict[str | None, bool] = {None: True}

    def __call__(self, conditions: str | None) -> bool:
        if conditions not in self._known:
            told = orjson.loads(conditions or "{}")
            self._known[conditions] = allow(told, self._asked.purpose, self._asked.receiver, self._today)
        return self._known[conditions]


class _Doubtful:
    """The few claims of rows whose worth must be asked: reviewed, taken back, replaced, or resting on what is gone."""

    def __init__(self) -> None:
        subjects = set(ReviewRow.objects.values_list("subject", flat=True))
        replaced = ClaimRow.objects.filter(supersedes__isnull=False).values_list("supersedes", flat=True)
        subjects |= {each for each in replaced if each is not None}
        self._withdrawn = set(WithdrawalRow.objects.values_list("subject", flat=True))
        self._asked = subjects | self._withdrawn
        gone = {pk // WIDTH for pk in Said.objects.filter(gone__isnull=False).values_list("pk", flat=True)}
        self._fallen = {f"import {number}" for number in self._withdrawn | gone}

    def holds(self, claim: int, version: str | None) -> bool:
        if version in self._fallen:
            return False
        return claim not in self._asked or self._worth(claim).standing.holds

    def _worth(self, claim: int) -> Stated:
        return claims.stated([ClaimRow.objects.get(pk=key(claim))])[0]
