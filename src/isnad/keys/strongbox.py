"""The form of every key file: blocks of text, each an age file behind a line with its name and check value::

   # <name> <sha256 of the name, a line end and the block below>
   -----BEGIN AGE ENCRYPTED FILE-----
   …
   -----END AGE ENCRYPTED FILE-----

* A changed bit is found without any key, and ``sed -n '/^# NAME /,/^-----END/p' FILE | tail -n +2 | age -d`` opens a
  block where Isnad is not at hand.
* Each file stands in two places; the first whose check values hold is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from isnad.instruments.durable import disk
from isnad.instruments.sealing import armour, unarmour
from isnad.words import Broken, Digest

_LINE = re.compile(r"# ([a-z0-9-]+) ([0-9a-f]{64})\n")
_END = "-----END AGE ENCRYPTED FILE-----\n"


def written(blocks: Mapping[str, bytes]) -> bytes:
    """A key file of these age files, by name."""
    return "".join(_block(name, armour(sealed)) for name, sealed in blocks.items()).encode("ascii")


def parse(data: bytes) -> dict[str, bytes]:
    """The age files in a key file, by name; Broken where anything was changed."""
    text = data.decode("ascii", errors="replace")
    blocks: dict[str, bytes] = {}
    place = 0
    while place < len(text):
        line = _LINE.match(text, place)
        end = text.find(_END, place)
        if line is None or end < 0:
            raise Broken("keys.key-file-changed")
        armoured = text[line.end() : end + len(_END)]
        if str(_check(line.group(1), armoured)) != line.group(2) or line.group(1) in blocks:
            raise Broken("keys.key-file-changed")
        blocks[line.group(1)] = unarmour(armoured)
        place = end + len(_END)
    if not blocks:
        raise Broken("keys.key-file-changed")
    return blocks


def sound(path: Path) -> dict[str, bytes] | None:
    """The blocks of one file; None where it is missing or was changed."""
    with disk():
        data = path.read_bytes() if path.is_file() else b""
    try:
        return parse(data)
    except Broken:
        # A second place may still hold it: what is unsound here is what whoever asked wants to know.
        return None


def read(paths: Sequence[Path]) -> dict[str, bytes]:
    """The blocks of the first file that is whole; Broken where none is."""
    for path in paths:
        if (blocks := sound(path)) is not None:
            return blocks
    raise Broken("keys.key-file-lost", name=paths[0].name)


def _block(name: str, armoured: str) -> str:
    return f"# {name} {_check(name, armoured)}\n{armoured}"


def _check(name: str, armoured: str) -> Digest:
    return Digest.of(f"{name}\n{armoured}".encode())
