"""``isnad verify --keyless``: the ledger and the vault, wherever they were copied, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from isnad.verify.findings import Report
from isnad.verify.ledger import check_ledger
from isnad.verify.vault import Chosen, Progress, check_vault


def check_archive(
    folder: Path,
    *,
    against: Sequence[bytes] = (),
    workers: int = 2,
    chosen: Chosen = lambda digest: True,
    progress: Progress = lambda size: None,
) -> Report:
    """Checks ``folder/ledger`` and ``folder/vault``; reads nothing else, writes nothing, needs no key."""
    report = Report()
    owed = check_ledger(folder / "ledger", report, against=against)
    vault = folder / "vault"
    if owed.living or vault.exists():
        check_vault(vault, owed, report, workers=workers, chosen=chosen, progress=progress)
    return report
