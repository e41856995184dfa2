"""Opens what a partner sent, as a folder of files, after every name and size was looked at.

 1. Nothing is read, unpacked or hashed that is no ordinary file, leads out of the package, or is larger than its part
    of a package can be. Nobody can talk a house out of these: they are refused whatever else was asked.
 2. A ZIP is unpacked where only its reader may look, and is gone afterwards; what it says of its sizes is held against
    the file, and no more of a member is written than it said.
 3. The list of claims is read line by line before anything reads it whole.

``papers`` packs what a package says of itself (everything but the files given) into one ZIP that comes out the same
whenever it is made: so the package is an item, and the same package is the same item.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from isnad.claims.lines import lines
from isnad.instruments.durable import disk
from isnad.verify import package as checking
from isnad.words import Refusal

CLAIMS = "claims.ftm.jsonl"
MOST_FILES = 2_000_000
LONGEST_NAME = 400  # characters
LARGEST_PAPER = 64 << 20  # bytes of a file outside data/
LARGEST_CLAIMS = 512 << 20  # bytes of the list of claims
BLOWN_UP = 100  # how much larger than its packed form a member of more than a megabyte may be
_SMALL = 1 << 20
_REFUSED = {
    "not-inside": "packages.receive-climbs",
    "twice": "packages.receive-twice",
    "too-large": "packages.receive-blows-up",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The package's files as a folder."""
    if path.is_dir():
        _look_through(path)
        _look_at_lines(path)
        yield path
        return
    if not path.is_file():
        raise Refusal("packages.no-such-package")
    with tempfile.TemporaryDirectory(prefix="isnad-") as folder:
        root = _unpack(path, Path(folder))
        _look_through(root)
        _look_at_lines(root)
        yield root


def papers(root: Path, digests: Mapping[str, str], into: Path) -> Path:
    """Everything that the package says of itself as one ZIP; refused where a file is not what was checked."""
    out = into / "package.zip"
    with disk(), zipfile.ZipFile(out, "x", zipfile.ZIP_STORED) as packed:
        for name in sorted(checking.files_below(root)):
            if name.startswith("data/"):
                continue
            data = (root / name).read_bytes()
            if name in digests and hashlib.sha256(data).hexdigest() != digests[name]:
                raise Refusal("packages.receive-changed")
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return out


def _look_through(root: Path) -> None:
    count = 0
    for folder, folders, names in os.walk(root):
        for name in [*folders, *names]:
            place = Path(folder, name)
            status = place.lstat()
            if stat.S_ISDIR(status.st_mode):
                continue
            count += 1
            if not stat.S_ISREG(status.st_mode):
                raise Refusal("packages.receive-not-a-file")
            _look_at(place.relative_to(root).as_posix(), status.st_size, count)


def _look_at(name: str, size: int, count: int) -> None:
    if count > MOST_FILES:
        raise Refusal("packages.receive-too-many", most=MOST_FILES)
    if len(name) > LONGEST_NAME or not checking.inside(name):
        raise Refusal("packages.receive-climbs")
    most = LARGEST_CLAIMS if name == CLAIMS else LARGEST_PAPER
    if not name.startswith("data/") and size > most:
        raise Refusal("packages.receive-too-large", most=most >> 20)


def _unpack(path: Path, into: Path) -> Path:
    _look_into(path)
    found = checking.Package(path)
    root = checking.unpacked(found, into)
    for bad in found.bad:
        raise Refusal(_REFUSED.get(bad["why"], "packages.receive-not-a-zip"))
    return root


def _look_into(path: Path) -> None:
    """What a ZIP says of its members, before one is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [each for each in packed.infolist() if not each.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("packages.receive-not-a-zip") from error
    tops = {each.filename.split("/")[0] for each in members}
    for count, each in enumerate(members, start=1):
        name = each.filename.partition("/")[2] if len(tops) == 1 else each.filename
        _look_at(name, each.file_size, count)
        if each.file_size > _SMALL and each.file_size > BLOWN_UP * each.compress_size:
            raise Refusal("packages.receive-blows-up")
    if sum(each.compress_size for each in members) > path.stat().st_size:
        raise Refusal("packages.receive-blows-up")  # members that lie in one another
    if sum(each.file_size for each in members) > shutil.disk_usage(tempfile.gettempdir()).free:
        raise Refusal("packages.receive-no-room")


def _look_at_lines(root: Path) -> None:
    place = root / CLAIMS
    if not place.is_file():
        return
    with disk(), place.open("rb") as stream:
        for number, line in lines(stream):
            if line is None:
                raise Refusal("packages.receive-line-too-long", line=number)
