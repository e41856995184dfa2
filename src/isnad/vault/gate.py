"""A file to lock: many may pass together, or one alone. Whoever dies lets go."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isnad.instruments.durable import disk


class Gate:
    """Batches and erasures pass together; a rotation of the keys passes alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Inside the block nobody is alone; waits until whoever is has gone."""
        with self._locked(fcntl.LOCK_SH):
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Inside the block nobody else passes; waits until all have gone."""
        with self._locked(fcntl.LOCK_EX):
            yield

    @contextmanager
    def alone_if_free(self) -> Iterator[bool]:
        """Inside the block nobody else passes, if nobody did when it began; gives whether that is so."""
        with self._descriptor() as descriptor:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                free = True
            except BlockingIOError:
                free = False
            yield free

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with self._descriptor() as descriptor:
            with disk():
                fcntl.flock(descriptor, how)
            yield

    @contextmanager
    def _descriptor(self) -> Iterator[int]:
        with disk():
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield descriptor
        finally:
            with disk():
                os.close(descriptor)
