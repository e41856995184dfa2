"""Lists from elsewhere: what a mapping makes of them, what is refused by its line, what every claim rests on."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.claims import queries as claims
from isnad.claims.lines import Problem
from isnad.record import audit
from isnad.record.desk import Desk
from isnad.registers import importing, mapping, queries
from isnad.registers.cells import day, said
from isnad.registers.importing import Request
from isnad.registers.mapping import Column
from isnad.registers.rows import Tally, rows
from isnad.registers.tables import Cell, lines
from isnad.words import Line, Refusal, When

Differences = Callable[[], list[audit.Difference]]
MAP = """
name: قائمة مستشفى مخترعة
kind: hospital
dates: day-first
columns:
  "الرقم": rowNumber
  "اسم الأم": motherName
  "رقم المعتقل": detaineeNumber
  "تاريخ الوفاة": deathDate
  "الفرع": {as: branch, split: "،"}
  "سر": ignore
compose:
  name: ["الاسم", "الكنية"]
constant:
  statedStatus: deceased
"""
HEAD = ("الرقم", "الاسم", "الكنية", "اسم الأم", "رقم المعتقل", "تاريخ الوفاة", "الفرع", "سر", "زائد")
ROWS = (
    ("1", "سامر", "الحداد", "فاطمة", "٦٨٤١", "14/05/2013", "215، 227", "x", "y"),
    ("2", "خالد", "النجار", "؟", "6.84E+10", "3/4/2013", "", "", ""),
    ("3", "12345", "", "", "", "", "", "", ""),
    ("4", "", "", "", "", "", "", "", ""),
)


def table(folder: Path, *more: tuple[str, ...], name: str = "list.csv", form: str = "utf-8") -> Path:
    path = folder / name
    with path.open("w", encoding=form, newline="") as file:
        csv.writer(file).writerows([HEAD, *ROWS, *more])
    return path


def meant(folder: Path, text: str = MAP) -> mapping.Mapping:
    path = folder / "map.yaml"
    path.write_text(text, "utf-8")
    return importing.read_mapping(path)


def codes(problems: list[Problem]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in problems:
        found.setdefault(each.line, []).append(each.code)
    return found


def test_every_row_becomes_claims_that_cite_their_line(archive: Desk, tmp_path: Path) -> None:
    done = importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    first, second = queries.listed()
    assert first.texts("name") == ["سامر الحداد"]
    assert first.texts("detaineeNumber") == ["٦٨٤١"]
    assert first.normals("deathDate") == ["2013-05-14"]
    assert first.texts("deathDate") == ["14/05/2013"]  # as read, it stays what it was
    assert first.texts("branch") == ["215", "227"]
    assert first.texts("statedStatus") == ["deceased"]
    assert second.texts("motherName") == []
    cited = claims.claim(first.values["name"][0].claim).citations
    assert [(each.entry, each.selector) for each in cited] == [(done.taken.entry, Line(2))]
    assert queries.registers() == [
        {"entry": first.register, "name": "قائمة مستشفى مخترعة", "kind": "hospital"}
    ]  # fmt: skip


def test_what_is_refused_is_told_by_its_line_and_the_rest_goes_on(archive: Desk, tmp_path: Path) -> None:
    done = importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    assert codes(done.taken.problems) == {
        3: ["registers.number-lost-digits"],
        4: ["registers.name-without-letters"],
        5: ["registers.row-says-nothing"],
    }
    assert (done.tally.rows, done.tally.refused_rows) == (4, 2)


def test_a_dry_run_tells_what_will_be_and_says_nothing(archive: Desk, tmp_path: Path) -> None:
    tally, problems = importing.try_out(table(tmp_path), meant(tmp_path))
    assert list(queries.listed()) == []
    assert queries.registers() == []
    done = importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    assert tally == done.tally
    assert problems == done.taken.problems
    assert tally.unmapped == ["زائد"]


def test_the_same_list_again_says_nothing_twice(archive: Desk, tmp_path: Path) -> None:
    first = importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    again = importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    assert first.taken.claims > 0
    assert (again.taken.claims, again.taken.entities) == (0, 0)
    assert again.taken.already == first.taken.claims


def test_a_list_that_was_taken_back_is_no_longer_listed(archive: Desk, tmp_path: Path) -> None:
    from isnad.claims.actions import withdraw

    done = importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    assert len(list(queries.listed())) == 2
    withdraw(done.taken.entry, "another list", by="owner")
    assert list(queries.listed()) == []


def test_a_single_claim_that_was_rejected_is_no_longer_listed(archive: Desk, tmp_path: Path) -> None:
    from isnad.claims.actions import review

    importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    first = next(queries.listed())
    review(first.values["detaineeNumber"][0].claim, "rejected", "misread", by="layla")
    assert next(queries.listed()).texts("detaineeNumber") == []


def test_a_mistyped_column_is_refused_before_anything_is_said(archive: Desk, tmp_path: Path) -> None:
    told = meant(tmp_path, MAP.replace('"اسم الأم"', '"اسم الاخت"'))
    with pytest.raises(Refusal, match=r"registers\.no-such-column"):
        importing.take_over(Request(table(tmp_path), told, None, "owner"))
    from isnad.claims.models import ImportRow

    assert not ImportRow.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name: x\ncolumns: {a: nosuch}", "registers.map-no-target"),
        ("name: x\ncolumns: {a: register}", "registers.map-no-target"),
        ("name: x", "registers.map-no-columns"),
        ("columns: {a: name}", "registers.map-no-name"),
        ("name: x\ncolums: {a: name}", "registers.map-unknown"),
        ("name: x\nkind: feelings\ncolumns: {a: name}", "registers.map-kind"),
        ("name: x\ndates: guess\ncolumns: {a: name}", "registers.map-dates"),
        ("name: x\ncolumns: {a: [name]}", "registers.map-column"),
        ("name: x\nheader: -1\ncolumns: {a: name}", "registers.map-header"),
        ("name: x\ncolumns: {a: name}\nconstant: {notes: [a, b]}", "registers.map-column"),
        ("name: x\nlabel: secret\ncolumns: {a: name}", "words.not-a-label"),
        ("name: [", "registers.map-not-yaml"),
        ("- name", "registers.map-no-columns"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nname: x\ncolumns: {c: name}", "registers.map-unknown"),
    ],
)
def test_a_mapping_that_nobody_understands_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        meant(tmp_path, text)
    assert refused.value.code == code


def test_a_list_with_other_bytes_than_its_source_cites_both(archive: Desk, tmp_path: Path, scan: int) -> None:
    done = importing.take_over(Request(table(tmp_path), meant(tmp_path), scan, "owner"))
    first = next(queries.listed())
    cited = {each.entry for each in claims.claim(first.values["name"][0].claim).citations}
    assert cited == {done.taken.entry, scan}


def test_a_source_that_is_no_item_is_refused(archive: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"registers\.no-such-item"):
        importing.take_over(Request(table(tmp_path), meant(tmp_path), 999, "owner"))


def test_the_tables_are_what_the_ledger_gives(archive: Desk, tmp_path: Path, differences: Differences) -> None:
    importing.take_over(Request(table(tmp_path), meant(tmp_path), None, "owner"))
    assert differences() == []


def read(path: Path, text: str = MAP) -> tuple[list[dict[str, list[str]]], list[Problem], Tally]:
    told = meant(path.parent, text)
    problems: list[Problem] = []
    tally = Tally()
    found = [
        {each.target: row.of(each.target) for each in row.says}
        for row in rows(path, told, importing.targets(), problems, tally)
    ]
    return found, problems, tally


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_table_reads_alike_in_every_encoding_it_is_saved_in(tmp_path: Path, form: str) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding=form, newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEAD, (*ROWS[0][:4], "6841", *ROWS[0][5:])])
    assert read(path)[0][0]["name"] == ["سامر الحداد"]


def test_a_workbook_reads_as_the_table_does_and_its_days_are_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD)
    sheet.append(("1", "سامر", "الحداد", None, 6841.0, datetime.datetime(2013, 5, 14), "", "", ""))
    sheet.append(("2", "خالد", "النجار", None, datetime.datetime(2013, 5, 14), None, "", "", ""))
    book.save(tmp_path / "list.xlsx")
    found, problems, _ = read(tmp_path / "list.xlsx")
    assert found[0]["detaineeNumber"] == ["6841"]
    assert found[0]["deathDate"] == ["2013-05-14"]
    assert codes(problems) == {3: ["registers.number-became-a-date"]}


def test_damaged_workbooks_and_pictures_are_no_tables(tmp_path: Path) -> None:
    whole = tmp_path / "whole.xlsx"
    openpyxl.Workbook().save(whole)
    for name, data in {
        "cut.xlsx": whole.read_bytes()[:900],
        "old.xls": b"\xd0\xcf\x11\xe0" + bytes(600),
        "noise.csv": bytes(range(256)) * 40,
        "empty.csv": b"",
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Refusal):
            read(path)


def test_a_row_that_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    path = table(
        tmp_path, ("9", "x" * 70_000, "", "", "", "", "", "", ""), ("10", "علي", "حسن", "", "", "", "", "", "")
    )
    found, problems, tally = read(path)
    assert codes(problems)[6] == ["registers.row-unreadable"]
    assert found[-1]["name"] == ["علي حسن"]
    assert tally.rows == 6


def test_a_table_without_a_head_has_columns_by_letter(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("سامر,215\nخالد,227\n", "utf-8")
    found, _, _ = read(path, "name: x\nheader: 0\ncolumns: {A: name, B: branchNumber}")
    assert [each["name"] for each in found] == [["سامر"], ["خالد"]]


def test_lines_are_those_on_which_a_row_begins(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a,b\n"one\ntwo",2\nthree,3\n', "utf-8")
    assert [each.number for each in lines(path)] == [1, 2, 4]


@pytest.mark.parametrize(
    ("text", "dates", "edtf"),
    [
        ("14/05/2013", None, "2013-05-14"),  # only one order is possible
        ("05/14/2013", None, "2013-05-14"),
        ("3/4/2013", None, None),
        ("3/4/2013", "day-first", "2013-04-03"),
        ("3/4/2013", "month-first", "2013-03-04"),
        ("٣/٤/٢٠١٣", "day-first", "2013-04-03"),
        ("2013/5/4", None, "2013-05-04"),
        ("5/2013", None, "2013-05"),
        ("2013", None, "2013"),
        ("2012/2013", None, "2012/2013"),
        ("31/2/2013", "day-first", None),
        ("before Ramadan 2013", "day-first", None),
        ("99/99/9999", "day-first", None),
    ],
)
def test_a_day_is_understood_only_where_one_is_meant(text: str, dates: str | None, edtf: str | None) -> None:
    assert day(text, dates) == edtf


@given(st.text(max_size=300), st.sampled_from(["name", "detaineeNumber", "deathDate", "marks"]))
def test_whatever_stands_in_a_cell_is_kept_as_read_or_refused(text: str, target: str) -> None:
    """Names of one letter or 300, mixed scripts, emoji, marks of direction, numbers for names."""
    kind = importing.targets()[target]
    try:
        found = said(Column(target), Cell(text), kind, None)
    except Refusal as refusal:
        found, refused = None, refusal.code
    else:
        refused = None
    assert refused is None or refused.startswith("registers.")
    assert found is None or found.value == text.strip()
    if found is not None and found.normal is not None:
        When.parse(found.normal)


@given(st.dates())
def test_a_day_first_reading_gives_back_the_day(when: datetime.date) -> None:
    written = f"{when.day}/{when.month}/{when.year:04}"
    assert day(written, "day-first") == when.isoformat()
