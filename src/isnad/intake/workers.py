"""What a worker does with a handful of finds: read each once, hash it, encrypt it, have it examined.

A worker has public recipients, a folder for drafts and the key of marks; no identity, no tables. The picture itself is
examined in a sandbox of its own, which sees a pipe. Where the vault is a folder of this machine, a worker also settles
its drafts (`isnad.vault.settling`), in threads beside the encryption: what it gives back is on the disk.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from isnad.custody.marks import mark
from isnad.instruments.imaging import kinds, values
from isnad.instruments.imaging.values import Examined, Isolation
from isnad.instruments.imaging.workshop import Workshop
from isnad.instruments.sealing import Recipient
from isnad.intake.finds import UNREADABLE, Find
from isnad.vault import Draft, prepare
from isnad.vault.settling import settle
from isnad.words import Digest, Unavailable

IN_MEMORY = 64 * 2**20  # bytes up to which a file is read at once
HANDS = 3  # drafts of a worker that wait for the disk side by side
PICTURE_NAMES = (b".jpg", b".jpeg", b".jpe", b".png", b".tif", b".tiff", b".gif", b".bmp", b".webp", b".heic", b".heif")
NOT_AS_NAMED = "intake.not-as-named"


@dataclass(frozen=True, slots=True)
class Handful:
    """Finds of one round, where and for whom their drafts are made, and whether the worker settles them.

    ``number`` counts the handfuls of one walk, from 0.
    """

    number: int
    finds: Sequence[Find]
    round: int
    folder: Path
    recipients: tuple[Recipient, ...]
    settle: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What a worker gives back. Exactly one of: ``trouble``, ``known`` (dealt with in an earlier run), ``draft``."""

    trouble: str | None = None
    known: bool = False
    draft: Draft | None = None
    examined: Examined | None = None
    mark: str = ""


class _Bench:
    """What one worker process works with."""

    workshop: Workshop
    hands: ThreadPoolExecutor
    accession: int
    mark_key: bytes
    marks: frozenset[str]


_bench = _Bench()


def prepare_worker(accession: int, mark_key: bytes, marks: frozenset[str]) -> None:
    """Called once in each worker: ``marks`` are of what an earlier run of this accession dealt with."""
    _bench.workshop = Workshop(1)
    _bench.hands = ThreadPoolExecutor(HANDS)
    _bench.accession, _bench.mark_key, _bench.marks = accession, mark_key, marks


def look(handful: Handful) -> list[Looked]:
    """Deals with each find of a handful. Never raises for what is wrong with a find itself."""
    looked, waiting = [], []
    for find in handful.finds:
        each = _look(find, handful)
        if each.draft is not None and handful.settle:
            waiting.append(_bench.hands.submit(settle, each.draft.path, each.draft.kept.payload))
            each = replace(each, draft=replace(each.draft, settled=True))
        looked.append(each)
    _wait(waiting)
    return looked


def _wait(waiting: Sequence[Future[None]]) -> None:
    for settled in waiting:
        settled.result()


def _look(find: Find, handful: Handful) -> Looked:
    if find.trouble is not None or find.opening is None:
        return _in_trouble(find, find.trouble or UNREADABLE)
    try:
        with find.opening.open() as stream:
            return _read(stream, find, handful)
    except OSError:
        return _in_trouble(find, UNREADABLE)
    except Unavailable as error:
        if error.code == "vault.source-unreadable":
            return _in_trouble(find, UNREADABLE)
        raise


def isolation() -> Isolation:
    """What keeps this worker's decoders in."""
    return _bench.workshop.isolation


def _read(stream: BinaryIO, find: Find, handful: Handful) -> Looked:
    data = _read_up_to(stream, IN_MEMORY + 1)
    if len(data) > IN_MEMORY:
        return _read_large(data, stream, find, handful)
    if _bench.marks and (written := _mark(find, Digest.of(data))) in _bench.marks:
        return Looked(known=True, mark=written)
    draft = prepare(io.BytesIO(data), handful.folder, handful.recipients)
    examined = _as_named(find, _bench.workshop.examine(data))
    return Looked(draft=draft, examined=examined, mark=_mark(find, draft.kept.digest))


def _read_large(head: bytes, stream: BinaryIO, find: Find, handful: Handful) -> Looked:
    """A file that does not fit into memory: encrypted as it streams; no decoder is let near it."""
    draft = prepare(_Joined(head, stream), handful.folder, handful.recipients)
    written = _mark(find, draft.kept.digest)
    if written in _bench.marks:
        draft.path.unlink(missing_ok=True)
        return Looked(known=True, mark=written)
    kind = kinds.media_type(head)
    finding = values.TOO_LARGE if kinds.is_picture(kind) else values.NOT_A_PICTURE
    return Looked(draft=draft, examined=Examined(kind, finding=finding), mark=written)


class _Joined:
    """Bytes already read, and the stream they came from."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = io.BytesIO(head), stream

    def read(self, size: int, /) -> bytes:
        return self._head.read(size) or self._stream.read(size)


def _read_up_to(stream: BinaryIO, most: int) -> bytes:
    first = stream.read(min(most, 1 << 20))
    parts, left = [first], most - len(first)
    while left and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return first if len(parts) == 1 else b"".join(parts)


def _as_named(find: Find, examined: Examined) -> Examined:
    """A file called like a picture that holds none is damage, not another kind of document."""
    named_a_picture = find.path.lower().endswith(PICTURE_NAMES)
    if examined.finding == values.NOT_A_PICTURE and named_a_picture:
        return replace(examined, finding=NOT_AS_NAMED)
    return examined


def _in_trouble(find: Find, trouble: str) -> Looked:
    written = _mark(find, None)
    return Looked(known=True, mark=written) if written in _bench.marks else Looked(trouble=trouble, mark=written)


def _mark(find: Find, digest: Digest | None) -> str:
    # The same bytes may stand at one path in two partitions, or deleted and not: the place belongs to the path.
    place = repr(find.within).encode() if find.within else b""
    return mark(_bench.mark_key, _bench.accession, find.path + b"\0" + place, digest)


def content_digest(path: Path) -> Digest:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return Digest(hashlib.file_digest(stream, "sha256").digest())
