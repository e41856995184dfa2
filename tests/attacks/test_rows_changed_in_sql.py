"""Somebody with the database's key changes rows past the pen. The audit names each table and entry."""

from __future__ import annotations

import pytest
from django.db import connection

from isnad.custody.entries import Accession, Pseudonym
from isnad.record import audit
from isnad.record.audit import Difference
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.words import Label


@pytest.fixture
def filled(archive: Desk) -> Desk:
    with pen("owner") as held:
        for number in range(5):
            source = held.say(Pseudonym(f"source {number}"))
            held.say(
                Accession(
                    f"drive {number}", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL
                )
            )
    return archive


def found(desk: Desk) -> list[Difference]:
    with audit.scratch(desk.folder.cache) as scratch:
        audit.fold_all(Bodies(desk.folder, desk.holder), scratch)
        return list(audit.differences(scratch, "default"))


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_untouched_tables_differ_in_nothing(filled: Desk) -> None:
    assert found(filled) == []


@pytest.mark.parametrize(
    ("statement", "table", "how"),
    [
        ("UPDATE custody_source SET name = 'other' WHERE name = 'source 3'", "custody_source", "changed"),
        ("DELETE FROM custody_accession WHERE title = 'drive 2'", "custody_accession", "missing"),
        ("UPDATE record_said SET traits = '{\"x\":1}' WHERE kind = 'pseudonym'", "record_said", "changed"),
        ("INSERT INTO custody_source (id, name) VALUES (987654321, 'slipped in')", "custody_source", "unexplained"),
        ("DELETE FROM record_stands", "record_stands", "missing"),
        ("UPDATE custody_accession SET label = 0", "custody_accession", "changed"),
        ("UPDATE custody_source SET id = id + 1 WHERE name = 'source 1'", "custody_source", "unexplained"),
    ],
)
def test_a_change_past_the_pen_is_named(filled: Desk, statement: str, table: str, how: str) -> None:
    run(statement)
    differences = found(filled)
    assert (table, how) in {(each.table, each.how) for each in differences}


def test_every_column_of_every_folded_table_is_compared(filled: Desk) -> None:
    from isnad.record.tables import columns, folded_models

    for model in folded_models():
        row = model._default_manager.order_by("pk").values().first()
        if row is None:
            continue
        for column in columns(model)[1:]:
            before = row[column.attname]
            after = (
                not before
                if isinstance(before, bool)
                else "x"
                if isinstance(before, str)
                else b"x"
                if isinstance(before, (bytes, memoryview))
                else 77
            )
            model._default_manager.filter(pk=row["id"]).update(**{column.attname: after})
            assert Difference(model._meta.db_table, row["id"] // 1024, "changed") in found(filled), column
            model._default_manager.filter(pk=row["id"]).update(**{column.attname: before})
    assert found(filled) == []
