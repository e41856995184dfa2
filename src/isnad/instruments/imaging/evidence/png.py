"""PNG: the chunks that make the picture and its colours stay, byte by byte; texts, times, EXIF and private chunks go.

What lies in the data chunks behind the end of their packed stream goes too, and everything behind ``IEND``.
"""

from __future__ import annotations

import struct
import zlib

from isnad.instruments.imaging.evidence import colour
from isnad.instruments.imaging.evidence.pieces import Cannot, Pieces, orientation_block
from isnad.instruments.imaging.metadata import inflate
from isnad.instruments.imaging.segments import Part, Structure

# name: how long it may be (None: as long as it is)
_KEPT: dict[str, int | None] = {
    "IHDR": 13, "PLTE": 768, "IEND": 0, "tRNS": 256, "cHRM": 32, "gAMA": 4, "sRGB": 1, "sBIT": 4, "pHYs": 9, "cICP": 4,
    "mDCV": 24, "cLLI": 8, "acTL": 8, "fcTL": 26, "fdAT": None,
}  # fmt: skip


def without_metadata(data: bytes, structure: Structure, orientation: int) -> Pieces:
    """The copy of a PNG file; Cannot where it has no header or no data."""
    made, view, stream = Pieces(), memoryview(data), _Stream()
    names: set[str] = set()
    for part in structure:
        names.add(part.name)
        if part.name == "IDAT":
            _data(made, view, part, stream)
        elif part.name == "iCCP":
            _profile(made, data[part.inside : part.last])
        elif part.name == "signature":
            made.keep(view[part.begin : part.end])
        elif part.name in _KEPT and _fits(part):
            made.keep(view[part.begin : part.end])
            if part.name == "IHDR" and orientation != 1:
                made.keep(_chunk(b"eXIf", orientation_block(orientation)))
        else:
            made.leave(f"png:{part.name}")
    if not {"signature", "IHDR", "IDAT"} <= names:
        raise Cannot
    return made


def _fits(part: Part) -> bool:
    limit = _KEPT[part.name]
    return limit is None or part.last - part.inside <= limit


class _Stream:
    """Follows the packed stream through the data chunks, to see where it ends."""

    def __init__(self) -> None:
        self.unpacker, self.broken = zlib.decompressobj(), False

    def used(self, piece: memoryview) -> int:
        """How many bytes of ``piece`` belong to the stream; all of them once it is broken (a decoder will say so)."""
        if self.broken:
            return len(piece)
        if self.unpacker.eof:
            return 0
        try:
            rest: bytes | memoryview = piece
            while rest and not self.unpacker.eof:
                self.unpacker.decompress(rest, 1 << 20)
                rest = self.unpacker.unconsumed_tail
        except zlib.error:
            self.broken = True
        return len(piece) - len(self.unpacker.unused_data)


def _data(made: Pieces, view: memoryview, part: Part, stream: _Stream) -> None:
    inside = view[part.inside : part.last]
    used = stream.used(inside)
    if used == len(inside):
        made.keep(view[part.begin : part.end])
        return
    made.leave("png:IDAT behind its stream")
    if used:
        made.keep(_chunk(b"IDAT", bytes(inside[:used])))


def _profile(made: Pieces, inside: bytes) -> None:
    plain = colour.numbers_alone(inflate(inside.partition(b"\x00")[2][1:]))
    made.leave("png:iCCP words and codes" if plain else "png:iCCP")
    if plain:
        made.keep(_chunk(b"iCCP", b"colour\x00\x00" + _stored(plain)))


def _stored(plain: bytes) -> bytes:
    """A zlib stream that packs nothing: libraries pack differently, and the same original must give the same copy."""
    pieces = [plain[at : at + 65_535] for at in range(0, len(plain), 65_535)]
    blocks = [struct.pack("<BHH", n == len(pieces) - 1, len(p), len(p) ^ 0xFFFF) + p for n, p in enumerate(pieces)]
    return b"\x78\x01" + b"".join(blocks) + struct.pack(">I", zlib.adler32(plain))


def _chunk(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))
