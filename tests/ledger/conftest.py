"""An empty archive for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from ledger.archive import Archive

settings.register_profile("ledger", deadline=None)  # a busy machine is no fault of the ledger's
settings.load_profile("ledger")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive in which nothing was sealed yet."""
    return Archive(tmp_path)
