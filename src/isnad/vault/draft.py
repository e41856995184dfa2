"""An original on its way into the vault: encrypted under a temporary name, not yet kept.

`prepare` needs public recipients and a folder, nothing else: it can run in a worker that has neither keys nor tables,
and what it gives back can travel between processes. One pass over the source encrypts it and hashes both sides.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from isnad.instruments.durable import disk, write_fully
from isnad.instruments.sealing import Recipient, lock, new_file_key, seal
from isnad.instruments.sealing.payload import Readable
from isnad.words import Digest, Unavailable


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one object: the digest and size of the original, and of its payload."""

    digest: Digest
    size: int
    payload: Digest
    payload_size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An encrypted original under a temporary name, its header, and what one pass learnt of it.

    ``settled``: it was synced and read back from the disk (`isnad.vault.settling`).
    """

    path: Path
    header: bytes
    kept: Kept
    settled: bool = False


def prepare(source: Path | Readable, folder: Path, recipients: Sequence[Recipient]) -> Draft:
    """Encrypts ``source`` into a new file in ``folder`` for ``recipients``; removes it again where that fails."""
    path = folder / f"{secrets.token_hex(8)}.part"
    try:
        if isinstance(source, Path):
            with _source(source) as stream:
                return _prepare(stream, path, recipients)
        return _prepare(source, path, recipients)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class _Sink:
    """A descriptor to write whole pieces to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, data: memoryview, /) -> None:
        with disk():
            write_fully(self._descriptor, data)


class _Source:
    """A file to read from, without a buffer between."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, size: int, /) -> bytes:
        try:
            return os.read(self._descriptor, size)
        except OSError as error:
            raise Unavailable("vault.source-unreadable") from error

    def __enter__(self) -> _Source:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # everything was read
            os.close(self._descriptor)


def _source(path: Path) -> _Source:
    try:
        return _Source(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
    except OSError as error:
        raise Unavailable("vault.source-unreadable") from error


def _prepare(source: Readable, path: Path, recipients: Sequence[Recipient]) -> Draft:
    file_key = new_file_key()
    header = lock(file_key, recipients)
    with disk():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        done = seal(source, _Sink(descriptor), file_key)
    finally:
        with disk():
            os.close(descriptor)
    return Draft(path, header, Kept(done.plain, done.size, done.payload, done.payload_size))
