"""A SHA-256 digest: the name under which bytes are known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from isnad.words.errors import Refusal

LENGTH = 32


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """The SHA-256 of some bytes, 32 bytes long; written as 64 lower-case hexadecimal characters."""

    raw: bytes

    def __post_init__(self) -> None:
        if not isinstance(self.raw, bytes) or len(self.raw) != LENGTH:
            raise Refusal("words.not-a-digest")

    @classmethod
    def of(cls, data: bytes) -> Digest:
        """The digest of ``data``."""
        return cls(hashlib.sha256(data).digest())

    @classmethod
    def parse(cls, text: str) -> Digest:
        """From 64 lower-case hexadecimal characters, nothing else."""
        if len(text) != 2 * LENGTH or any(c not in "0123456789abcdef" for c in text):
            raise Refusal("words.not-a-digest")
        return cls(bytes.fromhex(text))

    def __str__(self) -> str:
        return self.raw.hex()
