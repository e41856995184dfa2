"""ZIP and TAR: the archive is an item, and so is each file in it, citing the archive.

Nothing is ever unpacked onto a disk, so a name that climbs out (``../``) climbs nowhere: it is a name, sealed like any
other, and noted. Links and devices inside are reported, encrypted members too. An archive inside an archive is kept as
the file it is; its own members come when it is taken in by itself.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

from isnad.intake.finds import NOT_A_FILE, SYMBOLIC_LINK, UNREADABLE, Find, Within
from isnad.words import Refusal

ENCRYPTED = "intake.encrypted-member"
CLIMBS_OUT = "intake.name-climbs-out"
NESTED = "intake.nested-archive"
NOT_AN_ARCHIVE = "intake.broken-archive"
ENDINGS = (b".zip", b".tar", b".tgz", b".gz", b".bz2", b".xz", b".7z", b".rar")
LARGEST_RATIO = 1000  # of a member's size to its stored size, beyond a megabyte: a bomb
BOMB = "intake.bomb"

_READ_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    tarfile.TarError,
    EOFError,
    lzma.LZMAError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class InZip:
    """A member of a ZIP, by its place in the archive's own list."""

    archive: str
    index: int

    def open(self) -> BinaryIO:
        opened = _zip(self.archive)
        try:
            return cast(BinaryIO, _Checked(cast(BinaryIO, opened.open(opened.infolist()[self.index]))))
        except (*_READ_ERRORS, RuntimeError) as error:  # RuntimeError: encrypted
            raise OSError("member") from error


@dataclass(frozen=True, slots=True)
class InTar:
    """A member of a TAR, by its place in the uncompressed stream."""

    archive: str
    offset: int
    size: int
    compression: str

    def open(self) -> BinaryIO:
        try:
            stream = uncompressed(self.archive, self.compression)
            stream.seek(self.offset)
            return cast(BinaryIO, _Checked(cast(BinaryIO, _Slice(stream, self.size))))
        except _READ_ERRORS as error:
            raise OSError("member") from error


class _Checked(io.RawIOBase):
    """Turns what an archive's reader says of damage into OSError, as a disk would."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._inner.read(size)
        except (*_READ_ERRORS, ValueError) as error:
            raise OSError("member") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise OSError("member") from error
            raise

    def close(self) -> None:
        self._inner.close()
        super().close()


class _Slice(io.RawIOBase):
    """A part of a stream, from where it stands."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        if not data and self._left:
            raise EOFError
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()


@lru_cache(maxsize=2)
def _zip(path: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def uncompressed(path: str, compression: str) -> BinaryIO:
    match compression:
        case "gz":
            return cast(BinaryIO, gzip.open(path))
        case "bz2":
            return cast(BinaryIO, bz2.open(path))
        case "xz":
            return cast(BinaryIO, lzma.open(path))
        case _:
            return Path(path).open("rb")


def in_zip(path: Path) -> Iterator[Find]:
    """Each member of a ZIP; folders are not things."""
    try:
        members = _zip(str(path)).infolist()
    except (*_READ_ERRORS, OSError) as error:
        raise Refusal(NOT_AN_ARCHIVE) from error
    for index, member in enumerate(members):
        if not member.is_dir():
            yield _zip_member(path, index, member)


def _zip_member(path: Path, index: int, member: zipfile.ZipInfo) -> Find:
    name = member.filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437", "surrogateescape")
    trouble = None
    if member.flag_bits & 0x1:
        trouble = ENCRYPTED
    elif (member.external_attr >> 16) & 0o170000 == 0o120000:
        trouble = SYMBOLIC_LINK
    elif member.file_size > 1_000_000 and member.file_size > LARGEST_RATIO * max(1, member.compress_size):
        trouble = BOMB
    opening = None if trouble else InZip(str(path), index)
    times = {"modified": _nanoseconds(member.date_time)}
    return Find(name, opening, member.file_size, times, trouble, Within(offset=member.header_offset), _notes(name))


def _nanoseconds(wall: tuple[int, int, int, int, int, int]) -> int:
    """A ZIP's time has no offset; it is kept as if it were UTC, sealed, and is a reading."""
    try:
        import calendar

        return calendar.timegm(time.struct_time((*wall, 0, 0, 0))) * 1_000_000_000
    except (ValueError, OverflowError):
        return 0


def in_tar(path: Path, compression: str = "") -> Iterator[Find]:
    """Each member of a TAR, plain or compressed; a broken end ends the list and is reported."""
    try:
        with uncompressed(str(path), compression) as stream, tarfile.open(fileobj=stream, mode="r:") as opened:
            yield from _members(path, compression, opened)
    except (tarfile.ReadError, gzip.BadGzipFile) as error:
        raise Refusal(NOT_AN_ARCHIVE) from error


def _members(path: Path, compression: str, opened: tarfile.TarFile) -> Iterator[Find]:
    while True:
        try:
            member = opened.next()
        except (tarfile.TarError, EOFError, OSError, lzma.LZMAError):
            yield Find(b"", None, 0, trouble=UNREADABLE)
            return
        if member is None:
            return
        if not member.isdir():
            yield _tar_member(path, compression, member)


def _tar_member(path: Path, compression: str, member: tarfile.TarInfo) -> Find:
    name = member.name.encode("utf-8", "surrogateescape")
    times = {"modified": int(member.mtime * 1_000_000_000)}
    trouble = None
    if member.issym() or member.islnk():
        trouble = SYMBOLIC_LINK
    elif not member.isreg():
        trouble = NOT_A_FILE
    opening = None if trouble else InTar(str(path), member.offset_data, member.size, compression)
    return Find(name, opening, member.size, times, trouble, Within(offset=member.offset), _notes(name))


def _notes(name: bytes) -> tuple[str, ...]:
    notes = []
    if name.startswith(b"/") or b".." in name.replace(b"\\", b"/").split(b"/"):
        notes.append(CLIMBS_OUT)
    if name.lower().endswith(ENDINGS):
        notes.append(NESTED)
    return tuple(notes)
