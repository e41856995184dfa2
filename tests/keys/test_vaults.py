"""Where an archive's payloads lie: its own folder, another one, or a bucket that did not lie."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from isnad.keys import open_vault
from isnad.keys.checking import faults
from isnad.keys.rotation import rotate
from isnad.words import Refusal
from keys.archives import FACTOR, NEW_PASSPHRASE, PASSPHRASE, a_holding, opens
from vault.bucket import HONEST, LIES, Bucket, serving


def point_at(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    monkeypatch.setenv("ISNAD_VAULT", "s3://bucket/archive")
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)


def test_an_archive_keeps_into_a_bucket_and_opens_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket(HONEST)
    with serving(bucket) as endpoint:
        point_at(monkeypatch, endpoint)
        holding = a_holding(tmp_path / "archive")
        opens(holding, PASSPHRASE)
        assert sorted(bucket.objects) == sorted(f"archive/{kept.payload}" for kept, _ in holding.objects)
        assert list(holding.folder.vault.iterdir()) == []
        gone = holding.objects.pop()[0]
        assert open_vault(holding.folder).erase(gone.payload)
        assert f"archive/{gone.payload}" not in bucket.objects
        opens(holding, PASSPHRASE)


def test_a_bucket_is_probed_once_for_each_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket(HONEST)
    with serving(bucket) as endpoint:
        point_at(monkeypatch, endpoint)
        holding = a_holding(tmp_path / "archive")
        bucket.lie = "keeps"
        open_vault(holding.folder)  # it passed before, and is not asked at every command
        monkeypatch.setenv("ISNAD_VAULT", "s3://bucket/another")
        with pytest.raises(Refusal, match=LIES["keeps"]):
            open_vault(holding.folder)


def test_a_bucket_that_lies_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket("truncates")
    with serving(bucket) as endpoint:
        point_at(monkeypatch, endpoint)
        with pytest.raises(Refusal, match=LIES["truncates"]):
            a_holding(tmp_path / "archive")
        assert not any(name.startswith("archive/") and len(name) > 60 for name in bucket.objects)


def test_payloads_may_lie_on_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = Path("/dev/shm")
    base = shared / f"isnad-{tmp_path.name}" if shared.is_dir() else tmp_path / "other"
    monkeypatch.setenv("ISNAD_VAULT", str(base / "payloads"))
    try:
        holding = a_holding(tmp_path / "archive")
        opens(holding, PASSPHRASE)
        assert len(list((base / "payloads").glob("??/*"))) == 3
        assert list((base / "payloads.incoming").iterdir()) == []
    finally:
        shutil.rmtree(base, ignore_errors=True)


def test_keys_may_stand_a_second_time_on_another_disk(tmp_path: Path) -> None:
    shared = Path("/dev/shm")
    other = (shared if shared.is_dir() else tmp_path) / f"isnad-second-{tmp_path.name}"
    try:
        holding = a_holding(tmp_path / "archive")
        shutil.move(holding.folder.second, other)
        holding.folder.second.symlink_to(other)
        holding.keep(b"after the move")
        rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
        opens(holding, NEW_PASSPHRASE)
        assert list(faults(holding.folder)) == []
        assert len(list((other / "wraps").iterdir())) == 3
    finally:
        shutil.rmtree(other, ignore_errors=True)
