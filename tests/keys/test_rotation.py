"""A rotation: everything opens as before, the old opens nothing, and it may be cut short anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from isnad.instruments import sealing
from isnad.keys import KeyHolder, lock, open_vault, stay_unlocked, unlock
from isnad.keys.checking import check_keys
from isnad.keys.locked import open_identity, open_secrets
from isnad.keys.rotation import rotate
from isnad.keys.rotation_end import gate, rotation
from isnad.keys.sqlcipher.connecting import connect
from isnad.words import Broken, Refusal
from keys.archives import FACTOR, NEW_PASSPHRASE, PASSPHRASE, Holding, a_holding


def with_tables(root: Path) -> Holding:
    """An archive that holds something, and tables with one row."""
    made = a_holding(root)
    key = open_secrets(made.folder, open_identity(made.folder, PASSPHRASE)).database
    with closing(connect(key, database=str(made.folder.database))) as tables:
        tables.execute("create table told (what text)")
        tables.execute("insert into told values ('kept')")
        tables.commit()
    return made


@pytest.fixture
def holding(tmp_path: Path) -> Holding:
    return with_tables(tmp_path / "archive")


def is_whole(holding: Holding, passphrase: str) -> None:
    """Everything opens, the tables too, and no key file has a fault."""
    with unlock(holding.folder, passphrase) as holder:
        all_open(holding, holder)
        assert list(check_keys(holding.folder, holder)) == []


def all_open(holding: Holding, holder: KeyHolder) -> None:
    holding.opens_with(holder)
    with closing(connect(holder.database_key(), database=str(holding.folder.database))) as tables:
        assert tables.execute("select what from told").fetchall() == [("kept",)]


def test_after_a_rotation_everything_opens_with_the_new_and_nothing_with_the_old(holding: Holding) -> None:
    folder = holding.folder
    identity, config = open_identity(folder, PASSPHRASE), folder.config
    secrets, before = open_secrets(folder, identity), {path.read_bytes() for path in holding.folder.vault.rglob("??/*")}
    heard: list[int] = []
    assert rotate(folder, PASSPHRASE, NEW_PASSPHRASE, heard.append, work_factor=FACTOR) == 3 + 2 * 2
    assert heard[-1] == 7
    is_whole(holding, NEW_PASSPHRASE)
    with pytest.raises(Refusal, match="wrong-passphrase"):
        unlock(folder, PASSPHRASE)
    for payload, header in open_vault(folder).wraps.headers():
        assert payload
        with pytest.raises(Refusal, match="not-for-this-identity"):
            sealing.unlock(header, identity)
    with pytest.raises(Broken, match="database-key-wrong"):
        connect(secrets.database, database=str(folder.database))
    after = open_secrets(folder, open_identity(folder, NEW_PASSPHRASE))
    assert (after.log_ed25519, after.log_ml_dsa) == (secrets.log_ed25519, secrets.log_ml_dsa)
    assert after.sealing.raw != secrets.sealing.raw
    assert after.database_before is None
    assert (folder.config.id, folder.config.origin) == (config.id, config.origin)
    assert before == {path.read_bytes() for path in folder.vault.rglob("??/*")}  # payloads are not touched
    assert not rotation(folder).exists()


def test_new_material_after_a_rotation_is_for_the_new_identity(holding: Holding) -> None:
    before = open_vault(holding.folder)
    rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    with pytest.raises(Refusal, match="recipients-changed-meanwhile"):
        before.put_many([])  # whoever was at work with the old keys opens the archive anew
    with open_vault(holding.folder).batch() as batch:
        assert [str(each) for each in batch.recipients] == [holding.folder.config.recipient]
    holding.keep(b"later")
    is_whole(holding, NEW_PASSPHRASE)


def test_what_was_erased_stays_dead_and_its_old_header_does_not_open(holding: Holding) -> None:
    gone, _ = holding.objects.pop(0)
    vault = open_vault(holding.folder)
    copy = vault.header(gone.payload)  # a back-up holds it
    vault.erase(gone.payload)
    rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    with unlock(holding.folder, NEW_PASSPHRASE) as holder, pytest.raises(Refusal, match="not-for-this-identity"):
        holder.open_header(copy)
    is_whole(holding, NEW_PASSPHRASE)
    assert not open_vault(holding.folder).has(gone.payload)


def test_slots_are_masked_anew_and_an_old_copy_shows_nothing_under_the_new_mask(holding: Holding) -> None:
    copy = (holding.folder.slots / "000").read_bytes()
    rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    with unlock(holding.folder, NEW_PASSPHRASE) as holder:
        assert holder.slots().read_many(0, 3) == holding.slots
        for place in holding.folder.both("slots"):
            (place / "000").write_bytes(copy)
        shown = holder.slots().read_many(0, 3)
    assert shown[0] not in (None, *holding.slots)
    assert shown[1] is None


def test_old_key_files_are_written_over_before_new_ones_take_their_place(holding: Holding) -> None:
    """A second name for the old file shows what became of its bytes."""
    links = []
    for path in [path for path in holding.folder.keys.rglob("*") if path.is_file()]:
        link = path.parents[len(path.relative_to(holding.folder.root).parts)] / f"was-{len(links)}"
        os.link(path, link)
        links.append(link)
    rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    assert len(links) == 14
    for link in links:
        data = link.read_bytes()
        assert data
        assert data == bytes(len(data))


def test_a_rotation_ends_the_process_that_holds_the_old_identity(holding: Holding) -> None:
    stay_unlocked(holding.folder, PASSPHRASE)
    rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    assert not lock(holding.folder)


def test_a_header_lost_everywhere_stops_the_rotation_before_anything_is_changed(holding: Holding) -> None:
    kept = holding.objects[0][0]
    for place in holding.folder.both("wraps"):
        for path in place.iterdir():
            path.write_bytes(path.read_bytes().replace(b"X25519", b"X25518"))
    with pytest.raises(Broken, match="no-header"):
        rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    unlock(holding.folder, PASSPHRASE).close()
    with pytest.raises(Broken, match="no-header"):
        open_vault(holding.folder).header(kept.payload)


def test_a_wrong_passphrase_rotates_nothing(holding: Holding) -> None:
    with pytest.raises(Refusal, match="wrong-passphrase"):
        rotate(holding.folder, "not this one", NEW_PASSPHRASE, work_factor=FACTOR)
    is_whole(holding, PASSPHRASE)


def test_a_rotation_that_was_cut_short_goes_on_where_it_was(holding: Holding) -> None:
    """Also when more was kept, and something erased, in between."""

    class Cut(Exception):
        pass

    def cut(done: int) -> None:
        if done >= 3:
            raise Cut

    with pytest.raises(Cut):
        rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, cut, work_factor=FACTOR)
    is_whole(holding, PASSPHRASE)  # the old keys count
    made = (rotation(holding.folder) / "archive.json").read_bytes()
    done = {path.name: path.read_bytes() for path in (rotation(holding.folder) / "wraps").iterdir()}
    assert done
    holding.keep(b"in between")
    gone, _ = holding.objects.pop(1)
    open_vault(holding.folder).erase(gone.payload)
    rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    assert holding.folder.config.recipient.encode() in made  # the identity begun with, not another
    is_whole(holding, NEW_PASSPHRASE)
    assert not open_vault(holding.folder).has(gone.payload)


def test_nobody_keeps_anything_while_keys_are_rotated(holding: Holding) -> None:
    program = (
        "import io, sys; from pathlib import Path; from isnad.keys import *\n"
        "print('up', flush=True); print(open_vault(DataFolder(Path(sys.argv[1]))).put_many([io.BytesIO(b'x')])[0].size)"
    )
    with gate(holding.folder).alone():
        keeping = subprocess.Popen(
            [sys.executable, "-c", program, str(holding.folder.root)], stdout=subprocess.PIPE, text=True
        )
        assert keeping.stdout
        keeping.stdout.readline()
        time.sleep(0.3)
        assert keeping.poll() is None
    with keeping:
        assert keeping.stdout.readline() == "1\n"


class Rotators:
    """Forks rotations that are killed at a system call."""

    def __init__(self) -> None:
        path = [str(Path(__file__).parents[1]), *sys.path]
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("rotator.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        )

    def rotate(self, root: Path, inject: str) -> int:
        """Exit status of one rotation; -9 where it was killed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{root}\n")
        self._process.stdin.flush()
        ready = root.parent / "ready"
        while not ready.exists() or not ready.read_text():
            time.sleep(0.002)
        tracer = subprocess.Popen(
            ["strace", "-f", "-p", ready.read_text(), "-o", "/dev/null", *inject.split()],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert tracer.stderr
        assert "attached" in tracer.stderr.readline()
        (root.parent / "go").touch()
        status = int(self._process.stdout.readline())
        tracer.wait()
        return status

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@pytest.fixture(scope="module")
def rotators() -> Iterator[Rotators]:
    made = Rotators()
    yield made
    made.close()


def after_a_cut(holding: Holding) -> None:
    """Whatever happened, all opens with the one passphrase or the other, and a rotation can be finished."""
    try:
        holder, now = unlock(holding.folder, PASSPHRASE), PASSPHRASE
    except Refusal:
        holder, now = unlock(holding.folder, NEW_PASSPHRASE), NEW_PASSPHRASE
    with holder:
        all_open(holding, holder)
    rotate(holding.folder, now, NEW_PASSPHRASE, work_factor=FACTOR)
    is_whole(holding, NEW_PASSPHRASE)


def cut_at(rotators: Rotators, tmp_path: Path, call: str, how: str, numbers: range) -> None:
    for number in numbers:
        folder = tmp_path / f"{call}-{number}"
        folder.mkdir()
        holding = with_tables(folder / "archive")
        status = rotators.rotate(holding.folder.root, f"-e trace={call} -e inject={call}:{how}:when={number}")
        assert status != 9, (call, number)
        after_a_cut(holding)
        shutil.rmtree(folder)
        if status == 0:
            return


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize(("call", "numbers"), [("rename", range(6, 40, 10)), ("fsync", range(27, 60, 24))])
def test_killed_in_the_middle_nothing_is_lost(rotators: Rotators, tmp_path: Path, call: str, numbers: range) -> None:
    cut_at(rotators, tmp_path, call, "signal=KILL", numbers)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("call", ["rename", "fsync", "unlink", "pwrite64", "fdatasync", "mkdir", "rmdir"])
@pytest.mark.parametrize("how", ["signal=KILL", "error=EIO"])
def test_cut_at_every_call_nothing_is_lost(rotators: Rotators, tmp_path: Path, call: str, how: str) -> None:
    cut_at(rotators, tmp_path, call, how, range(1, 300))
