"""GIF: frames, their controls and the loop count stay; comments, texts, other applications' blocks and the rest go."""

from __future__ import annotations

from isnad.instruments.imaging.evidence.pieces import Cannot, Pieces
from isnad.instruments.imaging.segments import Structure

_LOOPS = ("application NETSCAPE2.0", "application ANIMEXTS1.0")


def without_metadata(data: bytes, structure: Structure, orientation: int) -> Pieces:
    """The copy of a GIF file (which knows no orientation); Cannot where it has no frame."""
    made, view, frames = Pieces(), memoryview(data), 0
    for part in structure:
        frames += part.name == "image"
        loop = data[part.begin : part.begin + 19]
        if part.name in ("header", "image", "control", "end"):
            made.keep(view[part.begin : part.end])
        elif part.name in _LOOPS and loop[14:16] == b"\x03\x01" and loop[18:] == b"\x00":
            made.keep(loop)
        else:
            made.leave(f"gif:{part.name}")
    if not frames:
        raise Cannot
    return made
