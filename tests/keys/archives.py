"""Archives for these tests: real keys, a low work factor, something kept in them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from isnad.keys import DataFolder, KeyHolder, create_keys, open_vault, unlock
from isnad.ledger.body import SegmentKeys
from isnad.vault import Kept

PASSPHRASE = "an old passphrase, long"
NEW_PASSPHRASE = "a new passphrase, longer"
FACTOR = 10


@dataclass
class Holding:
    """An archive with objects and segments, and what they are."""

    folder: DataFolder
    objects: list[tuple[Kept, bytes]] = field(default_factory=list)
    segments: list[SegmentKeys] = field(default_factory=list)
    slots: list[bytes | None] = field(default_factory=list)

    def keep(self, *contents: bytes) -> None:
        """Takes these in as one batch."""
        kept = open_vault(self.folder).put_many(io.BytesIO(data) for data in contents)
        self.objects += zip(kept, contents, strict=True)

    def opens_with(self, holder: KeyHolder) -> None:
        """Everything opens to what it was."""
        vault = open_vault(self.folder)
        for kept, data in self.objects:
            assert b"".join(vault.open(kept.payload, holder)) == data
        for keys in self.segments:
            assert holder.segment_key(keys.name) == keys.open
            assert holder.sealed_key(keys.name, reason="a test") == keys.sealed
        assert holder.slots().read_many(0, len(self.slots)) == self.slots
        vault.wraps.close()


def an_archive(root: Path) -> DataFolder:
    """A new one."""
    folder = DataFolder.create(root)
    create_keys(folder, PASSPHRASE, work_factor=FACTOR)
    return folder


def a_holding(root: Path) -> Holding:
    """One with two batches, two segments and three slots, the second of them erased."""
    from isnad.keys import new_segment, unlock

    holding = Holding(an_archive(root))
    holding.keep(b"one", b"two" * 50_000)
    holding.keep(b"three")
    holding.segments = [new_segment(holding.folder), new_segment(holding.folder)]
    with unlock(holding.folder, PASSPHRASE) as holder:
        slots = holder.slots()
        slots.write_many(0, [b"a" * 32, b"b" * 32, b"c" * 32])
        slots.erase([1])
        holding.slots = [b"a" * 32, None, b"c" * 32]
    return holding


def opens(holding: Holding, passphrase: str) -> None:
    """Everything opens with ``passphrase``."""
    with unlock(holding.folder, passphrase) as holder:
        holding.opens_with(holder)
