"""``isnad transcriptions export``: what people typed, as a table again, in the form that ``import`` takes.

* A row for each photograph and person: the evidence copy's digest, the numbers as written, who typed them, where it
  stands. With ``digests``, that of the original, which is restricted.
* A photograph without an evidence copy is left out and counted, unless the originals' digests were asked for.
* Like whatever leaves the house: what goes is an entry first; restricted, or more than 200 items, needs two people. It
  is disclosed before it is written.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from isnad.access.actions import Second
from isnad.claims import queries as claims
from isnad.claims import yielding
from isnad.claims.conditions import allow
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.custody.models import Item
from isnad.instruments import durable
from isnad.reading import queries, sheets, typings
from isnad.reading.queries import SCHEMA
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key
from isnad.words import Digest, Label, Moment, Refusal, When

HEAD = ("digest", "detainee", "branch", "examination", "number", "name", "by", "standing")
COLUMNS = tuple(sheets.FIELDS)  # in the order of HEAD, behind the digest
NAMED_AT_ONCE = 900  # entries one disclosure can name
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to leave: where to (the ending says in which form), how photographs are named, for what and whom."""

    out: Path
    by: str
    digests: bool = False
    purpose: str = "tracing"
    receiver: str | None = None

    @property
    def label(self) -> Label:
        """Digests of originals are restricted: a state holds the same files."""
        return Label.RESTRICTED if self.digests else Label.INTERNAL


@dataclass(frozen=True, slots=True)
class Given:
    """What left, and the entry that says so; ``withheld``: photographs that have no evidence copy to name them by."""

    rows: int
    photographs: int
    withheld: int
    entry: int


def give(request: Request, *, second: Second | None) -> Given:
    """Writes ``request.out``; refuses a name already taken and an ending that is neither .csv nor .xlsx."""
    if request.out.exists():
        raise Refusal("transcriptions.out-exists")
    if request.out.suffix.lower() not in (".csv", ".xlsx"):
        raise Refusal("transcriptions.out-form")
    found = _typed(request)
    named = _names(found, digests=request.digests)
    rows = [row for item in sorted(found) if item in named for row in _rows(named[item], found[item])]
    items = sorted(named)
    data = _workbook(rows) if request.out.suffix.lower() == ".xlsx" else _csv(rows)
    entry = _disclose(request, items, Digest(hashlib.sha256(data).digest()), second)
    durable.write_new(request.out, [data])
    return Given(len(rows), len(items), len(found) - len(items), entry)


By = dict[str, dict[str, Stated]]  # by person, by property


def _typed(request: Request) -> dict[int, By]:
    """What people said of photographs, by item, under the label and purpose asked for."""
    item_of, people, today = queries.items_of_photographs(), typings.persons(), When.parse(str(Moment.now())[:10])
    found: dict[int, By] = defaultdict(lambda: defaultdict(dict))
    gate = yielding.asked_by_owner(request.purpose)
    rows = ClaimRow.objects.filter(schema=SCHEMA, property__in=COLUMNS, label__lte=int(request.label))
    for part in _parts(list(rows.exclude(method="machine").order_by("pk").values_list("pk", flat=True))):
        held = yielding.through(gate, claims.stated(list(ClaimRow.objects.filter(pk__in=part).order_by("pk"))))
        by = dict(Said.objects.filter(pk__in=part).values_list("pk", "by"))
        for each in held:
            item = item_of.get(each.entity)
            fits = allow(each.conditions, request.purpose, request.receiver, today)
            if item is not None and each.standing.holds and fits and each.value:
                found[item][people.get(each.entry, by[key(each.entry)])][each.property] = each
    return found


def _names(found: dict[int, By], *, digests: bool) -> dict[int, str]:
    column = "digest" if digests else "copy_digest"
    named: dict[int, str] = {}
    for part in _parts([key(item) for item in sorted(found)]):
        rows = Item.objects.filter(pk__in=part).values_list("pk", column)
        named.update((pk // WIDTH, str(Digest(bytes(raw)))) for pk, raw in rows if raw is not None)
    return named


def _rows(name: str, by: By) -> Iterator[list[str]]:
    for person, said in sorted(by.items()):
        numbers = [said[column].value if column in said else "" for column in COLUMNS]
        standing = "/".join(sorted({str(each.standing) for each in said.values()}))
        yield [name, *numbers, person, standing]


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows([_harmless(each) for each in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: str) -> str:
    """A spreadsheet takes a text that begins so for a formula, and runs it."""
    return "'" + value if value.startswith(FORMULA) else value


def _workbook(rows: list[list[str]]) -> bytes:
    """Every cell a text, so that no program makes a date of a number."""
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("transcriptions")
    for row in [list(HEAD), *rows]:
        cells = [openpyxl.cell.WriteOnlyCell(sheet, value=each) for each in row]
        for cell in cells:
            cell.number_format, cell.data_type = "@", "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _disclose(request: Request, items: list[int], digest: Digest, second: Second | None) -> int:
    numbers = [
        custody.disclose(
            Disclosure(tuple(part), "transcriptions", request.label, request.receiver, request.purpose, None,
                       len(items), digest), by=request.by, second=second,
        )
        for part in (list(_parts(items)) or [[]])
    ]  # fmt: skip
    return numbers[0]


def _parts(listed: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(listed), NAMED_AT_ONCE):
        yield listed[start : start + NAMED_AT_ONCE]
