"""One way to open an encrypted database, for Django's backend and for a rotation alike.

The key is 32 random bytes, given as they are: nothing is derived, so opening costs nothing. WAL, synced at every
commit; what is deleted is overwritten; temporary tables stay in memory; nothing is logged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from isnad.words import Broken

PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "secure_delete = on",
    "temp_store = memory",
    "foreign_keys = on",
)


def connect(key: bytes, **parameters: Any) -> Any:
    """A connection that ``key`` has opened; Broken where it does not fit or the file was changed."""
    if len(key) != 32:
        raise Broken("keys.database-key-wrong")
    path = str(parameters.get("database", ""))
    if path.startswith("/"):
        Path(path).touch(mode=0o600)  # what SQLite adds beside it gets the same mode
    connection = dbapi2.connect(**parameters)
    connection.execute("pragma cipher_log_level = none")
    connection.execute(f"pragma key = \"x'{key.hex()}'\"")
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except dbapi2.OperationalError:
        connection.close()
        raise
    except dbapi2.DatabaseError as error:
        connection.close()
        raise Broken("keys.database-key-wrong") from error
    for pragma in PRAGMAS:
        connection.execute(f"pragma {pragma}").fetchall()
    return connection
