"""One key from another: HKDF-SHA-256 with one block of output (RFC 5869)."""

from __future__ import annotations

import hmac


def derive(secret: bytes, *, salt: bytes, purpose: bytes) -> bytes:
    """Thirty-two bytes from ``secret`` for one named ``purpose``."""
    extracted = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")
