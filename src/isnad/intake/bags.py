"""BagIt bags (RFC 8493): every manifest's promise is checked against the bytes, before any of them is taken in.

A promise that does not hold refuses nothing: the files are evidence as they are. It is an incident, and stands in the
report with its code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

KEPT = "kept"
BROKEN = "broken"
MISSING = "missing"
UNPROMISED = "unpromised"
NOT_CHECKED = "not-checked"

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a container said of its own content, and what it came to.

    ``what``: manifest, hash, signature, stamp. ``came_to``: kept, broken, missing (the file is not there), unpromised
    (a file that no manifest names), not-checked (with no means here). ``about`` names the file and never leaves memory.
    """

    what: str
    came_to: str
    about: str


def promises(bag: Path) -> list[Promise]:
    """Every promise of a bag's manifests and tag manifests."""
    return [*_manifests(bag, "manifest", payload=True), *_manifests(bag, "tagmanifest", payload=False)]


def _manifests(bag: Path, kind: str, *, payload: bool) -> Iterator[Promise]:
    named: set[str] = set()
    for algorithm in ALGORITHMS:
        manifest = bag / f"{kind}-{algorithm}.txt"
        if not manifest.is_file():
            continue
        for stated, name in _lines(manifest):
            named.add(name)
            yield Promise("manifest", _check(bag, name, algorithm, stated), name)
    if payload:
        for path in sorted((bag / "data").rglob("*")):
            name = path.relative_to(bag).as_posix()
            if path.is_file() and not path.is_symlink() and name not in named:
                yield Promise("manifest", UNPROMISED, name)


def _lines(manifest: Path) -> Iterator[tuple[str, str]]:
    for line in manifest.read_text("utf-8", "surrogateescape").splitlines():
        stated, _, name = line.strip().partition(" ")
        if name:
            yield stated.lower(), unquote(name.strip().lstrip("*"))


def _check(bag: Path, name: str, algorithm: str, stated: str) -> str:
    path = bag / name
    # A manifest may name what lies outside the bag; that is never opened.
    if not path.resolve().is_relative_to(bag.resolve()):
        return BROKEN
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, algorithm).hexdigest()
    except FileNotFoundError:
        return MISSING
    except OSError:
        return NOT_CHECKED
    return KEPT if found == stated else BROKEN
