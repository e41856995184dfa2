"""Reads PFIF of any size as it comes, one record in memory at a time.

1. A document type is refused before anything is read: PFIF has none, and entities that expand are an attack.
2. A person or a note ends, and is given; what is in a field beyond a megabyte refuses that record, not the file.
3. Versions 1.1 to 1.4, either namespace, fields in any order; a field nobody knows is kept as read.
4. Where the file breaks off, what was whole before it counts, and the line is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from isnad.families import pfif
from isnad.words import Refusal

LONGEST_FIELD = 1 << 20  # characters
LONGEST_TAG = 1 << 22  # bytes that may stand before the next thing that can be understood
DEEPEST = 60
MOST_NOTES = 2_000  # of one person
_BLOCK = 1 << 16


@dataclass
class Record:
    """A person or a note as read: its fields under the names of 1.4, and what is wrong with it."""

    kind: str
    line: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    notes: list[Record] = field(default_factory=list)
    trouble: str | None = None

    def text(self, name: str) -> str | None:
        """The first value of a field."""
        return next(iter(self.fields.get(name, ())), None)

    def values(self, name: str) -> list[str]:
        """Every value of a field; several stand one a line."""
        found = self.fields.get(name, [])
        texts = [each for text in found for each in (text.splitlines() if name in pfif.LINES else [text])]
        return [each.strip() for each in texts if each.strip()]


def is_pfif(stream: BinaryIO) -> bool:
    """Whether a file is PFIF, by its content; refuses one with a document type. The stream is put to its start."""
    seen = _First()
    stream.seek(0)
    try:
        while seen.root is None and (block := stream.read(_BLOCK)) and stream.tell() <= 1 << 22:
            seen.parser.Parse(block, False)
    except expat.ExpatError:
        pass  # whatever else it is, another reader says so
    finally:
        stream.seek(0)
    return seen.root is not None and (pfif.version(seen.root.partition(" ")[0]) is not None or seen.declared)


def records(stream: BinaryIO) -> Iterator[Record]:
    """Every person, with its notes, and every note that stands alone, in order."""
    reader = _Reader()
    while block := stream.read(_BLOCK):
        reader.feed(block, last=False)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


class _Guarded:
    """A parser that refuses document types, and so every entity but the five of XML itself."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self.start
        self.parser.buffer_text = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        raise NotImplementedError

    def _refuse(self, *_: object) -> None:
        raise Refusal("families.pfif-doctype")


class _First(_Guarded):
    """Looks at the first element, and at the namespaces it declares."""

    def __init__(self) -> None:
        super().__init__()
        self.root: str | None = None
        self.declared = False
        self.parser.StartNamespaceDeclHandler = self._declares

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Notes the first."""
        self.root = self.root or name

    def _declares(self, prefix: str | None, uri: str) -> None:
        self.declared = self.declared or (self.root is None and pfif.version(uri or "") is not None)


class _Reader(_Guarded):
    """Gathers records; an element of another namespace is passed through."""

    def __init__(self) -> None:
        super().__init__()
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._done: list[Record] = []
        self._open: list[Record] = []
        self._field: str | None = None
        self._texts: list[str] = []
        self._length = 0
        self._depth = 0
        self._fed = 0

    def feed(self, block: bytes, *, last: bool) -> None:
        """Reads on; a file that breaks is told by its line, once what was whole has been given."""
        self._fed += len(block)
        try:
            self.parser.Parse(block, last)
        except expat.ExpatError as error:
            self._break_off(error.lineno)
        else:
            if self._fed - self.parser.CurrentByteIndex > LONGEST_TAG:
                self._break_off(self.parser.CurrentLineNumber)

    def _break_off(self, line: int) -> None:
        self._done.append(Record("broken", line, trouble="families.pfif-broken"))
        self.feed = self._nothing  # type: ignore[method-assign]

    def _nothing(self, block: bytes, *, last: bool) -> None:
        """What follows a break is not read."""

    def taken(self) -> list[Record]:
        """The records that ended since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refusal("families.pfif-too-deep")
        namespace, _, local = name.rpartition(" ")
        if pfif.version(namespace) is None:
            return
        if local in ("person", "note"):
            self._open.append(Record(local, self.parser.CurrentLineNumber))
            self._field = None
        elif self._open and self._field is None:
            self._field, self._texts, self._length = local, [], 0

    def _text(self, text: str) -> None:
        if self._field is None:
            return
        self._length += len(text)
        if self._length <= LONGEST_FIELD:
            self._texts.append(text)
        else:
            self._open[-1].trouble = "families.pfif-field-too-long"

    def _end(self, name: str) -> None:
        self._depth -= 1
        namespace, _, local = name.rpartition(" ")
        if pfif.version(namespace) is None or not self._open:
            return
        if local == self._open[-1].kind and self._field is None:
            self._close(self._open.pop())
        elif local == self._field:
            self._take(self._open[-1], local, "".join(self._texts).strip())
            self._field = None

    def _take(self, record: Record, name: str, text: str) -> None:
        name = pfif.RENAMED.get(name, name)
        known = pfif.PERSON if record.kind == "person" else pfif.NOTE
        if not text or "\0" in text:
            return
        if name in known:
            record.fields.setdefault(name, []).append(text)
        else:
            record.unknown.append((name, text))

    def _close(self, record: Record) -> None:
        if record.kind == "note" and self._open:
            if len(self._open[-1].notes) < MOST_NOTES:
                self._open[-1].notes.append(record)
            else:
                self._open[-1].trouble = "families.pfif-too-many-notes"
        else:
            self._done.append(record)
