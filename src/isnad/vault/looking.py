"""Opens payloads whole and says whether they hold what they must; runs in workers.

A worker gets the file key of each payload and no identity. It reads a payload once: opened, and both digests compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from isnad.instruments.sealing import opened_digest
from isnad.words import Broken, Digest

CHANGED = "vault.payload-changed"  # other bytes than its name says
OTHER_CONTENT = "vault.other-content"  # it opens, to something else
MISSING = "vault.payload-missing"
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Look:
    """A payload to open: where it lies, what opens it, the digests of its bytes and of what it holds."""

    path: str
    payload: Digest
    digest: Digest
    file_key: bytes = field(repr=False)


def look(many: Sequence[Look]) -> list[list[str]]:
    """What is wrong with each payload, as codes; nothing where it is sound."""
    return [_faults(each) for each in many]


def _faults(asked: Look) -> list[str]:
    try:
        with open(asked.path, "rb", buffering=0) as stream:
            try:
                plain, payload = opened_digest(stream, asked.file_key)
            except Broken as error:
                stream.seek(0)
                same = Digest(hashlib.file_digest(stream, "sha256").digest()) == asked.payload
                return [error.code] if same else [CHANGED, error.code]
    except OSError:
        return [MISSING]
    found = [] if payload == asked.payload else [CHANGED]
    return found if plain == asked.digest else [*found, OTHER_CONTENT]
