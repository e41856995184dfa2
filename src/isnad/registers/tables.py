"""Tables as others have them, row by row, never more than a row in memory: CSV in its many forms, and XLSX.

* A row is named by its line: of a CSV file the line on which it begins, of a workbook its number in the sheet.
* Nothing is guessed: a cell that a spreadsheet turned into something else (a date, a number in powers of ten) says so.
* A row that cannot be read costs itself: it is told by its line, and the rest goes on. The file stays what it is.
"""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from isnad.words import Refusal

LONGEST_CELL = 60_000  # characters
MOST_COLUMNS = 500
MOST_UNPACKED = 4 << 30  # bytes of a workbook once it is unpacked
_BLOCK = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    IndexError,
    OSError,
    SyntaxError,
    EOFError,
    TypeError,
    AttributeError,
)  # fmt: skip  damaged workbooks are answered with any of these


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as read, and whether a spreadsheet holds it as a day or as a number."""

    text: str
    day: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its line, its cells; or the code of the reason why it cannot be read."""

    number: int
    cells: tuple[Cell, ...] = ()
    trouble: str | None = None


EMPTY = Cell("")


def lines(path: Path, sheet: str | None = None) -> Iterator[Line]:
    """Every row of a table that is not empty, the head among them; refused where it is no table."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("registers.old-workbook")
    if not head.startswith(b"PK"):
        yield from _of_csv(path)
        return
    try:
        yield from _of_workbook(path, sheet)
    except _DAMAGED as error:
        raise Refusal("registers.not-a-table") from error


def _of_workbook(path: Path, sheet: str | None) -> Iterator[Line]:
    import openpyxl  # type: ignore[import-untyped]

    with zipfile.ZipFile(path) as packed:
        if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
            raise Refusal("registers.too-large")
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    names = list(book.sheetnames)
    if sheet is not None and sheet not in names:
        raise Refusal("registers.no-such-sheet", known=", ".join(names[:20]))
    page = book[sheet or names[0]]
    page.reset_dimensions()
    for number, row in enumerate(page.iter_rows(values_only=True), 1):
        cells = tuple(_cell(each) for each in row[:MOST_COLUMNS])
        if any(each.text for each in cells):
            yield _line(number, cells)


def _cell(value: Any) -> Cell:
    if value is None:
        return EMPTY
    if isinstance(value, datetime):
        return Cell(str(value.date()) if value.time() == time(0) else value.isoformat(sep=" "), day=True)
    if isinstance(value, date | time):
        return Cell(str(value), day=True)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return Cell(str(value), number=isinstance(value, int | float) and not isinstance(value, bool))


def _of_csv(path: Path) -> Iterator[Line]:
    form = _form(path)
    delimiter = max(("\t", ";", ","), key=next(_texts(path, form), "").count)
    try:
        yield from _rows(_texts(path, form), delimiter)
    except UnicodeDecodeError as error:
        raise Refusal("registers.not-a-table") from error


def _texts(path: Path, form: str) -> Iterator[str]:
    """The lines of a text, whichever way they end; NUL, which no text has, is read as nothing."""
    with path.open(encoding=form, newline="") as file:
        for line in file:
            yield line.replace("\0", "")


def _rows(texts: Iterator[str], delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(texts, delimiter=delimiter)
    begins = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Line(begins, trouble="registers.row-unreadable")
        else:
            cells = tuple(Cell(each) for each in row[:MOST_COLUMNS])
            if any(each.text.strip() for each in cells):
                yield _line(begins, cells)
        begins = reader.line_num + 1


def _line(number: int, cells: tuple[Cell, ...]) -> Line:
    if any(len(each.text) > LONGEST_CELL for each in cells):
        return Line(number, trouble="registers.row-unreadable")
    return Line(number, cells)


def _form(path: Path) -> str:
    """UTF-16 by its mark, UTF-8, else Windows' Arabic, in which older tables are saved; refused where it is none."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    for form in ("utf-8-sig", "cp1256"):
        if _reads(path, form):
            return form
    raise Refusal("registers.not-a-table")


def _reads(path: Path, form: str) -> bool:
    decoder = codecs.getincrementaldecoder(form)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                text = decoder.decode(block)
                if form == "cp1256" and _is_no_text(text):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_no_text(text: str) -> bool:
    """Whether there is much in it that no table of words has: any bytes at all read as Windows' Arabic."""
    strange = sum(ord(each) < 32 and each not in "\t\r\n\f\v" for each in text)
    return strange * 50 > len(text)
