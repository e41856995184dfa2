"""One writer at a time: a lock on the ledger's folder and one beside the guard.

* The first keeps two writers off one ledger, whatever guard they were given; the second keeps the writers of an
  archive and of a copy of it apart, for they share the guard.
* Who waits stands in the gate (a lock on ``checkpoints/``), and whoever comes after waits behind it: so one that writes
  without pause lets others in, and a reader (`isnad.verify`), which takes the folder's lock shared, gets its moment.
* All are released by the system when a process ends, however it ends.
* Whoever finds them taken tries again for a while and is then refused.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from isnad.instruments import durable
from isnad.words import Refusal

_PAUSE = 0.005


class Turn:
    """The right to write, held from `take` to `release`."""

    def __init__(self, ledger: Path, guard: Path) -> None:
        self._folder = ledger
        self._gate = ledger / "checkpoints"
        self._beside = guard.with_name(guard.name + ".lock")
        self._held: list[int] = []

    @property
    def held(self) -> bool:
        """Whether it is ours now."""
        return bool(self._held)

    def take(self, patience: float) -> None:
        """Takes both locks; refused when they stay taken for ``patience`` seconds."""
        until = time.monotonic() + patience
        folder = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        try:
            gate = os.open(self._gate, folder)
            self._held = [gate, os.open(self._folder, folder)]
            self._held.append(os.open(self._beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            self.release()
            raise durable.failure(error) from error
        for descriptor in self._held:
            while not _locked(descriptor):
                if time.monotonic() >= until:
                    self.release()
                    raise Refusal("ledger.busy")
                time.sleep(_PAUSE)
        self._held.remove(gate)
        os.close(gate)

    def release(self) -> None:
        """Lets both locks go."""
        for descriptor in self._held:
            os.close(descriptor)
        self._held = []


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
