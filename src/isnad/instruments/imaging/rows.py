"""Whether a PNG holds all the rows its header promises: readers take a stream that ends early for a whole picture."""

from __future__ import annotations

import struct
import zlib

from isnad.instruments.imaging.segments import Structure

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_WHOLE = ((0, 0, 1, 1),)
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # Adam7
_STEP = 1 << 20


def all_there(data: bytes, structure: Structure) -> bool:
    """Whether the packed stream unpacks to as many bytes as width, height and samples ask for."""
    header = next((data[part.inside : part.last] for part in structure if part.name == "IHDR"), b"")
    if len(header) != 13:
        return False
    return _unpacked(data, structure) >= _promised(header)


def _promised(header: bytes) -> int:
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    bits = depth * _CHANNELS.get(colour, 4)
    total = 0
    for left, top, across, down in _PASSES if interlaced else _WHOLE:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _unpacked(data: bytes, structure: Structure) -> int:
    """How many bytes come out, counted and thrown away piece by piece."""
    unpacker, total = zlib.decompressobj(), 0
    try:
        for part in structure:
            rest = data[part.inside : part.last] if part.name == "IDAT" else b""
            while rest and not unpacker.eof:
                total += len(unpacker.decompress(rest, _STEP))
                rest = unpacker.unconsumed_tail
    except zlib.error:
        pass  # what came out until then is what there is
    return total
