"""A disk that forgets, as a file system in memory: what was not synced may be gone after a power cut, or in part.

python forgetful.py FOLDER [never]      mounts itself on FOLDER; with ``never``, no sync does anything

* A file's bytes are sure up to its last ``fsync``; of what was written since, any 512-byte sectors may survive.
* A folder's names are sure up to its last ``fsync``; of what was done to it since, any first part may survive.
* Setting the attribute ``user.cut`` of the mount to ``SEED TARGET`` writes what a power cut *now* would leave to the
  folder TARGET; the file system goes on, so that many cuts can be tried of one run.
"""

from __future__ import annotations

import errno
import os
import random
import stat
import sys
import time
from pathlib import Path, PurePosixPath
from typing import Any

from mfusepy import FUSE, FuseOSError, Operations

SECTOR = 512


class File:
    """Bytes as programs see them, as they are sure, and what was written since."""

    def __init__(self) -> None:
        self.live, self.sure = bytearray(), b""
        self.since: list[tuple[int, bytes | None]] = []  # where and what; None: cut off there
        self.links = 0

    def write(self, offset: int, data: bytes) -> None:
        self.live.extend(bytes(max(0, offset - len(self.live))))
        self.live[offset : offset + len(data)] = data
        self.since.append((offset, data))

    def cut(self, size: int) -> None:
        self.live[size:] = bytes(max(0, size - len(self.live)))
        self.since.append((size, None))

    def sync(self) -> None:
        self.sure, self.since = bytes(self.live), []

    def left(self, chance: random.Random) -> bytes:
        """What a power cut leaves."""
        data = bytearray(self.sure)
        for offset, written in self.since:
            if written is None:
                if chance.random() < 0.5:
                    data[offset:] = bytes(max(0, offset - len(data)))
                continue
            for at in range(0, len(written), SECTOR):
                if chance.random() < 0.5:
                    start, piece = offset + at, written[at : at + SECTOR]
                    data.extend(bytes(max(0, start - len(data))))
                    data[start : start + len(piece)] = piece
        return bytes(data)


class Folder:
    """Names as programs see them, as they are sure, and what was done since."""

    def __init__(self) -> None:
        self.live: dict[str, File | Folder] = {}
        self.sure: dict[str, File | Folder] = {}
        self.since: list[tuple[str, File | Folder | None]] = []

    def name(self, name: str, node: File | Folder | None) -> None:
        if node is None:
            del self.live[name]
        else:
            self.live[name] = node
        self.since.append((name, node))

    def sync(self) -> None:
        self.sure, self.since = dict(self.live), []

    def left(self, chance: random.Random) -> dict[str, File | Folder]:
        names = dict(self.sure)
        for name, node in self.since[: chance.randrange(len(self.since) + 1)]:
            if node is None:
                names.pop(name, None)
            else:
                names[name] = node
        return names


def write_out(folder: Folder, target: Path, chance: random.Random) -> None:
    """Writes what a power cut leaves of a folder to a real one."""
    target.mkdir(parents=True, mode=0o700)
    for name, node in folder.left(chance).items():
        if isinstance(node, Folder):
            write_out(node, target / name, chance)
        else:
            (target / name).write_bytes(node.left(chance))
            (target / name).chmod(0o600)


class Forgetful(Operations):  # type: ignore[misc]
    """The file system."""

    def __init__(self, *, never: bool) -> None:
        self._root, self._never = Folder(), never

    def _find(self, path: str) -> File | Folder:
        node: File | Folder = self._root
        for part in PurePosixPath(path).parts[1:]:
            if not isinstance(node, Folder) or part not in node.live:
                raise FuseOSError(errno.ENOENT)
            node = node.live[part]
        return node

    def _file(self, path: str) -> File:
        node = self._find(path)
        if isinstance(node, Folder):
            raise FuseOSError(errno.EISDIR)
        return node

    def _above(self, path: str) -> tuple[Folder, str]:
        place = PurePosixPath(path)
        node = self._find(str(place.parent))
        if not isinstance(node, Folder):
            raise FuseOSError(errno.ENOTDIR)
        return node, place.name

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        node, now = self._find(path), time.time()
        told = {"st_uid": os.getuid(), "st_gid": os.getgid(), "st_mtime": now, "st_ctime": now, "st_atime": now}
        if isinstance(node, Folder):
            return {**told, "st_mode": stat.S_IFDIR | 0o700, "st_nlink": 2}
        return {**told, "st_mode": stat.S_IFREG | 0o600, "st_nlink": max(1, node.links), "st_size": len(node.live)}

    def readdir(self, path: str, fh: int) -> list[str]:
        node = self._find(path)
        return [".", "..", *node.live]  # type: ignore[list-item]

    def mkdir(self, path: str, mode: int) -> int:
        folder, name = self._above(path)
        if name in folder.live:
            raise FuseOSError(errno.EEXIST)
        folder.name(name, Folder())
        return 0

    def rmdir(self, path: str) -> int:
        folder, name = self._above(path)
        node = self._find(path)
        if node.live:
            raise FuseOSError(errno.ENOTEMPTY)
        folder.name(name, None)
        return 0

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        folder, name = self._above(path)
        folder.name(name, File())
        return 0

    def open(self, path: str, flags: int) -> int:
        self._file(path)
        return 0

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self._file(path).live[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        self._file(path).write(offset, bytes(data))
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        self._file(path).cut(length)
        return 0

    def unlink(self, path: str) -> int:
        folder, name = self._above(path)
        self._file(path)
        folder.name(name, None)
        return 0

    def rename(self, old: str, new: str, flags: int = 0) -> int:
        (source, before), (target, after), node = self._above(old), self._above(new), self._find(old)
        target.name(after, node)
        source.name(before, None)
        return 0

    def link(self, target: str, source: str) -> int:
        folder, name = self._above(target)
        if name in folder.live:
            raise FuseOSError(errno.EEXIST)
        folder.name(name, self._file(source))
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        if not self._never:
            self._find(path).sync()
        return 0

    fsyncdir = fsync

    def chmod(self, path: str, mode: int) -> int:
        return 0

    def utimens(self, path: str, times: Any = None) -> int:
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        return {"f_bsize": 4096, "f_frsize": 4096, "f_blocks": 1 << 20, "f_bavail": 1 << 20, "f_bfree": 1 << 20}

    def setxattr(self, path: str, name: str, value: bytes, options: int, position: int = 0) -> int:
        seed, target = value.decode().split(" ", 1)
        write_out(self._root, Path(target), random.Random(int(seed)))
        return 0


if __name__ == "__main__":
    FUSE(Forgetful(never="never" in sys.argv[2:]), sys.argv[1], foreground=True, nothreads=True)
