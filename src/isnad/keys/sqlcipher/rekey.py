"""Gives an encrypted database another key: every page is written anew, in one transaction.

That needs the database alone: while another process has it open, it is Unavailable and left as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from isnad.keys.sqlcipher.connecting import connect
from isnad.words import Broken, Unavailable

PATIENCE = 10.0


def give_new_key(database: Path, old: bytes, new: bytes) -> None:
    """From here on, ``new`` opens ``database``; one already under ``new``, or not there, is left so."""
    if not database.exists() or _opens(database, new):
        return
    with _alone(database, old) as connection:
        connection.execute(f"pragma rekey = \"x'{new.hex()}'\"").fetchall()
    if not _opens(database, new):
        raise Broken("keys.database-key-wrong")


def need_alone(database: Path, key: bytes) -> None:
    """Unavailable where another process has ``database`` open; nothing is changed."""
    if database.exists():
        with _alone(database, key):
            pass


@contextmanager
def _alone(database: Path, key: bytes) -> Iterator[Any]:
    """A connection that nobody shares, without a write-ahead log."""
    try:
        with closing(connect(key, database=str(database), isolation_level=None, timeout=PATIENCE)) as connection:
            connection.execute("pragma wal_checkpoint(truncate)").fetchall()
            connection.execute("pragma journal_mode = delete").fetchall()
            yield connection
    except dbapi2.OperationalError as error:
        raise Unavailable("keys.database-in-use") from error


def _opens(database: Path, key: bytes) -> bool:
    try:
        connect(key, database=str(database)).close()
    except Broken:
        return False
    return True
