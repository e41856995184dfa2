"""A database backend for Django: SQLite, encrypted by SQLCipher. ``ENGINE`` is ``isnad.keys.sqlcipher``.

The key never stands in the settings. Whoever holds it says once `open_with`; every connection then asks for it.
"""

from __future__ import annotations

from collections.abc import Callable

from isnad.words import Refusal

KeySource = Callable[[], bytes]
_source: KeySource | None = None


def open_with(source: KeySource | None) -> None:
    """From here on, connections ask ``source`` for the database's 32-byte key; None forgets it."""
    global _source
    _source = source


def current_key() -> bytes:
    """The key for a connection; a Refusal where nobody said `open_with`."""
    if _source is None:
        raise Refusal("keys.database-locked")
    return _source()
