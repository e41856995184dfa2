"""Keeps, opens and erases objects; a batch is the unit of keeping."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from isnad.instruments.durable import disk, make_folders
from isnad.instruments.sealing import Recipient, open_payload
from isnad.instruments.sealing.payload import Readable
from isnad.vault.draft import Draft, Kept, prepare
from isnad.vault.store import ObjectStore
from isnad.vault.wraps import WrapBook
from isnad.words import Digest


class Opener(Protocol):
    """Whoever can open one header at a time: the key process, through its client."""

    def open_header(self, header: bytes) -> bytes:
        """The 16-byte file key in ``header``."""
        ...


class Batch:
    """Objects being kept together; made by `Vault.batch`.

    ``on_this_disk`` says whether workers may settle what they draft (`isnad.vault.settling`).
    """

    def __init__(self, folder: Path, recipients: Sequence[Recipient], store: ObjectStore) -> None:
        self.folder = folder
        self.recipients = tuple(recipients)
        self.on_this_disk = store.on_this_disk
        self._round = store.begin()
        self._headers: list[tuple[Digest, bytes]] = []

    def put(self, source: Path | Readable) -> Kept:
        """Encrypts a file or a stream here and now; kept when the batch's block has ended."""
        return self.adopt(prepare(source, self.folder, self.recipients))

    def adopt(self, draft: Draft) -> Kept:
        """Takes what a worker prepared, in this batch's ``folder`` for its ``recipients``."""
        self._round.add(draft.path, draft.kept.payload, settled=draft.settled)
        self._headers.append((draft.kept.payload, draft.header))
        return draft.kept


class Vault:
    """Objects in a store, their headers in a book of wraps.

    ``recipients`` is asked anew for each batch, for whoever gives them may find that they changed; ``incoming`` is a
    folder on the store's disk for what is on its way.
    """

    def __init__(
        self, store: ObjectStore, wraps: WrapBook, recipients: Callable[[], Sequence[Recipient]], incoming: Path
    ) -> None:
        self.store = store
        self.wraps = wraps
        self._recipients = recipients
        self._incoming = incoming

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A batch of objects; when the block has ended well, all of them are durable."""
        with self.wraps.gate.shared(), self._folder() as folder:
            batch = Batch(folder, self._recipients(), self.store)
            try:
                yield batch
                batch._round.settle()
                if batch._headers:
                    self.wraps.add(batch._headers)
            finally:
                batch._round.abandon()

    def put_many(self, sources: Iterable[Path | Readable]) -> list[Kept]:
        """Keeps several as one batch."""
        with self.batch() as batch:
            return [batch.put(source) for source in sources]

    def open(self, payload: Digest, opener: Opener) -> Iterator[bytes]:
        """The original's bytes, chunk by chunk, each authentic; Broken where payload or header were changed."""
        file_key = opener.open_header(self.wraps.header(payload))
        with self.store.open(payload) as stream:
            yield from open_payload(stream, file_key)

    def header(self, payload: Digest) -> bytes:
        """The header of a payload: with it, and an identity it was locked for, any age program opens the payload."""
        return self.wraps.header(payload)

    def has(self, payload: Digest) -> bool:
        """Whether payload and header are both here."""
        return self.store.has(payload) and self.wraps.has(payload)

    def erase(self, payload: Digest) -> bool:
        """Takes header and payload away; False where both were already gone."""
        header_stood = self.wraps.erase(payload)
        return self.store.erase(payload) or header_stood

    def payloads(self) -> Iterator[Digest]:
        """Every payload in the store."""
        return self.store.payloads()

    def strays(self, known: Collection[Digest]) -> Iterator[Digest]:
        """Payloads that none of the ``known`` explains: what a crash left before it was acknowledged."""
        return (payload for payload in self.store.payloads() if payload not in known)

    def sweep(self) -> int:
        """Removes what dead batches left under ``incoming/``; nothing while any batch lives. Returns how many."""
        with self.wraps.gate.alone_if_free() as free, disk():
            left = sorted(self._incoming.iterdir()) if free and self._incoming.is_dir() else []
            for folder in left:
                shutil.rmtree(folder)
        return len(left)

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        """A folder for one batch's drafts."""
        make_folders(self._incoming)
        folder = self._incoming / secrets.token_hex(8)
        with disk():
            folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
