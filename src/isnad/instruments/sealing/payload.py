"""The payload of an age file: sixteen bytes of nonce, then STREAM, chunks of 64 KiB under ChaCha20-Poly1305.

* Plain bytes and payload are hashed in the pass that encrypts them: the source is read once.
* One chunk is in memory at a time, however large the file.
* The last chunk says that it is the last, so a payload that was cut is found; an empty last chunk is allowed only
  where nothing else is there; bytes behind the last chunk are found.
* What cannot be opened is Broken. Chunks handed out before that were authentic; whoever needs the whole waits for
  the end.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from isnad.instruments.sealing.derive import derive
from isnad.words import Broken, Digest

CHUNK = 1 << 16
TAG = 16
NONCE_LENGTH = 16


class Readable(Protocol):
    """Whatever can be read from: a file, a pipe, a member of an archive."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none only at the end."""
        ...


class Writable(Protocol):
    """Whatever can be written to, whole pieces at a time."""

    def write(self, data: bytes, /) -> object:
        """Takes all of ``data``."""
        ...


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one pass learnt: digest and size of the plain bytes and of the payload."""

    plain: Digest
    size: int
    payload: Digest
    payload_size: int


def seal(source: Readable, sink: Writable, file_key: bytes) -> Sealed:
    """Encrypts ``source`` into ``sink`` under ``file_key``; reads and writes each byte once."""
    nonce = os.urandom(NONCE_LENGTH)
    cipher = ChaCha20Poly1305(derive(file_key, salt=nonce, purpose=b"payload"))
    plain, payload = hashlib.sha256(), hashlib.sha256(nonce)
    sink.write(nonce)
    size, written, number = 0, NONCE_LENGTH, 0
    chunk, last = read_full(source, CHUNK), False
    while not last:
        following = read_full(source, CHUNK) if len(chunk) == CHUNK else b""
        last = not following
        locked = cipher.encrypt(_nonce(number, last=last), chunk, None)
        plain.update(chunk)
        payload.update(locked)
        sink.write(locked)
        size, written, number = size + len(chunk), written + len(locked), number + 1
        chunk = following
    return Sealed(Digest(plain.digest()), size, Digest(payload.digest()), written)


def open_payload(payload: Readable, file_key: bytes) -> Iterator[bytes]:
    """The plain bytes of ``payload``, chunk by chunk, each authentic."""
    nonce = read_full(payload, NONCE_LENGTH)
    if len(nonce) != NONCE_LENGTH:
        raise Broken("sealing.payload-changed")
    cipher = ChaCha20Poly1305(derive(file_key, salt=nonce, purpose=b"payload"))
    number = 0
    chunk, last = read_full(payload, CHUNK + TAG), False
    while not last:
        following = read_full(payload, CHUNK + TAG) if len(chunk) == CHUNK + TAG else b""
        last = not following
        if len(chunk) < TAG or (len(chunk) == TAG and number):
            raise Broken("sealing.payload-changed")
        try:
            opened = cipher.decrypt(_nonce(number, last=last), chunk, None)
        except InvalidTag as error:
            raise Broken("sealing.payload-changed") from error
        yield opened
        chunk, number = following, number + 1


def sealed_size(size: int) -> int:
    """How long the payload of ``size`` plain bytes is."""
    return NONCE_LENGTH + size + TAG * max(1, -(-size // CHUNK))


def read_full(source: Readable, size: int) -> bytes:
    """``size`` bytes, fewer only at the end: a pipe may give less at a time than was asked."""
    data = source.read(size)
    if len(data) == size or not data:
        return data
    pieces = [data]
    missing = size - len(data)
    while missing and (data := source.read(missing)):
        pieces.append(data)
        missing -= len(data)
    return b"".join(pieces)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
