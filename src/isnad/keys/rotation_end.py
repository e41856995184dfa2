"""The end of a rotation of the keys, which needs no key: new files take the places of old ones.

 1. A rotation writes everything anew under ``keys/rotation/`` and then, synced, the file ``ready``. Until it stands,
    the old keys count; from then on the new ones do, whatever happens.
 2. Each old file is overwritten where it lies and synced, then the new one takes its name.
 3. The second places are made equal, in the same way; then ``archive.json`` names the new recipients.
 4. ``ready`` goes, then what is left of the folder.

Every step may be done again. Whoever passes the gate finishes what a crash left in the middle.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isnad.instruments import durable
from isnad.keys.folder import ArchiveConfig, DataFolder
from isnad.vault import Gate, WrapBook

KINDS = ("wraps", "segments", "slots")


def gate(folder: DataFolder) -> KeyGate:
    """The gate of an archive's keys."""
    return KeyGate(folder)


def wrap_book(folder: DataFolder) -> WrapBook:
    """The headers of an archive's objects."""
    return WrapBook(folder.both("wraps"), folder.cache / "wraps.index", gate(folder))


class KeyGate(Gate):
    """A gate behind which no rotation stands half done."""

    def __init__(self, folder: DataFolder) -> None:
        durable.make_folders(folder.cache)
        super().__init__(folder.cache / "keys.lock")
        self._folder = folder

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Passes with others, once what a crash left is finished."""
        while True:
            with super().shared():
                if not is_ready(self._folder):
                    yield
                    return
            with self.alone():
                pass

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Passes alone, once what a crash left is finished and swept."""
        with super().alone():
            self._mend()
            yield

    @contextmanager
    def alone_if_free(self) -> Iterator[bool]:
        """Passes alone if nobody else does now, once what a crash left is finished and swept."""
        with super().alone_if_free() as free:
            if free:
                self._mend()
            yield free

    def _mend(self) -> None:
        if is_ready(self._folder):
            finish(self._folder)
        sweep(self._folder)


def rotation(folder: DataFolder) -> Path:
    """Where a rotation writes."""
    return folder.keys / "rotation"


def is_ready(folder: DataFolder) -> bool:
    """Whether a rotation has passed the point behind which the new keys count."""
    return (rotation(folder) / "ready").exists()


def finish(folder: DataFolder) -> None:
    """Puts the new files in their places; for whoever has passed the gate alone."""
    new = rotation(folder)
    for path in _files(new):
        _take_place(path, folder.keys / path.relative_to(new))
    for path in _files(folder.keys):
        _copy(path, folder.second / path.relative_to(folder.keys))
    with durable.disk():
        if (new / "archive.json").exists():
            folder.change_recipients(ArchiveConfig.parse((new / "archive.json").read_bytes()))
    durable.remove([new / "ready"])
    with durable.disk():
        shutil.rmtree(new)
    wrap_book(folder).forget_index()


def sweep(folder: DataFolder) -> None:
    """Destroys files under temporary names that a crash left; for whoever has passed the gate alone."""
    places = [folder.incoming, folder.keys, folder.second, *(place for kind in KINDS for place in folder.both(kind))]
    with durable.disk():
        left = [path for place in places for path in place.glob("*.part")]
    for path in left:
        destroy(path)
    durable.remove(left)


def _files(root: Path) -> list[Path]:
    """The key files below ``root`` that a rotation renews."""
    with durable.disk():
        inner = [path for kind in KINDS if (root / kind).is_dir() for path in sorted((root / kind).iterdir())]
        return [path for path in (root / "identity", root / "locked") if path.is_file()] + inner


def _take_place(new: Path, place: Path) -> None:
    destroy(place)
    with durable.disk(), durable.synced_folder(place.parent), durable.synced_folder(new.parent):
        new.replace(place)


def _copy(path: Path, place: Path) -> None:
    with durable.disk():
        data = path.read_bytes()
        if place.is_file() and place.read_bytes() == data:
            return
    destroy(place)
    durable.make_folders(place.parent)
    durable.replace(place, data)


def destroy(path: Path) -> None:
    """Overwrites a file where it lies and syncs: what it held is gone from it, on disks that write in place."""
    with durable.disk():
        size = path.stat().st_size if path.is_file() else 0
    if size:
        durable.overwrite(path, 0, bytes(size))
