"""What the key process does with the identity: everything, and hands it to nobody.

* To whoever may use the archive it gives the database's key, the slots' mask and the log's signing keys.
* It opens one header, or one segment's open key, at a time, and counts.
* A sealed key is opened only with a reason; the reason goes back to whoever asked, who says it in the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from isnad.instruments.sealing import Recipient, relock, unlock
from isnad.keys import segments
from isnad.keys.database import settled_secrets
from isnad.keys.folder import DataFolder
from isnad.keys.locked import open_identity, open_secrets
from isnad.keys.rotation_end import gate
from isnad.words import Refusal

Answer = dict[str, Any]


class Keeper:
    """The opened keys of one archive, and what was asked of them."""

    def __init__(self, folder: DataFolder, passphrase: str) -> None:
        self._folder = folder
        with gate(folder).shared():
            self._identity = open_identity(folder, passphrase)
            self._secrets = open_secrets(folder, self._identity)
        if self._secrets.database_before is not None:
            with gate(folder).alone():
                self._secrets = settled_secrets(folder, self._identity)
        self._counts: Counter[str] = Counter()
        self._acts: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "database": self._database,
            "slots": self._slots,
            "log": self._log,
            "header": self._header,
            "relock": self._relock,
            "segment": self._segment,
            "sealed": self._sealed,
            "recipients": self._recipients,
            "counts": lambda _: dict(self._counts),
        }

    def answer(self, asked: dict[str, Any]) -> Answer:
        """What to say to one request."""
        act = self._acts.get(asked.get("do", ""))
        if act is None:
            raise Refusal("keys.not-asked-so")
        return act(asked)

    def _database(self, _: dict[str, Any]) -> Answer:
        return {"key": self._secrets.database.hex()}

    def _slots(self, _: dict[str, Any]) -> Answer:
        return {"key": self._secrets.slots.hex()}

    def _recipients(self, _: dict[str, Any]) -> Answer:
        return {"archive": str(self._identity.recipient), "sealing": str(self._secrets.sealing.recipient)}

    def _log(self, _: dict[str, Any]) -> Answer:
        return {"ed25519": self._secrets.log_ed25519.hex(), "ml_dsa": self._secrets.log_ml_dsa.hex()}

    def _header(self, asked: dict[str, Any]) -> Answer:
        file_key = unlock(asked["header"].encode("ascii"), self._identity)
        self._counts["objects"] += 1
        return {"key": file_key.hex()}

    def _relock(self, asked: dict[str, Any]) -> Answer:
        recipients = [Recipient.parse(text) for text in asked["recipients"]]
        header = relock(asked["header"].encode("ascii"), self._identity, recipients)
        self._counts["relocked"] += 1
        return {"header": header.decode("ascii")}

    def _segment(self, asked: dict[str, Any]) -> Answer:
        key = segments.open_key(self._folder, asked["name"], segments.OPEN, self._identity)
        self._counts["segments"] += 1
        return {"key": key.hex()}

    def _sealed(self, asked: dict[str, Any]) -> Answer:
        if not str(asked.get("reason", "")).strip():
            raise Refusal("keys.sealed-needs-a-reason")
        key = segments.open_key(self._folder, asked["name"], segments.SEALED, self._secrets.sealing)
        self._counts["sealed"] += 1
        return {"key": key.hex()}
