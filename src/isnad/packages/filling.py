"""Writes the files of a package, several at once: each original is opened, its copy made anew, and held against the
digest that was promised. A copy that differs stops everything: it is not what we said it would be.

Header by header the key process opens what is needed, here, in one thread; the threads that write know no key but the
one of their file.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from isnad.instruments.imaging.workshop import Workshop
from isnad.instruments.sealing import Recipient, open_payload, seal_bytes
from isnad.packages.bag import Bag, write_file
from isnad.packages.choosing import Leaving
from isnad.record.desk import Desk
from isnad.words import Broken, Digest

AHEAD = 3  # files a worker
Written = tuple[str, str, int]
"""A file's name, its SHA-256 and its size."""


def fill(
    desk: Desk, bag: Bag, leaving: Iterable[Leaving], recipients: tuple[Recipient, ...], progress: Callable[[int], None]
) -> None:
    """Writes every item's file into the bag."""
    workers = max(1, len(os.sched_getaffinity(0)))
    waiting: deque[Future[Written]] = deque()
    done = 0
    with Workshop(workers) as workshop, ThreadPoolExecutor(workers, "packing") as threads:
        for each in leaving:
            waiting.append(threads.submit(_task(desk, bag.place(each.name), each, recipients, workshop)))
            if len(waiting) > AHEAD * workers:
                bag.list_file(*waiting.popleft().result())
                done += 1
                progress(done)
        while waiting:
            bag.list_file(*waiting.popleft().result())
            done += 1
            progress(done)


def _task(
    desk: Desk, place: Path, each: Leaving, recipients: tuple[Recipient, ...], workshop: Workshop
) -> Callable[[], Written]:
    """What is to be done for one item, with the one key that it needs."""
    header = desk.vault.header(each.payload)
    if each.form == "original" and recipients:
        relocked = desk.holder.relock(header, recipients)
        return lambda: _age_original(desk, each, relocked, place)
    file_key = desk.holder.open_header(header)
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
