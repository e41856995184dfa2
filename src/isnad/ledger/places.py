"""Where the parts of a ledger lie. Passed in by whoever knows the archive's folder.

ledger/checkpoint            the newest, signed
ledger/checkpoints/<number>  every one ever signed, numbered from 0 without a gap: none can be taken away unseen
ledger/policy                the public keys of each origin, the newest last
ledger/tile/…                hash tiles and entry bundles
ledger/bodies/<segment>      sealed bodies
keys/slots/NNN               what opens them, entry by entry
incoming/ledger/             temporary names
the guard                    outside the archive
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from isnad.instruments import durable
from isnad.ledger.tiles import Tile, grouped
from isnad.words import Broken


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one ledger."""

    ledger: Path
    guard: Path

    @property
    def incoming(self) -> Path:
        """Where files lie under temporary names: beside the ledger, so that nothing strange is ever in it."""
        return self.ledger.parent / "incoming" / "ledger"

    @property
    def bodies(self) -> Path:
        """The segments."""
        return self.ledger / "bodies"

    @property
    def checkpoint(self) -> Path:
        """The newest checkpoint."""
        return self.ledger / "checkpoint"

    @property
    def policy(self) -> Path:
        """The public keys."""
        return self.ledger / "policy"

    def kept(self, number: int) -> Path:
        """Where a checkpoint is kept; ``number`` counts all that were ever signed, from 0."""
        return self.ledger / "checkpoints" / grouped(number)

    def count_kept(self) -> int:
        """How many checkpoints are kept, by looking for the first gap."""
        below, above = 0, 1
        while self.kept(above - 1).exists():
            below, above = above, above * 2
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (middle, above) if self.kept(middle - 1).exists() else (below, middle)
        return below

    def tile(self, tile: Tile) -> Path:
        """Where a tile or bundle lies."""
        return self.ledger / tile.path

    def load(self, tile: Tile) -> bytes:
        """The bytes of a tile; `Broken` where it is missing."""
        return load_tile(self.ledger, tile)


def load_tile(ledger: Path, tile: Tile) -> bytes:
    """The bytes of a tile or bundle below ``ledger``; `Broken` where it is missing."""
    data = durable.read(ledger / tile.path)
    if data is None:
        raise Broken("ledger.tile-missing")
    return data
