"""Partial tiles that are owed, and files of the tree beyond what is signed.

* Owed: for every checkpoint, the partial tiles and bundle of its size, until their tile is full.
* A partial form of a tile that is full, or of a size never signed, is a notice when its bytes are the true ones: an
  interrupted write left it. So are tiles and bundles that go on from the signed size without a gap.
* Everything else under ``tile/`` is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from isnad.verify.chain import group
from isnad.verify.files import Files
from isnad.verify.leaves import is_leaf
from isnad.verify.tree import WIDE, Tree, over, split_bundle, tile_path

_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def check_partials(files: Files, tree: Tree, sizes: Iterable[int]) -> None:
    """Holds every partial tile that a checkpoint asks for against the tree."""
    owed = set()
    for size in sizes:
        for level in range(len(tree.edges)):
            shift = 8 * level
            place, width = size >> (shift + 8), (size >> shift) % WIDE
            edge = place == tree.size >> (shift + 8) and width != (tree.size >> shift) % WIDE
            if width and edge:  # the tile of the size itself was looked at already
                owed.add((level, place, width))
    for level, place, width in sorted(owed):
        _compare(files, tile_path(str(level), place, width), "tile", _joined(tree.edges[level], width))
        if level == 0:
            _compare(files, tile_path("entries", place, width), "entries", _bundled(tree.leaves, width))


def _compare(files: Files, path: str, what: str, true: bytes | None) -> None:
    if path not in files:
        files.report.blame(what, files.place(path), "missing")
        return
    data = files.take(path, what)
    if data is not None and true is not None and data != true:
        files.report.blame(what, files.place(path), "changed")


def _joined(hashes: list[bytes], width: int) -> bytes | None:
    return b"".join(hashes[:width]) if len(hashes) >= width else None


def _bundled(leaves: list[bytes], width: int) -> bytes | None:
    if len(leaves) < width:
        return None
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves[:width])


def sweep(files: Files, tree: Tree) -> list[bytes]:
    """Sorts what is left under ``tile/`` into notices and unknown files; gives the leaves beyond the signed size."""
    ahead = _leaves_ahead(files, tree)
    rows = _rows_ahead(tree, ahead)
    for path in files.below("tile/"):
        parts = _parts(path)
        data = files.read(path, "tile") if parts else None
        if parts is None or data is None:
            continue
        if _is_prefix(files, parts, data) or _is_ahead(parts, data, tree, rows, ahead):
            files.claim(path)
            files.report.note("tile", files.place(path), "stray")
    return ahead


def _parts(path: str) -> tuple[str, int, int] | None:
    """Level, place and width of a tile's path; None where it is not exactly one."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    place = int(found[2].replace("x", "").replace("/", ""))
    width = int(found[3]) if found[3] else WIDE
    right = tile_path(found[1], place, width) == path and width <= WIDE and f"/{group(place)}" in path
    return (found[1], place, width) if right else None


def _is_prefix(files: Files, parts: tuple[str, int, int], data: bytes) -> bool:
    """Whether a partial form says what the full tile (or bundle), which was checked, begins with."""
    level, place, width = parts
    full = files.root / tile_path(level, place)
    if width == WIDE or not full.is_file():
        return False
    try:
        begun = full.read_bytes()[: len(data)] == data
    except OSError:
        return False
    if level == "entries":
        leaves = split_bundle(data)
        return begun and leaves is not None and len(leaves) == width
    return begun and len(data) == 32 * width


def _leaves_ahead(files: Files, tree: Tree) -> list[bytes]:
    """The leaves that bundles hold beyond the signed size, one after another without a gap."""
    ahead: list[bytes] = []
    place, known = tree.size // WIDE, list(tree.leaves)
    if len(known) != tree.size % WIDE:
        return ahead
    while True:
        widths = [parts[2] for parts in map(_parts, files.below(f"tile/entries/{group(place)}")) if parts]
        width = max((width for width in widths if width > len(known)), default=0)
        data = files.read(tile_path("entries", place, width), "entries") if width else None
        leaves = split_bundle(data) if data is not None else None
        if leaves is None or len(leaves) != width or leaves[: len(known)] != known or not all(map(is_leaf, leaves)):
            return ahead
        ahead += leaves[len(known) :]
        if width < WIDE:
            return ahead
        place, known = place + 1, []


def _rows_ahead(tree: Tree, ahead: list[bytes]) -> list[list[bytes]]:
    """The hashes of each level from its unfinished tile on, with the leaves ahead added."""
    rows = [[*(tree.edges[0] if tree.edges else []), *(sha256(b"\0" + leaf).digest() for leaf in ahead)]]
    while len(rows[-1]) >= WIDE:
        below, level = rows[-1], len(rows)
        risen = [over(below[at : at + WIDE]) for at in range(0, len(below) - WIDE + 1, WIDE)]
        rows.append([*(tree.edges[level] if level < len(tree.edges) else []), *risen])
    return rows + tree.edges[len(rows) :]


def _is_ahead(
    parts: tuple[str, int, int], data: bytes, tree: Tree, rows: list[list[bytes]], ahead: list[bytes]
) -> bool:
    """Whether a tile or bundle says what the leaves ahead would give."""
    level, place, width = parts
    number = 0 if level == "entries" else int(level)
    if number >= len(rows):
        return False
    start = (place - (tree.size >> (8 * number + 8))) * WIDE
    if start < 0:
        return False
    if level != "entries":
        return data == b"".join(rows[number][start : start + width]) and len(data) == 32 * width
    leaves = [*tree.leaves, *ahead][start : start + width]
    return len(leaves) == width and data == _bundled(leaves, width)
