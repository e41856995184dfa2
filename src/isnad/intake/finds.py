"""What a way in gives: something found at a path, and how a worker gets at its bytes.

A find travels to a worker, so it says *how* to open and holds nothing open. Its path is bytes: file systems keep names
in any encoding, and the name is evidence too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

UNREADABLE = "intake.unreadable"
SYMBOLIC_LINK = "intake.symbolic-link"
NOT_A_FILE = "intake.not-a-file"


class Opening(Protocol):
    """How to get at the bytes of a find, in whatever process."""

    def open(self) -> BinaryIO:
        """The bytes, from their beginning. OSError where they cannot be read."""


@dataclass(frozen=True, slots=True)
class Within:
    """Where in a container a find lies: partition and offset of a disk image, and whether it had been deleted."""

    partition: int | None = None
    offset: int | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """One thing found. ``trouble`` says why it cannot be kept, where that is known already.

    ``times``: what the file system or archive says, in nanoseconds since 1970, by name; ``notes``: codes for the
    report, of things that are odd and do no harm.
    """

    path: bytes
    opening: Opening | None
    size: int  # bytes, as stated; the truth is counted while reading
    times: Mapping[str, int] = field(default_factory=dict)
    trouble: str | None = None
    within: Within | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file of a file system that is mounted here."""

    path: bytes

    def open(self) -> BinaryIO:
        # O_NOFOLLOW: between the walk and now the name may have become a link.
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        return os.fdopen(descriptor, "rb")


def in_folder(root: Path) -> Iterator[Find]:
    """Everything below ``root``, in the order of names; no link is followed and no device is read."""
    yield from _walk(os.fsencode(root), b"")


def _walk(root: bytes, inside: bytes) -> Iterator[Find]:
    try:
        with os.scandir(os.path.join(root, inside) if inside else root) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield Find(inside, None, 0, trouble=UNREADABLE)
        return
    for entry in entries:
        path = os.path.join(inside, entry.name) if inside else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path)
        else:
            yield _of(entry, path)


def _of(entry: os.DirEntry[bytes], path: bytes) -> Find:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return Find(path, None, 0, trouble=UNREADABLE)
    times = {"modified": status.st_mtime_ns, "changed": status.st_ctime_ns}
    if stat.S_ISLNK(status.st_mode):
        return Find(path, None, 0, times, trouble=SYMBOLIC_LINK)
    if not stat.S_ISREG(status.st_mode):
        return Find(path, None, 0, times, trouble=NOT_A_FILE)
    return Find(path, OnDisk(entry.path), status.st_size, times)


def one_file(path: Path) -> Find:
    """A single file, under its own name."""
    status = path.stat()
    times = {"modified": status.st_mtime_ns, "changed": status.st_ctime_ns}
    return Find(os.fsencode(path.name), OnDisk(os.fsencode(path)), status.st_size, times)
