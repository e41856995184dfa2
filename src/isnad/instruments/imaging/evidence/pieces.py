"""What the makers of evidence copies share: the pieces kept, the names of what went."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field


class Cannot(Exception):
    """The structure cannot be followed, so nothing can be promised of a copy. Never leaves this package."""


@dataclass(slots=True)
class Pieces:
    """A copy in the making: pieces of bytes in order, and what was left out (``jpeg:APP1 Exif``)."""

    kept: list[bytes | memoryview] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def keep(self, piece: bytes | memoryview) -> None:
        """The next piece of the copy."""
        self.kept.append(piece)

    def leave(self, what: str) -> None:
        """Names a part that is not in the copy."""
        self.removed.append("".join(c if " " <= c <= "~" else "?" for c in what))


def orientation_block(orientation: int) -> bytes:
    """The smallest EXIF block (a TIFF of one tag) that says an orientation of 2 to 8."""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, 274, 3, 1, orientation, 0, 0)
