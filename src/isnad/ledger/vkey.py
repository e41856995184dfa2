"""Public keys as C2SP writes them (vkeys), and whether one signed.

* ``name+hex(key id)+base64(type ‖ key)``: the base64 may hold a plus, so the name and the id end at the first two.
* Key id: the first four bytes of SHA-256(name ‖ LF ‖ type ‖ key); a vkey whose id is another's is `Broken`.
* Types: 01 Ed25519 over the text; 04 Ed25519 cosignature; 06 ML-DSA-44 (co)signature. Others are unknown here.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from isnad.ledger import cosignature
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Signature, is_key_name, strict_base64
from isnad.words import Broken


class Kind(IntEnum):
    """What a key signs with, and over what."""

    ED25519 = 0x01
    ED25519_COSIGNATURE = 0x04
    ML_DSA_44 = 0x06


_LENGTHS = {Kind.ED25519: 32, Kind.ED25519_COSIGNATURE: 32, Kind.ML_DSA_44: 1312}


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name."""

    name: str
    kind: Kind
    key: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.key) != _LENGTHS[self.kind]:
            raise Broken("ledger.not-a-vkey")

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signatures name it."""
        return sha256(self.name.encode("utf-8") + b"\n" + bytes([self.kind]) + self.key).digest()[:4]

    def __str__(self) -> str:
        written = base64.b64encode(bytes([self.kind]) + self.key).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{written}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Reads a vkey; what is not one, or has another's id, is `Broken`."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise Broken("ledger.not-a-vkey")
        data = strict_base64(parts[2])
        if not data or data[0] not in list(Kind):
            raise Broken("ledger.not-a-vkey")
        found = cls(parts[0], Kind(data[0]), data[1:])
        if found.key_id.hex() != parts[1]:
            raise Broken("ledger.not-a-vkey")
        return found

    def names(self, signature: Signature) -> bool:
        """Whether the line claims to be this key's."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def check(self, text: str, signature: Signature) -> int:
        """The time the signature states (0 for none); `Broken` unless this key made it over this text."""
        try:
            if self.kind is Kind.ED25519:
                Ed25519PublicKey.from_public_bytes(self.key).verify(signature.blob, text.encode("utf-8"))
                return 0
            time, blob = cosignature.split(signature.blob)
            if self.kind is Kind.ED25519_COSIGNATURE:
                message = cosignature.ed25519_message(text, time)
                Ed25519PublicKey.from_public_bytes(self.key).verify(blob, message)
            else:
                message = cosignature.ml_dsa_message(self.name, Checkpoint.parse(text), time)
                MLDSA44PublicKey.from_public_bytes(self.key).verify(blob, message)
        except InvalidSignature as error:
            raise Broken("ledger.bad-signature") from error
        return time
