"""The fold: from an entry to rows. A pure function of one entry; it never updates.

What an erased entry folds to follows from the entry that erased it, which is why a rebuild reads the leaves' ``gone``
first: a row of ``Said`` with the kind and traits that were left, and nothing in any other table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.db import connections

from isnad.record.entries import Erased, Left
from isnad.record.models import Held, Said, Stands
from isnad.record.records import Record, Saying, traits_of
from isnad.record.tables import WIDTH, Folded, columns, key
from isnad.words import Refusal, canonical

R = TypeVar("R", bound=Record)
Row = tuple[type[Folded], dict[str, Any]]
Folding = Callable[[Saying, Any], Iterable[Row]]

_foldings: dict[type[Record], Folding] = {}


def folds(cls: type[R]) -> Callable[[Callable[[Saying, R], Iterable[Row]]], Callable[[Saying, R], Iterable[Row]]]:
    """Registers the function that folds records of ``cls`` into a room's tables."""

    def register(function: Callable[[Saying, R], Iterable[Row]]) -> Callable[[Saying, R], Iterable[Row]]:
        _foldings[cls] = cast(Folding, function)
        return function

    return register


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of an erased entry: which entry erased it, and what that left."""

    by_entry: int
    left: Left


def rows_of(saying: Saying) -> Iterator[Row]:
    """Every row that an entry folds into."""
    record = saying.record
    yield (
        Said,
        {
            "kind": record.KIND,
            "traits": traits_text(record, saying.by),
            "at": str(saying.at),
            "by": saying.by,
            "gone": None,
        },
    )
    for each in dict.fromkeys(record.stands_on()):
        yield Stands, {"on": each, "cites": False}
    for each in dict.fromkeys(citation.entry for citation in record.cites()):
        yield Stands, {"on": each, "cites": True}
    for holding in record.holds():
        yield Held, {"payload": holding.payload.raw, "digest": holding.digest.raw}
    if folding := _foldings.get(type(record)):
        yield from folding(saying, record)


def traits_text(record: Record, by: str) -> str:
    """A record's traits as they stand in ``Said``."""
    return canonical(dict(traits_of(record, by))).decode()


def tombstone(gone: Gone) -> Row:
    """The one row that is left of an erased entry."""
    traits = canonical(dict(gone.left.traits)).decode()
    return Said, {"kind": gone.left.kind, "traits": traits, "at": "", "by": "", "gone": gone.by_entry}


def tombstones(sayings: Iterable[Saying]) -> dict[int, Gone]:
    """What the erasing entries among ``sayings`` left, by the number of the entry that is gone."""
    found: dict[int, Gone] = {}
    for saying in sayings:
        if isinstance(saying.record, Erased):
            for left in saying.record.left:
                found[left.number] = Gone(saying.number, left)
    return found


@dataclass(slots=True)
class Rows:
    """Gathers rows and writes them, table by table, without the cost of one object a row."""

    database: str = "default"
    written: int = 0
    _by_table: dict[type[Folded], list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, number: int, rows: Iterable[Row]) -> None:
        """Takes the rows of entry ``number``, each at the next position of its table."""
        positions: dict[type[Folded], int] = {}
        for model, values in rows:
            position = positions.get(model, 0)
            if position >= WIDTH:
                raise Refusal("record.too-many-rows", most=WIDTH)
            positions[model] = position + 1
            names = _names(model)
            self._by_table[model].append((key(number, position), *[values[name] for name in names]))

    def write(self) -> int:
        """Writes what was gathered; returns how many rows."""
        connection = connections[self.database]
        written = 0
        with connection.cursor() as cursor:
            for model, rows in self._by_table.items():
                cursor.executemany(_insert(model, connection.ops.quote_name), rows)
                written += len(rows)
        self._by_table.clear()
        self.written += written
        return written


_names_of: dict[type[Folded], tuple[str, ...]] = {}


def _names(model: type[Folded]) -> tuple[str, ...]:
    if model not in _names_of:
        _names_of[model] = tuple(column.attname for column in columns(model)[1:])
    return _names_of[model]


def _insert(model: type[Folded], quote: Callable[[str], str]) -> str:
    names = [column.column for column in columns(model)]
    listed = ", ".join(quote(str(name)) for name in names)
    return f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608
