"""Who signs at this desk: the private key that ``ISNAD_SIGNING_KEY`` names (Ed25519 as PEM, which OpenSSL makes).

A key that nobody registered (``isnad user key``) signs nothing, and says so.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from isnad.keys import passphrase
from isnad.record.models import Said
from isnad.record.signatures import Signer
from isnad.words import Refusal

VARIABLE = "ISNAD_SIGNING_KEY"
OF_THE_KEY = "ISNAD_SIGNING_PASSPHRASE"


def signer() -> Signer | None:
    """Whoever's key is named; None where none is. Refused where it is not a key, or nobody's."""
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    key = _read(Path(named), passphrase.given(OF_THE_KEY))
    public = key.public_key().public_bytes_raw().hex()
    for traits in Said.objects.filter(kind="signing-key", gone=None).values_list("traits", flat=True):
        told = json.loads(traits)
        if told["public"] == public:
            return Signer(told["who"], key)
    raise Refusal("house.signing-key-of-nobody")


def _read(path: Path, secret: str | None) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), secret.encode() if secret else None)
    except (OSError, ValueError, TypeError) as error:
        raise Refusal("house.no-signing-key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal("house.no-signing-key")
    return key
