"""The structure of picture files: the parts they are made of, named, in order, without decoding any.

``parts(data, kind)`` gives ``Part`` after ``Part``; together they are the whole file, each byte in exactly one, so what
lies between or behind the known parts is a part as well (``gap``, ``trailing``). Never raises: what cannot be followed
is the rest.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from isnad.instruments.imaging import kinds

_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # JPEG markers without a length
_MARKER = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")
_NAMED = {
    0xD8: "SOI", 0xC4: "DHT", 0xC8: "JPG", 0xCC: "DAC", 0xDA: "SOS", 0xDB: "DQT", 0xDC: "DNL", 0xDD: "DRI", 0xFE: "COM",
}  # fmt: skip
GAP, TRAILING, SCAN = "gap", "trailing", "scan"


@dataclass(frozen=True, slots=True)
class Part:
    """``data[begin:end]``, called ``name``; what it holds lies in ``data[inside:last]``."""

    name: str
    begin: int
    inside: int
    last: int
    end: int


Structure = tuple[Part, ...]


def structure(data: bytes, kind: str) -> Structure:
    """All parts, at once."""
    return tuple(parts(data, kind))


def parts(data: bytes, kind: str) -> Iterator[Part]:
    """The parts of a JPEG, PNG, WebP or GIF file; of any other, one part called ``file``."""
    split = _SPLITTERS.get(kind)
    if split is None:
        yield Part("file", 0, 0, len(data), len(data))
        return
    at = 0
    for part in split(data):
        if part.begin > at:
            yield Part(GAP, at, at, part.begin, part.begin)
        if part.end > part.begin:
            yield part
        at = part.end
    if at < len(data):
        yield Part(TRAILING, at, at, len(data), len(data))


def _jpeg(data: bytes) -> Iterator[Part]:
    """Markers by their names (``SOI``, ``APP1``, ``DQT``, ``scan`` …) up to the first ``EOI``."""
    at, size = 0, len(data)
    while at + 2 <= size:
        begin = at = data.find(b"\xff", at)
        if at < 0:
            return
        while at + 1 < size and data[at + 1] == 0xFF:
            at += 1
        if at + 1 >= size:
            return
        marker = data[at + 1]
        if marker in _ALONE:
            yield Part(_jpeg_name(marker), at, at + 2, at + 2, at + 2)
            at += 2
        elif marker == 0xD9:
            yield Part("EOI", at, at + 2, at + 2, at + 2)
            return
        elif marker == 0:
            at = begin + 2
        else:
            if at + 4 > size:
                return
            end = min(size, at + 2 + struct.unpack_from(">H", data, at + 2)[0])
            yield Part(_jpeg_name(marker), at, at + 4, max(end, at + 4), max(end, at + 4))
            at = max(end, at + 4)
            if marker == 0xDA:
                found = _MARKER.search(data, at)
                stop = found.start() if found else size
                yield Part(SCAN, at, at, stop, stop)
                at = stop


def _jpeg_name(marker: int) -> str:
    if 0xE0 <= marker <= 0xEF:
        return f"APP{marker - 0xE0}"
    if marker in _NAMED:
        return _NAMED[marker]
    if 0xC0 <= marker <= 0xCF:
        return f"SOF{marker - 0xC0}"
    return f"RST{marker - 0xD0}" if 0xD0 <= marker <= 0xD7 else f"M{marker:02X}"


def _png(data: bytes) -> Iterator[Part]:
    yield Part("signature", 0, 0, 8, 8)
    at = 8
    while at + 12 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        name, end = data[at + 4 : at + 8], at + 12 + length
        if not name.isalpha() or not name.isascii():
            return
        if end > len(data):  # cut short: what there is of it
            yield Part(name.decode(), at, at + 8, len(data), len(data))
            return
        yield Part(name.decode(), at, at + 8, end - 4, end)
        at = end
        if name == b"IEND":
            return


def _webp(data: bytes) -> Iterator[Part]:
    if len(data) < 12:
        return
    yield Part("RIFF", 0, 8, 12, 12)
    limit = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    yield from chunks(data, 12, limit)


def chunks(data: bytes, at: int, limit: int) -> Iterator[Part]:
    """RIFF chunks between two places."""
    while at + 8 <= limit:
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        last = min(limit, at + 8 + length)
        end = min(limit, last + (length & 1))
        yield Part(name.decode("latin-1"), at, at + 8, last, end)
        at = end


def _gif(data: bytes) -> Iterator[Part]:
    """``header``, ``image`` (descriptor, colours, blocks), ``control``, ``comment``, ``application NAME``, ``end`` …"""
    if len(data) < 13:
        return
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    yield Part("header", 0, 6, at, min(at, len(data)))
    while at < len(data):
        mark = data[at]
        if mark == 0x3B:
            yield Part("end", at, at + 1, at + 1, at + 1)
            return
        if mark == 0x2C and at + 10 <= len(data):
            blocks = at + 11 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0)
            name, inside = "image", at + 1
        elif mark == 0x21 and at + 2 <= len(data):
            name, inside, blocks = _gif_extension(data, at), at + 2, at + 2
        else:
            return
        end = _sub_blocks(data, blocks)
        yield Part(name, at, inside, end, end)
        at = end


def _gif_extension(data: bytes, at: int) -> str:
    label = data[at + 1]
    if label == 0xFF:
        return "application " + data[at + 3 : at + 14].decode("latin-1")
    return {0xF9: "control", 0xFE: "comment", 0x01: "text"}.get(label, f"extension {label:02X}")


def _sub_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return min(at + 1, len(data))


_SPLITTERS: dict[str, Callable[[bytes], Iterator[Part]]] = {
    kinds.JPEG: _jpeg, kinds.PNG: _png, kinds.WEBP: _webp, kinds.GIF: _gif,
}  # fmt: skip
