"""The tables that an expert gives a court: pure counting over remains, with what is uncertain kept apart.

* A row counts remains: those of which a person accepted the value, those of which it is proposed, and how many the
  proposals come to by their own confidence (``expected``). Photographs are counted where the table says so.
* What nobody stated is a row of its own. *No sign seen* is not *none*: a finding counts as absent only where somebody
  stated that it is absent.
* ``public`` gives a table as it may be shown: no cell under five. Small rows are one row together, and with them as
  many of the next as it takes; a split of a number into parts under five is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.remains.queries import Body

FEWEST = 5
NOT_STATED, SMALL = "not-stated", "fewer"
STATED = {  # table: the property of remains that it counts
    "sex": "gender",
    "age": "apparentAge",
    "departments": "branchNumber",
    "hospitals": "photographedIn",
    "condition": "condition",
    "mistreatment": "injuries",
    "cause": "statedCause",
}
SIZES = ((1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5"), (10, "6–10"), (20, "11–20"))
MORE = "20+"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``total`` is accepted and proposed together, None where not shown. ``remains``: those behind it."""

    value: str
    accepted: int | None
    proposed: int | None
    expected: float | None
    total: int | None
    remains: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A table: what its rows count (remains or photographs)."""

    name: str
    of: str
    rows: tuple[Row, ...]


def tables(bodies: Sequence[Body], months: Mapping[int, str]) -> list[Counted]:
    """Every table. ``months``: for each item, the month in which its camera says it was taken."""
    found = [Counted(name, "remains", _by(bodies, _stated(prop))) for name, prop in STATED.items()]
    found.append(Counted("months", "remains", _by(bodies, lambda body: _month(body, months))))
    found.append(Counted("photographs-per-body", "remains", _by(bodies, _size)))
    found.append(Counted("photographs-per-department", "photographs", _photographs(bodies)))
    return found


@dataclass(frozen=True, slots=True)
class _Value:
    value: str
    accepted: bool
    sure: float


Of = Callable[[Body], _Value | None]


def _stated(name: str) -> Of:
    def of(body: Body) -> _Value | None:
        held = [each for each in body.claims if each.property == name and each.value]
        return _best(held) if held else None

    return of


def _best(held: Sequence[Stated]) -> _Value:
    best = max(held, key=lambda each: (each.standing is Standing.ACCEPTED, each.confidence, -each.entry))
    accepted = best.standing is Standing.ACCEPTED
    return _Value(best.normal or best.value, accepted, 1.0 if accepted else best.confidence / 1000)


def _month(body: Body, months: Mapping[int, str]) -> _Value | None:
    """By the earliest of its photographs; a camera's clock is never more than a proposal."""
    known = [months[item] for item in body.items if item in months]
    return _Value(min(known), accepted=False, sure=body.score) if known else None


def _size(body: Body) -> _Value:
    count = len(body.items)
    name = next((name for most, name in SIZES if count <= most), MORE)
    return _Value(name, not body.proposed, 1.0 if not body.proposed else body.score)


def _by(bodies: Iterable[Body], of: Of) -> tuple[Row, ...]:
    gathered: dict[str, list[tuple[Body, _Value]]] = defaultdict(list)
    for body in bodies:
        value = of(body)
        gathered[NOT_STATED if value is None else value.value].append((body, value or _Value(NOT_STATED, False, 1.0)))
    return tuple(_row(value, held) for value, held in sorted(gathered.items(), key=lambda each: _order(each[0])))


def _order(value: str) -> tuple[bool, int, str]:
    return (value == NOT_STATED, len(value) if value.isdecimal() else 99, value)


def _row(value: str, held: Sequence[tuple[Body, _Value]]) -> Row:
    accepted = sum(each.accepted for _, each in held)
    expected = round(sum(each.sure for _, each in held), 1)
    return Row(value, accepted, len(held) - accepted, expected, len(held), tuple(body.entry for body, _ in held))


def _photographs(bodies: Sequence[Body]) -> tuple[Row, ...]:
    """Photographs by the department of the remains that they show."""
    gathered: dict[str, list[tuple[Body, _Value]]] = defaultdict(list)
    of = _stated("branchNumber")
    for body in bodies:
        found = of(body) or _Value(NOT_STATED, accepted=False, sure=1.0)
        gathered[found.value].append((body, found))
    rows = []
    for value, held in sorted(gathered.items(), key=lambda each: _order(each[0])):
        total = sum(len(body.items) for body, _ in held)
        accepted = sum(m.standing is Standing.ACCEPTED for body, _ in held for m in body.items.values())
        expected = round(sum(each.sure * body.score * len(body.items) for body, each in held), 1)
        rows.append(Row(value, accepted, total - accepted, expected, total, tuple(body.entry for body, _ in held)))
    return tuple(rows)


def public(table: Counted) -> Counted:
    """The table as anybody may see it."""
    large = sorted((row for row in table.rows if _enough(row)), key=lambda row: row.total or 0)
    small = [row for row in table.rows if not _enough(row)]
    while small and large and (sum(len(row.remains) for row in small) < FEWEST or len(small) < 2):
        small.append(large.pop(0))
    kept = [_without_parts(row) for row in table.rows if row in large]
    if small:
        kept.append(_without_parts(_together(small)))
    return replace(table, rows=tuple(replace(row, remains=()) for row in kept))


def _enough(row: Row) -> bool:
    return len(row.remains) >= FEWEST and (row.total or 0) >= FEWEST


def _together(small: Sequence[Row]) -> Row:
    remains = tuple(number for row in small for number in row.remains)
    total = sum(row.total or 0 for row in small)
    accepted = sum(row.accepted or 0 for row in small)
    expected = round(sum(row.expected or 0 for row in small), 1)
    shown = total if len(remains) >= FEWEST else None
    return Row(SMALL, accepted, total - accepted, expected if shown else None, shown, remains)


def _without_parts(row: Row) -> Row:
    parts = (row.accepted or 0, row.proposed or 0)
    if row.total is None or any(0 < each < FEWEST for each in parts):
        return replace(row, accepted=None, proposed=None, expected=None)
    return row
