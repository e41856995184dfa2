"""A disk that forgets: what a program did, as strace saw it, replayed on a model in which only what was synced is sure.

* A file's bytes are sure up to its last ``fsync``; of what was written since, any 512-byte sectors may survive.
* A name (made, moved or taken away) is sure once the folder that holds it was synced; of what was done since in a
  folder, any first part may survive.
* A folder whose own name is not sure takes all that is in it away with it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from attacks.ledger_runs import acknowledged_in, run

KINDS = "openat,write,pwrite64,fsync,rename,link,unlink,unlinkat,mkdir,rmdir,ftruncate"
SECTOR = 512
_CALL = re.compile(r"([a-z0-9]+)\((.*)\) += ([0-9]+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^[0-9]+<([^>]*)>")

Call = tuple[str, list[str], list[bytes], int]
"""A system call that succeeded: its name, its paths, its other strings, its last number."""


def record(folder: Path, batches: Sequence[int], log: Path) -> list[Call]:
    """Runs the sealing program and gives what it did below ``folder``, and what it told, in order."""
    run(folder, batches, ["strace", "-f", "-qq", "-y", "-xx", "-s", "9999999", "-e", f"trace={KINDS}", "-o", str(log)])
    return list(_read(log.read_text(), str(folder)))


def _read(log: str, folder: str) -> Iterator[Call]:
    begun: dict[str, str] = {}
    for line in log.splitlines():
        process, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            begun[process] = text.removesuffix("<unfinished ...>")
            continue
        if resumed := re.match(r"<\.\.\. [a-z0-9]+ resumed>(.*)", text):
            text = begun.pop(process) + resumed[1]
        if found := _CALL.match(text):
            call = _understood(found[1], found[2].strip(), folder)
            if call is not None:
                yield call


def _understood(kind: str, text: str, folder: str) -> Call | None:
    strings = [bytes.fromhex(each.replace("\\x", "")) for each in _STRING.findall(text)]
    handle = _HANDLE.match(text)
    place = _plain(handle[1]) if handle else ""
    paths = [place] if kind in ("write", "pwrite64", "fsync", "ftruncate") else [each.decode() for each in strings]
    if kind == "unlinkat" and handle:
        paths = [f"{place}/{strings[0].decode()}"]
    if kind == "write" and text.startswith("1<"):
        return ("told", [], strings, 0)
    if not paths or not paths[0].startswith(folder) or (kind == "openat" and "O_CREAT" not in text):
        return None
    number = re.search(r", ([0-9]+)$", text)
    return (kind, paths, strings, int(number[1]) if number else 0)


def _plain(path: str) -> str:
    if "\\x" in path:
        path = bytes.fromhex(path.replace("\\x", "")).decode()
    return path.removesuffix(" (deleted)")


@dataclass
class _File:
    """A file's bytes as the program sees them, those that are sure, and the writes since: (offset, bytes)."""

    seen: bytearray = field(default_factory=bytearray)
    sure: bytes = b""
    since: list[tuple[int, bytes]] = field(default_factory=list)


class Disk:
    """The model. ``skip_syncs`` makes a disk on which nothing is ever synced: the negative control."""

    def __init__(self, folder: Path, *, skip_syncs: bool = False) -> None:
        self.folder = str(folder)
        self.skip_syncs = skip_syncs
        self.names: dict[str, _File | None] = {}
        self.sure: dict[str, _File | None] = {}
        self.since: dict[str, list[tuple[str, _File | None, bool]]] = {}
        self.told = ""

    def do(self, call: Call) -> None:
        """Replays one call."""
        kind, paths, strings, number = call
        if kind == "told":
            self.told += strings[0].decode()
        elif kind in ("write", "pwrite64"):
            self._write(paths[0], number if kind == "pwrite64" else len(self._file(paths[0]).seen), strings[0])
        elif kind == "ftruncate":
            self._cut(self._file(paths[0]), number)
        elif kind == "fsync":
            self._sync(paths[0])
        else:
            self._rearrange(kind, paths)

    def _rearrange(self, kind: str, paths: list[str]) -> None:
        match kind:
            case "openat" if paths[0] not in self.names:
                self._name(paths[0], _File())
            case "mkdir":
                self._name(paths[0], None)
            case "link" | "rename":
                self._name(paths[1], self.names[paths[0]])
                if kind == "rename":
                    self._forget(paths[0])
            case "unlink" | "unlinkat" | "rmdir":
                self._forget(paths[0])

    def after_the_cut(self, target: Path, chance: random.Random | None) -> None:
        """Writes what is left into ``target``: the least there can be, or by chance more."""
        left = dict(self.sure)
        for acts in self.since.values():
            for path, file, there in acts[: chance.randint(0, len(acts)) if chance else 0]:
                if there:
                    left[path] = file
                else:
                    left.pop(path, None)
        for path in sorted(left, key=len):
            place = target / PurePosixPath(path).relative_to(self.folder)
            file = left[path]
            if not place.parent.is_dir():
                continue
            if file is None:
                place.mkdir(exist_ok=True)
            else:
                place.write_bytes(_survived(file, chance))

    @property
    def acknowledged(self) -> set[int]:
        return acknowledged_in(self.told)

    def _file(self, path: str) -> _File:
        found = self.names[path]
        assert found is not None
        return found

    def _name(self, path: str, file: _File | None) -> None:
        self.names[path] = file
        self.since.setdefault(str(PurePosixPath(path).parent), []).append((path, file, True))

    def _forget(self, path: str) -> None:
        self.names.pop(path, None)
        self.since.setdefault(str(PurePosixPath(path).parent), []).append((path, None, False))

    def _write(self, path: str, offset: int, data: bytes) -> None:
        file = self._file(path)
        file.seen.extend(bytes(max(0, offset + len(data) - len(file.seen))))
        file.seen[offset : offset + len(data)] = data
        file.since.append((offset, data))

    def _cut(self, file: _File, size: int) -> None:
        del file.seen[size:]
        file.since = [(0, bytes(file.seen))]

    def _sync(self, path: str) -> None:
        if self.skip_syncs:
            return
        if self.names.get(path) is not None:
            file = self._file(path)
            file.sure, file.since = bytes(file.seen), []
            return
        for name, file_or_folder, there in self.since.pop(path, []):
            if there:
                self.sure[name] = file_or_folder
            else:
                self.sure.pop(name, None)


def _survived(file: _File, chance: random.Random | None) -> bytes:
    """The bytes after the cut: the sure ones, and by chance sectors of what was written since."""
    if chance is None or not file.since or chance.random() < 0.3:
        return file.sure
    data = bytearray(file.sure)
    for offset, written in file.since:
        for start in range(0, len(written), SECTOR):
            if chance.random() < 0.5:
                part = written[start : start + SECTOR]
                data.extend(bytes(max(0, offset + start + len(part) - len(data))))
                data[offset + start : offset + start + len(part)] = part
    return bytes(data)
