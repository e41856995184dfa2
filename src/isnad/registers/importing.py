"""Takes a list from elsewhere over: every row as claims, by the path that claims take in from files.

1. The list is an item, or its bytes become part of the archive with the import; it is never changed.
2. ``source`` names the item the list came from, where that is another (a scan that somebody typed): every claim then
   cites both, the line of the table and the item.
3. Each claim cites its line; what cannot be read is told by its line, and the rest goes on. Told again, nothing is
   said twice.
4. The mapping is an entry of its own, so that anybody can see later what a column was taken to mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from isnad.claims import importing, told
from isnad.claims.importing import Progress, Taken
from isnad.claims.lines import Problem, Read, Value
from isnad.claims.schemata import schema
from isnad.custody.models import Item
from isnad.record.desk import desk
from isnad.record.pen import say
from isnad.record.tables import key
from isnad.registers import mapping as mappings
from isnad.registers.entries import Mapped
from isnad.registers.mapping import Mapping
from isnad.registers.queries import REGISTER, ROW
from isnad.registers.rows import Row, Tally, refuse_unfitting, rows
from isnad.words import Refusal

KINDS = ("detainees", "dead", "hospital", "releases", "court", "other")
_OF_REGISTER = {"name": "name", "kind": "kind", "issued_by": "issuedBy", "issued_at": "issuedAt"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be taken over, under which mapping, and from which item it came."""

    path: Path
    mapping: Mapping
    source: int | None
    by: str


@dataclass
class Outcome:
    """What an import came to, and the entry that keeps its mapping."""

    taken: Taken
    tally: Tally
    entry: int


def targets() -> dict[str, str]:
    """What a column may become: the properties of a row that are no entities, with their types."""
    return {each.name: each.type for each in schema(ROW).properties.values() if each.range is None}


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; refused where it does not say what list this is."""
    found = mappings.read(path, targets())
    if not found.text("name"):
        raise Refusal("registers.map-no-name")
    if (found.text("kind") or "other") not in KINDS:
        raise Refusal("registers.map-kind", known=", ".join(KINDS))
    return found


def try_out(path: Path, mapping: Mapping, progress: Progress = lambda _: None) -> tuple[Tally, list[Problem]]:
    """What an import would come to; nothing is said."""
    if not path.is_file():
        raise Refusal("claims.no-such-file")
    tally, problems = Tally(), list[Problem]()
    for row in rows(path, mapping, targets(), problems, tally):
        if row.number % 500 == 0:
            progress(row.number)
    return tally, problems


def take_over(request: Request, measure: Callable[[int], Progress] = lambda _: lambda _: None) -> Outcome:
    """Takes a list over."""
    refuse_unknown_source(request.source)
    refuse_unfitting(request.path, request.mapping)
    tally = Tally()
    asked = importing.Request(request.path, request.by, None, request.mapping.label)
    taken = importing.take_over(asked, measure, _Reading(request, tally))
    kept = kept_mapping(request.mapping, taken, tally, request.source)
    return Outcome(taken, tally, say([kept], by=request.by)[0])


def kept_mapping(mapping: Mapping, taken: Taken, tally: Tally, source: int | None) -> Mapped:
    """The entry that keeps what the columns were taken to mean."""
    return Mapped(taken.entry, source, _plain(mapping), mapping.sheet, tally.rows, tally.refused_rows)


def refuse_unknown_source(source: int | None) -> None:
    """Refuses an entry that is no item."""
    if source is not None and not Item.objects.filter(pk=key(source)).exists():
        raise Refusal("registers.no-such-item", entry=source)


def _plain(mapping: Mapping) -> dict[str, object]:
    """The mapping as an entry keeps it: names in any script stand in lists, since keys are ASCII."""
    return {
        "table": {name: value for name in (*_OF_REGISTER, "dates") if (value := mapping.text(name))},
        "header": mapping.header,
        "columns": [[name, each.target, each.dates, each.split] for name, each in mapping.columns.items()],
        "compose": [[target, list(names)] for target, names in mapping.compose.items()],
        "constant": [[target, value] for target, value in mapping.constant.items()],
    }


class _Reading:
    """Reads a list as what its rows claim."""

    def __init__(self, request: Request, tally: Tally) -> None:
        self._request, self._tally = request, tally

    def __call__(
        self, stream: BinaryIO, source: told.Source, problems: list[Problem]
    ) -> Iterator[tuple[int, Read | None]]:
        """The list itself, then its rows."""
        mapping, cited = self._request.mapping, self._cited(source)
        origin = desk().folder.config.origin
        head = tuple(
            Value(name, value, cited) for told_as, name in _OF_REGISTER.items() if (value := mapping.text(told_as))
        )
        yield 1, Read(1, "register", schema(REGISTER), head, origin)
        kind = schema(ROW)
        for row in rows(self._request.path, mapping, targets(), problems, self._tally):
            yield row.number, Read(row.number, f"row {row.number}", kind, _values(row, cited), origin)

    def _cited(self, source: told.Source) -> dict[str, object]:
        """What each claim rests on besides its line: the item the list came from, where that has other bytes."""
        item = self._request.source
        if item is None or str(source.digest) == _digest(item):
            return {}
        return {"citations": [{"entry": item}]}


def _values(row: Row, cited: dict[str, object]) -> tuple[Value, ...]:
    return tuple(Value(each.target, each.value, cited, each.normal) for each in row.says)


def _digest(item: int) -> str:
    row = Item.objects.get(pk=key(item))
    return bytes(row.digest).hex()
