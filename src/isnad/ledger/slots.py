"""The slots: 32 random bytes an entry, without which its body does not open and its commitment tells nothing.

* Files ``000``, ``001``, … of 2^20 entries each; a record is the slot and 8 bytes of SHA-256("isnad/slot/v1" ‖ number ‖
  slot), so a flipped bit is seen. 40 zero bytes are a slot that was erased, or never written.
* A batch is one write and one sync a file. Erasing overwrites where the record lies, and syncs.
* Nothing here is secret on its own: a slot without the segment key opens nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from isnad.instruments import durable
from isnad.words import Broken

RECORD = 40
IN_A_FILE = 1 << 20
_ERASED = bytes(RECORD)


def fresh(count: int) -> list[bytes]:
    """New random slots."""
    data = os.urandom(32 * count)
    return [data[at : at + 32] for at in range(0, len(data), 32)]


def record(number: int, slot: bytes) -> bytes:
    """A slot as it stands in its file."""
    return slot + sha256(b"isnad/slot/v1" + number.to_bytes(8, "big") + slot).digest()[:8]


class Slots:
    """The slots under a folder, ``keys/slots``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, number: int) -> bytes | None:
        """The slot of an entry; None where it is erased; `Broken` where its check does not hold or it is not there."""
        return self.read_many(number, 1)[0]

    def read_many(self, first: int, count: int) -> list[bytes | None]:
        """The slots of ``count`` entries from ``first`` on."""
        found: list[bytes | None] = []
        for number, stop in _by_file(first, first + count):
            data = self._load(number, stop - number)
            found += [_checked(number + at, data[at * RECORD : (at + 1) * RECORD]) for at in range(stop - number)]
        return found

    def write_many(self, first: int, slots: Sequence[bytes]) -> None:
        """Writes the slots of entries from ``first`` on; durable when it returns."""
        durable.make_folders(self._folder)
        for start, stop in _by_file(first, first + len(slots)):
            data = b"".join(record(number, slots[number - first]) for number in range(start, stop))
            durable.overwrite(self._path(start), start % IN_A_FILE * RECORD, data)

    def erase(self, numbers: Iterable[int]) -> None:
        """Overwrites slots with zeros, synced: their bodies and commitments are dead when it returns."""
        for start, stop in _runs(sorted(set(numbers))):
            for first, last in _by_file(start, stop):
                if self._path(first).exists():
                    durable.overwrite(self._path(first), first % IN_A_FILE * RECORD, _ERASED * (last - first))

    def _path(self, number: int) -> Path:
        return self._folder / f"{number // IN_A_FILE:03}"

    def _load(self, number: int, count: int) -> bytes:
        try:
            with self._path(number).open("rb") as file:
                file.seek(number % IN_A_FILE * RECORD)
                return file.read(count * RECORD)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise durable.failure(error) from error


def _checked(number: int, data: bytes) -> bytes | None:
    if data == _ERASED:
        return None
    if len(data) != RECORD or record(number, data[:32]) != data:
        raise Broken("ledger.slot-damaged", entry=number)
    return data[:32]


def _by_file(start: int, stop: int) -> Iterable[tuple[int, int]]:
    """A range of numbers, cut where one file ends and the next begins."""
    while start < stop:
        end = min(stop, (start // IN_A_FILE + 1) * IN_A_FILE)
        yield start, end
        start = end


def _runs(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Ascending numbers as ranges without gaps."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1] + 1
            start = at
