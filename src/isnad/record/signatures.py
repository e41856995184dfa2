"""A person's own signature over the commitment of an entry they said: kept in the body, checked by ``verify``.

The house's signature says when and in which order; this one says who, against the house itself. Nobody has to sign; who
has registered a key and signs is bound by it, and an entry whose signature does not hold is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from isnad.ledger.body import Sign, signed_message
from isnad.words import Digest


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signs what they say here."""

    who: str
    key: Ed25519PrivateKey

    def sign(self, by: str) -> Sign | None:
        """How an entry said by ``by`` is signed: not at all, where that is somebody else."""
        return self.key.sign if by == self.who else None


def is_public_key(text: str) -> bool:
    """Whether this is a public key as it stands in the record."""
    try:
        return len(bytes.fromhex(text)) == 32 and text == text.lower()
    except ValueError:
        return False


def faults(keys: Mapping[str, list[str]], by: str, signature: bytes, commitment: Digest) -> Iterator[str]:
    """The code of what is wrong with a signature, given everybody's registered keys; none where there is none."""
    if signature and not any(_holds(key, signature, commitment) for key in keys.get(by, [])):
        yield "record.signature-fails"


def _holds(key: str, signature: bytes, commitment: Digest) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, signed_message(commitment))
    except InvalidSignature:
        return False
    return True
