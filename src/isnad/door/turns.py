"""Turns: who may have a code tried now, and who waits.

* Nobody is locked out and nothing is counted against a family for good: 80 random bits need no lock. What is guarded
  is the processor, and the word of a family whose paper was found.
* At most ``AT_ONCE`` tries run side by side. An address with many failures lately goes to the slow lane, which has one
  place; a telephone network's shared address is slow too then, not shut.
* Each lane holds so many who wait. Where it is full, one of them, drawn by lot, is told to come again in a minute: who
  knocks ten thousand times cannot keep out the one who knocks once.
* One code tried with many wrong words waits longer each time, to half a minute, whether that code exists or not.
* Addresses and codes are kept as keyed hashes under a key of this process, in memory, for an hour.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from isnad.words import Refusal

AT_ONCE = 2
WAITING = 200  # in the quick lane
WAITING_SLOW = 40
PATIENCE = 10  # failures of one address within an hour, after which it is slow
FREE_WORDS = 4  # wrong words for one code before it waits
LONGEST_WAIT = 30.0  # seconds
RESTING = 500  # tries that may wait so at one time
HOUR = 3600.0
REMEMBERED = 50_000


class Lane:
    """A queue in front of so many places."""

    def __init__(self, places: int, waiting: int) -> None:
        self._free = places
        self._most = waiting
        self._waiting: list[asyncio.Future[None]] = []

    async def enter(self) -> None:
        """Waits for a place; refused where the lot fell on this one."""
        if self._free > 0:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        if len(self._waiting) > self._most:
            self._waiting.pop(secrets.randbelow(len(self._waiting))).set_exception(Refusal("door.come-again"))
        try:
            await mine
        except asyncio.CancelledError:
            self._give_up(mine)
            raise

    def leave(self) -> None:
        """Gives the place to whoever has waited longest."""
        while self._waiting:
            if not (next_one := self._waiting.pop(0)).done():
                next_one.set_result(None)
                return
        self._free += 1

    def _give_up(self, mine: asyncio.Future[None]) -> None:
        if mine in self._waiting:
            self._waiting.remove(mine)
        elif mine.done() and not mine.cancelled() and mine.exception() is None:
            self.leave()


class Failures:
    """How often something failed within the hour, without remembering what it was."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._counts: dict[bytes, int] = {}
        self._since = time.monotonic()

    def count(self, what: str) -> int:
        """Failures of this hour."""
        if time.monotonic() - self._since > HOUR or len(self._counts) > REMEMBERED:
            self._counts.clear()
            self._since = time.monotonic()
        return self._counts.get(self._hidden(what), 0)

    def add(self, what: str) -> None:
        """One more."""
        hidden = self._hidden(what)
        self._counts[hidden] = self._counts.get(hidden, 0) + 1

    def forget(self, what: str) -> None:
        """It went well."""
        self._counts.pop(self._hidden(what), None)

    def _hidden(self, what: str) -> bytes:
        return hmac.digest(self._key, what.encode(), "sha256")[:12]


class Turns:
    """Both lanes, and what failed lately."""

    def __init__(self) -> None:
        self._quick = Lane(AT_ONCE, WAITING)
        self._slow = Lane(1, WAITING_SLOW)
        self._addresses = Failures()
        self._codes = Failures()
        self._resting = 0

    @asynccontextmanager
    async def turn(self, address: str, code: str) -> AsyncIterator[None]:
        """A place for one try; whoever asks says afterwards how it went (`tell`)."""
        pause = self.pause(code)
        self._codes.add(code)  # before it is known how it goes: many at once are counted too
        await self._rest(pause)
        slow = self._addresses.count(address) >= PATIENCE
        if slow:
            await self._slow.enter()
        try:
            await self._quick.enter()
            try:
                yield
            finally:
                self._quick.leave()
        finally:
            if slow:
                self._slow.leave()

    def pause(self, code: str) -> float:
        """Seconds that this code waits before its next word is tried."""
        wrong = self._codes.count(code) - FREE_WORDS
        return 0.0 if wrong < 0 else min(LONGEST_WAIT, float(2 ** min(wrong, 5)))

    def tell(self, address: str, code: str, *, opened: bool) -> None:
        """How a try went."""
        if opened:
            self._codes.forget(code)
        else:
            self._addresses.add(address)

    async def _rest(self, pause: float) -> None:
        if pause <= 0:
            return
        if self._resting >= RESTING:
            raise Refusal("door.come-again")
        self._resting += 1
        try:
            await asyncio.sleep(pause)
        finally:
            self._resting -= 1
