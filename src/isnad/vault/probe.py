"""Asks a bucket whether it keeps what it promises, before anything that matters is put into it.

 1. What is put comes back whole, a small object and one sent in parts, at once and at the end of the probe.
 2. A name written again gives the newest bytes, each time: a stale answer is a lie.
 3. A part asked for is the part that comes.
 4. What is there is listed; what was deleted is gone, from reading and from the list.

Each is tried several times, for a store may lie only sometimes; a probe cannot show that it never will, so every
payload is read back as well (`S3Store`). Whether the store refuses to overwrite when asked is told, not demanded: the
vault's names are digests and need no such refusal.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError

from isnad.vault.s3_store import S3Store, network
from isnad.words import Refusal

TIMES = 4
SMALL = 1000
LARGE = 6 << 20


@dataclass(frozen=True, slots=True)
class Probed:
    """What a store that did not lie can do besides: whether it refuses to overwrite where it is asked to."""

    create_only: bool


def probe(store: S3Store) -> Probed:
    """Puts, reads and deletes a few objects under ``probe-…``; a Refusal at the first lie."""
    bucket, name = store.bucket, f"probe-{secrets.token_hex(8)}"
    names = [f"{name}-{number}" for number in range(TIMES)]
    try:
        with network():
            kept = {each: _written(bucket, each) for each in names}
            kept[f"{name}-large"] = _put(bucket, f"{name}-large", LARGE)
            _read_all(bucket, kept)
            _listed(store, kept)
            create_only = _create_only(bucket, names[0])
            _read_all(bucket, kept)
            for each in kept:
                _deleted(bucket, each)
            _unlisted(store, kept)
    finally:
        _clear(bucket, [*names, f"{name}-large"])
    return Probed(create_only)


def _written(bucket: Any, name: str) -> bytes:
    """Writes a name twice, reading after each; gives what stands there now."""
    newest = b""
    for _ in range(2):
        newest = _put(bucket, name, SMALL)
        if _get(bucket, name) != newest:
            raise _lie(bucket, name, newest)
    try:
        middle = bytes(obstore.get_range(bucket, name, start=100, length=50))
    except FileNotFoundError as error:
        raise Refusal("vault.store-forgets") from error
    if middle != newest[100:150]:
        raise Refusal("vault.store-wrong-part")
    return newest


def _put(bucket: Any, name: str, size: int) -> bytes:
    data = os.urandom(size)
    obstore.put(bucket, name, data)
    return data


def _get(bucket: Any, name: str) -> bytes | None:
    try:
        return bytes(obstore.get(bucket, name).bytes())
    except FileNotFoundError:
        return None


def _lie(bucket: Any, name: str, kept: bytes) -> Refusal:
    """Which lie it is."""
    found = _get(bucket, name)
    if found is None:
        return Refusal("vault.store-forgets")
    return Refusal("vault.store-truncates" if len(found) != len(kept) else "vault.store-stale")


def _read_all(bucket: Any, kept: dict[str, bytes]) -> None:
    for name, data in kept.items():
        if _get(bucket, name) != data:
            raise _lie(bucket, name, data)


def _listed(store: S3Store, kept: dict[str, bytes]) -> None:
    if not set(kept) <= set(store.unknown()):
        raise Refusal("vault.store-does-not-list")


def _unlisted(store: S3Store, kept: dict[str, bytes]) -> None:
    if set(kept) & set(store.unknown()):
        raise Refusal("vault.store-keeps-deleted")


def _deleted(bucket: Any, name: str) -> None:
    obstore.delete(bucket, name)
    if _get(bucket, name) is not None:
        raise Refusal("vault.store-keeps-deleted")


def _create_only(bucket: Any, name: str) -> bool:
    """Whether the store refuses to write over ``name`` when asked not to; what stood there is put back."""
    before = _get(bucket, name)
    try:
        obstore.put(bucket, name, b"over", mode="create")
    except AlreadyExistsError:
        return True
    except BaseError:  # a store that knows no such request may refuse it in any way
        return False
    if before is not None:
        obstore.put(bucket, name, before)
    return False


def _clear(bucket: Any, names: list[str]) -> None:
    delete: Callable[[Any, str], Any] = obstore.delete
    for name in names:
        try:
            delete(bucket, name)
        except (BaseError, OSError):  # what the probe leaves behind is random bytes under a name that says so
            continue
