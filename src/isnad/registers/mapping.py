"""What the columns of a table mean, as a short file in YAML that a person writes and everybody can read.

    name: A list of hospital 601          # what the list is called
    kind: hospital                        # detainees, dead, hospital, releases, court, other
    issued_by: …                          # who issued it, where known
    issued_at: 2014-05                    # EDTF
    sheet: Sheet1                         # of a workbook; the first without it
    header: 1                             # the line of the head; 0 where there is none, and columns are A, B, C …
    label: internal                       # under which nothing of it falls
    dates: day-first                      # how 3/4/2013 is read: day-first, month-first; without it, not at all
    columns:
      "الاسم الكامل": name
      "اسم الأم": motherName
      "تاريخ الوفاة": {as: deathDate, dates: month-first}
      "الفروع": {as: branch, split: "،"}  # several values in one cell
      "ملاحظات": ignore
    compose:
      name: ["الاسم", "اسم الأب", "الكنية"]  # one value from several columns, in this order
    constant:
      statedStatus: deceased              # said of every row

A column that is not named is not taken, and a dry run says so. A name that the head does not have is refused: a
mistyped column would lose what nobody would miss.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isnad.registers.tables import EMPTY, Cell, Line
from isnad.words import Label, Refusal

IGNORE = "ignore"
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_KNOWN = {"name", "kind", "issued_by", "issued_at", "sheet", "header", "label", "dates", "columns", "compose",
          "constant"}  # fmt: skip
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_LONGEST = 200_000  # bytes of a mapping


@dataclass(frozen=True, slots=True)
class Column:
    """What one column becomes: a target, how its dates are read, and what parts several values in one cell."""

    target: str
    dates: str | None = None
    split: str | None = None


@dataclass(frozen=True)
class Mapping:
    """A mapping as read. ``more`` holds what a room that uses it asks for besides, by name."""

    told: dict[str, Any]
    columns: dict[str, Column]
    compose: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constant: dict[str, str] = field(default_factory=dict)
    sheet: str | None = None
    header: int = 1
    label: Label = Label.INTERNAL
    dates: str | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Every column that it names, as written."""
        return [*self.columns, *(each for names in self.compose.values() for each in names)]

    def text(self, name: str) -> str | None:
        """What the file says of the table itself under this name, as text."""
        found = self.told.get(name)
        return None if found is None or isinstance(found, dict | list) else str(found)


def read(path: Path, targets: Table[str, str], *, also: frozenset[str] = frozenset()) -> Mapping:
    """The mapping in a file. ``targets`` are what a column may become; ``also``, what else the file may say."""
    return parse(_loaded(path), targets, also=also)


def parse(told: Any, targets: Table[str, str], *, also: frozenset[str] = frozenset()) -> Mapping:
    """The mapping that a file says; refused where it says what nobody understands."""
    if not isinstance(told, dict) or not isinstance(told.get("columns", {}), dict):
        raise Refusal("registers.map-no-columns")
    if strange := [str(each) for each in told if each not in _KNOWN | also]:
        raise Refusal("registers.map-unknown", name=strange[0], known=", ".join(sorted(_KNOWN | also)))
    columns = {str(name): _column(given) for name, given in told.get("columns", {}).items()}
    compose = {str(name): _listed(given) for name, given in _table(told, "compose").items()}
    constant = {str(name): _said(given) for name, given in _table(told, "constant").items()}
    if not columns and not compose:
        raise Refusal("registers.map-no-columns")
    for target in (*(each.target for each in columns.values()), *compose, *constant):
        if target != IGNORE and target not in targets:
            raise Refusal("registers.map-no-target", name=target, known=", ".join(sorted(targets)))
    header = told.get("header", 1)
    if not isinstance(header, int) or isinstance(header, bool) or not 0 <= header <= 1000:
        raise Refusal("registers.map-header")
    sheet = None if told.get("sheet") is None else str(told["sheet"])
    label = Label.parse(str(told.get("label", "internal")))
    more = {name: told[name] for name in also if name in told}
    return Mapping(told, columns, compose, constant, sheet, header, label, _dates(told.get("dates")), more)


@dataclass(frozen=True)
class Placed:
    """A mapping set on the head of one table: which column stands where."""

    mapping: Mapping
    head: tuple[str, ...]
    at: dict[str, int]

    @property
    def unmapped(self) -> list[str]:
        """The columns of the table that are not taken, because the mapping does not name them."""
        named = {
            plain(each) for each in (*self.mapping.columns, *(n for c in self.mapping.compose.values() for n in c))
        }
        return [each for each in self.head if plain(each) and plain(each) not in named]

    def cells(self, line: Line) -> list[tuple[Column, str, Cell]]:
        """What each named column of a row holds: the column, its name, and the cell; empty ones left out."""
        found = [
            (column, name, part)
            for name, column in self.mapping.columns.items() if column.target != IGNORE
            for part in _parts(self._cell(line, name), column.split)
        ]  # fmt: skip
        for target, names in self.mapping.compose.items():
            texts = [text for name in names if (text := self._cell(line, name).text.strip())]
            if texts:
                found.append((Column(target), " + ".join(names), Cell(" ".join(texts))))
        found += [(Column(target), "", Cell(text)) for target, text in self.mapping.constant.items()]
        return found

    def _cell(self, line: Line, name: str) -> Cell:
        at = self.at[plain(name)]
        return line.cells[at] if at < len(line.cells) else EMPTY


def place(mapping: Mapping, head: Line | None, width: int = 0) -> Placed:
    """Sets a mapping on a table's head; without a head, columns are called A, B, C … as in a workbook."""
    names = tuple(_letters(each) for each in range(width)) if head is None else tuple(c.text for c in head.cells)
    at: dict[str, int] = {}
    for place_, name in enumerate(names):
        at.setdefault(plain(name), place_)
    if missing := [each for each in mapping.names if plain(each) not in at]:
        raise Refusal("registers.no-such-column", name=missing[0], known=", ".join(each for each in names if each))
    return Placed(mapping, names, at)


def plain(name: str) -> str:
    """A column's name as it is looked for: spaces, case and marks of direction make no other column."""
    text = unicodedata.normalize("NFKC", name).translate({ord(each): None for each in _MARKS})
    return re.sub(r"[\s_]+", " ", text).strip().casefold()


def _loaded(path: Path) -> Any:
    import yaml

    if not path.is_file() or path.stat().st_size > _LONGEST:
        raise Refusal("registers.no-such-map")
    try:
        return yaml.safe_load(path.read_text("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Refusal("registers.map-not-yaml") from error


def _column(given: Any) -> Column:
    if isinstance(given, str):
        return Column(given)
    if not isinstance(given, dict) or not isinstance(given.get("as"), str) or set(given) - {"as", "dates", "split"}:
        raise Refusal("registers.map-column")
    split = given.get("split")
    if split is not None and (not isinstance(split, str) or not split):
        raise Refusal("registers.map-column")
    return Column(given["as"], _dates(given.get("dates")), split)


def _dates(given: Any) -> str | None:
    if given not in (None, DAY_FIRST, MONTH_FIRST):
        raise Refusal("registers.map-dates", known=f"{DAY_FIRST}, {MONTH_FIRST}")
    return given if given is None else str(given)


def _table(told: dict[Any, Any], name: str) -> dict[Any, Any]:
    found = told.get(name) or {}
    if not isinstance(found, dict):
        raise Refusal("registers.map-column")
    return found


def _listed(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not given:
        raise Refusal("registers.map-column")
    return tuple(_said(each) for each in given)


def _said(given: Any) -> str:
    """A single value as text: lists within lists would be no column and no value."""
    if isinstance(given, dict | list | set) or given is None:
        raise Refusal("registers.map-column")
    return str(given)


def _parts(cell: Cell, split: str | None) -> list[Cell]:
    if not cell.text.strip():
        return []
    if split is None:
        return [cell]
    return [Cell(each.strip()) for each in cell.text.split(split) if each.strip()]


def _letters(place_: int) -> str:
    """A, B, … Z, AA, AB …"""
    text, rest = "", place_ + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text
