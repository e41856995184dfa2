"""Takes a file over, claim by claim: of FollowTheMoney JSON lines, or of another form that a room reads as such.

 1. The file's bytes are kept, and the import is an entry, before a line is read.
 2. Each claim cites the line it came from, and what the line says it rests on where that is here.
 3. What the law or the schemata refuse is refused by itself; its line is told, and the rest goes on.
 4. The same file under the same name goes on where it stopped; what was said already is not said twice.

Nothing is accepted by being imported: every claim waits for somebody else's verdict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from isnad.claims import told
from isnad.claims.batches import Batch
from isnad.claims.entries import Import
from isnad.claims.lines import Problem, Read, lines, read
from isnad.claims.models import ImportRow, WithdrawalRow
from isnad.custody import queries as custody
from isnad.instruments.durable import disk
from isnad.record.desk import desk
from isnad.record.pen import say
from isnad.words import Digest, Label, Refusal

MOST_TOLD = 1000  # problems that are told one by one
_BLOCK = 1 << 20

Progress = Callable[[int], None]
Reading = Callable[[BinaryIO, told.Source, list[Problem]], Iterator[tuple[int, Read | None]]]
"""Reads a file: each line with what it says, None where it says nothing; what it refuses goes to the problems."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be taken over, under which name, and how widely it may be seen at most."""

    path: Path
    by: str
    dataset: str | None = None  # by default the beginning of the file's digest
    label: Label = Label.INTERNAL


@dataclass
class Taken:
    """What an import came to. ``problems`` are the first of what was refused or kept apart; ``refused`` counts all."""

    entry: int
    dataset: str
    lines: int = 0
    entities: int = 0
    claims: int = 0
    already: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    def note(self, problems: list[Problem]) -> None:
        """Counts problems and keeps the first."""
        self.refused += len(problems)
        self.problems.extend(problems[: MOST_TOLD - len(self.problems)])
        problems.clear()


def entities(stream: BinaryIO, source: told.Source, problems: list[Problem]) -> Iterator[tuple[int, Read | None]]:
    """FollowTheMoney JSON lines."""
    for number, line in lines(stream):
        yield number, None if line is not None and not line.strip() else read(number, line, problems)


def take_over(
    request: Request,
    measure: Callable[[int], Progress] = lambda _: lambda _: None,
    reading: Reading = entities,
) -> Taken:
    """Takes ``request.path`` over. ``measure`` is told how many lines are to come, and gives what is told of each."""
    if not request.path.is_file():
        raise Refusal("claims.no-such-file")
    with disk(), request.path.open("rb") as stream:
        if reading is entities:
            _refuse_what_is_no_text(stream)
        digest, size, count = _examine(stream)
        dataset = request.dataset or str(digest)[:16]
        number = _entry(request, dataset, digest, size)
        taken = Taken(number, dataset)
        stream.seek(0)
        progress = measure(count)
        source = told.Source(number, str(digest), dataset, request.label)
        _read(request, reading, stream, taken, source, progress)
        stream.seek(0)
        if _examine(stream)[0] != digest:
            raise Refusal("claims.file-changed", entry=number)
    return taken


def _read(
    request: Request, reading: Reading, stream: BinaryIO, taken: Taken, source: told.Source, progress: Progress
) -> None:
    batch = Batch(source, request.by, taken)
    problems: list[Problem] = []
    for number, found in reading(stream, source, problems):
        taken.lines = number
        taken.note(problems)
        if found is not None:
            batch.add(found)
        if number % 500 == 0:
            progress(number)
    taken.note(problems)
    batch.say()
    progress(taken.lines)


def _refuse_what_is_no_text(stream: BinaryIO) -> None:
    if stream.read(2) in (b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"PK"):
        raise Refusal("claims.file-not-lines")
    stream.seek(0)


def _examine(stream: BinaryIO) -> tuple[Digest, int, int]:
    """Digest, size and number of lines."""
    hasher, size, count = hashlib.sha256(), 0, 0
    while block := stream.read(_BLOCK):
        hasher.update(block)
        size += len(block)
        count += block.count(b"\n")
    return Digest(hasher.digest()), size, count


def _entry(request: Request, dataset: str, digest: Digest, size: int) -> int:
    """The entry of this import: an earlier one goes on, unless it was withdrawn."""
    for row in ImportRow.objects.filter(digest=digest.raw, dataset=dataset).order_by("-pk"):
        if not WithdrawalRow.objects.filter(subject=row.entry).exists():
            return row.entry
    if held := custody.items_holding([digest]).get(digest):
        return say([Import(dataset, digest, size, None, held[0])], by=request.by)[0]
    (kept,) = desk().vault.put_many([request.path])
    if kept.digest != digest:
        raise Refusal("claims.file-changed", entry=0)
    return say([Import(dataset, digest, size, kept.payload, None)], by=request.by)[0]
