"""The vault as a whole: what leaves a batch is durable and opens; what is erased is gone; what can be made again is."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isnad.instruments import sealing
from isnad.vault import FolderStore, Gate, Vault, WrapBook, prepare
from isnad.words import Broken, Digest, Unavailable

IDENTITY = sealing.Identity.new()


class Opening:
    """Opens with an identity, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def open_header(self, header: bytes) -> bytes:
        self.count += 1
        return sealing.unlock(header, IDENTITY)


def a_vault(root: Path) -> Vault:
    root.mkdir(exist_ok=True)
    wraps = WrapBook([root / "wraps", root / "second"], root / "index", Gate(root / "gate"))
    return Vault(FolderStore(root / "vault"), wraps, lambda: [IDENTITY.recipient], root / "incoming")


def opened(vault: Vault, payload: Digest) -> bytes:
    return b"".join(vault.open(payload, Opening()))


def wrap_files(root: Path) -> list[Path]:
    return sorted([*(root / "wraps").iterdir(), *(root / "second").iterdir()])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(st.binary(max_size=100_000), max_size=5))
def test_a_batch_keeps_every_source_and_each_opens_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    vault = a_vault(tmp_path_factory.mktemp("archive"))
    kept = vault.put_many(io.BytesIO(data) for data in contents)
    assert [each.digest for each in kept] == [Digest.of(data) for data in contents]
    assert [opened(vault, each.payload) for each in kept] == contents
    assert sorted(vault.payloads()) == sorted(each.payload for each in kept)
    assert list(vault.strays({each.payload for each in kept})) == []


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_a_shell_opens_an_object_without_isnad(root: Path, tmp_path: Path) -> None:
    vault = a_vault(root)
    kept = vault.put_many([io.BytesIO(b"first"), io.BytesIO(os.urandom(200_000)), io.BytesIO(b"third")])
    (tmp_path / "identity").write_text(IDENTITY.reveal() + "\n")
    for each in kept:
        name = str(each.payload)
        payload, wraps = root / "vault" / name[:2] / name, next((root / "wraps").iterdir())
        recipe = f"(sed -n '/^# {name}/,/^--- /p' {wraps} | tail -n +2; cat {payload}) | age -d -i {tmp_path}/identity"
        done = subprocess.run(recipe, shell=True, stdout=subprocess.PIPE, check=True)
        assert Digest.of(done.stdout) == each.digest
        summed = subprocess.run(["sha256sum", payload], stdout=subprocess.PIPE, check=True)
        assert summed.stdout.split()[0].decode() == name


def test_a_worker_with_public_recipients_prepares_and_the_batch_adopts(root: Path, tmp_path: Path) -> None:
    vault = a_vault(root)
    paths = [tmp_path / str(number) for number in range(6)]
    for path in paths:
        path.write_bytes(os.urandom(100_000))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers, vault.batch() as batch:
        drafts = workers.map(prepare, paths, [batch.folder] * 6, [batch.recipients] * 6)
        kept = [batch.adopt(draft) for draft in drafts]
    assert [opened(vault, each.payload) for each in kept] == [path.read_bytes() for path in paths]
    assert list((root / "incoming").iterdir()) == []


def test_a_batch_that_fails_acknowledges_nothing_and_leaves_nothing(root: Path) -> None:
    vault = a_vault(root)
    with suppress(ZeroDivisionError), vault.batch() as batch:
        batch.put(io.BytesIO(b"half a drive"))
        raise ZeroDivisionError
    assert list(vault.payloads()) == []
    assert not (root / "wraps").exists()
    assert list((root / "incoming").iterdir()) == []


def test_a_source_that_cannot_be_read_is_unavailable_and_leaves_nothing(root: Path, tmp_path: Path) -> None:
    vault = a_vault(root)
    for source in (tmp_path / "missing", tmp_path):
        with pytest.raises(Unavailable, match="source-unreadable"):
            vault.put_many([source])
    assert list((root / "incoming").iterdir()) == []


def test_what_a_dead_batch_left_is_swept_and_what_a_living_one_has_is_not(root: Path) -> None:
    vault = a_vault(root)
    (root / "incoming" / "left").mkdir(parents=True)
    (root / "incoming" / "left" / "x.part").write_bytes(b"half")
    with vault.batch() as batch:
        assert a_vault(root).sweep() == 0
        kept = batch.put(io.BytesIO(b"alive"))
    assert vault.sweep() == 1
    assert opened(vault, kept.payload) == b"alive"


def test_an_erased_object_is_gone_from_payload_headers_and_index(root: Path) -> None:
    vault = a_vault(root)
    gone, stays = vault.put_many([io.BytesIO(b"a witness"), io.BytesIO(b"a wall")])
    header = vault.header(gone.payload)
    assert vault.erase(gone.payload)
    assert not vault.erase(gone.payload)
    assert not vault.has(gone.payload)
    with pytest.raises(Broken):
        vault.header(gone.payload)
    share = header.split(b"\n")[2]
    assert not any(share in path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert opened(a_vault(root), stays.payload) == b"a wall"


def test_an_erasure_that_was_cut_short_is_finished_by_doing_it_again(root: Path) -> None:
    vault = a_vault(root)
    [gone] = vault.put_many([io.BytesIO(b"a witness")])
    path = wrap_files(root)[0]
    data = bytearray(path.read_bytes())
    data[132:300] = b"~" * 168  # the power went while the first place was being written over
    path.write_bytes(data)
    assert vault.header(gone.payload)  # from the second place
    assert a_vault(root).erase(gone.payload)
    assert not any(b"X25519" in path.read_bytes() for path in wrap_files(root))


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_header_lost_in_one_place_is_read_from_the_other_and_lost_in_both_is_broken(
    root: Path, place: int, harm: str
) -> None:
    vault = a_vault(root)
    [kept] = vault.put_many([io.BytesIO(b"x")])
    files = wrap_files(root)
    harms: dict[str, Callable[[Path], object]] = {
        "flip": lambda path: path.write_bytes(path.read_bytes().replace(b"X25519", b"X25518")),
        "cut": lambda path: path.write_bytes(path.read_bytes()[:-10]),
        "remove": lambda path: path.unlink(),
    }
    harms[harm](files[place])
    assert opened(a_vault(root), kept.payload) == b"x"
    harms[harm](files[1 - place])
    with pytest.raises(Broken, match="no-header"):
        opened(a_vault(root), kept.payload)


@pytest.mark.parametrize("harm", ["missing", "garbage", "stale"])
def test_the_index_can_always_be_made_again(root: Path, harm: str) -> None:
    vault = a_vault(root)
    kept = [vault.put_many([io.BytesIO(bytes([n]))])[0] for n in range(3)]
    vault.wraps.close()
    if harm == "missing":
        (root / "index").unlink()
    elif harm == "garbage":
        (root / "index").write_bytes(os.urandom(20_000))
    else:  # every file of headers changed its layout behind the index's back
        for path in wrap_files(root):
            path.write_bytes(b"~" * 9 + b"\n" + path.read_bytes())
    assert [opened(a_vault(root), each.payload) for each in kept] == [bytes([n]) for n in range(3)]


def test_two_processes_keep_into_one_vault(root: Path) -> None:
    one, other = a_vault(root), a_vault(root)
    [first] = one.put_many([io.BytesIO(b"one")])
    [second] = other.put_many([io.BytesIO(b"other")])
    assert opened(one, second.payload) == b"other"
    assert opened(other, first.payload) == b"one"


def test_a_payload_that_was_changed_is_broken_when_it_is_opened(root: Path) -> None:
    vault = a_vault(root)
    [kept] = vault.put_many([io.BytesIO(b"as it was")])
    assert opened(vault, kept.payload) == b"as it was"
    path = root / "vault" / str(kept.payload)[:2] / str(kept.payload)
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(data)
    with pytest.raises(Broken, match="payload-changed"):
        opened(vault, kept.payload)


def test_files_and_folders_are_their_owner_s_alone(root: Path) -> None:
    vault = a_vault(root)
    vault.put_many([io.BytesIO(b"x")])
    for path in root.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_every_header_is_told_once_although_it_stands_twice(root: Path) -> None:
    vault = a_vault(root)
    kept = vault.put_many([io.BytesIO(bytes([n])) for n in range(5)])
    told = list(vault.wraps.headers())
    assert sorted(payload for payload, _ in told) == sorted(each.payload for each in kept)
    assert all(sealing.unlock(header, IDENTITY) for _, header in told)
