"""Where the parts of a ledger lie. Passed in by whoever knows the archive's folder.

ledger/checkpoint            the newest, signed
ledger/checkpoints/<size>    every one ever signed; those of the n-th origin, n > 1, are called <size>.<n>
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

from isnad.ledger.tiles import Tile
from isnad.words import Broken


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one ledger."""

    ledger: Path
    slots: Path
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

    def kept(self, size: int, origin: int) -> Path:
        """Where a checkpoint is kept; ``origin`` counts the archive's origins from 1."""
        return self.ledger / "checkpoints" / (str(size) if origin == 1 else f"{size}.{origin}")

    def tile(self, tile: Tile) -> Path:
        """Where a tile or bundle lies."""
        return self.ledger / tile.path

    def load(self, tile: Tile) -> bytes:
        """The bytes of a tile; `Broken` where it is missing."""
        return load_tile(self.ledger, tile)


def load_tile(ledger: Path, tile: Tile) -> bytes:
    """The bytes of a tile or bundle below ``ledger``; `Broken` where it is missing."""
    try:
        return (ledger / tile.path).read_bytes()
    except FileNotFoundError as error:
        raise Broken("ledger.tile-missing") from error
