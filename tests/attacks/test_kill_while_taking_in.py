"""``kill -9`` while a drive is taken in (recipe 1): what was acknowledged is there, once, and the rest follows."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SERVER, reopen
from isnad.custody.checking import Ask, check
from isnad.custody.models import Arrival, Item
from isnad.house import opening
from isnad.keys import DataFolder
from isnad.record.desk import Desk
from isnad.record.models import Waiting

CHILD = Path(__file__).with_name("taking_in.py")
FILES = 60

pytestmark = pytest.mark.skipif(SERVER is not None, reason="the child opens the archive's own database")


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    chance = random.Random(7)
    for number in range(FILES):
        (folder / f"{number:03}.bin").write_bytes(chance.randbytes(chance.randrange(10, 90_000)))
    return folder


def start(data: Path, drive: Path) -> subprocess.Popen[str]:
    environment = {name: os.environ[name] for name in ("XDG_STATE_HOME", "XDG_RUNTIME_DIR", "PATH")}
    line = [sys.executable, str(CHILD), str(data), str(drive), "5"]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)


def acknowledged_before_death(child: subprocess.Popen[str], acks: int, delay: float) -> tuple[set[int], bool]:
    """Reads ACK lines, kills the group after ``acks`` of them and a little later; gives what was acknowledged."""
    seen: set[int] = set()
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("ACK "):
            seen.add(int(line.split()[1]))
        if line.startswith("DONE"):
            child.wait()
            return seen, True
        if len(seen) >= acks:
            break
    time.sleep(delay)
    os.killpg(child.pid, signal.SIGKILL)
    seen.update(int(line.split()[1]) for line in child.stdout if line.startswith("ACK "))
    child.wait()
    return seen, False


def examine(data: Path, acknowledged: set[int]) -> Desk:
    """What must hold after every death."""
    desk = reopen(data)
    items = {pk // 1024 for pk in Item.objects.values_list("pk", flat=True)}
    assert acknowledged <= items
    assert Item.objects.values("digest").distinct().count() == Item.objects.count()
    with desk.alone():
        desk.writer()
    assert not Waiting.objects.exists()
    assert check(desk, Ask()).bad == []
    assert not list((desk.folder.incoming).rglob("*.part"))
    return desk


def kill_often(make_archive: Callable[..., Desk], drive: Path, kills: int) -> None:
    chance = random.Random(11)
    data = make_archive().folder.root
    opening.close()
    acknowledged: set[int] = set()
    for _ in range(kills):
        child = start(data, drive)
        seen, done = acknowledged_before_death(child, chance.randrange(0, 12), chance.random() * 0.3)
        acknowledged |= seen
        examine(data, acknowledged)
        opening.close()
        if done:
            break
    while not acknowledged_before_death(start(data, drive), 10_000, 0)[1]:
        pass
    examine(data, acknowledged)
    assert Item.objects.count() == FILES
    assert Arrival.objects.values("mark").distinct().count() == FILES == Arrival.objects.count()
    assert DataFolder.find(data).config.finished


def test_what_was_acknowledged_survives_and_nothing_is_said_twice(
    make_archive: Callable[..., Desk], drive: Path
) -> None:
    kill_often(make_archive, drive, kills=5)


@pytest.mark.slow
def test_the_same_under_many_kills(make_archive: Callable[..., Desk], drive: Path) -> None:
    for _ in range(40):
        kill_often(make_archive, drive, kills=25)
