"""Gives an encrypted database another key: every page is written anew, in one transaction."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from isnad.keys.sqlcipher.connecting import connect
from isnad.words import Broken


def give_new_key(database: Path, old: bytes, new: bytes) -> None:
    """From here on, ``new`` opens ``database``; one already under ``new``, or not there, is left so."""
    if not database.exists() or _opens(database, new):
        return
    with closing(connect(old, database=str(database), isolation_level=None)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)").fetchall()
        connection.execute("pragma journal_mode = delete").fetchall()
        connection.execute(f"pragma rekey = \"x'{new.hex()}'\"").fetchall()
    if not _opens(database, new):
        raise Broken("keys.database-key-wrong")


def _opens(database: Path, key: bytes) -> bool:
    try:
        connect(key, database=str(database)).close()
    except Broken:
        return False
    return True
