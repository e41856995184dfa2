"""What the archive's identity opens besides objects: sealing identity, database's key, slots' mask, log's signing keys.

* ``keys/identity`` is locked with the passphrase, everything in ``keys/locked`` for the archive's identity.
* Whoever unlocks compares: an identity that is not the archive's recipient is Broken, for then ``archive.json`` was
  changed and new objects would be locked for somebody else.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from isnad.instruments import durable
from isnad.instruments.sealing import (
    Identity,
    Recipient,
    open_bytes,
    open_with_passphrase,
    seal_bytes,
    seal_with_passphrase,
)
from isnad.instruments.sealing.passphrase import WORK_FACTOR
from isnad.keys import strongbox
from isnad.keys.folder import ArchiveConfig, DataFolder
from isnad.words import Broken

IDENTITY = "identity"
LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What lies in ``keys/locked``: an identity, 32 bytes each for the database and the slots, two seeds of 32 bytes.

    ``database_before`` is there while a rotation gives the database another key.
    """

    sealing: Identity = field(repr=False)
    database: bytes = field(repr=False)
    slots: bytes = field(repr=False)
    log_ed25519: bytes = field(repr=False)
    log_ml_dsa: bytes = field(repr=False)
    database_before: bytes | None = field(repr=False, default=None)

    @classmethod
    def new(cls) -> Secrets:
        """Random ones."""
        return cls(Identity.new(), *(os.urandom(32) for _ in range(4)))

    def rotated(self) -> Secrets:
        """All anew but for the log's keys, which are its name."""
        return replace(
            self,
            sealing=Identity.new(),
            database=os.urandom(32),
            slots=os.urandom(32),
            database_before=self.database_before or self.database,
        )

    def file(self, recipient: Recipient) -> bytes:
        """As ``keys/locked`` for ``recipient``."""
        blocks = {
            "sealing": self.sealing.reveal().encode(),
            "database": self.database,
            "slots": self.slots,
            "log-ed25519": self.log_ed25519,
            "log-ml-dsa-44": self.log_ml_dsa,
        }
        if self.database_before is not None:
            blocks["database-before"] = self.database_before
        return strongbox.written({name: seal_bytes(value, [recipient]) for name, value in blocks.items()})


def create_keys(folder: DataFolder, passphrase: str, *, work_factor: int = WORK_FACTOR) -> None:
    """Makes all keys of a new archive; the archive is finished when this returns."""
    identity, secrets = Identity.new(), Secrets.new()
    write_twice(folder, IDENTITY, identity_file(identity, passphrase, work_factor=work_factor))
    write_twice(folder, LOCKED, secrets.file(identity.recipient))
    folder.write_config(named(folder.config, identity, secrets))


def named(config: ArchiveConfig, identity: Identity, secrets: Secrets) -> ArchiveConfig:
    """The archive's description with these recipients."""
    return replace(config, recipient=str(identity.recipient), sealing_recipient=str(secrets.sealing.recipient))


def identity_file(identity: Identity, passphrase: str, *, work_factor: int = WORK_FACTOR) -> bytes:
    """As ``keys/identity``."""
    sealed = seal_with_passphrase(identity.reveal().encode(), passphrase, work_factor=work_factor)
    return strongbox.written({IDENTITY: sealed})


def write_twice(folder: DataFolder, name: str, data: bytes) -> None:
    """Replaces a key file in both its places, durably."""
    for place in folder.both(name):
        durable.make_folders(place.parent)
        durable.replace(place, data)


def open_identity(folder: DataFolder, passphrase: str) -> Identity:
    """The archive's identity; a Refusal for a wrong passphrase, Broken where it is another archive's."""
    return read_identity(folder.both(IDENTITY), passphrase, folder.config)


def open_secrets(folder: DataFolder, identity: Identity) -> Secrets:
    """What ``keys/locked`` holds; Broken where the sealing identity is not the archive's."""
    return read_secrets(folder.both(LOCKED), identity, folder.config)


def read_identity(places: Sequence[Path], passphrase: str, config: ArchiveConfig) -> Identity:
    """The identity in one of these files, which must be the one that ``config`` names."""
    sealed = strongbox.read(places).get(IDENTITY)
    if sealed is None:
        raise Broken("keys.key-file-changed")
    identity = Identity.parse(open_with_passphrase(sealed, passphrase).decode("ascii"))
    if str(identity.recipient) != config.recipient:
        raise Broken("keys.recipient-changed")
    return identity


def read_secrets(places: Sequence[Path], identity: Identity, config: ArchiveConfig) -> Secrets:
    """The secrets in one of these files; the sealing identity must be the one that ``config`` names."""
    opened = {name: open_bytes(sealed, identity) for name, sealed in strongbox.read(places).items()}
    try:
        secrets = Secrets(
            Identity.parse(opened["sealing"].decode("ascii")),
            opened["database"],
            opened["slots"],
            opened["log-ed25519"],
            opened["log-ml-dsa-44"],
            opened.get("database-before"),
        )
    except KeyError as error:
        raise Broken("keys.key-file-changed") from error
    if str(secrets.sealing.recipient) != config.sealing_recipient:
        raise Broken("keys.recipient-changed")
    return secrets
