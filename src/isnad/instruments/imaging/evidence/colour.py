"""A colour profile as numbers alone: what is needed to show colours right, without the words and codes around it.

Kept of an ICC profile: its version, class, spaces, intent and illuminant, and the tags that hold numbers. Emptied:
maker, model, creator, date, platform, identifier. Its description becomes a fixed one, because readers ask for one.
"""

from __future__ import annotations

import struct

# Curves, matrices, white points and tables; nothing that holds text, dates, signatures or measurements of one device.
_NUMBERS = frozenset({
    b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt", b"chad", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"A2B0", b"A2B1", b"A2B2",
    b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"D2B1", b"D2B2", b"B2D0", b"B2D1", b"B2D2", b"gamt", b"cicp",
})  # fmt: skip
_FORMS = frozenset({b"XYZ ", b"curv", b"para", b"sf32", b"mft1", b"mft2", b"mAB ", b"mBA ", b"mpet", b"cicp"})
_DESCRIPTION = b"desc\x00\x00\x00\x00\x00\x00\x00\x07colour\x00" + bytes(78)
_RIGHTS = b"text\x00\x00\x00\x00none\x00"


def numbers_alone(profile: bytes) -> bytes | None:
    """The profile with its numbers alone; None where it is broken."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return None
    tags: list[tuple[bytes, bytes]] = [(b"desc", _DESCRIPTION), (b"cprt", _RIGHTS)]
    (count,) = struct.unpack_from(">I", profile, 128)
    for index in range(min(count, 100)):
        if 144 + 12 * index > len(profile):
            return None
        name, begin, size = struct.unpack_from(">4sII", profile, 132 + 12 * index)
        value = profile[begin : begin + size]
        if name in _NUMBERS and value[:4] in _FORMS and len(value) == size:
            tags.append((name, _cut(value)))
    header = bytearray(128)
    header[8:24] = profile[8:24]  # version, class, spaces
    header[36:40] = b"acsp"
    header[64:80] = profile[64:80]  # intent, illuminant
    return _written(bytes(header), tags)


def _cut(value: bytes) -> bytes:
    """A curve or a set of values without what follows its own length."""
    if value[:4] == b"curv" and len(value) >= 12:
        return value[: 12 + 2 * int.from_bytes(value[8:12], "big")]
    if value[:4] == b"XYZ ":
        return value[:20]
    if value[:4] == b"sf32":
        return value[:44]
    if value[:4] == b"para" and len(value) >= 10:
        return value[: 12 + 4 * {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}.get(int.from_bytes(value[8:10], "big"), 7)]
    return value


def _written(header: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    at = 132 + 12 * len(tags)
    table, body, known = b"", b"", {}
    for name, value in tags:
        if value not in known:
            known[value] = at + len(body)
            body += value + bytes(-len(value) % 4)
        table += struct.pack(">4sII", name, known[value], len(value))
    whole = header + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]
