"""TIFF's directories, the form of TIFF, EXIF and most RAW files: tags with values, read within bounds.

* Nothing outside the bytes is followed; what points there is left out.
* At most ``MOST_DIRECTORIES`` directories of ``MOST_FIELDS`` fields; a directory is read once, so no chain is endless.
* A value stays the bytes that lie in the file; ``plain`` gives it as text and whole numbers, fractions as ``1/250``.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from isnad.words import Json

MOST_DIRECTORIES = 256
MOST_FIELDS = 4_096
LONG_VALUE = 2_048  # bytes of a binary value that are kept; of longer ones, length and digest (the original has them)
MANY_NUMBERS = 512

# for each type of value: bytes, struct letter
_TYPES = {
    1: (1, "B"), 2: (1, ""), 3: (2, "H"), 4: (4, "I"), 5: (8, "I"), 6: (1, "b"), 7: (1, ""), 8: (2, "h"), 9: (4, "i"),
    10: (8, "i"), 11: (4, "f"), 12: (8, "d"), 13: (4, "I"), 16: (8, "Q"), 17: (8, "q"), 18: (8, "Q"), 129: (1, ""),
}  # fmt: skip
_TEXT = (2, 129)

EXIF, GPS, INTEROPERABILITY, SUB_DIRECTORIES = 34_665, 34_853, 40_965, 330
ORIENTATION = 274


@dataclass(frozen=True, slots=True)
class Field:
    """One tag of a directory: its TIFF type, how many values, and their bytes."""

    tag: int
    kind: int
    count: int
    raw: bytes
    order: str  # "<" or ">"

    def numbers(self) -> tuple[int, ...]:
        """Its whole numbers (of a fraction: numerator, denominator); empty for text, bytes and floating point."""
        letter = _TYPES[self.kind][1]
        if letter in ("", "f", "d"):
            return ()
        each = struct.calcsize("=" + letter)
        return struct.unpack(f"{self.order}{len(self.raw) // each}{letter}", self.raw[: len(self.raw) // each * each])

    def plain(self) -> Json:
        """Its value without floating point: text, a whole number, a fraction as text, or a list of these."""
        if self.kind in _TEXT:
            return text_of(self.raw)
        if self.kind == 7:
            return bytes_as_plain(self.raw)
        if self.kind in (1, 6) and self.count > 16:
            return bytes_as_plain(self.raw)
        if self.kind in (11, 12):
            letter = _TYPES[self.kind][1]
            values: list[Json] = [repr(v) for v in struct.unpack(f"{self.order}{self.count}{letter}", self.raw)]
        elif self.kind in (5, 10):
            pairs = self.numbers()
            values = [f"{pairs[i]}/{pairs[i + 1]}" for i in range(0, len(pairs) - 1, 2)]
        else:
            values = [n if abs(n) < 2**53 else str(n) for n in self.numbers()]
        if len(values) > MANY_NUMBERS:
            return bytes_as_plain(self.raw)
        return values[0] if len(values) == 1 else values


@dataclass(frozen=True, slots=True)
class Directory:
    """One directory; ``name`` is where it hangs: ``0``, ``1`` …, ``0/Exif``, ``0/GPS``, ``0/Sub0`` …"""

    name: str
    fields: dict[int, Field]
    below: list[Directory] = field(default_factory=list)

    def number(self, tag: int, otherwise: int = 0) -> int:
        """The first whole number of ``tag``."""
        found = self.fields.get(tag)
        numbers = found.numbers() if found else ()
        return numbers[0] if numbers else otherwise

    def walk(self) -> Iterator[Directory]:
        """This one and those below."""
        yield self
        for each in self.below:
            yield from each.walk()


def read(data: bytes) -> list[Directory]:
    """The chain of directories of a classic TIFF, or of an EXIF block behind its mark; empty where it is none."""
    if data[:4] not in (b"II*\x00", b"MM\x00*"):
        return []
    reader = _Reader(data, "<" if data[:1] == b"I" else ">")
    return reader.chain(reader.number("I", 4) or 0)


class _Reader:
    def __init__(self, data: bytes, order: str) -> None:
        self.data, self.order = data, order
        self.seen: set[int] = set()

    def number(self, letter: str, at: int) -> int | None:
        size = struct.calcsize("=" + letter)
        if not 0 <= at <= len(self.data) - size:
            return None
        found: int = struct.unpack_from(self.order + letter, self.data, at)[0]
        return found

    def chain(self, at: int) -> list[Directory]:
        found: list[Directory] = []
        while at and at not in self.seen and len(self.seen) < MOST_DIRECTORIES:
            directory, at = self.directory(at, str(len(found)))
            if directory is None:
                break
            found.append(directory)
        return found

    def directory(self, at: int, name: str) -> tuple[Directory | None, int]:
        """The directory at an offset and the offset of the next one."""
        self.seen.add(at)
        count = self.number("H", at)
        if count is None or count > MOST_FIELDS:
            return None, 0
        fields: dict[int, Field] = {}
        for index in range(count):
            one = self.field(at + 2 + 12 * index)
            if one is not None:
                fields.setdefault(one.tag, one)
        directory = Directory(name, fields)
        for tag, part in ((EXIF, "Exif"), (GPS, "GPS"), (INTEROPERABILITY, "Interop"), (SUB_DIRECTORIES, "Sub")):
            self.descend(directory, tag, part)
        return directory, self.number("I", at + 2 + 12 * count) or 0

    def descend(self, directory: Directory, tag: int, part: str) -> None:
        found = directory.fields.get(tag)
        if found is None or found.kind not in (4, 13):
            return
        for index, at in enumerate(found.numbers()):
            if at and at not in self.seen and len(self.seen) < MOST_DIRECTORIES:
                label = f"{part}{index}" if tag == SUB_DIRECTORIES else part
                below, _ = self.directory(at, f"{directory.name}/{label}")
                if below is not None:
                    directory.below.append(below)

    def field(self, at: int) -> Field | None:
        tag, kind, count = self.number("H", at), self.number("H", at + 2), self.number("I", at + 4)
        if tag is None or kind not in _TYPES or count is None:
            return None
        size = _TYPES[kind][0] * count
        begin = at + 8 if size <= 4 else self.number("I", at + 8)
        if begin is None or begin + size > len(self.data):
            return None
        return Field(tag, kind, count, self.data[begin : begin + size], self.order)


def text_of(raw: bytes) -> str:
    """As UTF-8, else as Latin-1 (which loses nothing); without the zero bytes at its end."""
    raw = raw.rstrip(b"\x00")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def bytes_as_plain(raw: bytes) -> Json:
    """Printable text as text, other bytes as base64, long ones by length and digest: the original has them."""
    if len(raw) > LONG_VALUE:
        return {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    shown = raw.rstrip(b"\x00")
    if shown and shown.isascii() and shown.decode("ascii").isprintable():
        return shown.decode("ascii")
    return {"base64": base64.b64encode(raw).decode("ascii")}
