"""WebP: the picture's chunks stay; EXIF, XMP, unknown chunks and what follows the container go."""

from __future__ import annotations

import struct

from isnad.instruments.imaging import segments
from isnad.instruments.imaging.evidence import colour
from isnad.instruments.imaging.evidence.pieces import Cannot, Pieces, orientation_block
from isnad.instruments.imaging.segments import Part, Structure

_KEPT = frozenset({"VP8 ", "VP8L", "ALPH", "ANIM"})
_PICTURE = frozenset({"VP8 ", "VP8L", "ANMF"})
_EXIF, _XMP, _ICC = 0x08, 0x04, 0x20  # flags of VP8X


def without_metadata(data: bytes, structure: Structure, orientation: int) -> Pieces:
    """The copy of a WebP file; Cannot where it has no picture."""
    made = Pieces()
    body: list[bytes | memoryview] = []
    found: set[str] = set()
    for part in structure:
        if part.name != "RIFF":
            found.add(part.name)
            body += _kept(made, data, part, orientation)
    if not found & _PICTURE:
        raise Cannot
    if orientation != 1 and "VP8X" in found:
        body.append(_chunk(b"EXIF", orientation_block(orientation)))
    whole = b"".join(body)
    size = struct.unpack_from("<I", data, 4)[0]
    if len(data) < 8 + size:  # cut short: it must stay as short of what it says as it was
        raise Cannot
    made.kept = [b"RIFF" + struct.pack("<I", 4 + len(whole)) + b"WEBP", whole]
    return made


def _kept(made: Pieces, data: bytes, part: Part, orientation: int) -> list[bytes | memoryview]:
    inside = data[part.inside : part.last]
    if part.name in _KEPT:
        return [_chunk(part.name.encode(), inside)]
    if part.name == "VP8X" and len(inside) >= 10:
        flags = inside[0] & ~(_EXIF | _XMP) | (_EXIF if orientation != 1 else 0)
        return [_chunk(b"VP8X", bytes((flags, 0, 0, 0)) + inside[4:10])]
    if part.name == "ICCP":
        plain = colour.numbers_alone(inside)
        made.leave("webp:ICCP words and codes")
        # A broken profile is kept empty rather than missing: the flags of VP8X promise one.
        return [_chunk(b"ICCP", plain or b"")]
    if part.name == "ANMF" and len(inside) >= 16:
        frame = inside[:16]
        for sub in segments.chunks(inside, 16, len(inside)):
            if sub.name in _KEPT:
                frame += _chunk(sub.name.encode(), inside[sub.inside : sub.last])
            else:
                made.leave(f"webp:ANMF {sub.name}")
        return [_chunk(b"ANMF", frame)]
    made.leave(f"webp:{part.name}")
    return []


def _chunk(name: bytes, inside: bytes) -> bytes:
    return name + struct.pack("<I", len(inside)) + inside + bytes(len(inside) & 1)
