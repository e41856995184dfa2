"""Every store keeps the same laws; a bucket that lies is caught by the probe, and again when payloads are read back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest

from isnad.vault import FolderStore
from isnad.vault.probe import probe
from isnad.vault.s3_store import S3Store
from isnad.words import Broken, Digest, IsnadError, Refusal, Unavailable
from vault.bucket import HONEST, LIES, Bucket, serving
from vault.store_laws import StoreLaws, kept, read


def store_at(address: str, prefix: str = "") -> S3Store:
    return S3Store.at(
        f"s3://bucket{prefix}",
        endpoint=address,
        virtual_hosted_style_request=False,
        client_options={"allow_http": True},
        access_key_id="k",
        secret_access_key="s",
        region="us-east-1",
    )


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    boto3.client(
        "s3", endpoint_url=address, aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1"
    ).create_bucket(Bucket="bucket")
    yield address
    server.stop()


class TestFolder(StoreLaws):
    """A folder."""

    @pytest.fixture
    def store(self, tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
        return FolderStore(tmp_path_factory.mktemp("vault"))


class TestBucket(StoreLaws):
    """S3, by moto's server."""

    @pytest.fixture
    def store(self, moto: str) -> S3Store:
        return store_at(moto, f"/{os.urandom(4).hex()}/deep")


class TestOwnBucket(StoreLaws):
    """S3, by the service of these tests when it does not lie."""

    @pytest.fixture
    def store(self) -> Iterator[S3Store]:
        with serving(Bucket(HONEST)) as address:
            yield store_at(address)


def test_the_probe_lets_honest_stores_pass_and_leaves_nothing(moto: str) -> None:
    store = store_at(moto, "/probed")
    assert probe(store).create_only
    assert list(store.unknown()) == []
    with serving(Bucket(HONEST)) as address:
        assert probe(store_at(address)).create_only


@pytest.mark.parametrize("lie", LIES)
def test_the_probe_catches_a_store_that(lie: str) -> None:
    with serving(Bucket(lie)) as address, pytest.raises(Refusal, match=LIES[lie]):
        probe(store_at(address))


@pytest.mark.parametrize("lie", ["forgets", "truncates"])
def test_a_store_that_begins_to_lie_after_the_probe_is_caught_reading_back(lie: str, tmp_path: Path) -> None:
    bucket = Bucket(HONEST)
    with serving(bucket) as address:
        store = store_at(address)
        probe(store)
        assert kept(store, tmp_path, b"fine")
        bucket.lie = lie
        with pytest.raises(Broken):
            kept(store, tmp_path, b"not fine")


def test_a_service_that_is_not_there_is_unavailable_and_another_address_refused(tmp_path: Path) -> None:
    store = S3Store.at(
        "s3://b",
        endpoint="http://127.0.0.1:1",
        client_options={"allow_http": True},
        access_key_id="k",
        secret_access_key="s",
        retry_config={"max_retries": 0, "retry_timeout": timedelta(seconds=1)},
    )
    with pytest.raises(Unavailable):
        kept(store, tmp_path, b"x")
    for address in ("", "http://b", "s3://", "gs://b"):
        with pytest.raises(Refusal, match="not-a-store"):
            S3Store.at(address)


def test_a_folder_tells_what_is_no_payload(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "vault")
    [payload] = kept(store, tmp_path, b"x")
    place = store.place(payload)
    strangers = [place.with_name("thumbs.db"), place.parent / ("0" * 64), tmp_path / "vault" / "notes"]
    for path in strangers:
        path.write_bytes(b"")
    (place.parent / ("f" * 64)).symlink_to(place)
    found = set(store.unknown())
    assert {"notes", f"{place.parent.name}/thumbs.db"} <= found
    assert list(store.payloads()) == [payload]
    assert len(found) == 4


def test_a_payload_that_was_changed_where_it_lies_is_not_noticed_by_has_but_by_whoever_reads(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "vault")
    [payload] = kept(store, tmp_path, b"as received")
    store.place(payload).write_bytes(b"as changed!")
    assert store.has(payload)
    assert Digest.of(read(store, payload)) != payload


def test_a_disk_without_room_is_unavailable_not_a_traceback(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "vault")
    missing = tmp_path / "never written"
    round_ = store.begin()
    round_.add(missing, Digest.of(b"x"))
    with pytest.raises(IsnadError):
        round_.settle()
