"""Payloads in a folder: ``ab/<sha256>``.

The order of writing, for a round:

 1. Each file, already written under a temporary name, is synced as soon as it is added, while others are still being
    encrypted; a failed sync is never tried again, the file is given up.
 2. It is read back past the system's cache, so what is hashed comes from the disk. Where a file system knows no such
    reading, its pages are dropped from the cache first. (A disk may still answer from a cache of its own.)
 3. It takes its name; at the end each folder that got a name is synced, and the store's own where it got a folder.

obstore would do the rest, and never calls fsync on a local file; so this is ours.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from isnad.instruments.durable import disk, make_folders, synced_folder
from isnad.words import Broken, Digest

HANDS = 4
PIECE = 1 << 20
_DIGITS = set("0123456789abcdef")
_own = threading.local()


class FolderStore:
    """A folder of payloads; made where it is not there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        make_folders(root)

    def begin(self) -> FolderRound:
        """A new round; its files must lie on the same disk as the store."""
        return FolderRound(self)

    def place(self, payload: Digest) -> Path:
        """Where a payload lies."""
        name = str(payload)
        return self.root / name[:2] / name

    def has(self, payload: Digest) -> bool:
        """Whether a file lies under this name."""
        return self.place(payload).is_file()

    def open(self, payload: Digest) -> BinaryIO:
        """The payload's bytes to read; Broken where it is missing."""
        try:
            with disk():
                return _opened(self.place(payload))
        except _MissingError as error:
            raise Broken("vault.payload-missing", payload=payload) from error

    def erase(self, payload: Digest) -> bool:
        """Removes the file and makes that durable; False where it was already gone."""
        place = self.place(payload)
        with disk():
            if not place.exists():
                return False
            with synced_folder(place.parent):
                place.unlink(missing_ok=True)
        return True

    def payloads(self) -> Iterator[Digest]:
        """Every payload in the folder."""
        for name, known in self._names():
            if known:
                yield Digest.parse(name.rpartition("/")[2])

    def unknown(self) -> Iterator[str]:
        """Whatever else lies in the folder."""
        return (name for name, known in self._names() if not known)

    def _names(self) -> Iterator[tuple[str, bool]]:
        with disk():
            for folder in os.scandir(self.root):
                if not folder.is_dir(follow_symlinks=False) or len(folder.name) != 2:
                    yield folder.name, False
                    continue
                for entry in os.scandir(folder.path):
                    known = entry.is_file(follow_symlinks=False) and _is_payload(entry.name, folder.name)
                    yield f"{folder.name}/{entry.name}", known


class FolderRound:
    """A round of a `FolderStore`. Syncing and reading back happen beside the caller, in threads."""

    def __init__(self, store: FolderStore) -> None:
        self._store = store
        self._hands = ThreadPoolExecutor(HANDS)
        self._waiting: list[tuple[Path, Digest, Future[None]]] = []

    def add(self, path: Path, payload: Digest) -> None:
        """Takes over a file that was written, not yet synced."""
        self._waiting.append((path, payload, self._hands.submit(_make_durable, path, payload)))

    def settle(self) -> None:
        """Waits for all, names all, syncs each folder once."""
        try:
            for _, _, done in self._waiting:
                done.result()
            with disk():
                self._name()
            self._waiting = []
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Removes what has not taken its place."""
        self._hands.shutdown(wait=True, cancel_futures=True)
        for path, _, _ in self._waiting:
            path.unlink(missing_ok=True)
        self._waiting = []

    def _name(self) -> None:
        places = [(path, self._store.place(payload)) for path, payload, _ in self._waiting]
        folders = {place.parent for _, place in places}
        missing = [folder for folder in folders if not folder.is_dir()]
        with ExitStack() as synced:
            if missing:
                synced.enter_context(synced_folder(self._store.root))
            for folder in missing:
                folder.mkdir(mode=0o700, exist_ok=True)
            for folder in sorted(folders):
                synced.enter_context(synced_folder(folder))
            for path, place in places:
                path.replace(place)


def _make_durable(path: Path, payload: Digest) -> None:
    """Syncs a file, then reads it back from the disk; Broken where other bytes come back."""
    with disk():
        with _opened_as(path, os.O_RDONLY) as descriptor:
            os.fsync(descriptor)
        read = _from_disk(path)
    if read != payload:
        raise Broken("vault.read-back-differs", payload=payload)


def _from_disk(path: Path) -> Digest:
    """The digest of what the disk gives."""
    try:
        with _opened_as(path, os.O_RDONLY | os.O_DIRECT) as descriptor:
            return _digest(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # what a file system says that cannot read past the cache
            raise
    with _opened_as(path, os.O_RDONLY) as descriptor:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return _digest(descriptor)


@contextmanager
def _opened_as(path: Path, how: int) -> Iterator[int]:
    descriptor = os.open(path, how | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _digest(descriptor: int) -> Digest:
    hasher, buffer = hashlib.sha256(), _buffer()
    view = memoryview(buffer)
    while size := os.readv(descriptor, [buffer]):
        hasher.update(view[:size])
    return Digest(hasher.digest())


def _buffer() -> mmap.mmap:
    """One thread's buffer, at the start of a page as reading past the cache demands."""
    if not hasattr(_own, "buffer"):
        _own.buffer = mmap.mmap(-1, PIECE)
    buffer: mmap.mmap = _own.buffer
    return buffer


class _MissingError(Exception):
    """Nothing lies under that name."""


def _opened(place: Path) -> BinaryIO:
    try:
        return place.open("rb")
    except FileNotFoundError as error:
        raise _MissingError from error


def _is_payload(name: str, folder: str) -> bool:
    return len(name) == 64 and name.startswith(folder) and set(name) <= _DIGITS
