"""The keys of segments of sealed bodies: made by whoever writes, locked at once for the archive's two recipients.

* Making one needs public recipients only. Its file is created exclusively, in both places, and synced, before the keys
  are handed out: a body can never stand under a key that was not kept.
* The open key is locked for the archive, the sealed key for the sealing identity.
"""

from __future__ import annotations

import os
import re
import secrets

from isnad.instruments import durable
from isnad.instruments.sealing import Identity, open_bytes, seal_bytes
from isnad.keys import strongbox
from isnad.keys.folder import ArchiveConfig, DataFolder
from isnad.keys.rotation_end import gate
from isnad.ledger.body import SegmentKeys
from isnad.words import Broken

OPEN = "open"
SEALED = "sealed"
_NAME = re.compile(r"[0-9a-f]{16}")


def new_segment(folder: DataFolder, expected: ArchiveConfig | None = None) -> SegmentKeys:
    """A new segment's name and keys; its wraps are durable when this returns.

    A Refusal where ``archive.json`` names other recipients than ``expected`` does.
    """
    keys = SegmentKeys(secrets.token_hex(8), os.urandom(32), os.urandom(32))
    with gate(folder).shared():
        config = folder.config_as(expected) if expected else folder.config
        data = strongbox.written(
            {
                OPEN: seal_bytes(keys.open, config.recipients()),
                SEALED: seal_bytes(keys.sealed, config.sealing_recipients()),
            }
        )
        for place in folder.both("segments"):
            durable.make_folders(place)
            durable.write_new(place / keys.name, data)
    return keys


def wraps(folder: DataFolder, name: str) -> dict[str, bytes]:
    """The two age files of a segment; Broken where they are whole in no place. No other file can be asked for."""
    if not _NAME.fullmatch(name):
        raise Broken("keys.key-file-lost", name="segments")
    first, second = folder.both("segments")
    return strongbox.read([first / name, second / name])


def names(folder: DataFolder) -> list[str]:
    """Every segment that has wraps in either place."""
    with durable.disk():
        found = {path.name for place in folder.both("segments") if place.is_dir() for path in place.iterdir()}
    return sorted(name for name in found if _NAME.fullmatch(name))


def open_key(folder: DataFolder, name: str, part: str, identity: Identity) -> bytes:
    """One of a segment's two keys."""
    sealed = wraps(folder, name).get(part)
    if sealed is None:
        raise Broken("keys.key-file-changed")
    return open_bytes(sealed, identity)
