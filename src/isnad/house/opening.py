"""Opens an archive, or makes a new one. Django is awake when this is imported (:mod:`isnad.house.waking`).

Whoever opens an archive first finishes what a crash left: sweeps drafts, makes tables, repeats erasures.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from isnad.access.actions import OWNER
from isnad.house.signing import signer
from isnad.instruments.sealing.passphrase import WORK_FACTOR
from isnad.keys import DataFolder, KeyHolder, create_keys, open_vault, unlock
from isnad.keys.mending import mend
from isnad.record import desk as desks
from isnad.record.clock import read_clock
from isnad.record.desk import Desk
from isnad.record.entries import Founded
from isnad.record.erasing import carry_out
from isnad.record.models import Deed
from isnad.record.pen import pen
from isnad.record.tool import this_tool


def create(data: Path, passphrase: str, *, demo: bool = False, work_factor: int = WORK_FACTOR) -> Desk:
    """A new archive, its keys under ``passphrase``; leaves its desk laid. Only tests lower the ``work_factor``."""
    folder = DataFolder.create(data, demo=demo)
    create_keys(folder, passphrase, work_factor=work_factor)
    os.environ["ISNAD_DATA"] = str(folder.root)
    laid = _lay(folder, unlock(folder, passphrase))
    _make_tables()
    with pen(OWNER) as held:
        held.say(Founded(demo))
    return laid


def open_desk(folder: DataFolder, passphrase: str | None = None) -> Desk:
    """Unlocks an archive and lays its desk."""
    laid = _lay(folder, unlock(folder, passphrase))
    _make_tables()
    laid.signer = signer()
    laid.vault.sweep()
    mend(folder)
    if Deed.objects.exists():
        carry_out(laid)
    return laid


def close() -> None:
    """Closes the desk and the database's connections of this process."""
    connections.close_all()
    desks.clear()


def _lay(folder: DataFolder, holder: KeyHolder) -> Desk:
    laid = Desk(folder, holder, open_vault(folder, holder), this_tool(), read_clock)
    desks.lay(laid)
    return laid


def _make_tables() -> None:
    """Brings the tables to what this program knows, where they are not."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
