"""The door itself: what one process of it holds, and the few things it does with a code or a letter."""

from __future__ import annotations

import asyncio
import random
import secrets
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

import filetype  # type: ignore[import-untyped]

from isnad.door import questions
from isnad.door.codes import Code, digits_of
from isnad.door.folder import DoorFolder, today
from isnad.door.letters import Letter
from isnad.door.look import Look
from isnad.door.sittings import Case, Sitting, Sittings
from isnad.door.slots import Cost, Slot, Status
from isnad.door.turns import AT_ONCE, Turns
from isnad.door.voice import Voice
from isnad.words import Unavailable

LEAST_FREE = 256 << 20  # bytes of the disk that letters leave alone
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
UPLOADS_AT_ONCE = 8


class Door:
    """One folder, and everything this process keeps in memory about who stands at the door."""

    def __init__(
        self, folder: DoorFolder, *, secure: bool, cost: Cost | None = None, voice: Voice | None = None
    ) -> None:
        self.folder = folder
        self.prepared = folder.prepared()
        self.recipients = self.prepared.sealed_to()
        self.secure = secure
        self.voice = voice or Voice()
        self.look = Look(self.voice, self.prepared)
        self.sittings = Sittings()
        self.turns = Turns()
        self.uploads = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._cost = cost or Cost()
        self._workers = ThreadPoolExecutor(AT_ONCE)
        self._nobodys = Slot.nobodys()
        self._nobody = self._nobodys.seal(Status("received"))
        self._soon: set[asyncio.Task[None]] = set()

    async def attempt(self, address: str, typed: str, word: str) -> tuple[Case | None, bool]:
        """What a code and a word open, and whether the code was one at all. The same work is done in every case."""
        code = Code.parse(typed)
        tried = code or Code(sha256((digits_of(typed) or typed).encode()).digest()[:10])
        async with self.turns.turn(address, tried.bits.hex()):
            slot = await self._slot(tried, word)
            status = self._look_into(slot)
        opened = status is not None and code is not None
        self.turns.tell(address, tried.bits.hex(), opened=opened)
        case = Case(slot, status) if opened and status is not None else None
        self._mark(case)
        return case, code is not None

    def status_of(self, case: Case) -> Status | None:
        """What the house tells now; None where the record is no longer there."""
        record = self.folder.record(case.slot.name)
        return None if record is None else case.slot.open(record)

    async def slots(self, code: Code, word: str, danger: str) -> tuple[Slot, Slot]:
        """The two slots of a case. Without a word for danger the second is nobody's, and took as long."""
        own = await self._slot(code, word)
        other = await self._slot(code, danger)
        return own, other if danger else Slot.nobodys()

    async def open_case(self, slots: tuple[Slot, Slot], status: Status, *, without: Slot | None = None) -> None:
        """Puts both records in their place, and takes the one before away."""
        own, danger = slots
        records = {
            own.name: own.seal(status),
            danger.name: danger.seal(Status("received", forced=True)),
        }
        for name in sorted(records):
            await asyncio.to_thread(self.folder.keep_record, name, records[name])
        if without is not None and without.name not in records:
            await asyncio.to_thread(self.folder.drop_record, without.name)

    async def send(
        self, letter: Letter, said: Mapping[str, Any], photographs: Sequence[bytes] = (), *, case: Case | None = None
    ) -> None:
        """Seals a letter to the house; it is on the disk when this returns."""
        if case is not None:
            letter = replace(letter, case=case.slot.name, forced=case.status.forced)
        if shutil.disk_usage(self.folder.root).free < LEAST_FREE:
            raise Unavailable("door.no-room")
        letter = replace(letter, order=sum(1 for _ in self.folder.came()))
        sealed = await asyncio.to_thread(partial(letter.seal, said, photographs, self.recipients))
        await asyncio.to_thread(self.folder.keep_letter, sealed)

    def forget(self, sitting: str | None) -> None:
        """Ends a sitting."""
        self.sittings.end(sitting)

    def _look_into(self, slot: Slot) -> Status | None:
        """What lies in a slot. Each time one file is there and one is not, one record opens and one does not."""
        record = self.folder.record(slot.name)
        if record is None:
            self.folder.read_itself()
            status, _ = slot.open(self._nobody), self._nobodys.open(self._nobody)
        else:
            self.folder.record(self._nobodys.name)
            status, _ = slot.open(record), slot.open(self._nobody)
        return status

    async def _slot(self, code: Code, word: str) -> Slot:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, Slot.of, code, word, self._cost)

    def _mark(self, case: Case | None) -> None:
        """After every try something happens a little later; only the word for danger makes it a letter."""
        task = asyncio.create_task(self._mark_later(case))
        self._soon.add(task)
        task.add_done_callback(self._soon.discard)

    async def _mark_later(self, case: Case | None) -> None:
        await asyncio.sleep(1 + random.random() * 4)  # noqa: S311  hides a moment, guards nothing
        if case is not None and case.status.forced:
            await self.send(Letter("forced", today(), "ar"), {}, case=case)


def wrong_with(photographs: Sequence[bytes]) -> str | None:
    """What is wrong with photographs: too many, too large, or something else. They are not decoded here."""
    too_large = any(len(each) > questions.LARGEST_PHOTOGRAPH for each in photographs)
    if len(photographs) > questions.PHOTOGRAPHS or too_large:
        return "photographs-too-large"
    return "not-photographs" if any(filetype.guess_mime(each) not in PICTURES for each in photographs) else None


def stamp_is(sitting: Sitting, given: str) -> bool:
    """Whether a form is from a page of this sitting."""
    return secrets.compare_digest(sitting.stamp.encode(), given.encode())
