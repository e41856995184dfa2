"""An archive's vault: its store as ``ISNAD_VAULT`` says, its headers under ``keys/``, its recipients as of now."""

from __future__ import annotations

import os

from isnad.keys.folder import DataFolder
from isnad.keys.rotation_end import wrap_book
from isnad.vault import FolderStore, ObjectStore, Vault


def open_vault(folder: DataFolder) -> Vault:
    """The vault of an archive. Keeping works while everything is locked; opening needs a `KeyHolder`."""
    store = _store(folder, os.environ.get("ISNAD_VAULT"))
    return Vault(store, wrap_book(folder), lambda: folder.config.recipients(), folder.incoming / "vault")


def _store(folder: DataFolder, address: str | None) -> ObjectStore:
    if address and address.startswith("s3://"):
        from isnad.vault.s3_store import S3Store  # only where it is used: it loads a network library

        return S3Store.at(address)
    return FolderStore(folder.vault)
