"""Tables that groups already have, row by row: CSV in its many forms, and XLSX. Nothing is guessed and nothing dropped.

Each cell of a number comes to a :class:`Cell`: its digits, or the code of the reason why there are none.

 * Arabic-Indic, Persian and Western digits are the same digits; a number that mixes them is read, and that is noted.
 * 6841.0 is 6841. A number in powers of ten has lost digits: refused.
 * What a spreadsheet turned into a date was something else before, and nobody can say what: refused.
 * ``?`` means that a person looked and could not tell; an empty cell, that nobody looked.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from isnad.words import Refusal

MOST_BYTES = 300 * 2**20
MOST_ROWS = 1_000_000
LONGEST_CELL = 300
FIELDS = {
    "detaineeNumber": ("detainee", "detainee number", "detainee no", "prisoner", "رقم المعتقل", "المعتقل"),
    "branchNumber": ("branch", "branch number", "department", "رقم الفرع", "الفرع"),
    "examinationNumber": ("examination", "examination number", "death number", "medical number", "رقم المعاينة",
                          "رقم الوفاة", "الرقم الطبي"),
    "otherNumber": ("number", "other number", "other", "رقم", "الرقم", "رقم آخر"),
    "personName": ("name", "name as written", "الاسم", "اسم"),
}  # fmt: skip
PLACES = {
    "file": ("file", "file name", "filename", "photo", "photograph", "path", "اسم الملف", "الملف", "الصورة"),
    "digest": ("digest", "sha256", "sha-256", "hash", "البصمة", "بصمة"),
    "person": ("by", "person", "typed by", "transcriber", "volunteer", "الناسخ", "المدخل", "كتبه"),
}
NAME = "personName"
_DIGITS = {ord(each): str(at) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for at, each in enumerate(digits)}
_NUMBER = re.compile(r"\d{1,9}( ?[/\\-] ?\d{1,9})?( ?/? ?[^\W\d_])?|[^\W\d_] ?/? ?\d{1,9}|[^\W\d_]")
_DATES = (
    re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( \d{1,2}:\d{2}(:\d{2})?)?"),
    re.compile(r"\d{1,4}[- /]?[A-Za-z]{3,9}\.?([- /]\d{2,4})?"),
    re.compile(r"[A-Za-z]{3,9}\.?[- /]\d{1,4}"),
)
_POWERS = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
DATE, POWERS, NO_NUMBER, TOO_LONG = (
    "transcriptions.date", "transcriptions.powers", "transcriptions.no-number", "transcriptions.too-long",
)  # fmt: skip
MIXED = "transcriptions.mixed-digits"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a number: as written, in ASCII digits, or why not; ``untold``: a person could not tell."""

    written: str
    normal: str = ""
    trouble: str | None = None
    note: str | None = None
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the head: its line, what names the photograph, who typed it, and its cells by property."""

    line: int
    file: str
    digest: str
    person: str
    cells: dict[str, Cell] = field(default_factory=dict)


def rows(path: Path) -> Iterator[Row]:
    """The rows of a table; refused where it is none, or where its head names no photograph or no number."""
    head: dict[int, str] | None = None
    for line, cells in enumerate(_cells(path), 1):
        if line > MOST_ROWS:
            raise Refusal("transcriptions.too-many-rows", most=MOST_ROWS)
        if head is None:
            head = _head(cells)
        elif any(each not in (None, "") for each in cells):
            yield _row(line, cells, head)
    if head is None:
        raise Refusal("transcriptions.empty")


def _head(cells: list[Any]) -> dict[int, str]:
    known = {word: name for names in (FIELDS, PLACES) for name, words in names.items() for word in (*words, name)}
    known |= {word.casefold(): name for word, name in known.items()}
    head: dict[int, str] = {}
    for at, each in enumerate(cells):
        name = known.get(_tidy(each).replace("_", " ").casefold())
        if name is not None and name not in head.values():
            head[at] = name
    if not {"file", "digest"} & set(head.values()) or not set(FIELDS) & set(head.values()):
        raise Refusal("transcriptions.head")
    return head


def _row(line: int, cells: list[Any], head: dict[int, str]) -> Row:
    given = {name: cells[at] for at, name in head.items() if at < len(cells)}
    found = {}
    for name in FIELDS:
        cell = _name(given.get(name)) if name == NAME else number(given.get(name))
        if cell is not None:
            found[name] = cell
    file, digest, person = (_tidy(given.get(name)) for name in ("file", "digest", "person"))
    return Row(line, file, digest.lower(), person, found)


def number(value: Any) -> Cell | None:
    """One cell of a number; None where it is empty."""
    if value is None or isinstance(value, bool):
        return None if value is None else Cell(str(value), trouble=NO_NUMBER)
    if isinstance(value, datetime | date | time):
        return Cell(str(value), trouble=DATE)
    if isinstance(value, int | float):
        return _of_number(value)
    return _of_text(value)


def _of_number(value: int | float) -> Cell:
    if value < 0 or value != value or value >= 1e9:
        return Cell(str(value), trouble=POWERS if value >= 1e9 else NO_NUMBER)
    if value != int(value):
        return Cell(str(value), trouble=NO_NUMBER)
    return Cell(str(int(value)), str(int(value)))


def _of_text(value: str) -> Cell | None:
    written = _tidy(value)
    if not written:
        return None
    if len(written) > LONGEST_CELL:
        return Cell(written[:LONGEST_CELL], trouble=TOO_LONG)
    if written in ("?", "؟"):
        return Cell(written, untold=True)
    text = written.translate(_DIGITS).removesuffix(".0")
    if any(each.fullmatch(text) for each in _DATES):
        return Cell(written, trouble=DATE)
    if _POWERS.fullmatch(text):
        return Cell(written, trouble=POWERS)
    if not _NUMBER.fullmatch(text):
        return Cell(written, trouble=NO_NUMBER)
    return Cell(written, _plain(text), note=MIXED if _mixes(written) else None)


def _plain(text: str) -> str:
    """Digits with one slash between them, a letter behind them after one space: as machines write what they read."""
    parts = re.findall(r"\d+", text)
    letters = re.findall(r"[^\W\d_]", text)
    return " ".join(each for each in ("/".join(parts), *letters) if each)


def _mixes(written: str) -> bool:
    digits = [each for each in written if each.isdigit()]
    return any(each.isascii() for each in digits) and not all(each.isascii() for each in digits)


def _name(value: Any) -> Cell | None:
    written = _tidy(value)
    if not written:
        return None
    if len(written) > LONGEST_CELL:
        return Cell(written[:LONGEST_CELL], trouble=TOO_LONG)
    return Cell(written, written, untold=written in ("?", "؟"))


def _tidy(value: Any) -> str:
    if value is None:
        return ""
    text = unicodedata.normalize("NFC", str(value)).translate({ord(each): None for each in (*_MARKS, "\0")})
    return " ".join(text.split())


def _cells(path: Path) -> Iterator[list[Any]]:
    if not path.is_file():
        raise Refusal("transcriptions.no-such-file")
    if path.stat().st_size > MOST_BYTES:
        raise Refusal("transcriptions.too-large")
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(b"PK"):
        yield from _of_workbook(path)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("transcriptions.old-workbook")
    else:
        yield from _of_csv(path.read_bytes())


def _of_workbook(path: Path) -> Iterator[list[Any]]:
    """The first sheet that is not empty."""
    import openpyxl  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield list(row)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError, SyntaxError,
            EOFError, TypeError, AttributeError) as error:  # fmt: skip
        raise Refusal("transcriptions.not-a-table") from error  # damaged workbooks are answered with any of these


def _of_csv(data: bytes) -> Iterator[list[Any]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(("\t", ";", ","), key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Refusal("transcriptions.not-a-table") from error


def _decoded(data: bytes) -> str:
    """UTF-16 by its mark, UTF-8, else Windows' Arabic, in which older tables are saved."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        form = "utf-16"
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            form = "cp1256"
    try:
        return data.decode(form)
    except UnicodeDecodeError as error:
        raise Refusal("transcriptions.not-a-table") from error
