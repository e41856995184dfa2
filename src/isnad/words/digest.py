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
        try:
            raw = bytes.fromhex(text)
        except ValueError as error:
            raise Refusal("words.not-a-digest") from error
        if raw.hex() != text:  # white space or capitals
            raise Refusal("words.not-a-digest")
        return cls(raw)

    def __str__(self) -> str:
        return self.raw.hex()
