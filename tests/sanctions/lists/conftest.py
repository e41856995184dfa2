"""Small made lists of invented people, one in each form in which an issuer publishes."""

from __future__ import annotations

import shutil
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
