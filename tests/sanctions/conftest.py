"""The scene of the tests about the treasury."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.record.desk import Desk
from sanctions.treasury_scene import Scene, a_scene


@pytest.fixture
def scene(demo_archive: Desk, tmp_path: Path) -> Scene:
    """A commander and his suppliers, in an archive of their own."""
    return a_scene(tmp_path)
