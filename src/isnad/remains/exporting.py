"""Writes remains out, one JSON value a line: entry numbers, or the digests of originals, which are restricted.

Like whatever leaves the house: what goes is an entry first, and restricted things or more than 200 items need a second
person. It is written under a passing name, disclosed, and then gets its own.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from isnad.access.actions import Second
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.custody.models import Item
from isnad.instruments.durable import disk, sync_folder
from isnad.record.tables import WIDTH, key
from isnad.remains.queries import Asked, lines
from isnad.words import Digest, Label, Refusal

NAMED_AT_ONCE = 900  # entries one disclosure can name


@dataclass(frozen=True, slots=True)
class Request:
    """What is to leave: where to, whether items are named by their digests, for whom and what."""

    out: Path
    by: str
    digests: bool = False
    purpose: str = "tracing"
    receiver: str | None = None

    @property
    def label(self) -> Label:
        """Digests of originals are restricted: a state holds the same files."""
        return Label.RESTRICTED if self.digests else Label.INTERNAL


@dataclass(frozen=True, slots=True)
class Given:
    """What left, and the entry that says so."""

    remains: int
    photographs: int
    entry: int


def give(request: Request, *, second: Second | None) -> Given:
    """Writes ``request.out``; refuses a name already taken."""
    if request.out.exists():
        raise Refusal("remains.out-exists")
    found = list(lines(Asked(request.label, request.purpose, request.receiver)))
    items = sorted({item for line in found for item in _items(line)})
    if request.digests:
        _name_by_digest(found, items)
    text = b"".join(orjson.dumps(line) + b"\n" for line in found)
    entry = _disclose(request, items, Digest(hashlib.sha256(text).digest()), second)
    _write(request.out, text)
    return Given(len(found), len(items), entry)


def _items(line: dict[str, Any]) -> list[int]:
    return list(line["items"])


def _name_by_digest(found: list[dict[str, Any]], items: list[int]) -> None:
    digests: dict[int, str] = {}
    for part in _parts(items):
        rows = Item.objects.filter(pk__in=[key(each) for each in part]).values_list("pk", "digest")
        digests.update((pk // WIDTH, str(Digest(bytes(raw)))) for pk, raw in rows)
    for line in found:
        line["items"] = [digests[each] for each in line["items"]]


def _disclose(request: Request, items: list[int], digest: Digest, second: Second | None) -> int:
    numbers = []
    for part in _parts(items) if items else [[]]:
        said = Disclosure(
            tuple(part), "remains", request.label, request.receiver, request.purpose, None, len(items), digest
        )
        numbers.append(custody.disclose(said, by=request.by, second=second))
    return numbers[0]


def _parts(items: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(items), NAMED_AT_ONCE):
        yield items[start : start + NAMED_AT_ONCE]


def _write(out: Path, text: bytes) -> None:
    passing = out.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with disk(), os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        with disk():
            os.link(passing, out)
            sync_folder(out.parent)
    finally:
        passing.unlink(missing_ok=True)
