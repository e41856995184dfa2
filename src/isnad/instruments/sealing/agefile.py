"""Whole age files of small size, in memory: header and payload together, plain or armoured.

For keys and shares: what Isnad keeps in them opens with ``age -d`` and nothing else. Originals never come this way.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterable

from isnad.instruments.sealing.header import lock, new_file_key, read_header, unlock
from isnad.instruments.sealing.identity import Identity, Recipient
from isnad.instruments.sealing.payload import open_payload, seal
from isnad.words import Broken

BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----"
END = "-----END AGE ENCRYPTED FILE-----"


def seal_bytes(plain: bytes, recipients: Iterable[Recipient]) -> bytes:
    """``plain`` as an age file for ``recipients``."""
    file_key = new_file_key()
    sink = io.BytesIO()
    sink.write(lock(file_key, recipients))
    seal(io.BytesIO(plain), sink, file_key)
    return sink.getvalue()


def open_bytes(sealed: bytes, identity: Identity) -> bytes:
    """What ``identity`` finds in an age file."""
    stream = io.BytesIO(sealed)
    file_key = unlock(read_header(stream), identity)
    return b"".join(open_payload(stream, file_key))


def relock_bytes(sealed: bytes, identity: Identity, recipients: Iterable[Recipient]) -> bytes:
    """The same payload behind a new header."""
    stream = io.BytesIO(sealed)
    return lock(unlock(read_header(stream), identity), recipients) + stream.read()


def armour(sealed: bytes) -> str:
    """An age file as text that can stand in a letter."""
    body = base64.b64encode(sealed).decode("ascii")
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return "\n".join([BEGIN, *lines, END]) + "\n"


def unarmour(text: str) -> bytes:
    """The age file in ``text``, read strictly; lines may end as on Windows."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    body = "".join(lines[1:-1])
    if len(lines) < 3 or lines[0] != BEGIN or lines[-1] != END:
        raise Broken("sealing.not-armoured")
    try:
        sealed = base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise Broken("sealing.not-armoured") from error
    if armour(sealed).strip() != "\n".join(lines):
        raise Broken("sealing.not-armoured")
    return sealed
