"""The log's own two keys, Ed25519 and ML-DSA-44, and what they sign.

* Both sign every checkpoint, under the log's origin as their name: the first for those who read C2SP today, the second
  for the day when the first can be forged.
* The ML-DSA signature states no time: a log must not tell when people work.
* Each is made from 32 secret bytes, which the house keeps; they are never shown and never written here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from isnad.ledger import cosignature
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note, Signature
from isnad.ledger.vkey import Kind, VerifierKey


@dataclass(frozen=True, slots=True)
class Signers:
    """The log's signing keys."""

    ed25519: Ed25519PrivateKey = field(repr=False)
    ml_dsa: MLDSA44PrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> Signers:
        """Two new keys."""
        return cls.from_seeds(secrets.token_bytes(32), secrets.token_bytes(32))

    @classmethod
    def from_seeds(cls, ed25519: bytes, ml_dsa: bytes) -> Signers:
        """The keys made from two secrets of 32 bytes."""
        return cls(Ed25519PrivateKey.from_private_bytes(ed25519), MLDSA44PrivateKey.from_seed_bytes(ml_dsa))

    def seeds(self) -> tuple[bytes, bytes]:
        """The two secrets, for whoever keeps them."""
        return self.ed25519.private_bytes_raw(), self.ml_dsa.private_bytes_raw()

    def vkeys(self, origin: str) -> tuple[VerifierKey, VerifierKey]:
        """Their public halves, under the log's origin."""
        return (
            VerifierKey(origin, Kind.ED25519, self.ed25519.public_key().public_bytes_raw()),
            VerifierKey(origin, Kind.ML_DSA_44, self.ml_dsa.public_key().public_bytes_raw()),
        )

    def sign(self, checkpoint: Checkpoint) -> Note:
        """The checkpoint as a note, signed with both."""
        plain, later = self.vkeys(checkpoint.origin)
        message = cosignature.ml_dsa_message(checkpoint.origin, checkpoint, 0)
        return Note(
            checkpoint.text,
            (
                Signature(plain.name, plain.key_id, self.ed25519.sign(checkpoint.text.encode("utf-8"))),
                Signature(later.name, later.key_id, bytes(cosignature.TIME) + self.ml_dsa.sign(message)),
            ),
        )
