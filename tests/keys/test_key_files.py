"""Key files: what opens them, what is seen without a key, and what standing twice is good for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments import sealing
from isnad.keys import new_segment, open_vault, strongbox, unlock
from isnad.keys.checking import check_keys, faults, unopened
from isnad.keys.locked import IDENTITY, LOCKED, create_keys, open_identity, open_secrets
from isnad.words import Broken, Refusal
from keys.archives import FACTOR, PASSPHRASE, a_holding, an_archive, opens

SOMEBODY = sealing.Identity.new()
BOX = {name: sealing.seal_bytes(name.encode(), [SOMEBODY.recipient]) for name in ("open", "sealed")}


@given(
    st.dictionaries(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), st.binary(min_size=1, max_size=300), min_size=1)
)
def test_a_key_file_gives_back_its_blocks(blocks: dict[str, bytes]) -> None:
    assert strongbox.parse(strongbox.written(blocks)) == blocks


@settings(max_examples=200)
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_key_file_is_seen_without_a_key(place: int, bit: int) -> None:
    data = bytearray(strongbox.written(BOX))
    assert strongbox.parse(bytes(data)) == BOX
    data[place % len(data)] ^= 1 << bit
    with pytest.raises(Broken):
        strongbox.parse(bytes(data))


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_a_shell_opens_a_key_without_isnad(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    identity = open_identity(folder, PASSPHRASE)
    (tmp_path / "identity").write_text(identity.reveal() + "\n")
    recipe = f"sed -n '/^# database /,/^-----END/p' {folder.keys}/locked | tail -n +2 | age -d -i {tmp_path}/identity"
    done = subprocess.run(recipe, shell=True, stdout=subprocess.PIPE, check=True)
    assert done.stdout == open_secrets(folder, identity).database


def test_a_wrong_passphrase_is_refused(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    assert open_identity(folder, PASSPHRASE)
    with pytest.raises(Refusal, match="wrong-passphrase"):
        open_identity(folder, PASSPHRASE.title())


def test_another_s_recipient_in_the_description_is_broken_before_anything_is_unlocked(tmp_path: Path) -> None:
    """Whoever can write the folder could otherwise have all new material locked for themselves."""
    folder, theirs = an_archive(tmp_path / "archive"), an_archive(tmp_path / "theirs")
    ours = folder.config
    folder.change_recipients(theirs.config)
    with pytest.raises(Broken, match="recipient-changed"):
        unlock(folder, PASSPHRASE)
    folder.write_config(ours)
    unlock(folder, PASSPHRASE).close()


def test_another_s_recipient_while_the_archive_is_open_ends_keeping(tmp_path: Path) -> None:
    folder, theirs = an_archive(tmp_path / "archive"), an_archive(tmp_path / "theirs")
    ours = folder.config
    with unlock(folder, PASSPHRASE) as holder:
        vaults = [open_vault(folder), open_vault(folder, holder)]
        folder.change_recipients(theirs.config)
        vaults.append(open_vault(folder, holder))  # opened too late to know better by itself
        for vault in vaults:
            with pytest.raises(Refusal, match="recipients-changed-meanwhile"):
                vault.put_many([])
        with pytest.raises(Refusal, match="recipients-changed-meanwhile"):
            holder.new_segment()
        folder.change_recipients(ours)
        for vault in vaults:
            assert vault.put_many([]) == []
        assert holder.new_segment()


@pytest.mark.parametrize("name", [IDENTITY, LOCKED])
@pytest.mark.parametrize("place", [0, 1])
def test_a_key_file_lost_in_one_place_is_read_from_the_other(tmp_path: Path, name: str, place: int) -> None:
    holding = a_holding(tmp_path / "archive")
    files = holding.folder.both(name)
    files[place].write_bytes(files[place].read_bytes().replace(b"AGE", b"AGF", 1))
    opens(holding, PASSPHRASE)
    files[1 - place].unlink()
    with pytest.raises(Broken, match="key-file-lost"):
        unlock(holding.folder, PASSPHRASE)


def test_segments_have_names_of_their_own_and_stand_twice(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    made = [new_segment(folder) for _ in range(20)]
    assert len({keys.name for keys in made}) == 20
    for keys in made:
        first, second = (place / keys.name for place in folder.both("segments"))
        assert first.read_bytes() == second.read_bytes()
        assert keys.open.hex() not in repr(keys)
        assert keys.open not in first.read_bytes()


def test_an_archive_as_it_should_be_has_no_fault(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    with unlock(holding.folder, PASSPHRASE) as holder:
        assert list(check_keys(holding.folder, holder)) == []


def test_every_harm_to_a_key_is_found_without_opening_anything(tmp_path: Path) -> None:
    folder = a_holding(tmp_path / "archive").folder
    paths = sorted(path for path in folder.keys.rglob("*") if path.is_file())
    assert len(paths) == 2 * (2 + 2 + 2 + 1)
    for path in paths:
        before = path.read_bytes()
        at = len(before) // 2
        for changed in (before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :], before[:-1], b"", before + b"x\n"):
            path.write_bytes(changed)
            found = [fault.where for fault in faults(folder)]
            assert any(where.startswith(str(path.relative_to(folder.root))) for where in found), (path, found)
        path.unlink()
        assert str(path.relative_to(folder.root)) in {fault.where for fault in faults(folder)}
        path.write_bytes(before)
    (folder.wraps / "notes.txt").write_text("")
    assert [fault.why for fault in faults(folder)] == ["keys.fault-unknown"]


def test_a_key_that_is_whole_and_another_s_is_found_by_opening(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    stranger = a_holding(tmp_path / "stranger")
    for kind in ("segments", "wraps"):
        for ours, theirs in zip(holding.folder.both(kind), stranger.folder.both(kind), strict=True):
            for path in theirs.iterdir():
                shutil.copy(path, ours)
    assert list(faults(holding.folder)) == []
    with unlock(holding.folder, PASSPHRASE) as holder:
        found = list(unopened(holding.folder, holder))
    assert {fault.why for fault in found} == {"keys.fault-does-not-open"}
    assert len({fault.where for fault in found}) == 2 + 2 * 3


def test_keys_made_again_are_other_keys(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    before = folder.config
    create_keys(folder, PASSPHRASE, work_factor=FACTOR)
    assert folder.config.recipient != before.recipient
