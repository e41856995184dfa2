"""What a reader is, and the readers there are.

 * A reader has a name and a version; a version names everything on which its answers depend, weights among them.
 * It says what it reads (``takes``), and turns a batch of pictures into what it saw, one answer a picture, in order.
 * It sees bytes and no more: no table, key or path. It raises nothing for what is wrong with a picture.

A reader runs in a worker (:mod:`isnad.reading.cell`); whoever writes one adds it to ``READERS``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Protocol

from isnad.words import Json, PathPart, Region


@dataclass(frozen=True, slots=True)
class Picture:
    """One item as a reader gets it: its entry, its kind and its bytes."""

    entry: int
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing seen: a property of a photograph, as written and as others write it, where, and how sure (per mille).

    ``firm``: whether it passed the reader's own threshold. ``blind``: the value must be blinded before it is kept.
    ``more``: what else the reader says of it, as plain JSON.
    """

    property: str
    value: str
    normal: str | None
    place: Region | PathPart | None
    confidence: int
    firm: bool = False
    blind: bool = False
    restricted: bool = False
    more: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader says of one item; ``finding``: why it could not be read, as a code."""

    entry: int
    readings: tuple[Reading, ...] = ()
    finding: str | None = None


class Reader(Protocol):
    """Something that looks at pictures."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def version(self) -> str:
        """On what its answers depend."""
        ...

    def takes(self, media_type: str) -> bool:
        """Whether it reads files of this kind."""
        ...

    def read(self, batch: Sequence[Picture]) -> list[Seen]:
        """What it saw, one answer for each picture."""
        ...


@cache
def digest_of(*folders: tuple[str, str]) -> str:
    """Eight hexadecimal characters over the files of a package's folders: part of a version."""
    hasher = hashlib.sha256(b"isnad/reader/v1\0")
    for package, folder in folders:
        for each in sorted(resources.files(package).joinpath(folder).iterdir(), key=lambda path: path.name):
            if each.is_file():
                hasher.update(each.name.encode() + b"\0" + hashlib.sha256(each.read_bytes()).digest())
    return hasher.hexdigest()[:8]


def _numbers() -> Reader:
    from isnad.reading.number_reader import NumberReader

    return NumberReader()


def _captures() -> Reader:
    from isnad.reading.captures import CaptureReader

    return CaptureReader()


READERS: dict[str, Callable[[], Reader]] = {"numbers": _numbers, "captures": _captures}


@cache
def reader(name: str) -> Reader:
    """The reader of that name, one for each process."""
    return READERS[name]()
