"""Where tiles and entry bundles lie, and how they are written (C2SP tlog-tiles).

* A tile holds up to 256 hashes of one level; level L + 1 holds the roots of *full* tiles of level L only.
* Names: ``tile/<level>/<N>[.p/<width>]`` with N in groups of three digits, all but the last prefixed ``x``; a bundle's
  level is written ``entries``. A name without ``.p`` is full: 256 wide, asserted at the one place that writes it.
* A bundle holds its leaves, each after its length in 16 bits.
* Which tiles a size asks for follows from the size alone (`wanted`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isnad.words import Broken

WIDTH = 256
HASH = 32
ENTRIES = -1
"""The level under which entry bundles are counted here."""


class Tile(NamedTuple):
    """One tile or bundle: its level (`ENTRIES` for a bundle), its place in the level, and how many it holds."""

    level: int
    place: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its name below the log's folder."""
        assert 0 < self.width <= WIDTH, "an empty tile has no name"
        level = "entries" if self.level == ENTRIES else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{grouped(self.place)}{part}"

    @property
    def partials(self) -> str:
        """The folder of its partial forms."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{grouped(self.place)}.p"


def grouped(number: int) -> str:
    """A number as C2SP writes it in paths: 1234067 is ``x001/x234/067``."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    return "/".join(reversed(groups))


def width_at(level: int, place: int, size: int) -> int:
    """How many hashes (or leaves) the tile holds in the tree of ``size``: 0 where it does not exist."""
    held = size >> (8 * max(level, 0))
    return max(0, min(WIDTH, held - place * WIDTH))


def wanted(size: int) -> Iterator[Tile]:
    """Every tile and bundle of the tree of ``size``, full ones and the partial ones at its right edge."""
    for level in (ENTRIES, *levels(size)):
        held = size >> (8 * max(level, 0))
        for place in range(held // WIDTH):
            yield Tile(level, place)
        if held % WIDTH:
            yield Tile(level, held // WIDTH, held % WIDTH)


def right_edge(size: int) -> Iterator[Tile]:
    """The partial tiles and bundle of the tree of ``size``."""
    for level in (ENTRIES, *levels(size)):
        held = size >> (8 * max(level, 0))
        if held % WIDTH:
            yield Tile(level, held // WIDTH, held % WIDTH)


def levels(size: int) -> range:
    """The levels of tiles that the tree of ``size`` has."""
    return range((max(size, 1).bit_length() - 1) // 8 + 1) if size else range(0)


def write_hashes(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a hash tile."""
    return b"".join(hashes)


def read_hashes(data: bytes, width: int) -> list[bytes]:
    """The hashes of a tile that must be ``width`` wide."""
    if len(data) != width * HASH:
        raise Broken("ledger.tile-damaged")
    return [data[at : at + HASH] for at in range(0, len(data), HASH)]


def write_bundle(leaves: Sequence[bytes]) -> bytes:
    """The bytes of an entry bundle."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """The leaves of a bundle that must hold ``width`` of them."""
    leaves, at = [], 0
    while at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        leaves.append(data[at + 2 : end])
        at = end
    if at != len(data) or len(leaves) != width:
        raise Broken("ledger.tile-damaged")
    return leaves
