"""The header of an age file: text in which a 16-byte file key is locked for each recipient.

   age-encryption.org/v1
   -> X25519 <ephemeral share>
   <file key, locked for one recipient>
   --- <HMAC of everything above>

* A header is all that opens a payload. Kept apart from it, it can be locked anew for others while the payload stays.
* Reading is strict, as the specification (C2SP age.md) demands: base64 without padding and in its one form, lines of
  64 columns, one MAC. What is not a header is Broken; a header for somebody else is a Refusal.
* Stanzas of unknown kinds are passed over: other programs put random ones in on purpose. A passphrase's stanza stands
  alone, so that whoever shares a passphrase knows who wrote the file.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from isnad.instruments.sealing.derive import derive
from isnad.instruments.sealing.identity import Identity, Recipient
from isnad.words import Broken, Refusal

VERSION = b"age-encryption.org/v1"
FILE_KEY_LENGTH = 16
LONGEST = 1 << 16
_X25519 = b"age-encryption.org/v1/X25519"
_ONCE = bytes(12)
_WORD = re.compile(rb"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Stanza:
    """One lock of a header: its kind, its arguments, its body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes

    def written(self) -> bytes:
        """The stanza as text: one line of arguments, the body in lines of 64 columns of which the last is shorter."""
        body = encode(self.body)
        lines = [body[start : start + 64] for start in range(0, len(body) + 1, 64)]
        return b"-> " + " ".join((self.kind, *self.arguments)).encode() + b"\n" + b"\n".join(lines) + b"\n"


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header: its stanzas, what its MAC covers, and the MAC."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    def check(self, file_key: bytes) -> None:
        """Broken unless the MAC fits ``file_key``."""
        if not hmac.compare_digest(_mac(file_key, self.covered), self.mac):
            raise Broken("sealing.header-changed")


def new_file_key() -> bytes:
    """Sixteen random bytes, for one payload only."""
    return os.urandom(FILE_KEY_LENGTH)


def lock(file_key: bytes, recipients: Iterable[Recipient]) -> bytes:
    """A header in which each of ``recipients`` finds ``file_key``."""
    stanzas = [_lock_for(file_key, recipient) for recipient in recipients]
    if not stanzas:
        raise Refusal("sealing.no-recipient")
    return assemble(file_key, stanzas)


def assemble(file_key: bytes, stanzas: Sequence[Stanza]) -> bytes:
    """A header of these stanzas, closed with its MAC."""
    covered = VERSION + b"\n" + b"".join(stanza.written() for stanza in stanzas) + b"---"
    return covered + b" " + encode(_mac(file_key, covered)) + b"\n"


def unlock(header: bytes, identity: Identity) -> bytes:
    """The file key that ``header`` holds for ``identity``; a Refusal where it is locked for others only."""
    parsed = parse(header)
    for stanza in parsed.stanzas:
        if stanza.kind == "X25519" and (file_key := _unlock_for(stanza, identity)) is not None:
            parsed.check(file_key)
            return file_key
    raise Refusal("sealing.not-for-this-identity")


def relock(header: bytes, identity: Identity, recipients: Iterable[Recipient]) -> bytes:
    """A new header for the same payload, which ``recipients`` can open."""
    return lock(unlock(header, identity), recipients)


def parse(header: bytes) -> Header:
    """Reads a whole header, strictly."""
    covered, found, end = header.partition(b"\n---")
    if not found or not end.endswith(b"\n") or not end.startswith(b" ") or len(header) > LONGEST:
        raise Broken("sealing.not-a-header")
    lines = covered.split(b"\n")
    if lines[0] != VERSION:
        raise Broken("sealing.not-a-header")
    mac, stanzas = decode(end[1:-1]), tuple(_stanzas(lines[1:]))
    if len(mac) != 32 or not stanzas or (len(stanzas) > 1 and any(each.kind == "scrypt" for each in stanzas)):
        raise Broken("sealing.not-a-header")
    return Header(stanzas, covered + b"\n---", mac)


def read_header(stream: BinaryIO) -> bytes:
    """Reads the header off the front of a whole age file; the stream then stands at the payload."""
    lines = []
    length = 0
    while length <= LONGEST:
        line = stream.readline(LONGEST)
        lines.append(line)
        length += len(line)
        if line.startswith(b"--- ") or not line.endswith(b"\n"):
            break
    header = b"".join(lines)
    parse(header)
    return header


def encode(data: bytes) -> bytes:
    """Base64 without padding, as in age headers."""
    return base64.b64encode(data).rstrip(b"=")


def decode(text: bytes) -> bytes:
    """Base64 without padding, in its one form."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise Broken("sealing.not-a-header") from error
    if encode(data) != text:
        raise Broken("sealing.not-a-header")
    return data


def _stanzas(lines: list[bytes]) -> Iterable[Stanza]:
    place = 0
    while place < len(lines):
        words = lines[place].split(b" ")
        if words[0] != b"->" or len(words) < 2 or not all(_WORD.fullmatch(word) for word in words):
            raise Broken("sealing.not-a-header")
        body = []
        for line in lines[place + 1 :]:
            body.append(line)
            if len(line) < 64:
                break
        if not body or len(body[-1]) >= 64 or any(len(line) != 64 for line in body[:-1]):
            raise Broken("sealing.not-a-header")
        kind, *arguments = (word.decode("ascii") for word in words[1:])
        yield Stanza(kind, tuple(arguments), decode(b"".join(body)))
        place += 1 + len(body)


def _lock_for(file_key: bytes, recipient: Recipient) -> Stanza:
    ephemeral = X25519PrivateKey.from_private_bytes(os.urandom(32))
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(recipient.public_key())
    key = derive(shared, salt=share + recipient.raw, purpose=_X25519)
    body = ChaCha20Poly1305(key).encrypt(_ONCE, file_key, None)
    return Stanza("X25519", (encode(share).decode(),), body)


def _unlock_for(stanza: Stanza, identity: Identity) -> bytes | None:
    """The file key, or None where this stanza is another recipient's."""
    if len(stanza.arguments) != 1 or len(stanza.body) != FILE_KEY_LENGTH + 16:
        raise Broken("sealing.not-a-header")
    share = decode(stanza.arguments[0].encode())
    if len(share) != 32:
        raise Broken("sealing.not-a-header")
    try:
        shared = identity.private_key.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError as error:  # a share of low order: the shared secret would be zero
        raise Broken("sealing.not-a-header") from error
    key = derive(shared, salt=share + identity.recipient.raw, purpose=_X25519)
    try:
        return ChaCha20Poly1305(key).decrypt(_ONCE, stanza.body, None)
    except InvalidTag:
        return None


def _mac(file_key: bytes, covered: bytes) -> bytes:
    return hmac.digest(derive(file_key, salt=b"", purpose=b"header"), covered, "sha256")
