"""Payloads in a folder: ``ab/<sha256>``.

The order of writing, for a round:

 1. Each file, already written under a temporary name, is synced and read back from the disk (`settling`): by the worker
    that wrote it, or as soon as it is added, while others are still being encrypted.
 2. It takes its name; at the end each folder that got a name is synced, and the store's own where it got a folder.

obstore would do the rest, and never calls fsync on a local file; so this is ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

from isnad.instruments.durable import disk, make_folders, synced_folder
from isnad.instruments.together import together
from isnad.vault.settling import settle
from isnad.words import Broken, Digest

HANDS = 4
_DIGITS = set("0123456789abcdef")


class FolderStore:
    """A folder of payloads; made where it is not there."""

    on_this_disk = True

    def __init__(self, root: Path) -> None:
        self.root = root
        make_folders(root)

    def begin(self) -> FolderRound:
        """A new round; its files must lie on the same disk as the store."""
        return FolderRound(self)

    def place(self, payload: Digest) -> Path:
        """Where a payload lies."""
        return self.root / _place(payload)

    def has(self, payload: Digest) -> bool:
        """Whether a file lies under this name."""
        return os.path.isfile(f"{self.root}/{_place(payload)}")

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
        self._waiting: list[tuple[Path, Digest, Future[None] | None]] = []

    def add(self, path: Path, payload: Digest, *, settled: bool = False) -> None:
        """Takes over a file that was written; syncs it and reads it back where it is not yet settled."""
        self._waiting.append((path, payload, None if settled else self._hands.submit(settle, path, payload)))

    def settle(self) -> None:
        """Waits for all, names all, syncs each folder once."""
        try:
            for _, _, settled in self._waiting:
                if settled is not None:
                    settled.result()
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
        root = self._store.root
        places = [(path, _place(payload)) for path, payload, _ in self._waiting]
        folders = sorted({place[:2] for _, place in places})
        missing = [folder for folder in folders if not (root / folder).is_dir()]
        with ExitStack() as synced:
            if missing:
                synced.enter_context(synced_folder(root))
            for folder in missing:
                (root / folder).mkdir(mode=0o700, exist_ok=True)
            opened = [os.open(root / folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) for folder in folders]
            for descriptor in opened:
                synced.callback(os.close, descriptor)
            for path, place in places:
                os.replace(path, f"{root}/{place}")
            together([partial(os.fsync, descriptor) for descriptor in opened])


def _place(payload: Digest) -> str:
    name = str(payload)
    return f"{name[:2]}/{name}"


class _MissingError(Exception):
    """Nothing lies under that name."""


def _opened(place: Path) -> BinaryIO:
    try:
        return place.open("rb")
    except FileNotFoundError as error:
        raise _MissingError from error


def _is_payload(name: str, folder: str) -> bool:
    return len(name) == 64 and name.startswith(folder) and set(name) <= _DIGITS
