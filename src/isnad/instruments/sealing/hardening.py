"""Keeps what a process has in memory out of core dumps and away from other programs of the same person.

* No core dump, and no tracing or reading of memory by other processes of the same user (Linux).
* It does not keep memory out of swap, and Python leaves copies of what it has read: an encrypted swap, or none, is
  the answer to that (``isnad doctor`` looks).
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """From here on, nobody reads this process's memory but itself and root. Programs it starts begin anew."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def take_from_environment(name: str) -> str | None:
    """The value of a variable, which is then gone: for children, and from what ``/proc`` shows of this process."""
    value = os.environ.get(name)
    if value is None:
        return None
    _wipe(name)
    del os.environ[name]
    return value


def _wipe(name: str) -> None:
    """Overwrites the value where the system put it; removing a variable alone leaves its bytes there."""
    library = ctypes.CDLL(None)
    library.getenv.restype = ctypes.c_void_p
    if place := library.getenv(os.fsencode(name)):
        ctypes.memset(place, ord("-"), len(ctypes.string_at(place)))
