"""Makes one file that was written durable: synced, then read back from the disk and compared with its digest.

* A failed sync is never tried again; the file is given up.
* It is read back past the system's cache, so what is hashed comes from the disk. Where a file system knows no such
  reading, its pages are dropped from the cache first. (A disk may still answer from a cache of its own.)
* It waits for the disk and leaves Python alone meanwhile: run it in a thread beside whoever writes the next file.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isnad.instruments.durable import disk
from isnad.words import Broken, Digest

PIECE = 1 << 20
_own = threading.local()


def settle(path: Path | str, payload: Digest) -> None:
    """Syncs a file and reads it back from the disk; Broken where other bytes come back."""
    with disk():
        try:
            read = _synced(path, os.O_DIRECT)
        except OSError as error:
            if error.errno != errno.EINVAL:  # what a file system says that cannot read past the cache
                raise
            read = _synced(path, 0)
    if read != payload.raw:
        raise Broken("vault.read-back-differs", payload=payload)


def _synced(path: Path | str, past_the_cache: int) -> bytes:
    """Syncs, and gives the digest of what the disk then holds."""
    with _opened(path, os.O_RDONLY | os.O_CLOEXEC | past_the_cache) as descriptor:
        os.fsync(descriptor)
        if not past_the_cache:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return _digest(descriptor)


@contextmanager
def _opened(path: Path | str, how: int) -> Iterator[int]:
    descriptor = os.open(path, how)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _digest(descriptor: int) -> bytes:
    hasher, buffer = hashlib.sha256(), _buffer()
    view = memoryview(buffer)
    while size := os.readv(descriptor, [buffer]):
        hasher.update(view[:size])
    return hasher.digest()


def _buffer() -> mmap.mmap:
    """One thread's buffer, at the start of a page as reading past the cache demands."""
    if not hasattr(_own, "buffer"):
        _own.buffer = mmap.mmap(-1, PIECE)
    buffer: mmap.mmap = _own.buffer
    return buffer
