"""A full disk (recipe 5): the command says so, nothing acknowledged is lost, it goes on when there is room."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("full_disk.py")
APART = ["unshare", "--user", "--map-root-user", "--mount"]
FILES, SIZE = 40, 40_000
STEP = 64 * 1024


def may_mount() -> bool:
    """Whether this machine lets a program have a mount of its own."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*APART, "true"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not may_mount(), reason="no mounts of one's own here")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, its guard, and a drive to take in."""
    home = tmp_path_factory.mktemp("full")
    chance = random.Random(5)
    (home / "drive").mkdir()
    for number in range(FILES):
        (home / "drive" / f"{number:03}.bin").write_bytes(chance.randbytes(SIZE))
    subprocess.run([sys.executable, "-m", "isnad", "init"], check=True, capture_output=True, env=environment(home))
    return home


def environment(home: Path) -> dict[str, str]:
    return os.environ | {
        "ISNAD_DATA": str(home / "archive"),
        "XDG_STATE_HOME": str(home / "state"),
        "ISNAD_PASSPHRASE": "a passphrase for tests",
    }


def filled(home: Path, room: int) -> list[dict[str, Any]]:
    """What the three commands ended with, on a disk with ``room`` bytes to spare."""
    folder = home / f"disk-{room}"
    folder.mkdir()
    line = [*APART, sys.executable, str(PROGRAM), *map(str, (home / "archive", home / "state", home / "drive"))]
    told = subprocess.run(
        [*line, str(folder), str(room)], env=environment(home), check=True, capture_output=True, text=True
    )
    return json.loads(told.stdout)  # type: ignore[no-any-return]


def check(home: Path, room: int) -> bool:
    """Whether the disk filled up; asserts all that must hold either way."""
    first, again, verified = filled(home, room)
    assert first["exit"] in (0, 2, 4), first
    assert "did not foresee" not in first["said"], first
    assert (again["exit"], again["told"]["unreadable"]) == (0, 0), again
    assert (verified["exit"], verified["told"]["bad"]) == (0, []), verified
    assert verified["told"]["items"] == FILES
    return bool(first["exit"])


def test_it_stops_says_so_and_goes_on(home: Path) -> None:
    stopped = [check(home, room) for room in (30 * STEP, 34 * STEP)]
    assert stopped[0]


@pytest.mark.slow
def test_the_same_at_every_size(home: Path) -> None:
    stopped = [check(home, STEP * steps) for steps in range(2, 128)]
    assert stopped[0]
    assert not stopped[-1]
