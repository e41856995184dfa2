"""Bytes of a list as rows, each with the line on which it begins. Nothing is guessed, and nothing swallows the rest.

* **Encoding**: what the byte-order mark says; else UTF-8, strictly; else, a row at a time, Windows-1252, which the
  row's doubt says. A file with a nought byte in its first lines and no mark is not text, and is refused.
* **0x1A** at the end of a line is DOS's end-of-file mark: it is no field, and nothing after it is lost.
* **Quotes**: a quoted field may run over lines (`spread` of them at most). Where a quote never closes within them, the
  line it opened on is refused and reading goes on with the next line; it does not swallow the rest of the file.
* **Cut off**: the last row has an open quote, or fewer fields than asked for and no line end after it.
"""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from isnad.sanctions.lists.account import Account
from isnad.words import Refusal

LONGEST_LINE = 4 * 1024 * 1024  # bytes; a longer "line" is no list's, and would be held in memory whole
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Row(NamedTuple):
    """The fields of a row and the line on which it begins, counted from 1."""

    line: int
    fields: list[str]


def rows(path: Path, account: Account, *, fields: int, spread: int = 1, delimiter: str = ",") -> Iterator[Row]:
    """The rows of a CSV file; those without at least ``fields`` fields are refused by line, empty lines are none."""
    reader = _Rows(path, account, fields, spread, delimiter)
    with path.open("rb") as stream:
        yield from reader.read(stream)


def heading(wanted: dict[str, str], fields: list[str]) -> dict[str, int]:
    """Where each of our names stands in a heading, found by the column's own name whatever its place or case."""
    places = {_plain(field): place for place, field in enumerate(fields)}
    return {ours: places[_plain(theirs)] for ours, theirs in wanted.items() if _plain(theirs) in places}


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


class _Rows:
    """One reading of one file: its lines wait in a queue, to which those that belong to no row go back."""

    def __init__(self, path: Path, account: Account, fields: int, spread: int, delimiter: str) -> None:
        self.name, self.account = path.name, account
        self.fields, self.spread, self.delimiter = fields, spread, delimiter
        self.back: deque[tuple[int, str]] = deque()

    def read(self, stream: BinaryIO) -> Iterator[Row]:
        lines = self._lines(stream)
        while taken := self._take(lines):
            number, text = taken[0][0], "".join(line for _, line in taken)
            if not text.strip():
                continue
            self.account.rows += 1
            if text.count('"') % 2:
                self._give_back(taken)
            elif row := self._row(number, text):
                yield row

    def _take(self, lines: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
        """The next line, and those after it while a quote is open and the spread allows."""
        taken: list[tuple[int, str]] = []
        quotes = 0
        while not taken or (quotes % 2 and len(taken) < self.spread):
            line = self.back.popleft() if self.back else next(lines, None)
            if line is None:
                break
            taken.append(line)
            quotes += line[1].count('"')
        return taken

    def _give_back(self, taken: list[tuple[int, str]]) -> None:
        number, text = taken[0]
        if len(taken) == 1 and not text.endswith(("\n", "\r")):
            self.account.broke_off(self.name, number)
        else:
            self.account.refuse(self.name, number, "open-quote", text.strip())
            self.back.extendleft(reversed(taken[1:]))

    def _row(self, number: int, text: str) -> Row | None:
        try:
            found = next(csv.reader([text], delimiter=self.delimiter, skipinitialspace=True), [])
        except csv.Error:
            self.account.refuse(self.name, number, "unreadable", text.strip())
            return None
        if len(found) >= self.fields:
            return Row(number, found)
        if text.endswith(("\n", "\r")):
            self.account.refuse(self.name, number, "too-few-fields", text.strip())
        else:
            self.account.broke_off(self.name, number)
        return None

    def _lines(self, stream: BinaryIO) -> Iterator[tuple[int, str]]:
        encoding = _encoding(stream, self.name)
        if encoding.startswith("utf-16"):
            try:
                yield from enumerate(codecs.getreader(encoding)(stream), start=1)
            except UnicodeDecodeError as error:
                raise Refusal("lists.not-text", file=self.name) from error
            return
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise Refusal("lists.line-too-long", file=self.name, line=number)
            kept = line.rstrip(b"\x1a")
            if kept:
                yield number, self._decoded(number, kept)

    def _decoded(self, number: int, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self.account.doubt(self.name, number, "other-encoding")
            return line.decode("cp1252", errors="replace")


def _encoding(stream: BinaryIO, name: str) -> str:
    start = stream.read(4096)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            stream.seek(len(mark))
            return encoding
    if b"\0" in start:
        raise Refusal("lists.not-text", file=name)
    stream.seek(0)
    return "utf-8"
