"""Puts bytes on a disk so that they are still there after the power has gone.

 * A file is written under a temporary name, synced, takes its name, and then its folder is synced. The folder is opened
   before the name is given, so an error of its own cannot be lost.
 * A folder made on the way is synced into its parent, all the way up.
 * A failed sync is never tried again: the kernel may have dropped the pages, and a second sync would then succeed
   falsely. The file under the temporary name is thrown away; whoever writes on says so (see `growing`).
 * A `Batch` writes all its files, syncs them all, names them all and syncs each folder once. The batch is the unit:
   until `settle` has returned, nothing in it is promised; files that already took their place are whole.
 * Files of a batch wait for the disk side by side (several threads): their journal commits then are one.
 * A disk that cannot is `Unavailable`; a name already taken is a `Refusal`. No error carries a path.

Knows no vault, no ledger and no keys. Files are made for their owner alone (mode 0600, folders 0700).
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from isnad.instruments.together import together
from isnad.words.errors import Refusal, Unavailable

Data = bytes | bytearray | memoryview | Iterable[bytes]

WRITE_BACK_FROM = 1 << 16
"""From this size on, a file of a batch begins its way to the disk before it is waited for."""

OPEN_AT_ONCE = 128
"""How many files of one batch are held open; older ones are synced early."""


@contextmanager
def disk() -> Iterator[None]:
    """Turns what the system says of a disk into words of the house, without the path."""
    try:
        yield
    except FileExistsError as error:
        raise Refusal("durable.exists") from error
    except OSError as error:
        raise failure(error) from error


def failure(error: OSError) -> Unavailable:
    """What the system said of a disk, as an error of the house: full, or failed for a reason like ``EIO``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable("durable.full")
    return Unavailable("durable.failed", reason=errno.errorcode.get(error.errno or 0, "?"))


def write_fully(descriptor: int, data: bytes | bytearray | memoryview) -> None:
    """Writes all of it: the system may take less at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _write_fully_at(descriptor: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:
        done = os.pwrite(descriptor, rest, offset)
        rest, offset = rest[done:], offset + done


@contextmanager
def synced_folder(path: Path) -> Iterator[int]:
    """A folder's descriptor, opened before the block and synced after it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none."""
    with disk():
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def make_folders(path: Path) -> None:
    """Makes a folder and whatever above it is missing; each is synced into its parent. One that is there is left."""
    with disk():
        _make_folders(path)


def _make_folders(path: Path) -> None:
    if path.is_dir():
        return
    _make_folders(path.parent)
    with synced_folder(path.parent):
        path.mkdir(mode=0o700, exist_ok=True)


def sync_folder(path: Path) -> None:
    """Makes the names in a folder durable."""
    with disk(), synced_folder(path):
        pass


def write_new(path: Path, data: Data, *, via: Path | None = None) -> None:
    """Writes a file that was not there; refuses a name already taken.

    ``via`` is the folder for the temporary name, on the same disk; the file's own folder by default.
    """
    with Batch(via or path.parent) as batch:
        batch.write_new(path, data)


def replace(path: Path, data: Data, *, via: Path | None = None) -> None:
    """Writes a file whole, in place of the one that was there: a reader sees the old or the new, never a part."""
    with Batch(via or path.parent) as batch:
        batch.replace(path, data)


def overwrite(path: Path, offset: int, data: bytes) -> None:
    """Writes over bytes of a file where they lie (the file grows where it must), then syncs it.

    Not atomic: for values that carry their own check, and for erasing.
    """
    with disk():
        new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _write_fully_at(descriptor, data, offset)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if new:
            with synced_folder(path.parent):
                pass


def remove(paths: Iterable[Path]) -> None:
    """Takes files away and syncs each folder once; one that is already gone is left so."""
    with disk():
        folders = set()
        for path in paths:
            path.unlink(missing_ok=True)
            folders.add(path.parent)
        for folder in folders:
            if folder.is_dir():
                with synced_folder(folder):
                    pass


class Draft:
    """A file under a temporary name, on its way to its place. Made by `Batch.begin`."""

    def __init__(self, via: Path) -> None:
        self._temporary = via / f"{secrets.token_hex(8)}.part"
        self._descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._place: Path | None = None
        self._over = False
        self.size = 0

    @property
    def path(self) -> Path:
        """Where the bytes lie now; readable before they take their place."""
        return self._temporary

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Appends to the draft."""
        with disk():
            write_fully(self._descriptor, data)
        self.size += len(data)

    def take(self, place: Path, *, over: bool = False) -> None:
        """Says which name the file takes when its batch settles; ``over`` allows one already taken."""
        self._place, self._over = place, over
        if self.size >= WRITE_BACK_FROM:
            # Starts the way to the disk without waiting for it; nothing is dropped, for all pages are still dirty.
            os.posix_fadvise(self._descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

    def discard(self) -> None:
        """Throws the draft away."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self._temporary.unlink(missing_ok=True)

    def _sync(self) -> None:
        if self._descriptor < 0:
            return
        os.fsync(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = -1

    def _settle(self) -> None:
        assert self._place is not None
        if self._over:
            self._temporary.replace(self._place)
        else:
            os.link(self._temporary, self._place)
            self._temporary.unlink()


class Batch:
    """Files that become durable together.

    As a context it settles when the block ends well, and throws every draft away when it does not::

        with Batch(incoming) as batch:
            draft = batch.begin()
            draft.write(part)
            draft.take(place)
            batch.write_new(other_place, data)
    """

    def __init__(self, via: Path) -> None:
        self._via = via
        self._drafts: list[Draft] = []
        self._open = 0

    def begin(self) -> Draft:
        """A new draft to write to; give it its place with `Draft.take` (or discard it) before the batch settles."""
        if self._open >= OPEN_AT_ONCE:
            self._sync_taken()
        with disk():
            draft = Draft(self._via)
        self._drafts.append(draft)
        self._open += 1
        return draft

    def write_new(self, path: Path, data: Data) -> None:
        """Adds a whole file under a name not yet taken."""
        self._add(data).take(path)

    def replace(self, path: Path, data: Data) -> None:
        """Adds a whole file, in place of one that may be there."""
        self._add(data).take(path, over=True)

    def sync(self) -> None:
        """Syncs what has been given its place, names nothing yet: for whoever owes the names an order of their own."""
        self._sync_taken()

    def settle(self) -> None:
        """Syncs all, names all, syncs each folder once. When it returns, the batch is on the disk."""
        try:
            with disk():
                self._sync_taken()
                taken = [draft for draft in self._drafts if draft._place is not None]
                folders = {draft._place.parent for draft in taken if draft._place is not None}
                for folder in folders:
                    _make_folders(folder)
                self._name(taken, folders)
        finally:
            self.discard()

    def discard(self) -> None:
        """Throws away every draft that has not taken its place."""
        with disk():
            for draft in self._drafts:
                draft.discard()
        self._drafts, self._open = [], 0

    def _name(self, taken: list[Draft], folders: set[Path]) -> None:
        with ExitStack() as stack:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
            opened = [os.open(folder, flags) for folder in sorted(folders)]
            for descriptor in opened:
                stack.callback(os.close, descriptor)
            for draft in taken:
                draft._settle()
            together([partial(os.fsync, descriptor) for descriptor in opened])

    def _add(self, data: Data) -> Draft:
        draft = self.begin()
        for part in [data] if isinstance(data, bytes | bytearray | memoryview) else data:
            draft.write(part)
        return draft

    def _sync_taken(self) -> None:
        with disk():
            together([draft._sync for draft in self._drafts if draft._place is not None])
        self._open = sum(1 for draft in self._drafts if draft._descriptor >= 0)

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._drafts:
            self.settle()
        else:
            self.discard()
