"""Sittings: what a browser has told so far, in memory alone.

* A sitting ends with the way out, with sending, after a while of silence, and with this process. What was typed ends
  with it: nothing of it was ever on a disk.
* The cookie is a random name without meaning, gone with the browser's window.
* There is room for so many; when it is full, the one that has told least and rested longest gives way.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from isnad.door.slots import Slot, Status

IDLE = 40 * 60  # seconds; writing slowly on a telephone takes its time
IDLE_INSIDE = 10 * 60  # once a code has opened something
ROOM = 4_000


@dataclass(slots=True)
class Case:
    """What a code and its word opened."""

    slot: Slot = field(repr=False)
    status: Status


@dataclass(slots=True)
class Sitting:
    """One browser's answers, or the case it opened. ``stamp`` proves that a form came from our own page."""

    answers: dict[str, str] = field(default_factory=dict, repr=False)
    case: Case | None = None
    trouble: str | None = None
    stamp: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)
    used: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether it was silent for too long."""
        return time.monotonic() - self.used > (IDLE_INSIDE if self.case else IDLE)


class Sittings:
    """All sittings of this process."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._all: dict[str, Sitting] = {}

    def __len__(self) -> int:
        return len(self._all)

    def begin(self) -> tuple[str, Sitting]:
        """A new one, and the name its cookie carries."""
        if len(self._all) >= self._room:
            self._make_room()
        name, sitting = secrets.token_urlsafe(32), Sitting()
        self._all[name] = sitting
        return name, sitting

    def find(self, name: str | None) -> Sitting | None:
        """The sitting of a cookie, if it still runs."""
        sitting = self._all.get(name or "")
        if sitting is None or name is None:
            return None
        if sitting.is_over:
            self.end(name)
            return None
        sitting.used = time.monotonic()
        return sitting

    def end(self, name: str | None) -> None:
        """Forgets a sitting and all that was said in it."""
        if (sitting := self._all.pop(name or "", None)) is not None:
            sitting.answers.clear()
            sitting.case = None

    def _make_room(self) -> None:
        for name in [name for name, each in self._all.items() if each.is_over]:
            self.end(name)
        if len(self._all) >= self._room:
            self.end(min(self._all, key=lambda name: (len(self._all[name].answers), self._all[name].used)))
