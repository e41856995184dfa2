"""``isnad ledger`` with what only the house knows: where guards lie, and how the log gets a new name and new keys."""

from __future__ import annotations

from pathlib import Path

from isnad.keys import DataFolder
from isnad.keys.renewal import renew_log
from isnad.ledger.commands import build
from isnad.ledger.signers import Signers


def _guard_of(ledger: Path) -> Path:
    return DataFolder.find(ledger.parent).guard


def _renew(data: Path) -> tuple[str, Signers]:
    return renew_log(DataFolder.find(data))


commands = build(_guard_of, _renew)
