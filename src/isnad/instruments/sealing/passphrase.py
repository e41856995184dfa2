"""A passphrase as the lock of a small age file (age's scrypt stanza).

The work factor is 18 whatever the machine: 256 MiB and about a second. A library that picks it by the machine it
runs on makes files that an older one cannot open.
"""

from __future__ import annotations

import hashlib
import io
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from isnad.instruments.sealing.header import (
    FILE_KEY_LENGTH,
    Stanza,
    assemble,
    decode,
    encode,
    new_file_key,
    parse,
    read_header,
)
from isnad.instruments.sealing.payload import open_payload, seal
from isnad.words import Broken, Refusal

WORK_FACTOR = 18
HIGHEST_WORK_FACTOR = 22
_LABEL = b"age-encryption.org/v1/scrypt"
_ONCE = bytes(12)


def seal_with_passphrase(plain: bytes, passphrase: str, *, work_factor: int = WORK_FACTOR) -> bytes:
    """``plain`` as an age file that ``passphrase`` opens."""
    file_key, salt = new_file_key(), os.urandom(16)
    body = ChaCha20Poly1305(_stretch(passphrase, salt, work_factor)).encrypt(_ONCE, file_key, None)
    stanza = Stanza("scrypt", (encode(salt).decode(), str(work_factor)), body)
    sink = io.BytesIO()
    sink.write(assemble(file_key, [stanza]))
    seal(io.BytesIO(plain), sink, file_key)
    return sink.getvalue()


def open_with_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """What ``passphrase`` finds in an age file; a Refusal where it is not the right one."""
    stream = io.BytesIO(sealed)
    header = parse(read_header(stream))
    salt, factor, body = _parts(header.stanzas)
    try:
        file_key = ChaCha20Poly1305(_stretch(passphrase, salt, factor)).decrypt(_ONCE, body, None)
    except InvalidTag as error:
        raise Refusal("sealing.wrong-passphrase") from error
    header.check(file_key)
    return b"".join(open_payload(stream, file_key))


def _parts(stanzas: tuple[Stanza, ...]) -> tuple[bytes, int, bytes]:
    """Salt, work factor and body of the one scrypt stanza, which must stand alone."""
    if len(stanzas) != 1 or stanzas[0].kind != "scrypt" or len(stanzas[0].arguments) != 2:
        raise Broken("sealing.not-a-passphrase-file")
    salt, factor = decode(stanzas[0].arguments[0].encode()), stanzas[0].arguments[1]
    body = stanzas[0].body
    if len(salt) != 16 or len(body) != FILE_KEY_LENGTH + 16 or not factor.isascii() or not factor.isdigit():
        raise Broken("sealing.not-a-passphrase-file")
    if factor.startswith("0") or len(factor) > 2 or int(factor) > HIGHEST_WORK_FACTOR:
        raise Broken("sealing.not-a-passphrase-file")
    return salt, int(factor), body


def _stretch(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    return hashlib.scrypt(
        passphrase.encode("utf-8"),
        salt=_LABEL + salt,
        n=1 << work_factor,
        r=8,
        p=1,
        maxmem=(1 << work_factor) * 1024 + (1 << 20),
        dklen=32,
    )
