"""Payloads in a bucket of an S3 service: ``<prefix>/<sha256>``.

* Each payload is uploaded, then read back whole and hashed; only then is it acknowledged.
* Names are digests, so nothing is ever written twice with other bytes: no conditional writes are needed.
* Whoever declares such a store probes it first (`probe`); the credentials are those of the environment
  (``AWS_ACCESS_KEY_ID`` …), as every S3 program reads them.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store as Bucket

from isnad.words import Broken, Digest, Refusal, Unavailable

HANDS = 4
_DIGITS = set("0123456789abcdef")


@contextmanager
def network() -> Iterator[None]:
    """Turns what the library says of a service into words of the house."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise Unavailable("vault.store-unreachable") from error


class S3Store:
    """A bucket, or a prefix of one."""

    on_this_disk = False

    def __init__(self, bucket: Any) -> None:
        self.bucket = bucket

    @classmethod
    def at(cls, address: str, **options: Any) -> S3Store:
        """The store at ``s3://bucket/prefix``; ``options`` go to obstore (``endpoint``, ``client_options`` …)."""
        parts = urlsplit(address)
        if parts.scheme != "s3" or not parts.netloc:
            raise Refusal("vault.not-a-store")
        if "endpoint" not in options and (endpoint := os.environ.get("AWS_ENDPOINT_URL")):
            options = {"endpoint": endpoint, "virtual_hosted_style_request": False, **options}
            if endpoint.startswith("http://"):
                options.setdefault("client_options", {"allow_http": True})
        with network():
            return cls(Bucket(parts.netloc, prefix=parts.path.strip("/") or None, **options))

    def begin(self) -> S3Round:
        """A new round."""
        return S3Round(self)

    def has(self, payload: Digest) -> bool:
        """Whether something lies under this name."""
        with network():
            try:
                obstore.head(self.bucket, str(payload))
            except FileNotFoundError:
                return False
        return True

    def open(self, payload: Digest) -> BinaryIO:
        """The payload's bytes, fetched as they are read; Broken where it is missing."""
        with network():
            try:
                found = obstore.get(self.bucket, str(payload))
            except FileNotFoundError as error:
                raise Broken("vault.payload-missing", payload=payload) from error
        return cast(BinaryIO, io.BufferedReader(_Fetched(found.stream())))

    def erase(self, payload: Digest) -> bool:
        """Removes the object; False where it was already gone."""
        if not self.has(payload):
            return False
        with network():
            obstore.delete(self.bucket, str(payload))
        return True

    def payloads(self) -> Iterator[Digest]:
        """Every payload under the prefix."""
        return (Digest.parse(name) for name in self._names() if _is_payload(name))

    def unknown(self) -> Iterator[str]:
        """Whatever else lies under the prefix."""
        return (name for name in self._names() if not _is_payload(name))

    def _names(self) -> Iterator[str]:
        with network():
            for page in obstore.list(self.bucket):
                for entry in page:
                    yield entry["path"]


class S3Round:
    """A round of an `S3Store`: uploads and readings back run in threads."""

    def __init__(self, store: S3Store) -> None:
        self._store = store
        self._hands = ThreadPoolExecutor(HANDS)
        self._waiting: list[tuple[Path, Future[None]]] = []

    def add(self, path: Path, payload: Digest, *, settled: bool = False) -> None:
        """Takes over a local file, which is removed when it has been kept; settled here or not, it is uploaded."""
        self._waiting.append((path, self._hands.submit(self._keep, path, payload)))

    def settle(self) -> None:
        """Waits until every upload was read back."""
        try:
            for _, done in self._waiting:
                done.result()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Ends what has not begun and removes the local files."""
        self._hands.shutdown(wait=True, cancel_futures=True)
        for path, _ in self._waiting:
            path.unlink(missing_ok=True)
        self._waiting = []

    def _keep(self, path: Path, payload: Digest) -> None:
        with network():
            obstore.put(self._store.bucket, str(payload), path)
        hasher = hashlib.sha256()
        with self._store.open(payload) as stream:
            while piece := stream.read(1 << 18):
                hasher.update(piece)
        if Digest(hasher.digest()) != payload:
            raise Broken("vault.read-back-differs", payload=payload)


class _Fetched(io.RawIOBase):
    """A reader over the pieces of a download."""

    def __init__(self, pieces: Any) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        with network():
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return 0
                self._rest = memoryview(bytes(piece))
        size = min(len(into), len(self._rest))
        into[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _is_payload(name: str) -> bool:
    return len(name) == 64 and set(name) <= _DIGITS
