"""An archive's folder: made once, for its owner alone, found again, never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.keys import ArchiveConfig, DataFolder, create_keys
from isnad.words import Broken, Refusal
from keys.archives import FACTOR, PASSPHRASE, an_archive


def test_a_new_archive_is_its_owner_s_alone(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "deep" / "archive")
    assert folder.root.stat().st_mode & 0o777 == 0o700
    for path in folder.root.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    for path in (folder.vault, folder.bodies, folder.slots, folder.wraps, folder.segments, folder.incoming):
        assert path.is_dir()
    assert not folder.config.demo
    assert folder.config.recipient.startswith("age1")
    assert folder.config.recipient != folder.config.sealing_recipient


def test_an_archive_is_never_written_over(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
    with pytest.raises(Refusal, match="folder-not-empty"):
        DataFolder.create(folder.root)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"")
    for place in (tmp_path / "photos", tmp_path / "photos" / "one.jpg"):
        with pytest.raises(Refusal, match="folder-not-empty"):
            DataFolder.create(place)
    assert before == {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}


def test_an_archive_without_keys_is_refused_and_may_be_begun_again(tmp_path: Path) -> None:
    DataFolder.create(tmp_path / "archive", demo=True)
    with pytest.raises(Refusal, match="unfinished-archive"):
        DataFolder.find(tmp_path / "archive")
    folder = DataFolder.create(tmp_path / "archive")
    create_keys(folder, PASSPHRASE, work_factor=FACTOR)
    assert DataFolder.find(tmp_path / "archive") == folder


def test_an_archive_is_found_where_it_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = an_archive(tmp_path / "archive")
    monkeypatch.delenv("ISNAD_DATA", raising=False)
    with pytest.raises(Refusal, match="no-data-folder"):
        DataFolder.find()
    with pytest.raises(Refusal, match="no-archive-here"):
        DataFolder.find(tmp_path)
    monkeypatch.setenv("ISNAD_DATA", str(tmp_path / "archive"))
    assert DataFolder.find() == folder
    monkeypatch.chdir(tmp_path)
    assert DataFolder.find(Path("archive")) == folder


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format": "isnad/archive/2"}', b"\xff"])
def test_a_description_that_is_none_is_broken(data: bytes) -> None:
    with pytest.raises(Broken, match="unknown-archive"):
        ArchiveConfig.parse(data)


def test_the_guard_lies_outside_and_keeps_its_name_under_another_origin(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    guard = folder.guard
    assert folder.root not in guard.parents
    assert guard.parent.is_dir()
    folder.change_origin("isnad.archive/another")
    assert folder.config.origin == "isnad.archive/another"
    assert folder.guard == guard
    assert len(str(folder.socket)) < 200
