"""A checkpoint (C2SP tlog-checkpoint): the origin of a log, its size, its root. Signed, it is a note.

* Three lines; size in decimal without leading zeros; root in strict base64. The empty tree has the hash of nothing.
* Extension lines are read (other logs have them) and kept; our own log writes none.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from isnad.ledger import merkle
from isnad.ledger.note import strict_base64
from isnad.words import Broken, Digest


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: ``origin``, ``size`` in leaves, ``root``."""

    origin: str
    size: int
    root: Digest
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        root = base64.b64encode(self.root.raw).decode("ascii")
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), root, *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Reads the text of a note as a checkpoint; what is not one is `Broken`."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise Broken("ledger.not-a-checkpoint")
        origin, size, root, *extensions = lines[:-1]
        raw = strict_base64(root)
        if not _is_decimal(size) or len(raw) != 32 or (size == "0" and raw != merkle.EMPTY):
            raise Broken("ledger.not-a-checkpoint")
        return cls(origin, int(size), Digest(raw), tuple(extensions))


def _is_decimal(text: str) -> bool:
    """A number below 2^63 in ASCII digits without leading zeros."""
    plain = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
    return plain and len(text) < 20 and int(text) < 1 << 63
