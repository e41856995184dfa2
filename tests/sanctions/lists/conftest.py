"""Small made lists of invented people, one in each form in which an issuer publishes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isnad.sanctions.lists import sources
from isnad.sanctions.lists.account import Account

MADE = Path(__file__).parent / "made"


class Reading:
    """The entities of one file, by id, and the account of its reading."""

    def __init__(self, source: str, path: Path) -> None:
        self.account = Account()
        self.entities = list(sources.read(source, path, self.account))
        self.by_id: dict[str, dict[str, Any]] = {entity["id"]: entity for entity in self.entities}

    def parts(self, id_: str, schema: str) -> list[dict[str, Any]]:
        """The properties of what belongs to an entity."""
        return [e["properties"] for e in self.entities if e["schema"] == schema and e["id"].startswith(id_ + "-")]

    def strengths(self, id_: str) -> dict[str, str]:
        """Each name with its strength."""
        return {name["name"]: name["strength"] for name in self.by_id[id_]["names"]}


@pytest.fixture(scope="session")
def made() -> Path:
    return MADE


@pytest.fixture(scope="session")
def read() -> Callable[[str, Path], Reading]:
    return Reading


@pytest.fixture
def ofac_folder(tmp_path: Path) -> Path:
    """A copy of OFAC's four files that a test may spoil."""
    return shutil.copytree(MADE / "ofac", tmp_path / "ofac")


Ran = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def isnad() -> Callable[..., Ran]:
    """Types ``isnad`` with these words, in a process of its own, with these settings and no others of ours."""

    def typed(*words: str | Path, **environment: str) -> Ran:
        clean = {key: value for key, value in os.environ.items() if key not in ("ISNAD_DATA", "LANG", "LC_ALL")}
        program = [sys.executable, "-c", "from isnad.cli import main; main()", *map(str, words)]
        return subprocess.run(program, capture_output=True, text=True, env=clean | environment, check=False)

    return typed
