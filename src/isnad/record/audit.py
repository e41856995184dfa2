"""The audit of tables: everything folded anew from the ledger's files, beside what the database holds.

The law stops mistakes; this finds malice: a row that no entry explains, whoever wrote it; a row that is missing or
changed; and an entry that was appended past the law by somebody who holds the keys.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from isnad.record import signatures
from isnad.record.bodies import Bodies
from isnad.record.entries import SigningKey
from isnad.record.fold import Rows, rows_of, tombstone, tombstones
from isnad.record.law import Around, faults
from isnad.record.records import Ground, Saying, traits_of
from isnad.record.tables import WIDTH, Folded, columns, folded_models

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that differs: its table, the entry that should explain it, and how."""

    table: str
    entry: int
    how: str  # missing, unexplained, changed


def fold_all(bodies: Bodies, database: str, progress: Callable[[int], None] = lambda _: None) -> int:
    """Folds every entry into the empty folded tables of ``database``; returns the number of rows. Never judges."""
    rows = Rows(database)
    for _ in _folded(bodies, rows, progress):
        pass
    return rows.written


def fold_and_judge(bodies: Bodies, database: str) -> list[tuple[int, str]]:
    """Folds every entry and judges it (`lawless`) in one pass: opening its body costs more than either."""
    return list(lawless(bodies, _folded(bodies, Rows(database))))


def _folded(bodies: Bodies, rows: Rows, progress: Callable[[int], None] = lambda _: None) -> Iterator[Saying]:
    """Folds while it gives each entry that is not gone."""
    gone = bodies.gone()
    left = tombstones(bodies.saying(number) for number in sorted(set(gone.values())))
    with transaction.atomic(using=rows.database):
        for number in range(bodies.reader.size):
            if number in gone:
                rows.add(number, [tombstone(left[number])])
            else:
                saying = bodies.saying(number)
                rows.add(number, rows_of(saying))
                yield saying
            if number % BATCH == BATCH - 1:
                rows.write()
                progress(number + 1)
        rows.write()


@contextmanager
def scratch(folder: Path) -> Iterator[str]:
    """A database with empty folded tables, encrypted as the archive's own; removed at the end."""
    path = folder / f"scratch-{secrets.token_hex(4)}.sqlite"
    try:
        with database_at(path) as name:
            yield name
    finally:
        _remove(path)


@contextmanager
def database_at(path: Path) -> Iterator[str]:
    """A new database at ``path`` with empty folded tables, encrypted under the archive's key; by the name to use."""
    name = f"beside-{secrets.token_hex(4)}"
    connections.databases[name] = {
        **connections.databases["default"],
        "ENGINE": "isnad.keys.sqlcipher",
        "NAME": str(path),
    }
    try:
        make_tables(name)
        yield name
    finally:
        connections[name].close()
        del connections[name]
        del connections.databases[name]


def make_tables(database: str) -> None:
    """Makes the folded tables, without rows, in ``database``."""
    with connections[database].schema_editor() as editor:
        for model in folded_models():
            editor.create_model(model)


def differences(left: str, right: str) -> Iterator[Difference]:
    """How the folded tables of ``right`` differ from those of ``left``, which follow from the ledger."""
    for model in folded_models():
        yield from _compare(model, _rows(model, left), _rows(model, right))


def lawless(bodies: Bodies, sayings: Iterable[Saying] | None = None) -> Iterator[tuple[int, str]]:
    """Every entry that breaks the law, judged against the entries before it, with the code of the rule.

    What was erased can no longer be judged; what once stood on it is judged by the kind, traits and ground it left.
    """
    gone = bodies.gone()
    left = tombstones(bodies.saying(number) for number in sorted(set(gone.values())))
    grounds = {
        number: Ground(number, each.left.kind, each.left.traits, on=each.left.on) for number, each in left.items()
    }
    around, signing = Around(), dict[str, list[str]]()
    for saying in bodies.all() if sayings is None else sayings:
        record = saying.record
        for fault in faults(saying.number, record, grounds, saying.by, around):
            yield saying.number, fault
        yield from (
            (saying.number, fault)
            for fault in signatures.faults(signing, saying.by, saying.signature, bodies.leaf(saying.number).commitment)
        )
        if isinstance(record, SigningKey):
            signing.setdefault(record.who, []).append(record.public)
        around.heard(saying.number, record)
        grounds[saying.number] = Ground(saying.number, record.KIND, traits_of(record, saying.by), on=record.stands_on())
        for number in record.gone():
            if number in grounds:
                grounds[number] = replace(grounds[number], gone=True)


def replace_tables(source: str, target: str = "default") -> None:
    """Puts the rows of ``source`` in place of those of ``target``, in one transaction."""
    with transaction.atomic(using=target), connections[target].cursor() as cursor:
        for model in folded_models():
            table = connections[target].ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  the name comes from the model
            names = ", ".join(connections[target].ops.quote_name(str(c.column)) for c in columns(model))
            marks = ", ".join(["%s"] * len(columns(model)))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            for batch in _batches(_rows(model, source)):
                cursor.executemany(insert, batch)


def _rows(model: type[Folded], database: str) -> Iterator[tuple[Any, ...]]:
    names = [column.attname for column in columns(model)]
    rows = model._default_manager.using(database).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2000):
        yield tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def _compare(
    model: type[Folded], expected: Iterator[tuple[Any, ...]], found: Iterator[tuple[Any, ...]]
) -> Iterator[Difference]:
    table = model._meta.db_table
    one, two = next(expected, None), next(found, None)
    while one is not None or two is not None:
        if two is None or (one is not None and one[0] < two[0]):
            assert one is not None
            yield Difference(table, one[0] // WIDTH, "missing")
            one = next(expected, None)
        elif one is None or two[0] < one[0]:
            yield Difference(table, two[0] // WIDTH, "unexplained")
            two = next(found, None)
        else:
            if one != two:
                yield Difference(table, one[0] // WIDTH, "changed")
            one, two = next(expected, None), next(found, None)


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _remove(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        each.unlink(missing_ok=True)
