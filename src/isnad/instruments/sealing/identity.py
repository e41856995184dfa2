"""Recipients and identities: age's X25519 key pairs.

* A recipient is public and may be copied anywhere: whoever has it can lock, and cannot open.
* An identity opens. It is never printed by accident: ``repr`` and ``str`` show its recipient only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from isnad.instruments.sealing import bech32
from isnad.words import Refusal

_RECIPIENT = "age"
_IDENTITY = "age-secret-key-"


@dataclass(frozen=True, slots=True, order=True)
class Recipient:
    """Who can open: the 32 bytes of an X25519 public key; written ``age1…``."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise Refusal("sealing.not-a-recipient")

    @classmethod
    def parse(cls, text: str) -> Recipient:
        """From ``age1…``."""
        return cls(bech32.decode(_RECIPIENT, text.strip()))

    def public_key(self) -> X25519PublicKey:
        """The key as the cryptography library holds it."""
        return X25519PublicKey.from_public_bytes(self.raw)

    def __str__(self) -> str:
        return bech32.encode(_RECIPIENT, self.raw)


@dataclass(frozen=True)
class Identity:
    """What opens: the 32 secret bytes of an X25519 key."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise Refusal("sealing.not-an-identity")

    @classmethod
    def new(cls) -> Identity:
        """A random one."""
        return cls(os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> Identity:
        """From ``AGE-SECRET-KEY-1…``, comments and blank lines around it allowed as in age's identity files."""
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        if len(lines) != 1:
            raise Refusal("sealing.not-an-identity")
        return cls(bech32.decode(_IDENTITY, lines[0]))

    def reveal(self) -> str:
        """The secret as ``AGE-SECRET-KEY-1…``. Only for what is locked again at once."""
        return bech32.encode(_IDENTITY, self.raw).upper()

    @cached_property
    def private_key(self) -> X25519PrivateKey:
        """The key as the cryptography library holds it."""
        return X25519PrivateKey.from_private_bytes(self.raw)

    @cached_property
    def recipient(self) -> Recipient:
        """Whom to lock for, so that this identity opens."""
        return Recipient(self.private_key.public_key().public_bytes_raw())

    def __str__(self) -> str:
        return f"the identity of {self.recipient}"
