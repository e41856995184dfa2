"""The payload of an age file: sixteen bytes of nonce, then STREAM, chunks of 64 KiB under ChaCha20-Poly1305.

* Plain bytes and payload are hashed in the pass that encrypts them: the source is read once.
* A window of sixteen chunks (1 MiB) is read, hashed and written at a time: two are in memory, however large the file.
* The last chunk says that it is the last, so a payload that was cut is found; an empty last chunk is allowed only
  where nothing else is there; bytes behind the last chunk are found.
* What cannot be opened is Broken. Chunks handed out before that were authentic; whoever needs the whole waits for
  the end.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from isnad.instruments.sealing.derive import derive
from isnad.words import Broken, Digest

CHUNK = 1 << 16
TAG = 16
NONCE_LENGTH = 16
WINDOW = 16  # chunks
_PLAIN, _LOCKED = WINDOW * CHUNK, WINDOW * (CHUNK + TAG)
_own = threading.local()


class Readable(Protocol):
    """Whatever can be read from: a file, a pipe, a member of an archive."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none only at the end."""
        ...


class Writable(Protocol):
    """Whatever can be written to, whole pieces at a time."""

    def write(self, data: memoryview, /) -> object:
        """Takes all of ``data``, which is overwritten afterwards."""
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
    plain, payload, room = hashlib.sha256(), hashlib.sha256(), _room("locked", NONCE_LENGTH + _LOCKED)
    room[:NONCE_LENGTH] = nonce
    size, written, number, begin = 0, 0, 0, NONCE_LENGTH
    window, last = read_full(source, _PLAIN), False
    while not last:
        following = read_full(source, _PLAIN) if len(window) == _PLAIN else b""
        last = not following
        end = begin + _lock(cipher, memoryview(window), room[begin:], number, last=last)
        plain.update(window)
        payload.update(room[:end])
        sink.write(room[:end])
        size, written, number, begin = size + len(window), written + end, number + WINDOW, 0
        window = following
    return Sealed(Digest(plain.digest()), size, Digest(payload.digest()), written)


def _lock(cipher: ChaCha20Poly1305, window: memoryview, room: memoryview, number: int, *, last: bool) -> int:
    """Encrypts the chunks of a window, ``number`` the first of them, into ``room``; returns how long they are there."""
    at = 0
    for start in range(0, max(1, len(window)), CHUNK):
        chunk = window[start : start + CHUNK]
        nonce = _nonce(number + start // CHUNK, last=last and start + CHUNK >= len(window))
        at += cipher.encrypt_into(nonce, chunk, None, room[at : at + len(chunk) + TAG])
    return at


def open_payload(payload: Readable, file_key: bytes) -> Iterator[bytes]:
    """The plain bytes of ``payload``, piece by piece, each authentic."""
    return (bytes(piece) for piece in _opened(payload, file_key))


def opened_digest(payload: Readable, file_key: bytes) -> tuple[Digest, Digest]:
    """Opens all of ``payload`` and gives the digests of the plain bytes and of the payload, in one pass."""
    plain, whole = hashlib.sha256(), hashlib.sha256()
    for piece in _opened(_Hashed(payload, whole.update), file_key):
        plain.update(piece)
    return Digest(plain.digest()), Digest(whole.digest())


class _Hashed:
    """A source that tells what is read from it."""

    def __init__(self, source: Readable, told: Callable[[bytes], None]) -> None:
        self._source, self._told = source, told

    def read(self, size: int, /) -> bytes:
        data = self._source.read(size)
        self._told(data)
        return data


def _opened(payload: Readable, file_key: bytes) -> Iterator[memoryview]:
    """The plain bytes, window by window; each is overwritten by the next."""
    nonce = read_full(payload, NONCE_LENGTH)
    if len(nonce) != NONCE_LENGTH:
        raise Broken("sealing.payload-changed")
    cipher = ChaCha20Poly1305(derive(file_key, salt=nonce, purpose=b"payload"))
    number, window, last = 0, read_full(payload, _LOCKED), False
    room = memoryview(bytearray(len(window)))
    while not last:
        following = read_full(payload, _LOCKED) if len(window) == _LOCKED else b""
        last = not following
        yield room[: _unlock(cipher, memoryview(window), room, number, last=last)]
        window, number = following, number + WINDOW


def _unlock(cipher: ChaCha20Poly1305, window: memoryview, room: memoryview, number: int, *, last: bool) -> int:
    """Decrypts the chunks of a window into ``room``; returns how many plain bytes they are."""
    at = 0
    for start in range(0, max(1, len(window)), CHUNK + TAG):
        chunk = window[start : start + CHUNK + TAG]
        place = number + start // (CHUNK + TAG)
        if len(chunk) < TAG or (len(chunk) == TAG and place):
            raise Broken("sealing.payload-changed")
        nonce = _nonce(place, last=last and start + CHUNK + TAG >= len(window))
        try:
            at += cipher.decrypt_into(nonce, chunk, None, room[at : at + len(chunk) - TAG])
        except InvalidTag as error:
            raise Broken("sealing.payload-changed") from error
    return at


def _room(name: str, size: int) -> memoryview:
    """A buffer of this thread's own, used again and again: fresh pages would cost as much as the encryption."""
    if not hasattr(_own, name):
        setattr(_own, name, memoryview(bytearray(size)))
    room: memoryview = getattr(_own, name)
    return room


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
