"""The headers of all objects: what opens each payload, kept apart from it under ``keys/wraps/``.

* One text file a batch (`wrapfile`), named by 8 random bytes, created exclusively and synced before its objects are
  acknowledged; the same file stands in a second place, for a bit lost in a header is an object lost.
* Reading takes the first place whose record has its check value.
* Erasing overwrites the record in every place and syncs; it may be done again.
* Files are never renamed over, except by a rotation of the keys, which passes the `Gate` alone.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from isnad.instruments.durable import Batch, disk, make_folders, overwrite
from isnad.vault import wrapfile
from isnad.vault.gate import Gate
from isnad.vault.wrapindex import Place, WrapIndex
from isnad.words import Broken, Digest

_NAME = re.compile(r"[0-9a-f]{16}")


class WrapBook:
    """Headers by payload.

    ``places`` are folders that hold the same files, the first read first; ``index`` is a file that can be made again;
    ``gate`` lets batches and erasures pass together, and a rotation of the keys alone.
    """

    def __init__(self, places: Sequence[Path], index: Path, gate: Gate) -> None:
        self._places = tuple(places)
        self._index = WrapIndex(index)
        self.gate = gate

    def forget_index(self) -> None:
        """Has the index made anew at its next use: for whoever changed the files."""
        self._index.forget()

    def add(self, headers: Sequence[tuple[Digest, bytes]]) -> str:
        """Writes one batch to every place; durable when it returns. Gives the batch's name."""
        name = secrets.token_hex(8)
        records = [wrapfile.record(payload, header) for payload, header in headers]
        data = b"".join(records)
        for place in self._places:
            make_folders(place)
            with Batch(place) as files:
                files.write_new(place / name, data)
        lengths = [len(record) for record in records]
        payloads = (payload for payload, _ in headers)
        self._index.add(name, zip(payloads, accumulate(lengths, initial=0), lengths, strict=False))
        return name

    def header(self, payload: Digest) -> bytes:
        """The header of ``payload``; Broken where none is left whole."""
        for fresh in (False, True):
            if fresh:
                self._index.forget()
            if (place := self._find(payload)) and (found := self._read(payload, place)):
                return found
        raise Broken("vault.no-header", payload=payload)

    def has(self, payload: Digest) -> bool:
        """Whether a record, whole or not, stands under this payload's name."""
        return self._find(payload) is not None and any(True for _ in self._standing(payload))

    def erase(self, payload: Digest) -> bool:
        """Overwrites the header of ``payload`` in every place; False where none stood."""
        with self.gate.shared():
            if self._find(payload) is None:
                self._index.forget()
            standing = list(self._standing(payload))
            for path, record in standing:
                overwrite(path, record.offset + wrapfile.LINE_LENGTH, wrapfile.hole(len(record.header)))
                overwrite(path, record.offset, wrapfile.hole(wrapfile.LINE_LENGTH))
        return bool(standing)

    def batches(self) -> Iterator[tuple[str, tuple[Path, ...]]]:
        """Each batch's name with its files, one a place; a file may be missing."""
        names = {name for place in self._places for name in _names(place)}
        for name in sorted(names):
            yield name, tuple(place / name for place in self._places)

    def headers(self) -> Iterator[tuple[Digest, bytes]]:
        """Every payload with its header, batch by batch; Broken at one that is whole in no place."""
        for _, files in self.batches():
            whole: dict[Digest, bytes] = {}
            torn: set[Digest] = set()
            for path in files:
                for record in wrapfile.records(_bytes(path)):
                    if record.sound:
                        whole.setdefault(record.payload, record.header)
                    else:
                        torn.add(record.payload)
            for payload in torn - whole.keys():
                raise Broken("vault.no-header", payload=payload)
            yield from whole.items()

    def close(self) -> None:
        """Lets the index go."""
        self._index.close()

    def _find(self, payload: Digest) -> Place | None:
        if place := self._index.find(payload):
            return place
        known = self._index.batches()
        for name, files in self.batches():
            if name not in known:
                for path in reversed(files):
                    self._take_in(name, _bytes(path))
        return self._index.find(payload)

    def _take_in(self, name: str, data: bytes) -> None:
        self._index.add(name, [(each.payload, each.offset, each.length) for each in wrapfile.records(data)])

    def _read(self, payload: Digest, place: Place) -> bytes | None:
        for folder in self._places:
            found = wrapfile.read_one(_bytes(folder / place.batch, place.offset, place.length))
            if found is not None and found.payload == payload and found.sound:
                return found.header
        return None

    def _standing(self, payload: Digest) -> Iterator[tuple[Path, wrapfile.Record]]:
        place = self._find(payload)
        if place is None:
            return
        for folder in self._places:
            path = folder / place.batch
            for record in wrapfile.records(_bytes(path)):
                if record.payload == payload:
                    yield path, record


def _names(place: Path) -> list[str]:
    with disk():
        return [name for name in os.listdir(place) if _NAME.fullmatch(name)] if place.is_dir() else []


def _bytes(path: Path, offset: int = 0, length: int = -1) -> bytes:
    """Some of a file's bytes; none where it is missing."""
    with disk():
        if not path.exists():
            return b""
        with path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)
