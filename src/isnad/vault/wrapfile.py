"""The form of a file of headers, one for each object of a batch::

   # <payload's digest> <check value>
   age-encryption.org/v1
   -> X25519 …
   …
   --- …

* It is text for age's own tools: ``(sed -n '/^# DIGEST/,/^--- /p' FILE | tail -n +2; cat PAYLOAD) | age -d -i …``.
* The check value is the SHA-256 of the payload's digest, a line end and the header: a changed bit in either is found
  without a key.
* Erasing writes ``~`` over a record where it lies, the header first, its line of digests after that. A header that was
  half overwritten when the power went is thus still found by its line, and the deed can be done again.
* A record that was changed never hides its neighbours: each begins at a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from isnad.words import Digest

LINE_LENGTH = 2 + 64 + 1 + 64 + 1
_LINE = re.compile(rb"^# ([0-9a-f]{64}) ([0-9a-f]{64})\n", re.MULTILINE)
_END = re.compile(rb"^--- [^\n]*\n", re.MULTILINE)
_HOLE = re.compile(rb"(?:~+\n)*")


@dataclass(frozen=True, slots=True)
class Record:
    """One object's place in a file of headers; ``sound`` says whether the header has its check value."""

    payload: Digest
    header: bytes
    offset: int
    sound: bool

    @property
    def length(self) -> int:
        """Line and header together, in bytes."""
        return LINE_LENGTH + len(self.header)


@dataclass(frozen=True, slots=True)
class Rubble:
    """Bytes that are neither a record nor the trace of an erased one."""

    offset: int
    length: int


def written(headers: Iterable[tuple[Digest, bytes]]) -> bytes:
    """A file of these payloads' headers."""
    return b"".join(record(payload, header) for payload, header in headers)


def record(payload: Digest, header: bytes) -> bytes:
    """One record."""
    return f"# {payload} {check_value(payload, header)}\n".encode() + header


def check_value(payload: Digest, header: bytes) -> Digest:
    """What stands behind the payload's digest."""
    return Digest.of(f"{payload}\n".encode() + header)


def read(data: bytes) -> Iterator[Record | Rubble]:
    """What stands in a file of headers, in its order."""
    place = 0
    starts = [match.start() for match in _LINE.finditer(data)]
    for start, following in pairwise([*starts, len(data)]):
        if rubble := _rubble(data, place, start):
            yield rubble
        found = read_one(data[start:following], start)
        assert found is not None
        yield found
        place = start + found.length
    if rubble := _rubble(data, place, len(data)):
        yield rubble


def records(data: bytes) -> Iterator[Record]:
    """The records alone."""
    return (found for found in read(data) if isinstance(found, Record))


def read_one(data: bytes, offset: int = 0) -> Record | None:
    """The record that ``data`` begins with, which lies at ``offset`` of its file; None where none begins here."""
    line = _LINE.match(data)
    if line is None:
        return None
    end = _END.search(data, line.end())
    header = data[line.end() : end.end() if end else len(data)]
    payload = Digest.parse(line.group(1).decode())
    sound = str(check_value(payload, header)).encode() == line.group(2)
    return Record(payload, header, offset, sound)


def hole(length: int) -> bytes:
    """What is written over ``length`` bytes that are erased."""
    return b"~" * (length - 1) + b"\n"


def _rubble(data: bytes, start: int, end: int) -> Rubble | None:
    return None if _HOLE.fullmatch(data, start, end) else Rubble(start, end - start)
