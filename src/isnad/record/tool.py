"""This program, as an entry of the ledger names it: by name, version and the digest of its own files."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

import isnad
from isnad.record.entries import Tool
from isnad.words import Digest

WEIGHTY = ("cryptography", "django", "orjson", "pillow", "sqlcipher3", "simplejpeg")
"""Libraries whose version may matter to what is said; each is named with its version."""


@cache
def this_tool() -> Tool:
    """The program that is running."""
    runs_on = [f"python {platform.python_version()}", *(f"{name} {metadata.version(name)}" for name in WEIGHTY)]
    return Tool("isnad", isnad.__version__, _digest(Path(isnad.__file__).parent), tuple(runs_on))


def _digest(package: Path) -> Digest:
    """Over the path and content of every file of the package, compiled files aside, in the order of paths."""
    hasher = hashlib.sha256(b"isnad/tool/v1\0")
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and "__pycache__" not in path.parts:
            content = hashlib.sha256(path.read_bytes()).digest()
            hasher.update(path.relative_to(package).as_posix().encode() + b"\0" + content)
    return Digest(hasher.digest())
