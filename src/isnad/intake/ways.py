"""The ways in: by looking at a path, how to take it in.

Order of looking: BagIt bag, WACZ, auto-archiver's output, plain folder; disk image, ZIP, TAR, single file. A container
that is one file (archive, image) is itself an item, received first; what is in it cites it.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from isnad.intake import archives, bags, images, web
from isnad.intake.finds import Find, in_folder, one_file
from isnad.words import Refusal


@dataclass(frozen=True, slots=True)
class WayIn:
    """How a path is taken in: its manner, the files that are containers, what is found, what was checked beforehand.

    ``checked`` are the codes of what a container's own promises (manifests, hashes, signatures) came to.
    """

    manner: str
    containers: tuple[Path, ...]
    finds: Callable[[], Iterator[Find]]
    promises: Callable[[], list[bags.Promise]] = list


def way_in(path: Path) -> WayIn:
    """How ``path`` is taken in; refused where nothing is there."""
    if not path.exists():
        raise Refusal("intake.nothing-there")
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise Refusal("intake.not-a-source")
    return _file(path)


def _folder(path: Path) -> WayIn:
    if (path / "bagit.txt").is_file():
        return WayIn("bag", (), lambda: in_folder(path), lambda: bags.promises(path))
    if web.is_auto_archiver(path):
        return WayIn("web-archive", (), lambda: in_folder(path), lambda: web.auto_archiver_promises(path))
    return WayIn("folder", (), lambda: in_folder(path))


def _file(path: Path) -> WayIn:
    if path.stat().st_size == 0:
        return WayIn("folder", (), lambda: iter([one_file(path)]))
    if images.is_image(path):
        parts = tuple(images.segments(path))
        return WayIn("disk-image", parts, lambda: images.in_image(path), lambda: images.promises(path))
    if zipfile.is_zipfile(path):
        if web.is_wacz(path):
            return WayIn("web-archive", (path,), lambda: archives.in_zip(path), lambda: web.wacz_promises(path))
        return WayIn("archive", (path,), lambda: archives.in_zip(path))
    compression = _compression(path)
    if _is_tar(path, compression):
        return WayIn("archive", (path,), lambda: archives.in_tar(path, compression))
    return WayIn("folder", (), lambda: iter([one_file(path)]))


_MAGIC = {b"\x1f\x8b": "gz", b"BZ": "bz2", b"\xfd7": "xz"}


def _compression(path: Path) -> str:
    with path.open("rb") as file:
        return _MAGIC.get(file.read(2), "")


def _is_tar(path: Path, compression: str) -> bool:
    try:
        with archives.uncompressed(str(path), compression) as stream, tarfile.open(fileobj=stream, mode="r:"):
            return True
    except (tarfile.TarError, OSError, EOFError, lzma.LZMAError):
        return False
