"""A find that no worker survives; in a file of its own, for workers import it and have no Django."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Deadly:
    """Its opening kills the process that opens it."""

    def open(self) -> BinaryIO:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError
