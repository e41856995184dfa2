"""Thumbnails and the 24 × 18 blur: made again from the originals whenever they are missing, so unsynced, in ``cache/``.

Each is encrypted under a key derived from the log's signing key and the payload's digest: a copy of the folder shows
nothing, and who may not unlock the archive sees no picture.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from isnad.custody.models import Item
from isnad.record.desk import desk
from isnad.record.tables import key
from isnad.words import Digest

KINDS = ("thumbnail", "blur")
_NONCE = bytes(12)  # every key is used for one picture alone


def keep(made: Iterable[tuple[str, bytes, bytes]]) -> None:
    """Keeps thumbnail and blur of each payload, where there are any."""
    for payload, *pictures in made:
        for kind, data in zip(KINDS, pictures, strict=True):
            if data:
                keep_as(payload, kind, data)


def keep_as(payload: str, kind: str, data: bytes) -> None:
    """Keeps one picture of a payload; the same kind of the same payload is always the same picture."""
    path = _path(payload, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ChaCha20Poly1305(_key(payload, kind)).encrypt(_NONCE, data, None))


def picture(payload: Digest, kind: str) -> bytes | None:
    """The JPEG of that kind, or None where it must be made again."""
    try:
        data = _path(str(payload), kind).read_bytes()
        return ChaCha20Poly1305(_key(str(payload), kind)).decrypt(_NONCE, data, None)
    except (FileNotFoundError, InvalidTag):
        return None


def forget(payload: Digest) -> None:
    """Removes what was made of an erased original, of whatever kind."""
    for path in _path(str(payload), "").parent.glob(f"{payload}.*"):
        path.unlink(missing_ok=True)


def payload_of(item: int) -> Digest | None:
    """The payload of an item that is still there."""
    found = Item.objects.filter(pk=key(item)).values_list("payload", flat=True).first()
    return None if found is None else Digest(bytes(found))


def _path(payload: str, kind: str) -> Path:
    return desk().folder.cache / "pictures" / payload[:2] / f"{payload}.{kind}"


def _key(payload: str, kind: str) -> bytes:
    secret = desk().signers.seeds()[0]
    return hmac.digest(secret, f"isnad/{kind}/v1/{payload}".encode(), sha256)
