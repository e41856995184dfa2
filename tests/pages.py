"""Every page of a SQLCipher database, decrypted by hand: free pages and what was deleted in them included.

SQLCipher 4 with a raw key: pages of 4,096 bytes, AES-256-CBC, an IV of 16 bytes and an HMAC of 64 at each page's end;
the first page begins with 16 bytes of salt.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.db import connection

from isnad.record.desk import Desk

PAGE, RESERVED, SALT = 4096, 80, 16


def decrypted(path: Path, key: bytes) -> bytes:
    """The plain bytes of every page."""
    data = path.read_bytes()
    parts = []
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        body = page[SALT if start == 0 else 0 : -RESERVED]
        iv = page[-RESERVED : -RESERVED + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        parts.append(decryptor.update(body) + decryptor.finalize())
    return b"".join(parts)


def whole_database(desk: Desk) -> bytes:
    """All pages of the archive's database, its journal emptied into it first."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = decrypted(desk.folder.database, desk.holder.database_key())
    assert b"CREATE TABLE" in found, "the pages were not decrypted"
    return found
