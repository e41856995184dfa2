"""Takes over what people typed in tables of their own, and says how far two people agree.

1. The table's bytes are kept, and the import is an entry, before a claim is said.
2. Every row has an answer: taken over, known already, or the code of why not. Nothing is guessed.
3. Each number is a claim by a person, citing the photograph and the line; who typed it is kept beside the claims,
   while their author is whoever brought the table in, so that nobody is both the first and the second to look.
4. The same table again says nothing twice, and goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from isnad.access.actions import Second
from isnad.claims.entries import Claim, Entity, Import, Statement
from isnad.claims.models import ImportRow
from isnad.claims.values import tidy
from isnad.custody import queries as custody
from isnad.custody.models import Item
from isnad.instruments.durable import disk
from isnad.reading import names, queries, sheets, typings
from isnad.reading.entries import Transcribed
from isnad.reading.queries import DATASET, SCHEMA
from isnad.reading.sheets import Row
from isnad.record.desk import desk
from isnad.record.pen import pen, say
from isnad.record.tables import WIDTH
from isnad.words import Citation, Digest, Json, Line, Refusal

MOST_TOLD = 1000
MOST_RECORDS = 800
REASON = "transcriptions"
UNKNOWN_FILE, SEVERAL, NOT_HELD, NO_DIGEST, NOTHING, ITSELF = (
    "transcriptions.unknown-file", "transcriptions.several-files", "transcriptions.not-held",
    "transcriptions.not-a-digest", "transcriptions.nothing", "transcriptions.contradicts-itself",
)  # fmt: skip

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """Which table, on whose behalf where it does not say who typed, and whether it is only to be tried."""

    path: Path
    by: str
    person: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one cell or row that was not simply taken over."""

    line: int
    code: str
    field: str | None = None


@dataclass
class Taken:
    """What an import came to."""

    entry: int | None = None
    rows: int = 0
    photographs: int = 0
    claims: int = 0
    already: int = 0
    untold: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    told: list[Answer] = field(default_factory=list)

    def answer(self, line: int, code: str, name: str | None = None) -> None:
        """Counts an answer, and keeps the first thousand."""
        self.answers[code] += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(Answer(line, code, name))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One claim to be said: about which item, which property, what, by whom, from which line."""

    item: int
    property: str
    written: str
    normal: str
    person: str
    line: int
    untold: bool = False


def take_over(request: Request, *, second: Second | None = None, progress: Progress = lambda done: None) -> Taken:
    """Takes a table over; with ``dry_run`` says what would become of each row, and writes nothing."""
    taken = Taken()
    listed = list(sheets.rows(request.path))
    found = _items(listed, request, second)
    wanted = [each for row in listed for each in _wanted(row, request, found, taken)]
    wanted = list(_once(wanted, taken))
    taken.photographs = len({each.item for each in wanted})
    if request.dry_run:
        taken.claims, taken.untold = sum(not w.untold for w in wanted), sum(w.untold for w in wanted)
        return taken
    taken.entry = _entry(request)
    for start in range(0, len(wanted), MOST_RECORDS // 2):
        _say(wanted[start : start + MOST_RECORDS // 2], taken, request.by)
        progress(start)
    return taken


@dataclass(frozen=True, slots=True)
class _Items:
    by_name: dict[str, set[int]]
    by_digest: dict[str, int]


def _items(listed: list[Row], request: Request, second: Second | None) -> _Items:
    """The items that rows may name; paths are opened only where a row gives no digest."""
    named = any(row.file and not row.digest for row in listed)
    by_name = names.opened(REASON, by=request.by, second=second) if named else {}
    rows = Item.objects.order_by("-pk").values_list("pk", "digest", "copy_digest")
    by_digest = {}
    for pk, digest, copy in rows.iterator():
        by_digest[bytes(digest).hex()] = pk // WIDTH
        if copy is not None:
            by_digest.setdefault(bytes(copy).hex(), pk // WIDTH)
    return _Items(by_name, by_digest)


def _wanted(row: Row, request: Request, found: _Items, taken: Taken) -> Iterator[_Wanted]:
    taken.rows += 1
    item = _item(row, found, taken)
    if item is None:
        return
    if not row.cells:
        taken.answer(row.line, NOTHING)
    for name, cell in row.cells.items():
        if cell.trouble is not None:
            taken.answer(row.line, cell.trouble, name)
            continue
        if cell.note is not None:
            taken.answer(row.line, cell.note, name)
        person = row.person or request.person or request.by
        yield _Wanted(item, name, cell.written, cell.normal, person[:80], row.line, cell.untold)


def _item(row: Row, found: _Items, taken: Taken) -> int | None:
    if row.digest:
        if len(row.digest) != 64 or any(each not in "0123456789abcdef" for each in row.digest):
            taken.answer(row.line, NO_DIGEST)
            return None
        if row.digest not in found.by_digest:
            taken.answer(row.line, NOT_HELD)
        return found.by_digest.get(row.digest)
    items = found.by_name.get(names.told(row.file), set()) if row.file else set()
    if len(items) != 1:
        taken.answer(row.line, SEVERAL if items else UNKNOWN_FILE)
        return None
    return next(iter(items))


def _once(wanted: list[_Wanted], taken: Taken) -> Iterator[_Wanted]:
    """Without what was said before, in this table or an earlier one; a person who gives two answers gives none new."""
    known = {(each.photograph, each.field, each.person): each.value for each in typings.typed()}
    entities = queries.photographs({each.item for each in wanted})
    seen: dict[tuple[int, str, str], str] = {}
    for each in wanted:
        entity = entities.get(each.item, -1)
        before = seen.get((each.item, each.property, each.person), known.get((entity, each.property, each.person)))
        value = "" if each.untold else each.normal
        if before is None:
            seen[each.item, each.property, each.person] = value
            yield each
        elif before == value:
            taken.already += 1
        else:
            taken.answer(each.line, ITSELF, each.property)


def _entry(request: Request) -> int:
    """The entry of this table: the same bytes are the same import."""
    with disk():
        digest = Digest.of(request.path.read_bytes())
    dataset = f"transcriptions {str(digest)[:16]}"
    known = ImportRow.objects.filter(digest=digest.raw, dataset=dataset).order_by("pk").first()
    if known is not None:
        return known.entry
    size = request.path.stat().st_size
    if held := custody.items_holding([digest]).get(digest):
        return say([Import(dataset, digest, size, None, held[0])], by=request.by)[0]
    (kept,) = desk().vault.put_many([request.path])
    if kept.digest != digest:
        raise Refusal("claims.file-changed", entry=0)
    return say([Import(dataset, digest, size, kept.payload, None)], by=request.by)[0]


def _say(wanted: list[_Wanted], taken: Taken, by: str) -> None:
    """Says claims and, beside them, who typed each."""
    assert taken.entry is not None
    entities = queries.photographs({each.item for each in wanted})
    with pen(by) as held:
        claims: list[Json] = []
        untold: list[Json] = []
        for each in wanted:
            if each.item not in entities:
                entities[each.item] = held.say(Entity(SCHEMA, DATASET, str(each.item)))
            if each.untold:
                untold.append([entities[each.item], each.property, each.person, each.line])
                continue
            says = Statement(SCHEMA, each.property, each.written, tidy(each.normal))
            cited = (Citation(each.item), Citation(taken.entry, Line(each.line)))
            claims.append([held.say(Claim(entities[each.item], says, cited)), each.person, each.line])
        held.say(Transcribed(taken.entry, claims, untold, "unknown"))
    taken.claims += len(claims)
    taken.untold += len(untold)
