"""Work for the engine's tests, where worker processes can import it."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def square(number: int) -> int:
    return number * number


def environment(_: int) -> bytes:
    return Path("/proc/self/environ").read_bytes()


def die_of_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number
