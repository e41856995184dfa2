"""The segments: files of sealed bodies, one after another, under ``ledger/bodies``.

* A frame is entry number (64 bits), two lengths (32 bits each), two parts (`body`). The numbers of a segment ascend.
* Each writing process has a segment of its own, named by 16 hexadecimal characters; only who holds the writer's turn
  appends to any.
* After a crash the last frame may be torn, or frames may stand for entries that were never sealed; `cut` drops both
  before such a segment is written to again. The same frame may stand twice, byte for byte.
* Which frame belongs to an entry is said by its leaf, never by its place: a frame with another digest is passed over.
"""

from __future__ import annotations

import mmap
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import merge
from operator import gt
from pathlib import Path
from typing import BinaryIO

from isnad.instruments import durable
from isnad.instruments.growing import Growing
from isnad.ledger.body import HEADER, Composed, body_digest
from isnad.words import Broken, Digest

Place = tuple[int, int, int]
"""A frame's entry number, its offset and its length."""


SMALLEST = 22
"""Bytes of the smallest open part: count, length, empty object, tag. Fewer (zeros, mostly) are of a power cut."""


def scan(data: bytes | mmap.mmap, start: int = 0) -> Iterator[Place]:
    """The whole frames of a segment from an offset on; ends before a torn one."""
    size = len(data)
    while start + HEADER.size <= size:
        number, first, second = HEADER.unpack_from(data, start)
        length = HEADER.size + first + second
        if start + length > size or first < SMALLEST:
            return
        yield number, start, length
        start += length


class _Index:
    """Where the frames of one segment lie; reads on where it stopped when the file has grown."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.numbers, self.offsets, self.lengths = array("Q"), array("Q"), array("L")
        self._read = 0

    def refresh(self) -> None:
        """Reads the frames that came since."""
        size = self.path.stat().st_size
        if size < self._read:
            self.numbers, self.offsets, self.lengths = array("Q"), array("Q"), array("L")
            self._read = 0  # what a crash had left was read, and has been cut off since
        if size == self._read:
            return
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for number, offset, length in scan(data, self._read):
                self.numbers.append(number)
                self.offsets.append(offset)
                self.lengths.append(length)
                self._read = offset + length
        if any(map(gt, self.numbers, self.numbers[1:])):
            self._sort()

    def _sort(self) -> None:
        """For a segment in which frames stand twice."""
        order = sorted(range(len(self.numbers)), key=self.numbers.__getitem__)
        self.numbers = array("Q", map(self.numbers.__getitem__, order))
        self.offsets = array("Q", map(self.offsets.__getitem__, order))
        self.lengths = array("L", map(self.lengths.__getitem__, order))

    def places(self, number: int) -> Iterator[tuple[int, int]]:
        """Offset and length of each frame of an entry."""
        at = bisect_left(self.numbers, number)
        while at < len(self.numbers) and self.numbers[at] == number:
            yield self.offsets[at], self.lengths[at]
            at += 1


class Segments:
    """The segments under a folder. Reading needs no lock; appending is for the writer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._growing: dict[str, Growing] = {}
        self._indexes: dict[str, _Index] = {}
        self._reading: tuple[Path, BinaryIO] | None = None

    def append(self, composed: Sequence[Composed], size: int) -> None:
        """Appends frames to the segments they name; durable when it returns.

        ``size`` is how many entries are sealed: what a crash left behind them is cut off first.
        """
        durable.make_folders(self._folder)
        frames: dict[str, list[bytes]] = {}
        for each in composed:
            frames.setdefault(each.segment, []).append(each.frame)
        for name, parts in frames.items():
            file = self._growing.get(name)
            if file is None:
                self._cut(name, size)
                file = self._growing[name] = Growing(self._folder / name)
            file.append(b"".join(parts))

    def _cut(self, name: str, size: int) -> None:
        """Drops what a crash left at a segment's end: frames of entries from ``size`` on, and a torn one."""
        path = self._folder / name
        with durable.disk():
            if not path.exists() or not path.stat().st_size:
                return
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                end, whole = 0, len(data)
                for number, offset, length in scan(data):
                    if number >= size:
                        break
                    end = offset + length
        if end < whole:
            file_at_end = Growing(path)
            file_at_end.cut(end)
            file_at_end.close()

    def frame(self, number: int, body: Digest) -> bytes:
        """The frame of an entry whose leaf names this body; `Broken` where no segment holds it."""
        return self.find(number, body)[1]

    def find(self, number: int, body: Digest) -> tuple[str, bytes]:
        """The frame of an entry, and the name of the segment that holds it."""
        for attempt in range(2):
            for index in self._indexes.values():
                for offset, length in index.places(number):
                    frame = self._load(index.path, offset, length)
                    if body_digest(frame) == body:
                        return index.path.name, frame
            if attempt == 0:
                self.refresh()
        raise Broken("ledger.body-missing", entry=number)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Every frame with a number in the range, in the order of numbers; one that stands twice comes twice."""
        self.refresh()
        streams = [_stream(index, start, stop) for index in self._indexes.values()]
        return merge(*streams, key=lambda pair: pair[0])

    def refresh(self) -> None:
        """Looks for segments and frames that came since."""
        with durable.disk():
            names = {path.name for path in self._folder.iterdir()} if self._folder.is_dir() else set()
            for name in names - self._indexes.keys():
                self._indexes[name] = _Index(self._folder / name)
            for name in list(self._indexes):
                if name in names:
                    self._indexes[name].refresh()
                else:
                    del self._indexes[name]

    def close(self) -> None:
        """Lets every file go."""
        for file in self._growing.values():
            file.close()
        self._growing.clear()
        if self._reading is not None:
            self._reading[1].close()
            self._reading = None

    def _load(self, path: Path, offset: int, length: int) -> bytes:
        """Bytes of a segment; the last one read stays open, for its neighbours are mostly asked for next."""
        with durable.disk():
            if self._reading is None or self._reading[0] != path:
                if self._reading is not None:
                    self._reading[1].close()
                self._reading = path, path.open("rb")
            return os.pread(self._reading[1].fileno(), length, offset)


def _stream(index: _Index, start: int, stop: int | None) -> Iterator[tuple[int, bytes]]:
    first = bisect_left(index.numbers, start)
    last = len(index.numbers) if stop is None else bisect_left(index.numbers, stop)
    if first >= last:
        return
    with durable.disk(), index.path.open("rb") as file:
        for at in range(first, last):
            file.seek(index.offsets[at])
            yield index.numbers[at], file.read(index.lengths[at])
