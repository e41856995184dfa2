"""An archive's vault: its store as ``ISNAD_VAULT`` says, its headers under ``keys/``, its recipients as of now.

* Without ``ISNAD_VAULT`` the store is the folder ``vault/``; with a path, that folder, and what is on its way lies
  beside it, on the same disk; with ``s3://bucket/prefix``, a bucket.
* A bucket is probed before it is used for the first time, and that it passed is noted under ``cache/``: another
  address, or an emptied cache, is probed anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from isnad.instruments import durable
from isnad.keys.folder import DataFolder
from isnad.keys.holder import KeyHolder
from isnad.keys.rotation_end import wrap_book
from isnad.vault import FolderStore, ObjectStore, Vault
from isnad.words import Digest, Moment


def open_vault(folder: DataFolder, holder: KeyHolder | None = None) -> Vault:
    """The vault of an archive. Keeping works while everything is locked; opening needs a `KeyHolder`.

    With a ``holder`` the recipients are held against the opened identities, without one against ``archive.json`` as it
    is now: whoever changes that file later, or rotates the keys, ends this vault's keeping, not its meaning.
    """
    store, incoming = _store(folder, os.environ.get("ISNAD_VAULT", ""))
    expected = holder.expected() if holder else folder.config
    return Vault(store, wrap_book(folder), lambda: folder.config_as(expected).recipients(), incoming)


def _store(folder: DataFolder, address: str) -> tuple[ObjectStore, Path]:
    """The store, and where drafts for it lie."""
    if address.startswith("s3://"):
        return _bucket(folder, address), folder.incoming / "vault"
    if address:
        place = Path(address).absolute()
        return FolderStore(place), place.with_name(place.name + ".incoming")
    return FolderStore(folder.vault), folder.incoming / "vault"


def _bucket(folder: DataFolder, address: str) -> ObjectStore:
    from isnad.vault.probe import probe  # only where they are used: they load a network library
    from isnad.vault.s3_store import S3Store

    store = S3Store.at(address)
    note = folder.cache / f"probed-{str(Digest.of(address.encode()))[:16]}"
    if not note.exists():
        found = probe(store)
        durable.replace(note, json.dumps({"at": str(Moment.now()), "create_only": found.create_only}).encode())
    return store
