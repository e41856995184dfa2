"""Takes inquiries over from a file: a table under a mapping, PFIF, or FollowTheMoney JSON lines, told apart by content.

1. The file's bytes are kept, and the import is an entry, as with every file of claims; nothing is accepted by it.
2. In parts of a hundred, what no claim says is said (askings, sealed askers, consents); then the claims, each citing
   its asking and its line.
3. What is refused is told by its line, and the rest goes on; the same file again says nothing twice.
4. A liaison holds what is imported. Whose consent is not in the file allowed nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from isnad.access.actions import OWNER
from isnad.claims import importing, told
from isnad.claims.importing import Progress, Taken
from isnad.claims.lines import Problem, Read
from isnad.claims.naming import exported, log_name
from isnad.claims.queries import named_elsewhere
from isnad.families import inquiries_ftm, inquiries_pfif, inquiries_tables
from isnad.families.actions import refuse_unknown
from isnad.families.inquiries_drafts import Draft, Remark
from isnad.families.inquiries_saying import AT_ONCE, LABEL, Taker, begin, reads, remark_read
from isnad.families.models import AskingRow
from isnad.families.pfif_reading import is_pfif
from isnad.record.desk import desk
from isnad.record.pen import say
from isnad.registers.importing import kept_mapping
from isnad.registers.mapping import Mapping
from isnad.registers.rows import Tally, refuse_unfitting
from isnad.words import Refusal

TABLE, PFIF, FTM = "table", "pfif", "ftm"
Loose = tuple[str, list[Remark], int]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be taken over, for which liaison, and from whose domains records of others may come."""

    path: Path
    by: str = OWNER
    mapping: Mapping | None = None
    liaison: str = OWNER
    domains: frozenset[str] = frozenset()
    own: str = ""
    risk: str | None = None


@dataclass
class Outcome:
    """What an import came to: its form, what was taken, how many inquiries, and how many of them are new."""

    form: str
    taken: Taken | None
    tally: Tally
    inquiries: int = 0
    new: int = 0
    problems: list[Problem] = field(default_factory=list)


def own_domain() -> str:
    """The domain under which our own records leave, where none is given: this log's, which nobody else has."""
    return f"{log_name(desk().folder.config.origin)}.isnad.invalid"


def form(path: Path) -> str:
    """What a file is, by its content."""
    if not path.is_file():
        raise Refusal("claims.no-such-file")
    with path.open("rb") as stream:
        if is_pfif(stream):
            return PFIF
        head = stream.read(1 << 12).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        raise Refusal("families.unknown-form")
    return FTM if head.startswith(b"{") else TABLE


def try_out(request: Request, progress: Progress = lambda _: None) -> Outcome:
    """What an import would come to; nothing is said."""
    outcome = Outcome(form(request.path), None, Tally())
    _refuse_unfitting(request, outcome.form)
    with request.path.open("rb") as stream:
        for each in _drafts(request, outcome.form, stream, outcome.problems, outcome.tally):
            outcome.inquiries += isinstance(each, Draft)
            progress(outcome.inquiries)
    return outcome


def take_over(request: Request, measure: Callable[[int], Progress] = lambda _: lambda _: None) -> Outcome:
    """Takes inquiries over."""
    outcome = Outcome(form(request.path), None, Tally())
    _refuse_unfitting(request, outcome.form)
    refuse_unknown(request.liaison)
    asked = importing.Request(request.path, request.by, _dataset(request, outcome.form), LABEL)
    outcome.taken = importing.take_over(asked, measure, _Reading(request, outcome))
    outcome.problems = outcome.taken.problems
    if request.mapping is not None and outcome.form == TABLE:
        say([kept_mapping(request.mapping, outcome.taken, outcome.tally, None)], by=request.by)
    return outcome


def _refuse_unfitting(request: Request, kind: str) -> None:
    if kind == TABLE:
        if request.mapping is None:
            raise Refusal("families.map-needed")
        refuse_unfitting(request.path, request.mapping)


def _dataset(request: Request, kind: str) -> str | None:
    if kind == PFIF:
        return inquiries_pfif.DATASET
    return None if request.mapping is None else request.mapping.text("dataset")


def _drafts(
    request: Request, kind: str, stream: BinaryIO, problems: list[Problem], tally: Tally
) -> Iterator[Draft | Loose]:
    if kind == PFIF:
        named = () if request.mapping is None else request.mapping.more.get("domains") or ()
        known = request.domains | {str(each).lower() for each in named}
        yield from inquiries_pfif.drafts(stream, problems, authorised=known, own=request.own or own_domain())
    elif kind == FTM:
        yield from inquiries_ftm.drafts(stream, problems)
    else:
        assert request.mapping is not None  # asked before anything was read
        yield from inquiries_tables.drafts(request.path, request.mapping, problems, tally)


class _Reading:
    """Reads a file of inquiries as what it claims; says askings on the way, before the claims that cite them."""

    def __init__(self, request: Request, outcome: Outcome) -> None:
        self._request, self._outcome = request, outcome
        self._origin = desk().folder.config.origin

    def __call__(
        self, stream: BinaryIO, source: told.Source, problems: list[Problem]
    ) -> Iterator[tuple[int, Read | None]]:
        """Every claim of every inquiry, a hundred inquiries at a time."""
        request = self._request
        taker = Taker(request.by, request.liaison, "import", source.dataset, request.risk)
        waiting: list[Draft] = []
        loose: list[Loose] = []
        for each in _drafts(request, self._outcome.form, stream, problems, self._outcome.tally):
            if isinstance(each, Draft):
                waiting.append(each)
            else:
                loose.append(each)
            if len(waiting) >= AT_ONCE:
                yield from self._tell(waiting, taker, problems)
                waiting = []
        yield from self._tell(waiting, taker, problems)
        for name, remarks, line in loose:
            yield from self._tell_remarks(name, remarks, line, taker.dataset, problems)

    def _tell(
        self, drafts: Sequence[Draft], taker: Taker, problems: list[Problem]
    ) -> Iterator[tuple[int, Read | None]]:
        if not drafts:
            return
        for each in begin(drafts, taker, problems):
            self._outcome.inquiries += 1
            self._outcome.new += each.new
            for read in reads(each, self._origin):
                yield each.draft.line, read

    def _tell_remarks(
        self, name: str, remarks: list[Remark], line: int, dataset: str, problems: list[Problem]
    ) -> Iterator[tuple[int, Read | None]]:
        """Notes that stand alone, on an inquiry that is here."""
        ours = own_inquiry(name, self._request.own or own_domain())
        inquiry = ours or named_elsewhere(dataset, name)
        row = None if inquiry is None else AskingRow.objects.filter(inquiry=inquiry).first()
        if row is None:
            problems.append(Problem(line, "families.note-without-person"))
            return
        called = name if ours is None else exported(self._origin, ours)
        for remark in remarks:
            yield line, remark_read(remark, called, row.entry, line, self._origin)


def own_inquiry(record_id: str, own: str) -> int | None:
    """The inquiry that a record id of ours names."""
    before, _, local = record_id.partition("/")
    return int(local) if before.lower() == own and local.isascii() and local.isdigit() and len(local) < 16 else None
