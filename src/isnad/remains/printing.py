"""Statistics on paper and in files: a PDF/A in the reader's language, or a CSV for each table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from isnad.instruments.printing import Document, Facts, Heading, Ltr, Table, Text, pdf
from isnad.remains.counting import Statistics, published
from isnad.remains.statistics import NOT_STATED, SMALL, Counted
from isnad.speech import current_language, phrase
from isnad.words import Moment

HEAD = ("value", "accepted", "proposed", "expected", "total")


def as_csv(found: Statistics) -> dict[str, bytes]:
    """The files, by their names. Codes, not words: what a table is read with is a program."""
    files = {f"{table.name}.csv": _csv(HEAD, _values(table)) for table in found.tables}
    totals = ([each.way, each.what, _shown(each.count)] for each in found.totals)
    files["totals.csv"] = _csv(("way", "of", "count"), totals)
    others = ([each["what"], each["count"], each["how"]["en"], each["source"]] for each in published())
    files["published-totals.csv"] = _csv(("of", "count", "how", "source"), others)
    return files


def _values(table: Counted) -> Iterator[list[str]]:
    for row in table.rows:
        yield [row.value, *(_shown(each) for each in (row.accepted, row.proposed, row.expected, row.total))]


def _shown(value: float | None) -> str:
    return "" if value is None else str(value)


def _csv(head: tuple[str, ...], rows: Iterator[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_harmless(each) for each in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: str) -> str:
    """A spreadsheet takes a text that begins so for a formula, and runs it."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def as_pdf(found: Statistics, at: Moment) -> bytes:
    """The document, dated ``at``."""
    parts: list[Heading | Text | Facts | Table] = [
        Text(phrase("remains.statistics-public" if found.public else "remains.statistics-internal")),
        Text(phrase("remains.statistics-limits")),
    ]
    for table in found.tables:
        parts += [Heading(phrase(f"remains.table-{table.name}")), _printed(table)]
    parts += [Heading(phrase("remains.totals")), Text(phrase("remains.totals-disagree"))]
    parts.append(Facts([(phrase(f"remains.way-{each.way}"), Ltr(_told(each.count))) for each in found.totals]))
    parts += [Heading(phrase("remains.published")), _others()]
    return pdf(Document(current_language(), phrase("remains.statistics-title"), str(at)[:10], parts), at)


def _printed(table: Counted) -> Table:
    head = [phrase(f"remains.column-{name}") for name in HEAD]
    rows = [
        [
            value_in_words(row.value),
            *(Ltr(_told(each)) for each in (row.accepted, row.proposed, row.expected, row.total)),
        ]
        for row in table.rows
    ]
    return Table(head, rows, (4, 2, 2, 2, 2))


def value_in_words(value: str) -> str | Ltr:
    """A row's name as a person reads it."""
    if value in (NOT_STATED, SMALL):
        return phrase(f"remains.value-{value}")
    return Ltr(value) if value.isascii() else value


def _told(value: float | None) -> str:
    return "–" if value is None else str(value)


def _others() -> Table:
    language = current_language()
    head = [phrase(f"remains.column-{name}") for name in ("total", "how", "source")]
    rows = [[Ltr(each["count"]), each["how"][language], Ltr(each["source"])] for each in published()]
    return Table(head, rows, (1, 3, 3))
