"""A draft made durable by whoever wrote it: read back from the disk, and not a second time by the round."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.vault import FolderStore
from isnad.vault.settling import settle
from isnad.words import Broken, Digest, Unavailable


def test_what_the_disk_holds_is_compared_with_what_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    path.write_bytes(b"what was meant")
    settle(path, Digest.of(b"what was meant"))
    with pytest.raises(Broken, match="read-back-differs"):
        settle(path, Digest.of(b"something else"))


def test_a_draft_that_is_not_there_is_no_loss_of_words(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"durable\.failed"):
        settle(tmp_path / "nothing", Digest.of(b""))


def test_larger_than_one_reading_and_of_any_length(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    for size in (0, 1, 511, 4096, (1 << 20) + 1, 3 << 20):
        path.write_bytes(bytes(size))
        settle(path, Digest.of(bytes(size)))


def test_a_round_trusts_whoever_settled_it(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "vault")
    path = tmp_path / "draft"
    path.write_bytes(b"settled")
    round_ = store.begin()
    round_.add(path, Digest.of(b"another name"), settled=True)
    round_.settle()
    assert store.has(Digest.of(b"another name"))  # which verify would find: nobody but a worker of ours says so
