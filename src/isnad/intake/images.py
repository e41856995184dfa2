"""Disk images, raw and E01: the image is an item; files found in it cite it, with partition and offset.

Deleted files that can still be read are taken in and marked; names that are left of files that cannot are reported.
``libewf`` reads the container, ``pytsk3`` (The Sleuth Kit) the volumes and file systems; nothing is mounted.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyewf
import pytsk3

from isnad.intake.bags import BROKEN, KEPT, Promise
from isnad.intake.finds import UNREADABLE, Find, Within
from isnad.words import Refusal

EWF = b"EVF\x09\x0d\x0a\xff\x00"
RAW_ENDINGS = (".dd", ".img", ".raw", ".001", ".iso", ".bin")
NO_FILE_SYSTEM = "intake.no-file-system"
DEEPEST = 64  # folders inside folders; a loop in a damaged file system ends here
PIECE = 1 << 20


class _Ewf(pytsk3.Img_Info):  # type: ignore[misc]  # the library has no types
    """An E01 image, read through libewf."""

    def __init__(self, names: list[str]) -> None:
        self._handle = pyewf.handle()
        self._handle.open(names)
        super().__init__(url="", type=pytsk3.TSK_IMG_TYPE_EXTERNAL)

    def read(self, offset: int, size: int) -> bytes:
        self._handle.seek(offset)
        return cast(bytes, self._handle.read(size))

    def get_size(self) -> int:
        return cast(int, self._handle.get_media_size())

    def stated_hashes(self) -> dict[str, str]:
        """The hashes of the medium that the acquiring tool wrote into the image."""
        return dict(self._handle.get_hash_values())


@lru_cache(maxsize=2)
def _image(path: str) -> Any:
    with Path(path).open("rb") as file:
        if file.read(8) == EWF:
            return _Ewf(pyewf.glob(path))
    return pytsk3.Img_Info(path)


def is_image(path: Path) -> bool:
    """Whether a file is a disk image: E01 by content, raw by its ending and a volume or file system inside."""
    with path.open("rb") as file:
        if file.read(8) == EWF:
            return True
    return path.suffix.lower() in RAW_ENDINGS and bool(_partitions(str(path)))


def segments(path: Path) -> list[Path]:
    """All files of an image: an E01 may be cut into E02, E03 …"""
    with path.open("rb") as file:
        if file.read(8) != EWF:
            return [path]
    return [Path(name) for name in pyewf.glob(str(path))]


def stated_hashes(path: Path) -> dict[str, str]:
    """The acquisition hashes that an E01 carries, by algorithm; none for a raw image."""
    image = _image(str(path))
    return image.stated_hashes() if isinstance(image, _Ewf) else {}


def promises(path: Path) -> list[Promise]:
    """The acquisition hashes that an E01 carries, each held against the medium's bytes as they are read now."""
    stated = {name.lower(): value.lower() for name, value in stated_hashes(path).items()}
    found = []
    for name in ("md5", "sha1", "sha256"):
        if name in stated:
            came_to = KEPT if _hash_of_medium(str(path), name) == stated[name] else BROKEN
            found.append(Promise("hash", came_to, name))
    return found


def _hash_of_medium(path: str, algorithm: str) -> str:
    image, hasher, at = _image(path), hashlib.new(algorithm, usedforsecurity=False), 0
    size = int(image.get_size())
    while at < size:
        piece = image.read(at, min(PIECE, size - at))
        if not piece:
            break
        hasher.update(piece)
        at += len(piece)
    return hasher.hexdigest()


@dataclass(frozen=True, slots=True)
class InImage:
    """A file of a file system inside an image, by the start of its partition and its own number."""

    image: str
    start: int  # bytes
    inode: int

    def open(self) -> BinaryIO:
        try:
            file = _file_system(self.image, self.start).open_meta(inode=self.inode)
            return cast(BinaryIO, _Read(file))
        except OSError as error:
            raise OSError("in image") from error


class _Read(io.RawIOBase):
    """A file inside an image as a stream."""

    def __init__(self, file: Any) -> None:
        self._file, self._at, self._size = file, 0, int(file.info.meta.size)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        left = self._size - self._at
        wanted = left if size < 0 else min(size, left)
        if wanted <= 0:
            return b""
        data = cast(bytes, self._file.read_random(self._at, wanted))
        if not data:
            raise OSError("in image")
        self._at += len(data)
        return data


@lru_cache(maxsize=8)
def _file_system(image: str, start: int) -> Any:
    return pytsk3.FS_Info(_image(image), offset=start)


def _partitions(image: str) -> list[tuple[int, int]]:
    """Number and first byte of each partition that holds a file system; (0, 0) for an image without a table."""
    found = []
    try:
        volume = pytsk3.Volume_Info(_image(image))
        starts = [(part.addr, part.start * int(volume.info.block_size)) for part in volume]
    except OSError:
        starts = [(0, 0)]
    for number, start in starts:
        try:
            _file_system(image, start)
        except OSError:
            continue
        found.append((number, start))
    return found


def in_image(path: Path) -> Iterator[Find]:
    """Every file of every file system in an image."""
    partitions = _partitions(str(path))
    if not partitions:
        raise Refusal(NO_FILE_SYSTEM)
    for number, start in partitions:
        system = _file_system(str(path), start)
        try:
            root = system.open_dir(path="/")
        except OSError:
            yield Find(b"", None, 0, trouble=UNREADABLE, within=Within(number, start))
            continue
        yield from _walk(str(path), number, start, root, b"", set(), 0)


def _walk(
    image: str, number: int, start: int, folder: Any, inside: bytes, seen: set[int], depth: int
) -> Iterator[Find]:
    for entry in folder:
        name = bytes(entry.info.name.name) if entry.info.name else b""
        if name in (b".", b"..", b"") or name.startswith(b"$"):
            continue
        path = inside + b"/" + name if inside else name
        meta = entry.info.meta
        if meta is None:
            yield Find(path, None, 0, trouble=UNREADABLE, within=Within(number, start, deleted=True))
        elif meta.type == pytsk3.TSK_FS_META_TYPE_DIR:
            if meta.addr not in seen and depth < DEEPEST:
                seen.add(meta.addr)
                yield from _inside(image, number, start, entry, path, seen, depth)
        elif meta.type == pytsk3.TSK_FS_META_TYPE_REG:
            yield _found(image, number, start, entry, path)


def _inside(image: str, number: int, start: int, entry: Any, path: bytes, seen: set[int], depth: int) -> Iterator[Find]:
    try:
        folder = entry.as_directory()
    except OSError:
        yield Find(path, None, 0, trouble=UNREADABLE, within=Within(number, start))
        return
    yield from _walk(image, number, start, folder, path, seen, depth + 1)


def _found(image: str, number: int, start: int, entry: Any, path: bytes) -> Find:
    meta = entry.info.meta
    deleted = bool(int(meta.flags) & int(pytsk3.TSK_FS_META_FLAG_UNALLOC))
    times = {
        name: int(seconds) * 1_000_000_000
        for name, seconds in (("modified", meta.mtime), ("changed", meta.ctime), ("created", meta.crtime))
        if seconds
    }
    within = Within(number, start + _first_block(entry), deleted)
    return Find(path, InImage(image, start, int(meta.addr)), int(meta.size), times, within=within)


def _first_block(entry: Any) -> int:
    """Where the first bytes of a file lie, from the start of its partition; 0 where that cannot be said."""
    try:
        block_size = int(entry.info.fs_info.block_size)
        for attribute in entry:
            for run in attribute:
                return int(run.addr) * block_size
    except (OSError, AttributeError):
        pass
    return 0
