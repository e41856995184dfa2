"""What a cosigner's signature covers (C2SP tlog-cosignature), in both kinds, and its time.

* Ed25519 (type 04): ``cosignature/v1``, ``time N``, then the whole text of the checkpoint.
* ML-DSA-44 (type 06): a structure of cosigner's name, time, origin, start 0, size and root. Extension lines are not
  covered. A time of zero states nothing about when: so our own log signs, for a log must not tell when people work.
* Both blobs: the time in 64 bits, then the signature.
"""

from __future__ import annotations

from isnad.ledger.checkpoint import Checkpoint
from isnad.words import Broken

TIME = 8


def ed25519_message(text: str, time: int) -> bytes:
    """The bytes that a type 04 cosignature signs over the text of a checkpoint."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def ml_dsa_message(name: str, checkpoint: Checkpoint, time: int) -> bytes:
    """The bytes that a type 06 (co)signature signs over a whole tree."""
    cosigner, origin = name.encode("utf-8"), checkpoint.origin.encode("utf-8")
    if not 0 < len(cosigner) < 256 or not 0 < len(origin) < 256:
        raise Broken("ledger.name-too-long")
    return b"".join(
        (
            b"subtree/v1\n\0",
            len(cosigner).to_bytes(1, "big") + cosigner,
            time.to_bytes(8, "big"),
            len(origin).to_bytes(1, "big") + origin,
            (0).to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root.raw,
        )
    )


def split(blob: bytes) -> tuple[int, bytes]:
    """A cosignature's time (POSIX seconds, 0 for none said) and its signature."""
    time = int.from_bytes(blob[:TIME], "big")
    if len(blob) <= TIME or time >= 1 << 63:
        raise Broken("ledger.bad-signature")
    return time, blob[TIME:]
