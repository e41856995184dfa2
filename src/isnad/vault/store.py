"""What every place for payloads can do, be it a folder or a bucket.

 * A payload is known by the SHA-256 of its own bytes; it is never changed, only added and erased.
 * Payloads come in rounds: `begin`, `Round.add` for each file, `Round.settle`. When `settle` has returned, every file
   of the round is durable, was read back from the store and had its digest. Until then nothing is promised.
 * `settle` that raises leaves nothing acknowledged; what had already taken its place is whole, and a stray.
 * A store knows no header, key, date or person.

Whoever writes another store runs it through ``tests/vault/store_laws.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from isnad.words import Digest


class Round(Protocol):
    """Files on their way into a store together."""

    def add(self, path: Path, payload: Digest, *, settled: bool = False) -> None:
        """Takes over the file at ``path``, whose bytes have the digest ``payload``.

        ``settled``: whoever wrote it synced it and read it back from this disk already (`isnad.vault.settling`).
        """
        ...

    def settle(self) -> None:
        """Waits until all are durable under their names and were read back."""
        ...

    def abandon(self) -> None:
        """Lets go of what has not settled; the files are gone or left for whoever sweeps ``incoming/``."""
        ...


class ObjectStore(Protocol):
    """A place for payloads. ``on_this_disk``: its files are drafts renamed, so whoever drafts may settle them."""

    on_this_disk: bool

    def begin(self) -> Round:
        """A new round."""
        ...

    def has(self, payload: Digest) -> bool:
        """Whether something lies under this name; its bytes are not looked at."""
        ...

    def open(self, payload: Digest) -> BinaryIO:
        """The payload's bytes to read; Broken where it is missing."""
        ...

    def erase(self, payload: Digest) -> bool:
        """Takes the payload away for good; False where it was already gone."""
        ...

    def payloads(self) -> Iterator[Digest]:
        """Every name in the store, in no order."""
        ...

    def unknown(self) -> Iterator[str]:
        """What lies in the store and cannot be a payload, by its place inside the store."""
        ...
