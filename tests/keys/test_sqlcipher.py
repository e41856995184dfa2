"""The encrypted database: Django's backend over it, and what its file shows."""

from __future__ import annotations

import datetime
import decimal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections, models, transaction
from django.db.models.functions import Upper
from hypothesis import given
from hypothesis import strategies as st

from isnad.keys import sqlcipher
from isnad.keys.sqlcipher.connecting import connect
from isnad.keys.sqlcipher.rekey import give_new_key
from isnad.words import Broken, Refusal

KEY = bytes(range(32))
MARK = "a name that must not be read"


class Told(models.Model):
    """A table with a column of each kind that is converted on its way."""

    what = models.CharField(max_length=100, db_index=True)
    at = models.DateTimeField()
    day = models.DateField()
    much = models.DecimalField(max_digits=10, decimal_places=2)
    yes = models.BooleanField()
    more = models.JSONField(default=dict)
    raw = models.BinaryField(default=b"")

    class Meta:
        app_label = "keys_tests"
        managed = False


ROW = {
    "what": MARK,
    "at": datetime.datetime(2013, 5, 14, 9, 12, tzinfo=datetime.UTC),
    "day": datetime.date(2013, 5, 14),
    "much": decimal.Decimal("12.50"),
    "yes": True,
    "more": {"a": [1, "ب"]},
    "raw": b"\x00\xff",
}


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Any]:
    """A connection of Django's, under the alias ``told``."""
    connections.databases["told"] = {
        **connections.databases["default"],
        "ENGINE": "isnad.keys.sqlcipher",
        "NAME": str(tmp_path / "told.sqlite"),
        "OPTIONS": {"key": lambda: KEY},
    }
    connection = connections["told"]
    with connection.schema_editor() as editor:
        editor.create_model(Told)
    yield connection
    connection.close()
    del connections["told"]
    del connections.databases["told"]


def test_what_is_written_by_django_comes_back_as_it_was(tables: Any) -> None:
    Told.objects.using("told").bulk_create([Told(**ROW), Told(**{**ROW, "what": "100% another", "yes": False})])
    found = Told.objects.using("told").get(what=MARK)
    assert {name: getattr(found, name) for name in ROW} == ROW
    rows = Told.objects.using("told")
    assert rows.filter(what__contains="100%").count() == 1
    assert rows.filter(more__a__0=1, day__year=2013, what__iregex=r"NAME.*read").count() == 1
    assert rows.annotate(loud=Upper("what")).filter(loud=MARK.upper()).count() == 1
    assert rows.raw("select * from keys_tests_told where what = %(what)s", {"what": MARK})[0].pk == found.pk
    rows.filter(pk=found.pk).update(much=1)
    assert rows.filter(much__lt=2).delete()[0] == 1


def test_the_file_shows_nothing_and_no_other_key_opens_it(tables: Any, tmp_path: Path) -> None:
    Told.objects.using("told").create(**ROW)
    files = sorted(tmp_path.glob("told.sqlite*"))
    assert [path.name for path in files] == ["told.sqlite", "told.sqlite-shm", "told.sqlite-wal"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    written = b"".join(path.read_bytes() for path in files)
    assert MARK.encode() not in written
    assert b"SQLite format 3" not in written
    assert b"keys_tests_told" not in written
    for wrong in (bytes(32), b"", KEY[:-1]):
        with pytest.raises(Broken, match="database-key-wrong"):
            connect(wrong, database=str(tmp_path / "told.sqlite"))


def test_it_is_synced_written_ahead_and_wipes_what_it_deletes(tables: Any) -> None:
    with tables.cursor() as cursor:
        told = {}
        for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store"):
            cursor.execute(f"pragma {name}")
            told[name] = cursor.fetchone()[0]
    assert told == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}


def test_transactions_take_the_pen_at_their_beginning(tables: Any, tmp_path: Path) -> None:
    """A second writer is turned away when it begins, and not in the middle of what it does."""
    with (
        transaction.atomic(using="told"),
        closing(connect(KEY, database=str(tmp_path / "told.sqlite"), timeout=0, isolation_level=None)) as other,
    ):
        assert other.execute("select count(*) from keys_tests_told").fetchone() == (0,)  # reading goes on
        with pytest.raises(other.OperationalError, match="locked"):
            other.execute("begin immediate")


def test_a_failed_statement_is_django_s_error(tables: Any) -> None:
    with pytest.raises(OperationalError), tables.cursor() as cursor:
        cursor.execute("select * from nothing_of_this_name")


def test_other_threads_have_connections_of_their_own(tables: Any) -> None:
    Told.objects.using("told").create(**ROW)
    seen: list[int] = []

    def look() -> None:
        seen.append(Told.objects.using("told").count())
        connections["told"].close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


def test_without_a_key_the_tables_are_locked() -> None:
    before = sqlcipher._source
    sqlcipher.open_with(None)
    try:
        with pytest.raises(Refusal, match="database-locked"):
            sqlcipher.current_key()
    finally:
        sqlcipher.open_with(before)


@given(st.binary(min_size=32, max_size=32))
def test_any_32_bytes_are_a_key(key: bytes) -> None:
    with closing(connect(key, database=":memory:")) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_new_key_opens_the_same_tables_and_may_be_given_twice(tmp_path: Path) -> None:
    path, new = tmp_path / "told.sqlite", bytes(32)
    give_new_key(path, KEY, new)  # nothing there, nothing done
    assert not path.exists()
    with closing(connect(KEY, database=str(path))) as connection:
        connection.execute("create table told (what text)")
        connection.executemany("insert into told values (?)", [(MARK,)] * 5000)
        connection.commit()
    give_new_key(path, KEY, new)
    give_new_key(path, KEY, new)
    with closing(connect(new, database=str(path))) as connection:
        assert connection.execute("select count(*), max(what) from told").fetchone() == (5000, MARK)
    with pytest.raises(Broken):
        connect(KEY, database=str(path))
    with pytest.raises(Broken):
        give_new_key(path, KEY, bytes(reversed(KEY)))
