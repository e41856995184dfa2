"""From a cell to what a claim says: the value as read, and as others write it where the mapping says how.

* Nothing is repaired. What a spreadsheet made of a number (a date, a power of ten) has lost it: refused.
* A name has a letter. Marks of direction, emoji and another script are left in the value as read.
* ``?`` and a dash say nothing, and become no claim.
* A day written with three numbers has two readings; the mapping says which is meant. As read it stays what it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from isnad.claims.entries import LONGEST_VALUE
from isnad.registers.mapping import DAY_FIRST, MONTH_FIRST, Column
from isnad.registers.tables import Cell
from isnad.words import Refusal, When

NUMBERS = frozenset({"detaineeNumber", "examinationNumber", "otherNumber", "branchNumber", "civilNumber", "rowNumber"})
NAMES = frozenset({
    "name", "alias", "weakAlias", "previousName", "firstName", "middleName", "secondName", "lastName", "fatherName",
    "grandfatherName", "motherName", "kunya",
})  # fmt: skip
NOTHING = frozenset({"?", "؟", "-", "–", "—", "_", "/", "null", "n/a", "na", "none", "لا يوجد", "غير معروف", "مجهول"})
_DIGITS = {ord(each): str(at) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for at, each in enumerate(digits)}
_POWERS = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
_THREE = re.compile(r"(\d{1,2})\s*[-/.\\]\s*(\d{1,2})\s*[-/.\\]\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\\]\s*(\d{1,2})\s*[/.\\]\s*(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})\s*[-/.\\]\s*(\d{4})")


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says of a target: as read, and as others write it where only the mapping knows."""

    target: str
    value: str
    normal: str | None = None


def said(column: Column, cell: Cell, kind: str, dates: str | None) -> Said | None:
    """What a cell says; None where it says nothing; refused where what it said is lost. ``kind``: the target's type."""
    text = cell.text.strip()
    if text.casefold() in NOTHING or not text:
        return None
    if len(text) > LONGEST_VALUE:
        raise Refusal("registers.too-long")
    if column.target in NUMBERS:
        _refuse_lost_number(text, cell)
    if column.target in NAMES and not any(each.isalpha() for each in text):
        raise Refusal("registers.name-without-letters")
    normal = day(text, column.dates or dates) if kind == "date" else None
    return Said(column.target, text, normal)


def day(text: str, dates: str | None) -> str | None:
    """A day as EDTF: one written in numbers where the order is told or can be only one; None where not understood."""
    plain = digits(text).strip()
    if whole := _edtf(plain):
        return whole
    if found := _YEAR_FIRST.fullmatch(plain):
        return _edtf(found[1], found[2], found[3])
    if found := _MONTH.fullmatch(plain):
        return _edtf(found[2], found[1])
    found = _THREE.fullmatch(plain)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), found[3]
    if dates == DAY_FIRST or (dates is None and first > 12):
        return _edtf(year, str(second), str(first))
    if dates == MONTH_FIRST or (dates is None and second > 12):
        return _edtf(year, str(first), str(second))
    return None


def digits(text: str) -> str:
    """The same text with Arabic-Indic and Persian digits as ASCII."""
    return text.translate(_DIGITS)


def _edtf(*parts: str) -> str | None:
    text = "-".join(each.zfill(2) for each in parts)
    try:
        return When.parse(text).text
    except Refusal:
        return None


def _refuse_lost_number(text: str, cell: Cell) -> None:
    if cell.day:
        raise Refusal("registers.number-became-a-date")
    if _POWERS.fullmatch(digits(text)):
        raise Refusal("registers.number-lost-digits")
