"""What every store of payloads must do. Whoever writes one derives from `StoreLaws` and gives the fixture ``store``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from isnad.vault import ObjectStore
from isnad.words import Broken, Digest


def draft(folder: Path, data: bytes) -> tuple[Path, Digest]:
    """A file on its way, and its name to be."""
    path = folder / os.urandom(8).hex()
    path.write_bytes(data)
    return path, Digest.of(data)


def kept(store: ObjectStore, folder: Path, *contents: bytes) -> list[Digest]:
    """Keeps these bytes in one round."""
    drafts = [draft(folder, data) for data in contents]
    round_ = store.begin()
    for path, payload in drafts:
        round_.add(path, payload)
    round_.settle()
    return [payload for _, payload in drafts]


def read(store: ObjectStore, payload: Digest) -> bytes:
    with store.open(payload) as stream:
        return stream.read()


class StoreLaws:
    """The laws."""

    def test_what_was_kept_comes_back(self, store: ObjectStore, tmp_path: Path) -> None:
        contents = [b"", b"x", os.urandom(70_000), os.urandom(7 << 20)]
        payloads = kept(store, tmp_path, *contents)
        assert [read(store, payload) for payload in payloads] == contents
        assert all(store.has(payload) for payload in payloads)
        assert set(store.payloads()) == set(payloads)
        assert list(store.unknown()) == []
        assert not any(tmp_path.iterdir())  # nothing is left on the way

    def test_a_payload_is_read_piece_by_piece(self, store: ObjectStore, tmp_path: Path) -> None:
        data = os.urandom(200_000)
        [payload] = kept(store, tmp_path, data)
        with store.open(payload) as stream:
            assert stream.read(10) == data[:10]
            assert stream.read(100_000) == data[10:100_010]
            assert stream.read() == data[100_010:]
            assert stream.read(1) == b""

    def test_bytes_that_are_not_what_their_name_says_are_not_kept(self, store: ObjectStore, tmp_path: Path) -> None:
        path, payload = draft(tmp_path, b"what was meant")
        path.write_bytes(b"what the disk made of it")
        round_ = store.begin()
        round_.add(path, payload)
        with pytest.raises(Broken, match="read-back-differs"):
            round_.settle()

    def test_an_abandoned_round_promises_nothing_and_leaves_nothing_behind(
        self, store: ObjectStore, tmp_path: Path
    ) -> None:
        path, payload = draft(tmp_path, b"given up")
        round_ = store.begin()
        round_.add(path, payload)
        round_.abandon()
        assert not path.exists()

    def test_what_was_erased_is_gone_and_erasing_again_says_so(self, store: ObjectStore, tmp_path: Path) -> None:
        gone, stays = kept(store, tmp_path, b"one", b"two")
        assert store.erase(gone)
        assert not store.erase(gone)
        assert not store.has(gone)
        with pytest.raises(Broken, match="payload-missing"):
            read(store, gone)
        assert read(store, stays) == b"two"
        assert list(store.payloads()) == [stays]

    def test_the_same_payload_twice_is_one(self, store: ObjectStore, tmp_path: Path) -> None:
        first, second = kept(store, tmp_path, b"same"), kept(store, tmp_path, b"same")
        assert first == second == list(store.payloads())

    def test_an_empty_round_settles(self, store: ObjectStore) -> None:
        store.begin().settle()
        assert list(store.payloads()) == []
