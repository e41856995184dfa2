"""The end of a rotation for the tables: they get the new key, then the old one is forgotten."""

from __future__ import annotations

from dataclasses import replace

from isnad.instruments.sealing import Identity
from isnad.keys.folder import DataFolder
from isnad.keys.locked import LOCKED, Secrets, open_secrets, write_twice
from isnad.keys.sqlcipher.rekey import give_new_key


def settled_secrets(folder: DataFolder, identity: Identity) -> Secrets:
    """What ``keys/locked`` holds, once the tables are under the key it names. May be done again after a crash."""
    secrets = open_secrets(folder, identity)
    if secrets.database_before is None:
        return secrets
    give_new_key(folder.database, secrets.database_before, secrets.database)
    settled = replace(secrets, database_before=None)
    write_twice(folder, LOCKED, settled.file(identity.recipient))
    return settled
