"""Where each payload's header stands: an index under ``cache/`` that can always be made again from the files.

It is not synced and not trusted: whoever looks something up reads the record at that place and compares the digest.
A database that is damaged is thrown away and made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import RLock
from typing import NamedTuple, TypeVar

from isnad.instruments.durable import disk
from isnad.words import Digest, Unavailable

_TABLES = """
create table if not exists batch (name text primary key) without rowid;
create table if not exists wrap (payload blob primary key, batch text not null, place integer not null, length integer not null) without rowid;
"""  # noqa: E501
_T = TypeVar("_T")


class Place(NamedTuple):
    """A record's batch, its offset and its length in bytes."""

    batch: str
    offset: int
    length: int


class WrapIndex:
    """The index; opened at its first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None

    def batches(self) -> set[str]:
        """Which batches it has read."""
        return self._do(lambda db: {name for (name,) in db.execute("select name from batch")})

    def find(self, payload: Digest) -> Place | None:
        """Where a payload's record stood when its batch was read."""
        found = self._do(
            lambda db: db.execute("select batch, place, length from wrap where payload = ?", (payload.raw,)).fetchone()
        )
        return Place(*found) if found else None

    def add(self, batch: str, places: Iterable[tuple[Digest, int, int]]) -> None:
        """Takes in one batch: payload, offset and length of each record."""
        rows = [(payload.raw, batch, offset, length) for payload, offset, length in places]

        def insert(db: sqlite3.Connection) -> None:
            with db:
                db.execute("insert or ignore into batch values (?)", (batch,))
                db.executemany("insert or replace into wrap values (?, ?, ?, ?)", rows)

        self._do(insert)

    def forget(self) -> None:
        """Throws the index away."""
        with self._lock:
            self.close()
            with disk():
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Lets the database go."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _do(self, act: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._lock:
            try:
                return act(self._opened())
            except sqlite3.OperationalError as error:
                full = "disk is full" in str(error)
                raise Unavailable("durable.full" if full else "vault.index-busy") from error
            except sqlite3.DatabaseError:
                self.forget()
                return act(self._opened())

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            with disk():
                self._path.touch(mode=0o600)
            connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
            self._connection = connection
            connection.executescript("pragma journal_mode = wal; pragma synchronous = off;" + _TABLES)
        return self._connection
