"""A mark of the device on which a verdict is given, so that one person under two names on it is seen.

It tells one device from another within one archive and says nothing else: a hash, with the archive's name in it.
"""

from __future__ import annotations

import uuid
from hashlib import sha256
from pathlib import Path

from isnad.record.desk import desk

MACHINE_ID = Path("/etc/machine-id")


def this_machine() -> str:
    """The mark of the machine on which a command runs: by its own id, else by the address of its network card."""
    try:
        told = MACHINE_ID.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        told = ""
    return mark(f"machine {told or uuid.getnode()}")


def mark(told: str) -> str:
    """The mark of whatever tells a device apart, a browser's own token for one."""
    origin = desk().folder.config.origin
    return sha256(f"isnad/device/v1\0{origin}\0{told}".encode()).hexdigest()[:32]
