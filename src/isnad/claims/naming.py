"""What entities are called outside: an id that says which log and which entry, and can be nothing else.

FollowTheMoney joins the parts of an id before hashing, so that different parts can give one id, and two files may use
one id for different things. So an id from elsewhere is kept beside the name of its data and never joined to it; where
one file uses an id for two things that no entity can be both, they are two, and the report says so.
"""

from __future__ import annotations

import re
from hashlib import sha256

_OURS = re.compile(r"isnad-([0-9a-f]{12})-(0|[1-9]\d{0,15})")


def log_name(origin: str) -> str:
    """A short name of a log: twelve hexadecimal characters of the hash of its origin."""
    return sha256(b"isnad/log-name/v1\0" + origin.encode()).hexdigest()[:12]


def exported(origin: str, entity: int) -> str:
    """The id under which an entity leaves."""
    return f"isnad-{log_name(origin)}-{entity}"


def ours(origin: str, identifier: str) -> int | None:
    """The entity of this log that an id names, if it names one."""
    found = _OURS.fullmatch(identifier)
    return int(found[2]) if found and found[1] == log_name(origin) else None


def apart(dataset: str, schema: str) -> str:
    """The name of the data for an id that the same data uses for something of another kind."""
    return f"{dataset}#{schema}"
