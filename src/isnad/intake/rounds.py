"""Rounds: finds that become durable, and are said, together.

The finds of a round are prepared by workers in its own folder; while one round settles, workers already fill the next.
A round is said as one transaction, so it is the unit of what is acknowledged: everything in it, or nothing. Rounds
settle in their order, so that content brought by one is in the vault when a later one says that it came again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from isnad.custody.actions import Arrived
from isnad.intake.finds import Find
from isnad.intake.workers import Handful
from isnad.vault import Batch, Vault
from isnad.words import Digest

MOST_FINDS = 400
MOST_BYTES = 256 * 2**20
IN_A_HAND = 16  # finds that go to a worker together
BYTES_IN_A_HAND = 8 * 2**20


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
    brought: dict[Digest, Digest] = field(default_factory=dict)  # content that came first in it, and its payload
    pictures: list[tuple[str, bytes, bytes]] = field(default_factory=list)  # payload, thumbnail, blur

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

    def handfuls(self, finds: Iterable[Find]) -> Iterator[Handful]:
        """All finds, a handful of one round at a time; what is large goes alone. The rounds end with them."""
        hand: list[Find] = []
        into, size, number = None, 0, 0
        for find in finds:
            found = self.place(find.size)
            if into is not None and (found is not into or len(hand) == IN_A_HAND or size + find.size > BYTES_IN_A_HAND):
                yield _handful(number, hand, into)
                hand, size, number = [], 0, number + 1
            into = found
            hand.append(find)
            size += find.size
        if into is not None:
            yield _handful(number, hand, into)
        self.end()

    def back(self, number: int, finds: int = 1) -> Round:
        """The round of finds that came back from their worker."""
        found = self._under_way[number]
        found.back += finds
        return found

    def payload_of(self, digest: Digest) -> Digest | None:
        """The payload under which a round that is under way brought this content."""
        for each in self._under_way.values():
            if (payload := each.brought.get(digest)) is not None:
                return payload
        return None

    def finished(self) -> Iterator[Round]:
        """The oldest rounds, as far as their finds are all back, taken out of what is under way."""
        for each in list(self._under_way.values()):
            if not each.is_done:
                return
            del self._under_way[each.number]
            yield each

    def end(self) -> None:
        """No more finds come for now; the next one begins a round of its own."""
        if self._current is not None:
            self._current.closed = True
            self._current = None

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


def _handful(number: int, finds: list[Find], into: Round) -> Handful:
    return Handful(number, finds, into.number, into.batch.folder, into.batch.recipients, into.batch.on_this_disk)
