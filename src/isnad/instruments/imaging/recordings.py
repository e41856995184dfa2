"""How long a recording runs, where its head says so: MP4 and QuickTime, WAV, AVI. Nothing is decoded.

What a file says of itself may be wrong; it is enough to refuse a time that lies beyond it. Where nothing is said, or
what is said makes no sense, there is no answer.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MOST_BOXES = 10_000
LONGEST = 400 * 86_400_000  # milliseconds: more is no recording


def duration(data: bytes) -> int | None:
    """Milliseconds, or None."""
    try:
        if data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"):
            found = _boxed(data)
        elif data[:4] == b"RIFF":
            found = {b"WAVE": _wave, b"AVI ": _avi}.get(data[8:12], lambda _: None)(data)
        else:
            found = None
    except (struct.error, ZeroDivisionError):
        return None
    return found if found is not None and 0 < found <= LONGEST else None


def _boxed(data: bytes) -> int | None:
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"moov":
            for inner, first, _ in _boxes(data, start, end):
                if inner == b"mvhd":
                    return _movie_header(data, first)
    return None


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box between ``at`` and ``end``: its kind, and where its content begins and ends."""
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        size = size or end - at
        if size < head:
            return
        yield kind, at + head, min(at + size, end)
        at += size


def _movie_header(data: bytes, at: int) -> int | None:
    if data[at] == 1:
        scale, length = struct.unpack_from(">IQ", data, at + 20)
        unknown = length == 2**64 - 1
    else:
        scale, length = struct.unpack_from(">II", data, at + 12)
        unknown = length == 2**32 - 1
    return None if unknown else -(-1000 * length // scale)


def _wave(data: bytes) -> int | None:
    rate = 0
    for kind, start, size in _chunks(data):
        if kind == b"fmt ":
            (rate,) = struct.unpack_from("<I", data, start + 8)
        elif kind == b"data":
            return -(-1000 * min(size, len(data) - start) // rate)
    return None


def _avi(data: bytes) -> int | None:
    at = data.find(b"avih", 0, 4096)
    if at < 0:
        return None
    (each,) = struct.unpack_from("<I", data, at + 8)  # microseconds a frame
    (frames,) = struct.unpack_from("<I", data, at + 24)
    return int(-(-each * frames // 1000))


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    for _ in range(MOST_BOXES):
        if at + 8 > len(data):
            return
        kind, size = struct.unpack_from("<4sI", data, at)
        yield kind, at + 8, size
        at += 8 + size + size % 2
