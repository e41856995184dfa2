"""Shuts the doors around a process that is about to read hostile bytes; once shut, they stay shut.

 1. Limits: no core file, no byte written to any file, bounded memory, and **no new descriptor**: the highest number
    that may be opened is set to 0, so files, sockets and pipes are refused alike; those already open go on working.
 2. Landlock, where the kernel has it: no file may be read, written or run, no TCP port bound or connected; from version
    6, no signal and no abstract socket outside.
 3. No new privileges.

``tried`` then knocks on each door from inside and says what it found. Works without bubblewrap; inside it, as a second
wall. Uses ctypes, for Python has no names for these calls.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import socket
import sys

from isnad.instruments.imaging.values import Isolation

MEMORY = 3 * 2**30  # bytes of address space

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same numbers on every architecture
_VERSION, _NO_NEW_PRIVILEGES = 1, 38
# What each version of Landlock can refuse: files, TCP, scope.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scope", ctypes.c_uint64))


def confine() -> int:
    """Shuts the doors; returns the version of Landlock in force, 0 for none."""
    version = _landlock()
    _limits()
    return version


def tried(*, namespaces: bool, landlock: int) -> Isolation:
    """Knocks on each door from inside."""
    files = _refused(lambda: os.close(os.open(sys.executable, os.O_RDONLY)))
    network = _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close())
    descriptors = resource.getrlimit(resource.RLIMIT_NOFILE) == (0, 0)
    return Isolation(namespaces, landlock, descriptors, files, network, len(os.environ))


def _refused(knock: object) -> bool:
    assert callable(knock)
    try:
        knock()
    except OSError:
        return True
    return False


def _limits() -> None:
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _landlock() -> int:
    if platform.system() != "Linux":
        return 0
    library = ctypes.CDLL(None, use_errno=True)
    call = library.syscall
    call.restype = ctypes.c_long
    version = int(call(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION)))
    if version < 1 or library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return 0
    rules = _Ruleset(_FILES[min(version, 5)], 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    handle = int(call(ctypes.c_long(_CREATE_RULESET), ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)))
    if handle < 0:
        return 0
    failed = call(ctypes.c_long(_RESTRICT_SELF), ctypes.c_int(handle), ctypes.c_uint32(0))
    os.close(handle)
    return 0 if failed else version
