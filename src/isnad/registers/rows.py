"""Goes through a table under a mapping, row by row: what each row says, and what of it is refused, by its line.

Taking a table over and trying a mapping out go the same way, so that a dry run tells what will be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from isnad.claims.lines import Problem
from isnad.registers.cells import Said, said
from isnad.registers.mapping import Mapping, Placed, place
from isnad.registers.tables import Line, lines
from isnad.words import Refusal

MOST_TOLD = 1_000  # problems that are told one by one
COUNTING = frozenset({"rowNumber", "id"})  # a row that says no more than its own number says nothing


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, in the order of the mapping."""

    number: int
    says: tuple[Said, ...]

    def of(self, target: str) -> list[str]:
        """What it says of one target, as read."""
        return [each.value for each in self.says if each.target == target]


@dataclass
class Tally:
    """What a mapping makes of a table: by column and target, how many cells were taken, and how many refused."""

    rows: int = 0
    refused_rows: int = 0
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    understood: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmapped: list[str] = field(default_factory=list)


def rows(
    path: Path, mapping: Mapping, targets: Table[str, str], problems: list[Problem], tally: Tally | None = None
) -> Iterator[Row]:
    """Every row below the head that says anything; what is refused goes to ``problems``.

    ``targets``: the types of what columns may become. Refused as a whole where it is no table, or lacks a column.
    """
    counts = tally or Tally()
    found = lines(path, mapping.sheet)
    placed, rest = _placed(mapping, found)
    counts.unmapped = placed.unmapped
    for line in rest:
        counts.rows += 1
        before = len(problems)
        row = _row(line, placed, targets, problems, counts)
        if row is None:
            counts.refused_rows += 1
            if len(problems) == before:
                problems.append(Problem(line.number, "registers.row-says-nothing"))
        else:
            yield row


def refuse_unfitting(path: Path, mapping: Mapping) -> None:
    """Refuses what is no table, or lacks a column that the mapping names: before anything is said of it."""
    if not path.is_file():
        raise Refusal("claims.no-such-file")
    _placed(mapping, lines(path, mapping.sheet))


def _placed(mapping: Mapping, found: Iterator[Line]) -> tuple[Placed, Iterator[Line]]:
    if mapping.header == 0:
        first = next(found, None)
        if first is None:
            raise Refusal("registers.empty")
        return place(mapping, None, len(first.cells)), chain([first], found)
    for line in found:
        if line.number >= mapping.header:
            if line.trouble is not None:
                break
            return place(mapping, line), found
    raise Refusal("registers.empty")


def _row(line: Line, placed: Placed, targets: Table[str, str], problems: list[Problem], counts: Tally) -> Row | None:
    if line.trouble is not None:
        problems.append(Problem(line.number, line.trouble))
        return None
    told = []
    from_cells = 0
    for column, name, cell in placed.cells(line):
        mark = (name, column.target)
        try:
            each = said(column, cell, targets[column.target], placed.mapping.dates)
        except Refusal as refusal:
            problems.append(Problem(line.number, refusal.code, refusal.facts | {"column": name}))
            counts.refused[mark] += 1
            continue
        if each is not None:
            told.append(each)
            from_cells += bool(name) and each.target not in COUNTING
            counts.taken[mark] += 1
            counts.understood[mark] += each.normal is not None
    return Row(line.number, tuple(dict.fromkeys(told))) if from_cells else None
