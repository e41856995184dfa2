"""Archives for tests: real keys, a real encrypted database, a real ledger, in a folder that goes.

With ``ISNAD_TEST_POSTGRESQL`` set, every archive has a PostgreSQL database of its own instead of SQLCipher's file.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from isnad.house.waking import start_django

PASSPHRASE = "a passphrase for tests"
SERVER = os.environ.get("ISNAD_TEST_POSTGRESQL")

if SERVER:
    os.environ["ISNAD_DATABASE"] = SERVER
start_django()

from isnad.record.desk import Desk  # noqa: E402  models need Django to be awake


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards and sockets of tests lie in folders of their own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    for name in ("ISNAD_PASSPHRASE", "ISNAD_SECOND_PASSPHRASE", "ISNAD_VAULT", "ISNAD_ENGINE", "ISNAD_DATABASE",
                 "ISNAD_DATA"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(name="make_archive")
def _make_archive(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes archives, one at a time the one that is open."""
    from isnad.house import opening

    databases: list[str] = []

    def make(name: str = "archive", *, demo: bool = False) -> Desk:
        opening.close()
        point_database_at(tmp_path / name, databases)
        return opening.create(tmp_path / name, PASSPHRASE, demo=demo, work_factor=10)

    yield make
    opening.close()
    for database in databases:
        _administer(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@pytest.fixture
def archive(make_archive: Callable[..., Desk]) -> Desk:
    """An empty archive."""
    return make_archive()


@pytest.fixture
def demo_archive(make_archive: Callable[..., Desk]) -> Desk:
    """An empty archive marked as a demo: no second person is needed."""
    return make_archive(demo=True)


def reopen(data: Path) -> Desk:
    """Opens an archive of this test anew, as another process would."""
    from isnad.house import opening
    from isnad.keys import DataFolder

    opening.close()
    if not SERVER:
        point_database_at(data, [])
    return opening.open_desk(DataFolder.find(data), PASSPHRASE)


def point_database_at(data: Path, databases: list[str]) -> None:
    """Django keeps one set of connections a process: they are pointed at the archive in use."""
    from django.db import connections

    connections.close_all()
    settings = connections["default"].settings_dict
    if SERVER:
        name = f"isnad_{secrets.token_hex(6)}"
        _administer(f'CREATE DATABASE "{name}"')
        databases.append(name)
        settings["NAME"] = name
    else:
        settings["NAME"] = str(data / "isnad.sqlite")


def _administer(statement: str) -> None:
    import psycopg

    assert SERVER is not None
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
