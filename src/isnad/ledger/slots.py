"""The slots: 32 random bytes an entry, without which its body does not open and its commitment tells nothing.

* Files ``000``, ``001``, … of 2^20 entries each, in every place given (two: a lost slot is a lost entry). A record is
  the slot under the archive's mask, and 8 bytes of SHA-256("isnad/slot/v1" ‖ number ‖ masked slot), so a flipped bit is
  seen without a key. 40 zero bytes are a slot that was erased, or never written.
* The mask is the ChaCha20 stream of a key that every rotation replaces (`remasked`): an old copy of these files beside
  today's keys opens nothing, so what was erased since is dead in it too.
* A batch is one write and one sync a file. Erasing overwrites where the record lies, in every place, and syncs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from isnad.instruments import durable
from isnad.instruments.together import together
from isnad.words import Broken

RECORD = 40
IN_A_FILE = 1 << 20
ERASED = bytes(RECORD)
_SLOT = 32
_BLOCK = 64  # bytes of one block of the stream: two slots


def fresh(count: int) -> list[bytes]:
    """New random slots."""
    data = os.urandom(_SLOT * count)
    return [data[at : at + _SLOT] for at in range(0, len(data), _SLOT)]


def is_sound(number: int, found: bytes) -> bool:
    """Whether a record as it stands in its file is whole: erased, or with a check that holds. Needs no key."""
    return found == ERASED or (len(found) == RECORD and _check(number, found[:_SLOT]) == found[_SLOT:])


def names(places: Sequence[Path]) -> list[str]:
    """The files of slots in any of these folders."""
    with durable.disk():
        return sorted(
            {path.name for place in places if place.is_dir() for path in place.iterdir() if path.name.isdigit()}
        )


def remasked(copies: Sequence[Path], old: bytes, new: bytes) -> bytes:
    """One file's records, masked with ``new`` instead of ``old``; `Broken` where one is whole in none of the copies."""
    places, first = [path.parent for path in copies], int(copies[0].name) * IN_A_FILE
    with durable.disk():
        count = max(path.stat().st_size for path in copies if path.is_file()) // RECORD
    return _masked(new, first, Slots(places, old).read_many(first, count))


class Slots:
    """The slots in these folders (``keys/slots`` and its second place), under one mask key of 32 bytes."""

    def __init__(self, places: Sequence[Path], key: bytes) -> None:
        self._places = tuple(places)
        self._key = key

    def make_folders(self) -> None:
        """Makes the folders where they are not."""
        for place in self._places:
            durable.make_folders(place)

    def read(self, number: int) -> bytes | None:
        """The slot of an entry; None where it is erased; `Broken` where it is whole in no place."""
        return self.read_many(number, 1)[0]

    def read_many(self, first: int, count: int) -> list[bytes | None]:
        """The slots of ``count`` entries from ``first`` on."""
        found: list[bytes | None] = []
        for start, stop in _by_file(first, first + count):
            found += _unmasked(self._key, start, self._whole(start, stop - start))
        return found

    def write_many(self, first: int, slots: Sequence[bytes]) -> None:
        """Writes the slots of entries from ``first`` on; durable in every place when it returns."""
        for start, stop in _by_file(first, first + len(slots)):
            self._overwrite(start, _masked(self._key, start, slots[start - first : stop - first]))

    def erase(self, numbers: Iterable[int]) -> None:
        """Overwrites slots with zeros, synced: their bodies and commitments are dead when it returns."""
        for start, stop in _runs(sorted(set(numbers))):
            for first, last in _by_file(start, stop):
                self._overwrite(first, ERASED * (last - first))

    def _overwrite(self, number: int, data: bytes) -> None:
        at = number % IN_A_FILE * RECORD
        together([partial(durable.overwrite, _file(place, number), at, data) for place in self._places])

    def _whole(self, number: int, count: int) -> bytes:
        """The records of entries from ``number`` on, each from the first place where it is whole."""
        data = _load(self._places[0], number, count)
        if _all_sound(number, data, count):
            return data
        copies = [data, *(_load(place, number, count) for place in self._places[1:])]
        return b"".join(
            _best(number + at, [copy[at * RECORD : (at + 1) * RECORD] for copy in copies]) for at in range(count)
        )


def _best(number: int, copies: Sequence[bytes]) -> bytes:
    for copy in copies:
        if is_sound(number, copy):
            return copy
    raise Broken("ledger.slot-damaged", entry=number)


def _all_sound(number: int, data: bytes, count: int) -> bool:
    return len(data) == count * RECORD and all(
        is_sound(number + at, data[at * RECORD : (at + 1) * RECORD]) for at in range(count)
    )


def _masked(key: bytes, first: int, slots: Sequence[bytes | None]) -> bytes:
    """Records of one file, from entry ``first`` on; None is written as erased."""
    hidden = _stream(key, first, b"".join(slot or bytes(_SLOT) for slot in slots))
    return b"".join(
        ERASED if slot is None else _record(first + at, hidden[at * _SLOT : (at + 1) * _SLOT])
        for at, slot in enumerate(slots)
    )


def _unmasked(key: bytes, first: int, data: bytes) -> list[bytes | None]:
    """The slots in sound records of one file, from entry ``first`` on."""
    records = _records(data)
    shown = _stream(key, first, b"".join(found[:_SLOT] for found in records))
    return [None if found == ERASED else shown[at * _SLOT : (at + 1) * _SLOT] for at, found in enumerate(records)]


def _stream(key: bytes, first: int, data: bytes) -> bytes:
    """``data``, slot by slot from entry ``first`` on, under the mask; the file's number is the stream's nonce."""
    file, within = divmod(first, IN_A_FILE)
    block, skipped = divmod(within * _SLOT, _BLOCK)
    nonce = block.to_bytes(4, "little") + file.to_bytes(12, "little")
    return Cipher(ChaCha20(key, nonce), mode=None).encryptor().update(bytes(skipped) + data)[skipped:]


def _record(number: int, masked: bytes) -> bytes:
    return masked + _check(number, masked)


def _records(data: bytes) -> list[bytes]:
    return [data[at : at + RECORD] for at in range(0, len(data), RECORD)]


def _check(number: int, masked: bytes) -> bytes:
    return sha256(b"isnad/slot/v1" + number.to_bytes(8, "big") + masked).digest()[: RECORD - _SLOT]


def _file(place: Path, number: int) -> Path:
    return place / f"{number // IN_A_FILE:03}"


def _load(place: Path, number: int, count: int) -> bytes:
    try:
        with _file(place, number).open("rb") as file:
            file.seek(number % IN_A_FILE * RECORD)
            return file.read(count * RECORD)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise durable.failure(error) from error


def _by_file(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A range of numbers, cut where one file ends and the next begins."""
    while start < stop:
        end = min(stop, (start // IN_A_FILE + 1) * IN_A_FILE)
        yield start, end
        start = end


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as ranges without gaps."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1] + 1
            start = at
