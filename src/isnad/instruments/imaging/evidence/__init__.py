"""The evidence copy: what identifies a camera, a place or a person is removed on the file's structure.

 1. The pixels' own bytes are copied as they are; nothing is decoded or encoded again.
 2. An allow-list of parts stays, each cut to the length its own form gives it; whatever else is there goes: EXIF, maker
    notes, thumbnails inside, XMP, IPTC, comments, unknown parts, second pictures, all that follows the picture's end.
 3. Orientation stays, in the smallest EXIF block that says it; a colour profile stays as numbers, its words and codes
    removed (``colour``).
 4. The same bytes always give the same copy; ``RECIPE`` changes when the method does.

Not checked here, and said in the docs: pixels can betray a camera, and so can tables of quantisation; bytes hidden
inside entropy-coded data stay. HEIC, AVIF, RAW and others have no copy of this kind: they need decoding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from isnad.instruments.imaging import kinds, segments
from isnad.instruments.imaging.evidence import gif, jpeg, png, tiff, webp
from isnad.instruments.imaging.evidence.pieces import Cannot, Pieces
from isnad.instruments.imaging.segments import Structure
from isnad.instruments.imaging.values import EvidenceCopy
from isnad.words import Digest

RECIPE = "isnad/evidence-copy/1"

_MAKERS: dict[str, Callable[[bytes, Structure, int], Pieces]] = {
    kinds.JPEG: jpeg.without_metadata,
    kinds.PNG: png.without_metadata,
    kinds.TIFF: tiff.without_metadata,
    kinds.WEBP: webp.without_metadata,
    kinds.GIF: gif.without_metadata,
}


@dataclass(frozen=True, slots=True)
class Made:
    """An evidence copy with its bytes, in pieces that lie in the original where they can."""

    copy: EvidenceCopy
    pieces: tuple[bytes | memoryview, ...]

    def data(self) -> bytes:
        """The copy's bytes."""
        return b"".join(self.pieces)


def make(data: bytes, kind: str, orientation: int = 1, structure: Structure | None = None) -> Made | None:
    """The evidence copy of a file of media type ``kind``; None where it needs decoding, or its structure is broken."""
    maker = _MAKERS.get(kind)
    if maker is None:
        return None
    try:
        made = maker(data, structure or segments.structure(data, kind), orientation)
    except Cannot:
        return None
    sha, size = hashlib.sha256(), 0
    for piece in made.kept:
        sha.update(piece)
        size += len(piece)
    copy = EvidenceCopy(Digest(sha.digest()), size, f"{RECIPE} {kind}", tuple(sorted(set(made.removed))))
    return Made(copy, tuple(made.kept))
