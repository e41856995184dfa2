"""The sealed bodies: every entry's frame stands in some segment, and nothing else does.

* A segment is named by 16 hexadecimal characters. A frame is entry number, two lengths, two parts; its digest is in the
  entry's leaf. Standing twice, byte for byte, is a notice: a crash can do that.
* Frames of entries not yet signed, and a torn frame at the end of a segment, are notices, when their number is one that
  a crash can have left.
* An erased body still lies in its place: it is dead because its slot is gone.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from hashlib import sha256

from isnad.verify.files import Files
from isnad.verify.leaves import Leaves

_HEADER = struct.Struct(">QII")
_NAME = re.compile(r"bodies/[0-9a-f]{16}")
_DOMAIN = b"isnad/body/v1\0"
SMALLEST = 20
"""Bytes of the smallest open part there can be: a count, an empty object, a tag."""
AHEAD = 1_000_000
"""How many entries beyond the signed ones a crash may plausibly have left."""


def check_bodies(files: Files, size: int, leaves: Leaves) -> None:
    """Reads every segment and holds each frame against its leaf; reports entries without a body."""
    found = bytearray(size)
    for path in files.below("bodies/"):
        if _NAME.fullmatch(path):
            files.claim(path)
            _check_segment(files, path, size, leaves, found)
    for number in range(size):
        if not found[number] and any(leaves.bodies[32 * number : 32 * number + 32]):
            files.report.blame("body", f"entry {number}", "missing")


def _check_segment(files: Files, path: str, size: int, leaves: Leaves, found: bytearray) -> None:
    try:
        with (files.root / path).open("rb") as file:
            length = file.seek(0, 2)
            if not length:
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                _check_frames(files, path, data, size, leaves, found)
    except OSError:
        files.report.blame("body", files.place(path), "unreadable")


def _check_frames(files: Files, path: str, data: mmap.mmap, size: int, leaves: Leaves, found: bytearray) -> None:
    end = 0
    for number, start, stop in _frames(data):
        end = stop
        if number < size:
            told = bytes(leaves.bodies[32 * number : 32 * number + 32])
            same = sha256(_DOMAIN + data[start:stop]).digest() == told
            if same and found[number]:
                files.report.note("body", f"{files.place(path)}, entry {number}", "stands-twice")
            found[number] |= same
            if not same and any(told):
                files.report.blame("body", files.place(path), "changed")
        elif number < size + AHEAD:
            files.report.note("body", f"{files.place(path)}, entry {number}", "stray")
        else:
            files.report.blame("body", files.place(path), "changed")
    if end < len(data):
        _judge_tail(files, path, data[end : end + _HEADER.size], size)


def _frames(data: mmap.mmap) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each whole frame."""
    start, size = 0, len(data)
    while start + _HEADER.size <= size:
        number, first, second = _HEADER.unpack_from(data, start)
        stop = start + _HEADER.size + first + second
        if stop > size or first < SMALLEST:
            return
        yield number, start, stop
        start = stop


def _judge_tail(files: Files, path: str, tail: bytes, size: int) -> None:
    """A torn frame is a notice when its number can be that of an entry not yet signed."""
    low, high = (each.to_bytes(8, "big")[: len(tail)] for each in (size, size + AHEAD))
    if low <= tail[:8] <= high and len(tail) > 7:
        files.report.note("body", files.place(path), "stray")
    else:
        files.report.blame("body", files.place(path), "changed")
