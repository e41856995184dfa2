"""What an app with a key for one-time codes shows."""

from __future__ import annotations

import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def code(key: bytes, steps: int = 0) -> str:
    """The code of this key now, or so many times 30 seconds later."""
    return TOTP(key, 6, SHA1(), 30).generate((int(time.time()) // 30 + steps) * 30).decode()
