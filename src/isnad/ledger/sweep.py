"""Takes away what is no longer owed, and what a crash left before it was ever signed.

* A partial tile is owed for every checkpoint until its tile is full; then its partial forms go.
* Tiles and bundles beyond the sealed size were never promised.
* Drafts under temporary names belong to nobody once the turn is ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from isnad.instruments import durable
from isnad.ledger.places import Places
from isnad.ledger.tiles import ENTRIES, WIDTH, Tile, levels, width_at


def remove_grown(ledger: Path, full: Iterable[Tile]) -> None:
    """Removes the partial forms of tiles that are full now."""
    for tile in full:
        shutil.rmtree(ledger / tile.partials, ignore_errors=True)


def sweep(places: Places, size: int) -> None:
    """Removes drafts, and what stands at and beyond the right edge although ``size`` does not ask for it."""
    with durable.disk():
        for draft in places.incoming.iterdir():
            draft.unlink()
        for level in (ENTRIES, *levels(size), len(levels(size))):
            place = (size >> (8 * max(level, 0))) // WIDTH
            for group in (place // 1000, place // 1000 + 1):
                _sweep_group(places.ledger, level, group, size)


def _sweep_group(ledger: Path, level: int, group: int, size: int) -> None:
    """Sweeps the thousand places that share a folder."""
    folder = (ledger / Tile(level, group * 1000).path).parent
    for name in sorted(path.name for path in folder.iterdir()) if folder.is_dir() else ():
        if not name[:3].isdigit():
            continue
        tile = Tile(level, group * 1000 + int(name[:3]))
        width = width_at(level, tile.place, size)
        if name.endswith(".p"):
            _sweep_partials(ledger / tile.partials, width)
        elif width < WIDTH:
            (folder / name).unlink()


def _sweep_partials(folder: Path, width: int) -> None:
    """Removes the partial forms of a tile that is full or does not exist, else those that are too wide."""
    if width in (0, WIDTH):
        shutil.rmtree(folder, ignore_errors=True)
        return
    for partial in folder.iterdir():
        if not partial.name.isdigit() or int(partial.name) > width:
            partial.unlink()
