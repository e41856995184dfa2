"""An archive's folder: where each thing of it lies.

    archive.json             what the archive is called in the log, its recipients, whether it is a demo
    vault/                   payloads
    ledger/                  the log; sealed bodies under ledger/bodies/
    keys/identity            what the passphrase opens; everything else under keys/ opens with it
    keys/locked              sealing identity, the database's key, the log's signing keys
    keys/wraps/<batch>       headers of objects          keys/segments/<name>   keys of sealed bodies
    keys/slots/              what opens and blinds single entries, masked
    keys/second/             the same files once more (better: a link to another disk)
    isnad.sqlite             the tables
    incoming/ logs/ cache/   on the way; what went wrong; what can be made again

Outside it, so that restoring the folder does not restore them: the guard in ``$XDG_STATE_HOME/isnad/``, and the socket
of ``isnad unlock`` in ``$XDG_RUNTIME_DIR/isnad/``.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from isnad.instruments import durable
from isnad.instruments.sealing import Recipient
from isnad.words import Broken, Refusal

FORMAT = "isnad/archive/1"


@dataclass(frozen=True, slots=True)
class ArchiveConfig:
    """What an archive says of itself in the open. It is unfinished while it has no recipient."""

    id: str
    origin: str
    demo: bool
    recipient: str = ""
    sealing_recipient: str = ""

    @property
    def finished(self) -> bool:
        """Whether its keys were made."""
        return bool(self.recipient and self.sealing_recipient)

    def same_recipients(self, other: ArchiveConfig) -> bool:
        """Whether both name the same two recipients."""
        return (self.recipient, self.sealing_recipient) == (other.recipient, other.sealing_recipient)

    def recipients(self) -> tuple[Recipient, ...]:
        """For whom objects and open keys are locked."""
        return (Recipient.parse(self.recipient),)

    def sealing_recipients(self) -> tuple[Recipient, ...]:
        """For whom sealed keys are locked."""
        return (Recipient.parse(self.sealing_recipient),)

    def encode(self) -> bytes:
        """As ``archive.json``."""
        return (json.dumps({"format": FORMAT, **asdict(self)}, indent=2) + "\n").encode()

    @classmethod
    def parse(cls, data: bytes) -> ArchiveConfig:
        """From ``archive.json``; Broken where it is not one."""
        try:
            fields = json.loads(data)
            if fields.pop("format") != FORMAT:
                raise Broken("keys.unknown-archive")
            return cls(**fields)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Broken("keys.unknown-archive") from error


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder of one archive."""

    root: Path

    @classmethod
    def find(cls, data: Path | None = None) -> DataFolder:
        """The folder given, else the one ``ISNAD_DATA`` names; refused where no archive lies there."""
        given = data or (Path(os.environ["ISNAD_DATA"]) if os.environ.get("ISNAD_DATA") else None)
        if given is None:
            raise Refusal("keys.no-data-folder")
        folder = cls(given.absolute())
        if not folder.file.is_file():
            raise Refusal("keys.no-archive-here")
        if not folder.config.finished:
            raise Refusal("keys.unfinished-archive")
        return folder

    @classmethod
    def create(cls, data: Path, *, demo: bool = False, origin: str | None = None) -> DataFolder:
        """Makes the folders of a new archive, for their owner alone. Its keys come next (`create_keys`).

        Refuses a folder that holds anything but an archive whose keys were never made.
        """
        folder = cls(data.absolute())
        if folder.root.exists() and not folder._is_free():
            raise Refusal("keys.folder-not-empty")
        name = secrets.token_hex(8)
        durable.make_folders(folder.root)
        with durable.disk():
            folder.root.chmod(0o700)
        for made in folder._folders():
            durable.make_folders(made)
        folder.write_config(ArchiveConfig(name, origin or f"isnad.archive/{name}", demo))
        return folder

    @property
    def config(self) -> ArchiveConfig:
        """What ``archive.json`` says now."""
        with durable.disk():
            return ArchiveConfig.parse(self.file.read_bytes())

    def config_as(self, expected: ArchiveConfig) -> ArchiveConfig:
        """What ``archive.json`` says now; a Refusal where its recipients are not those ``expected``."""
        config = self.config
        if not config.same_recipients(expected):
            raise Refusal("keys.recipients-changed-meanwhile")
        return config

    def write_config(self, config: ArchiveConfig) -> None:
        """Replaces ``archive.json``, durably."""
        durable.replace(self.file, config.encode(), via=self.incoming)

    def change_origin(self, origin: str) -> None:
        """Gives the log another name (``isnad ledger resume --new-origin``)."""
        self.write_config(replace(self.config, origin=origin))

    def change_recipients(self, to: ArchiveConfig) -> None:
        """Takes over the recipients of ``to``, and nothing else of it."""
        self.write_config(replace(self.config, recipient=to.recipient, sealing_recipient=to.sealing_recipient))

    @property
    def file(self) -> Path:
        """``archive.json``."""
        return self.root / "archive.json"

    @property
    def vault(self) -> Path:
        """Payloads."""
        return self.root / "vault"

    @property
    def ledger(self) -> Path:
        """The log."""
        return self.root / "ledger"

    @property
    def bodies(self) -> Path:
        """Sealed bodies."""
        return self.ledger / "bodies"

    @property
    def keys(self) -> Path:
        """Everything that opens anything."""
        return self.root / "keys"

    @property
    def second(self) -> Path:
        """The second place of what lies under ``keys/``."""
        return self.keys / "second"

    def both(self, name: str) -> tuple[Path, Path]:
        """The two places of a file or folder under ``keys/``."""
        return self.keys / name, self.second / name

    @property
    def wraps(self) -> Path:
        """Headers of objects."""
        return self.keys / "wraps"

    @property
    def segments(self) -> Path:
        """Locked keys of segments."""
        return self.keys / "segments"

    @property
    def slots(self) -> Path:
        """What opens and blinds single entries."""
        return self.keys / "slots"

    @property
    def database(self) -> Path:
        """The tables."""
        return self.root / "isnad.sqlite"

    @property
    def incoming(self) -> Path:
        """What is on its way."""
        return self.root / "incoming"

    @property
    def logs(self) -> Path:
        """What went wrong."""
        return self.root / "logs"

    @property
    def cache(self) -> Path:
        """What can be made again, and locks."""
        return self.root / "cache"

    @property
    def guard(self) -> Path:
        """The last signed checkpoint, outside the folder; its own folder is made here."""
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        durable.make_folders(base / "isnad")
        return base / "isnad" / f"{self.config.id}.guard"

    @property
    def socket(self) -> Path:
        """Where ``isnad unlock`` listens; its folder is made by whoever listens."""
        base = os.environ.get("XDG_RUNTIME_DIR")
        folder = Path(base) / "isnad" if base else Path(tempfile.gettempdir()) / f"isnad-{os.getuid()}"
        return folder / f"{self.config.id}.sock"

    def _is_free(self) -> bool:
        with durable.disk():
            if not self.root.is_dir():
                return False
            if not any(self.root.iterdir()):
                return True
            return self.file.is_file() and not self.config.finished

    def _folders(self) -> list[Path]:
        twice = [place for name in ("wraps", "segments", "slots") for place in self.both(name)]
        return [self.vault, self.bodies, *twice, self.incoming, self.logs, self.cache]
