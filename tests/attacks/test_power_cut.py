"""Power cuts while a drive is taken in (recipes 3 and 4): vault, ledger and tables lie on a disk that forgets.

The negative control (recipe 13) is the same disk on which no sync does anything: there the same cuts must lose what was
acknowledged, or they would test nothing.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import PASSPHRASE, SERVER, reopen
from isnad.custody.checking import Ask, check
from isnad.custody.models import Item
from isnad.house import opening
from isnad.words import IsnadError

HERE = Path(__file__).parent
FILES = 24

pytest.importorskip("mfusepy", exc_type=ImportError)
pytestmark = [
    pytest.mark.skipif(SERVER is not None, reason="the tables must lie on the disk that forgets"),
    pytest.mark.skipif(not os.access("/dev/fuse", os.W_OK), reason="no file systems of one's own here"),
]

Mounted = Callable[..., Path]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Mounted]:
    """Mounts a disk that forgets."""
    running: list[tuple[subprocess.Popen[bytes], Path]] = []

    def mount(*how: str) -> Path:
        place = tmp_path / "disk"
        place.mkdir()
        running.append((subprocess.Popen([sys.executable, str(HERE / "forgetful.py"), str(place), *how]), place))
        until = time.monotonic() + 60
        while not place.is_mount():
            if time.monotonic() > until or running[-1][0].poll() is not None:
                pytest.skip("this machine mounts no file system of ours")
            time.sleep(0.05)
        return place

    yield mount
    for process, place in running:
        subprocess.run(["fusermount3", "-u", "-z", str(place)], capture_output=True)
        process.terminate()
        process.wait()


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    chance = random.Random(3)
    for number in range(FILES):
        (folder / f"{number:03}.bin").write_bytes(chance.randbytes(chance.randrange(10, 30_000)))
    return folder


def cuts(disk: Path, drive: Path, out: Path, often: int, seeds: int) -> Iterator[tuple[Path, set[int]]]:
    """Takes a drive in on ``disk`` and gives what power cuts leave, each with what had been acknowledged before it."""
    environment = os.environ | {"XDG_STATE_HOME": str(disk / "state")}
    make = "import sys; from pathlib import Path; from isnad.house.waking import start_django; start_django(Path(sys.argv[1])); from isnad.house import opening; opening.create(Path(sys.argv[1]), sys.argv[2], work_factor=10)"  # noqa: E501
    subprocess.run([sys.executable, "-c", make, str(disk / "archive"), PASSPHRASE], env=environment, check=True)
    line = [sys.executable, str(HERE / "taking_in.py"), str(disk / "archive"), str(drive), "3"]
    child = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment)
    seen: set[int] = set()
    count = 0
    assert child.stdout is not None
    for text in child.stdout:
        if not text.startswith("ACK "):
            continue
        seen.add(int(text.split()[1]))
        if len(seen) % (FILES // often) == 0:
            for _ in range(seeds):
                count += 1
                os.setxattr(disk, "user.cut", f"{count} {out}/{count}".encode())
                yield out / str(count), set(seen)
    assert child.wait() == 0


def what_is_wrong(left: Path, acknowledged: set[int], monkeypatch: pytest.MonkeyPatch) -> str | None:
    """What does not hold after a power cut."""
    monkeypatch.setenv("XDG_STATE_HOME", str(left / "state"))
    try:
        desk = reopen(left / "archive")
        with desk.alone():
            desk.writer()
        items = {pk // 1024 for pk in Item.objects.values_list("pk", flat=True)}
        bad = check(desk, Ask()).bad
    except (IsnadError, OSError) as error:
        return repr(error)
    finally:
        opening.close()
    if not acknowledged <= items:
        return f"lost {sorted(acknowledged - items)}"
    return str(bad[0]) if bad else None


def test_what_was_acknowledged_survives_power_cuts(
    mounted: Mounted, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for left, acknowledged in cuts(mounted(), drive, tmp_path / "left", often=4, seeds=2):
        assert what_is_wrong(left, acknowledged, monkeypatch) is None


def test_without_syncs_the_same_cuts_lose_it(
    mounted: Mounted, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        what_is_wrong(left, acknowledged, monkeypatch)
        for left, acknowledged in cuts(mounted("never"), drive, tmp_path / "left", often=2, seeds=1)
    ]
    assert all(found)


@pytest.mark.slow
def test_the_same_under_many_cuts(
    mounted: Mounted, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for left, acknowledged in cuts(mounted(), drive, tmp_path / "left", often=FILES, seeds=20):
        assert what_is_wrong(left, acknowledged, monkeypatch) is None
