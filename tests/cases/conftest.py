"""The scene of the tests about cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.scenery import Scene, a_scene
from isnad.record.desk import Desk


@pytest.fixture
def scene(demo_archive: Desk, tmp_path: Path) -> Scene:
    """A case, in an archive of its own."""
    return a_scene(tmp_path)
