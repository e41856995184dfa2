"""Slots: where the house leaves a status for one family, found and opened by her code and word alone.

* Code and word give, through Argon2id, a slot: the name of a record, and the key that it is sealed under. Neither says
  which code or word it came from, nor which two slots belong together.
* Records are of one size and one kind. The word for danger has a record of its own that reads *received* for ever; who
  chose no such word has one that nothing opens.
* Words are compared as people say them: without vowel signs, hamza forms, case or spaces.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from isnad.door.codes import Code
from isnad.instruments.sealing.derive import derive

STATUSES = ("received", "looking", "contact")
SIZE = 64
"""Bytes of a record, its nonce and tag included."""
_NONCE, _TAG = 12, 16
_FORMAT = b"isnad/door-status/1\n"
_ALIKE = str.maketrans({"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None})


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: kibibytes of memory, passes over them. The code has 80 bits; this guards the word."""

    memory: int = 19_456
    passes: int = 2


@dataclass(frozen=True, slots=True)
class Status:
    """What a record says: one of `STATUSES`, and whether the word for danger opened it."""

    word: str
    forced: bool = False

    def __post_init__(self) -> None:
        assert self.word in STATUSES


@dataclass(frozen=True, slots=True)
class Slot:
    """A record's name, and its key."""

    name: str
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, code: Code, word: str, cost: Cost) -> Slot:
        """The slot of a code and the word that goes with it. Takes as long whatever they are."""
        salt = sha256(b"isnad/door-code/1" + code.bits).digest()[:16]
        secret = b"word:" + plain(word).encode()
        root = hash_secret_raw(secret, salt, cost.passes, cost.memory, 1, 32, Type.ID)
        name, key = (derive(root, salt=salt, purpose=each) for each in (b"isnad/door-name/1", b"isnad/door-key/1"))
        return cls(name[:16].hex(), key)

    @classmethod
    def nobodys(cls) -> Slot:
        """One that no code opens."""
        return cls(secrets.token_hex(16), secrets.token_bytes(32))

    def seal(self, status: Status) -> bytes:
        """The record, of `SIZE` bytes."""
        said = _FORMAT + bytes([STATUSES.index(status.word), status.forced])
        nonce = os.urandom(_NONCE)
        padded = said.ljust(SIZE - _NONCE - _TAG, b"\0")
        return nonce + ChaCha20Poly1305(self.key).encrypt(nonce, padded, self.name.encode())

    def open(self, record: bytes) -> Status | None:
        """What a record says; None where it is not this slot's."""
        try:
            said = ChaCha20Poly1305(self.key).decrypt(record[:_NONCE], record[_NONCE:], self.name.encode())
        except InvalidTag:
            return None
        if not said.startswith(_FORMAT) or said[len(_FORMAT)] >= len(STATUSES):
            return None
        return Status(STATUSES[said[len(_FORMAT)]], bool(said[len(_FORMAT) + 1]))


def plain(word: str) -> str:
    """A word without what people write now so, now otherwise."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    kept = (each for each in parts if unicodedata.category(each)[0] in "LN")
    digits = (str(unicodedata.decimal(each, each)) for each in kept)
    return "".join(digits).translate(_ALIKE)
