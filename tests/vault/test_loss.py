"""Nothing acknowledged is lost: killed at any point, and with each system call failing once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from isnad.instruments import sealing
from isnad.vault import wrapfile
from isnad.words import Digest
from vault.writer import vault_in

IDENTITY = sealing.Identity.new()
needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
KILLS = 20
CALLS = ("write", "fsync", "rename", "link", "mkdir", "openat", "unlink", "close")
ERRORS = ("EIO", "ENOSPC")


class Opening:
    """Opens with the identity that the writer never had."""

    def open_header(self, header: bytes) -> bytes:
        return sealing.unlock(header, IDENTITY)


@dataclass
class Life:
    """What one child said before its end."""

    root: Path
    said: list[str]

    @property
    def acknowledged(self) -> list[tuple[Digest, Digest]]:
        """Payload and digest of each object that was promised."""
        words = [line.split() for line in self.said if line.startswith("ACK ") and len(line.split()) == 3]
        return [(Digest.parse(payload), Digest.parse(digest)) for _, payload, digest in words]

    @property
    def end(self) -> str:
        return self.said[-1].split()[0] if self.said else ""


class Writers:
    """A process that forks writers, for starting Python anew each time would take most of the time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("writer.py")), str(IDENTITY.recipient)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def live(self, batches: int = 1, *, inject: str | None = None, kill_after: float | None = None) -> Life:
        """One child's life, hindered by strace or killed after some seconds."""
        self._count += 1
        root = self._folder / str(self._count)
        root.mkdir()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{root} {batches}\n")
        self._process.stdin.flush()
        number = _ready(root)
        tracer = _attached(number, inject, root / "trace") if inject else None
        (root / "go").touch()
        if kill_after is not None:
            threading.Timer(kill_after, _kill, [number]).start()
        self._process.stdout.readline()
        if tracer:
            tracer.wait()
        return Life(root, (root / "said").read_text().splitlines()[1:])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def _ready(root: Path) -> int:
    while not (root / "said").exists() or not (root / "said").read_text().endswith("\n"):
        time.sleep(0.002)
    return int((root / "said").read_text().split()[1])


def _attached(number: int, inject: str, trace: Path) -> subprocess.Popen[str]:
    tracer = subprocess.Popen(
        ["strace", "-f", "-p", str(number), "-o", str(trace), *inject.split()], stderr=subprocess.PIPE, text=True
    )
    assert tracer.stderr
    assert "attached" in tracer.stderr.readline()
    return tracer


def _kill(number: int) -> None:
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.fixture(scope="module")
def writers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writers]:
    made = Writers(tmp_path_factory.mktemp("lives"))
    yield made
    made.close()


def look(life: Life) -> None:
    """Everything promised is there, once, opens to what was promised; nothing half written remains in its place."""
    vault = vault_in(life.root, IDENTITY.recipient)
    vault.sweep()
    for payload, digest in life.acknowledged:
        assert Digest.of(b"".join(vault.open(payload, Opening()))) == digest
    for payload in vault.payloads():
        with vault.store.open(payload) as stream:
            assert Digest.of(stream.read()) == payload
    for place in (life.root / "wraps", life.root / "second"):
        for path in place.iterdir() if place.exists() else ():
            found = list(wrapfile.read(path.read_bytes()))
            if path.suffix != ".part":
                assert all(isinstance(each, wrapfile.Record) and each.sound for each in found)
    assert list((life.root / "incoming").glob("*/*")) == []
    assert list(vault.store.unknown()) == []
    vault.wraps.close()


def goes_on(life: Life) -> None:
    """After whatever happened, the next batch is kept."""
    vault = vault_in(life.root, IDENTITY.recipient)
    [kept] = vault.put_many([Path(__file__)])
    assert b"".join(vault.open(kept.payload, Opening())) == Path(__file__).read_bytes()
    vault.wraps.close()


def test_an_unhindered_life_acknowledges_all(writers: Writers) -> None:
    life = writers.live(3)
    assert life.end == "DONE"
    assert len(life.acknowledged) == 6
    look(life)


def test_the_look_is_not_blind(writers: Writers) -> None:
    """The negative control: a lost payload, a lost header and a changed byte are each seen."""
    for harm in ("payload", "headers", "bit"):
        life = writers.live()
        payload = life.acknowledged[0][0]
        path = life.root / "vault" / str(payload)[:2] / str(payload)
        if harm == "payload":
            path.unlink()
        elif harm == "headers":
            shutil.rmtree(life.root / "wraps")
            shutil.rmtree(life.root / "second")
        else:
            path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(Exception, match=r".*"):
            look(life)


def test_killed_at_any_moment_nothing_acknowledged_is_lost(writers: Writers) -> None:
    dice = random.Random(8)
    acknowledged = 0
    for _ in range(KILLS):
        life = writers.live(40, kill_after=dice.uniform(0.005, 0.35))
        look(life)
        goes_on(life)
        acknowledged += len(life.acknowledged)
    assert acknowledged > 0


@needs_strace
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_the_nth_call_nothing_acknowledged_is_lost(writers: Writers, call: str) -> None:
    for number in (1, 2, 3, 5, 8):
        life = writers.live(2, inject=f"-e trace={call} -e inject={call}:signal=KILL:when={number}")
        look(life)
        goes_on(life)


@needs_strace
@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_once_is_said_in_words_and_never_acknowledged_falsely(writers: Writers, call: str) -> None:
    _fail_each(writers, call, ERRORS[:1], most=8)


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS)
def test_every_call_fails_once(writers: Writers, call: str) -> None:
    _fail_each(writers, call, ERRORS, most=200)


def _fail_each(writers: Writers, call: str, errors: tuple[str, ...], most: int) -> None:
    for error in errors:
        for number in range(1, most + 1):
            life = writers.live(inject=f"-e trace={call} -e inject={call}:error={error}:when={number}")
            assert life.end in ("DONE", "SAID"), (call, error, number, life.said)
            look(life)
            goes_on(life)
            if "(INJECTED)" not in (life.root / "trace").read_text():
                return  # there was no n-th call: all have failed once


@needs_strace
def test_what_is_acknowledged_was_synced_before(writers: Writers) -> None:
    """In the order of system calls: each file before its name, each folder after it, all before the word."""
    life = writers.live(inject="-e trace=openat,fsync,rename,link,write -y")
    lines = (life.root / "trace").read_text().splitlines()
    assert synced_in_time(lines)
    without = [line for line in lines if "fsync(" not in line]
    assert not synced_in_time(without)  # the negative control: with the syncs taken out the same look must fail
    for folder in ("/vault/", "/wraps>", "/second>", ".part>"):
        assert not synced_in_time([line for line in lines if not ("fsync(" in line and folder in line)]), folder


def synced_in_time(lines: list[str]) -> bool:
    """Whether no name was given to an unsynced file, and no word given before its folders were synced."""
    synced: set[str] = set()
    unsynced_folders: set[str] = set()
    for line in lines:
        if "fsync(" in line:
            path = line.split("<", 1)[1].split(">", 1)[0]
            synced.add(path)
            unsynced_folders.discard(path)
        elif "rename(" in line or "link(" in line:
            if "resumed" in line:
                continue
            source, target = (part for part in line.split('"')[1::2])
            if source not in synced:
                return False
            unsynced_folders.add(str(Path(target).parent))
        elif "ACK " in line:
            return not unsynced_folders
    return False
