"""Tables of what people typed: every cell has a defined answer, whatever a spreadsheet did to it."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.reading import sheets
from isnad.reading.sheets import Cell, number, rows
from isnad.words import Refusal

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("6841", "6841"), ("٦٨٤١", "6841"), ("۶۸۴۱", "6841"), (" 6841\u200f ", "6841"), (6841, "6841"),
        (6841.0, "6841"), ("6841.0", "6841"), ("0041", "0041"), ("1234/215", "1234/215"), ("1234 / 215", "1234/215"),
        ("1234/ب", "1234 ب"), ("ب 1234", "1234 ب"), ("ج", "ج"), ("١٢٣٤/٢١٥", "1234/215"),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(given: object, normal: str) -> None:
    cell = number(given)
    assert cell is not None
    assert (cell.trouble, cell.normal) == (None, normal)


@pytest.mark.parametrize(
    ("given", "trouble"),
    [
        (datetime(2015, 1, 12), sheets.DATE), ("12-Jan", sheets.DATE), ("Jan-15", sheets.DATE),
        ("2015-01-12 00:00:00", sheets.DATE), ("12/1/2015", sheets.DATE), ("١٢/١/٢٠١٥", sheets.DATE),
        ("1.2E+05", sheets.POWERS), (1.2e12, sheets.POWERS), (68.5, sheets.NO_NUMBER), (-4, sheets.NO_NUMBER),
        (True, sheets.NO_NUMBER), ("see photo 3", sheets.NO_NUMBER), ("x" * 400, sheets.TOO_LONG),
        ("=1+1", sheets.NO_NUMBER),
    ],
)  # fmt: skip
def test_what_is_no_number_any_more_is_refused_with_its_reason(given: object, trouble: str) -> None:
    cell = number(given)
    assert cell is not None
    assert (cell.trouble, cell.normal) == (trouble, "")


def test_mixed_digits_are_taken_and_noted() -> None:
    cell = number("6٨4١")
    assert cell is not None
    assert (cell.normal, cell.note) == ("6841", sheets.MIXED)
    assert number("٦٨٤١") == Cell("٦٨٤١", "6841")


def test_a_question_mark_is_an_answer_and_an_empty_cell_is_none() -> None:
    told = number("؟")
    assert told is not None
    assert told.untold
    assert number("") is number(None) is None


@given(st.integers(0, 999_999_999))
def test_digits_of_every_script_are_the_same_number(value: int) -> None:
    text = str(value)
    assert {cell.normal for each in (text, text.translate(ARABIC), text.translate(PERSIAN), value)
            if (cell := number(each)) is not None} == {text}  # fmt: skip


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.datetimes()))
def test_no_cell_is_beyond_an_answer(value: object) -> None:
    cell = number(value)
    assert cell is None or cell.untold or bool(cell.normal) != bool(cell.trouble)


def test_arabic_heads_semicolons_and_windows_tables_are_read(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes("اسم الملف;رقم المعتقل;الناسخ\r\nصورة 1.jpg;٦٨٤١;سمر\r\n".encode("cp1256", "replace"))
    table.write_bytes("اسم الملف;رقم المعتقل;الناسخ\r\nصورة 1.jpg;6841;سمر\r\n".encode("cp1256"))
    (row,) = rows(table)
    assert (row.file, row.person, row.cells["detaineeNumber"].normal) == ("صورة 1.jpg", "سمر", "6841")


def test_a_workbook_is_read_with_its_dates_as_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["File", "Detainee", "Branch"])
    sheet.append(["a.jpg", 6841, datetime(2015, 1, 12)])
    sheet.append([None, None, None])
    book.save(tmp_path / "table.xlsx")
    (row,) = rows(tmp_path / "table.xlsx")
    assert row.cells["detaineeNumber"].normal == "6841"
    assert row.cells["branchNumber"].trouble == sheets.DATE


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"file,who\na.jpg,me\n"])
def test_a_table_that_names_no_photograph_or_number_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(Refusal, match=r"transcriptions\.(head|empty)"):
        list(rows(tmp_path / "t.csv"))


BROKEN = (b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", b'file,number\n"a', b"\xff\xfe\x00")


@pytest.mark.parametrize("content", BROKEN)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t").write_bytes(content)
    with pytest.raises(Refusal, match=r"transcriptions\."):
        list(rows(tmp_path / "t"))


def test_a_hundred_thousand_rows_take_seconds(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("file,detainee,branch,examination\n" + "".join(
        f"sub/IMG_{at}.JPG,{at % 9000},215,{at % 7000}\n" for at in range(100_000)))  # fmt: skip
    began = time.process_time()
    assert sum(len(row.cells) for row in rows(table)) == 300_000
    assert time.process_time() - began < 30
