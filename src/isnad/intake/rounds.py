"""Rounds: finds that become durable, and are said, together.

The finds of a round are prepared by workers in its own folder; while one round settles, workers already fill the next.
A round is said as one transaction, so it is the unit of what is acknowledged: everything in it, or nothing.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from isnad.custody.actions import Arrived
from isnad.vault import Batch, Vault

MOST_FINDS = 200
MOST_BYTES = 256 * 2**20


@dataclass
class Round:
    """Finds on their way together. ``given`` counts those handed to workers, ``back`` those that came back."""

    number: int
    batch: Batch
    stack: ExitStack
    given: int = 0
    back: int = 0
    size: int = 0  # bytes
    most: int = MOST_FINDS
    closed: bool = False
    arrived: list[Arrived] = field(default_factory=list)
    pictures: list[tuple[str, bytes, bytes]] = field(default_factory=list)  # payload, thumbnail, blur

    @property
    def folder(self) -> Path:
        """Where its drafts lie."""
        return self.batch.folder

    @property
    def is_full(self) -> bool:
        """Whether no further find should go into it."""
        return self.given >= self.most or self.size >= MOST_BYTES

    @property
    def is_done(self) -> bool:
        """Whether all that was given came back, and no more will be given."""
        return self.closed and self.back == self.given


class Rounds:
    """The rounds of one intake that are under way."""

    def __init__(self, vault: Vault, most: int = MOST_FINDS) -> None:
        self._vault = vault
        self._most = most
        self._under_way: dict[int, Round] = {}
        self._current: Round | None = None
        self._count = 0

    def place(self, size: int) -> Round:
        """The round that takes a find of ``size`` bytes."""
        if self._current is None or self._current.is_full:
            if self._current is not None:
                self._current.closed = True
            self._current = self._begin()
        self._current.given += 1
        self._current.size += size
        return self._current

    def back(self, number: int) -> Round:
        """The round of a find that came back from its worker."""
        found = self._under_way[number]
        found.back += 1
        return found

    def finished(self) -> list[Round]:
        """Rounds whose finds are all back, taken out of what is under way."""
        done = [each for each in self._under_way.values() if each.is_done]
        for each in done:
            del self._under_way[each.number]
        return done

    def end(self) -> None:
        """No more finds come."""
        if self._current is not None:
            self._current.closed = True

    def abandon(self) -> None:
        """Lets go of whatever has not settled, as after an interruption."""
        for each in self._under_way.values():
            # The vault's batch gives up its drafts when its block ends badly.
            each.stack.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
        self._under_way.clear()

    def _begin(self) -> Round:
        stack = ExitStack()
        batch = stack.enter_context(self._vault.batch())
        made = Round(self._count, batch, stack, most=self._most)
        self._under_way[self._count] = made
        self._count += 1
        return made
