"""How far a run has come, said on standard error: a bar for a person, a line now and then for a log."""

from __future__ import annotations

import time
from typing import Any, TextIO

from isnad import speech

EVERY = 15.0  # seconds between two lines in a log


class Progress:
    """Counts what was read and says so."""

    def __init__(self, total: int, where: TextIO) -> None:
        self.total, self.where = total, where
        self.read = self.broken = self.found = self.accepted = 0
        self.began = self.said = time.monotonic()
        self.live = where.isatty()

    def done(self, line: dict[str, Any]) -> None:
        """One photograph more."""
        self.read += 1
        self.broken += "error" in line
        self.found += len(line["readings"])
        self.accepted += sum(each["accepted"] for each in line["readings"])
        now = time.monotonic()
        if now - self.said >= (0.2 if self.live else EVERY):
            self.said = now
            self._say("reading.progress", "\r" if self.live else "\n")

    def end(self) -> None:
        """What came of it."""
        self._say("reading.done", "\n")

    def _say(self, code: str, ending: str) -> None:
        rate = self.read / max(0.001, time.monotonic() - self.began)
        told = speech.phrase(
            code, read=self.read, total=self.total, found=self.found, accepted=self.accepted, broken=self.broken,
            rate=f"{rate:.1f}",
        )  # fmt: skip
        print(told, end=ending, file=self.where, flush=True)
