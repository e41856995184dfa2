"""Writes the files of a package, several at once: each original is opened, its copy made anew, and held against the
digest that was promised. A copy that differs stops everything: it is not what we said it would be.

The key process opens what is needed, a few headers at once, here, in one thread; the threads that write know no key
but the one of their file. There are more of them than workers that make copies: while one waits for a copy, another
opens, hashes or writes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from isnad.instruments.imaging.workshop import Workshop
from isnad.instruments.sealing import Recipient, open_payload, seal_bytes
from isnad.packages.bag import Bag, write_file
from isnad.packages.choosing import Leaving, Request
from isnad.record.desk import Desk
from isnad.words import Broken, Digest

AHEAD = 4  # files a worker
THREADS = 2  # a worker
AT_ONCE = 24  # headers opened together
Written = tuple[str, str, int]
"""A file's name, its SHA-256 and its size."""


@contextmanager
def copying(request: Request) -> Iterator[Workshop]:
    """A workshop for the copies, whose workers start while it is still being decided what leaves."""
    workers = _workers()
    with Workshop(workers) as workshop, ThreadPoolExecutor(workers, "starting") as threads:
        for _ in range(0 if request.original else workers):
            threads.submit(getattr, workshop, "isolation")
        yield workshop


def _workers() -> int:
    return max(1, len(os.sched_getaffinity(0)))


def fill(
    desk: Desk, bag: Bag, leaving: Iterable[Leaving], recipients: tuple[Recipient, ...], workshop: Workshop,
    progress: Callable[[int], None],
) -> None:  # fmt: skip
    """Writes every item's file into the bag."""
    workers = _workers()
    waiting: deque[Future[Written]] = deque()
    done = 0
    with ThreadPoolExecutor(THREADS * workers, "packing") as threads:
        for each, header, file_key in _with_keys(desk, leaving, recipients):
            task = _task(desk, bag.place(each.name), each, header, file_key, recipients, workshop)
            waiting.append(threads.submit(task))
            if len(waiting) > AHEAD * workers:
                bag.list_file(*waiting.popleft().result())
                done += 1
                progress(done)
        while waiting:
            bag.list_file(*waiting.popleft().result())
            done += 1
            progress(done)


def _with_keys(
    desk: Desk, leaving: Iterable[Leaving], recipients: tuple[Recipient, ...]
) -> Iterator[tuple[Leaving, bytes, bytes]]:
    """Each item with its header and its key; none for an original that is locked anew, which needs no key here."""
    rest = iter(leaving)
    while part := list(islice(rest, AT_ONCE)):
        headers = {each.payload: desk.vault.header(each.payload) for each in part}
        opened = [each.payload for each in part if not _locked_anew(each, recipients)]
        keys = dict(zip(opened, desk.holder.open_headers([headers[payload] for payload in opened]), strict=True))
        for each in part:
            yield each, headers[each.payload], keys.get(each.payload, b"")


def _locked_anew(each: Leaving, recipients: tuple[Recipient, ...]) -> bool:
    return each.form == "original" and bool(recipients)


def _task(
    desk: Desk, place: Path, each: Leaving, header: bytes, file_key: bytes, recipients: tuple[Recipient, ...],
    workshop: Workshop,
) -> Callable[[], Written]:  # fmt: skip
    """What is to be done for one item, with the one key that it needs."""
    if _locked_anew(each, recipients):
        relocked = desk.holder.relock(header, recipients)
        return lambda: _age_original(desk, each, relocked, place)
    if each.form == "evidence-copy":
        return lambda: _copy(desk, each, file_key, recipients, workshop, place)
    return lambda: _as_it_lies(desk, each, file_key, recipients, place)


def _copy(
    desk: Desk, each: Leaving, file_key: bytes, recipients: tuple[Recipient, ...], workshop: Workshop, place: Path
) -> Written:
    with desk.vault.store.open(each.payload) as stream:
        made = workshop.evidence_copy(b"".join(open_payload(stream, file_key)))
    digest = Digest.of(made)
    if digest != each.digest:
        raise Broken("custody.copy-differs", entry=each.row.entry)
    return each.name, *write_file(place, [_locked(made, recipients)], None if recipients else str(digest))


def _as_it_lies(desk: Desk, each: Leaving, file_key: bytes, recipients: tuple[Recipient, ...], place: Path) -> Written:
    """An original, or a file made from one and kept: as the vault holds it, opened."""
    with desk.vault.store.open(each.payload) as stream:
        pieces: Iterator[bytes] = open_payload(stream, file_key)
        if recipients:
            pieces = iter([_locked(b"".join(pieces), recipients)])
        digest, size = write_file(place, pieces)
    if not recipients and digest != str(each.digest):
        raise Broken("packages.not-what-was-received", entry=each.row.entry)
    return each.name, digest, size


def _age_original(desk: Desk, each: Leaving, header: bytes, place: Path) -> Written:
    """The payload as it lies, behind a header for its receivers: an ordinary age file."""
    with desk.vault.store.open(each.payload) as stream:
        return each.name, *write_file(place, _joined(header, stream))


def _joined(header: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield header
    while piece := stream.read(1 << 20):
        yield piece


def _locked(data: bytes, recipients: tuple[Recipient, ...]) -> bytes:
    return seal_bytes(data, recipients) if recipients else data
