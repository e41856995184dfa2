"""A file that only grows, and knows when it can no longer be trusted.

* `append` syncs; `write` does not: several writes may share one `sync`.
* After any failure it refuses to go on: what the disk holds is then unknown, and only whoever opens the file anew and
  looks can tell.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isnad.instruments.durable import disk, synced_folder, write_fully
from isnad.words.errors import Unavailable


class Growing:
    """A file opened to be appended to; made (and its folder synced) where it is not there."""

    def __init__(self, path: Path) -> None:
        self._sound = True
        with disk():
            new = not path.exists()
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            self.size = os.fstat(self._descriptor).st_size
            if new:
                with synced_folder(path.parent):
                    pass

    def write(self, data: bytes) -> int:
        """Appends without syncing; gives the offset at which ``data`` begins."""
        offset = self.size
        with self._carefully():
            write_fully(self._descriptor, data)
        self.size += len(data)
        return offset

    def append(self, data: bytes) -> int:
        """Appends and syncs; gives the offset at which ``data`` begins."""
        offset = self.write(data)
        self.sync()
        return offset

    def cut(self, size: int) -> None:
        """Drops a torn tail, so that the file ends at ``size``."""
        with self._carefully():
            os.ftruncate(self._descriptor, size)
            os.fsync(self._descriptor)
        self.size = size

    def sync(self) -> None:
        """Makes all that was appended durable."""
        with self._carefully():
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Lets the file go; nothing is synced by it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    @contextmanager
    def _carefully(self) -> Iterator[None]:
        if not self._sound:
            raise Unavailable("durable.stopped")
        self._sound = False
        with disk():
            yield
        self._sound = True
