"""The tree of RFC 6962: hashes, roots, and the two proofs, made and checked.

 * A leaf's hash is SHA-256(00 ‖ leaf), a node's SHA-256(01 ‖ left ‖ right), the empty tree's SHA-256 of nothing.
 * A tree of n leaves splits at the largest power of two below n; so every node is a *perfect* subtree, or the fold of
   the perfect subtrees along its right edge.
 * Whoever makes a proof passes in `Nodes`: the hash of a perfect subtree by its height and its place.
 * Checking needs no tree: the proof, the index, the size, the root.

Hashes are plain 32-byte values here, for there are millions of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from isnad.words import Broken

EMPTY = sha256(b"").digest()

Nodes = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree over leaves ``[place << height, (place + 1) << height)``."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash under which a leaf stands in the tree."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def perfect(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [sha256(b"\1" + row[i] + row[i + 1]).digest() for i in range(0, len(row), 2)]
    return row[0]


def peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of the perfect subtrees that ``hashes`` falls into, largest first."""
    found, start = [], 0
    while start < len(hashes):
        width = 1 << ((len(hashes) - start).bit_length() - 1)
        found.append(perfect(hashes[start : start + width]))
        start += width
    return found


def fold(mountain: Iterable[bytes]) -> bytes:
    """The root over perfect subtrees, given largest (leftmost) first."""
    folded: bytes | None = None
    for peak in reversed(list(mountain)):
        folded = peak if folded is None else node_hash(peak, folded)
    return EMPTY if folded is None else folded


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    return fold(peaks(hashes))


def span_hash(start: int, stop: int, nodes: Nodes) -> bytes:
    """The hash over leaves ``[start, stop)``, where ``start`` is as aligned as a subtree of the tree is."""
    mountain = []
    while start < stop:
        height = (stop - start).bit_length() - 1
        mountain.append(nodes(height, start >> height))
        start += 1 << height
    return fold(mountain)


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The proof that leaf ``index`` stands in the tree of ``size``: from its sibling up to the root's child."""
    start, stop, path = 0, size, []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(span_hash(middle, stop, nodes))
            stop = middle
        else:
            path.append(span_hash(start, middle, nodes))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """The proof that the tree of ``old`` leaves is the beginning of the tree of ``new``; may be empty."""
    if old in (0, new):
        return []
    start, stop, whole, path = 0, new, True, []
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(span_hash(middle, stop, nodes))
            stop = middle
        else:
            path.append(span_hash(start, middle, nodes))
            start, whole = middle, False
    if not whole:
        path.append(span_hash(start, stop, nodes))
    return path[::-1]


def root_by_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root to which a leaf hash leads by its proof (RFC 9162, 2.1.3.2); `Broken` where the path cannot fit."""
    if not 0 <= index < size:
        raise Broken("ledger.bad-proof")
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0 or len(sibling) != 32:
            raise Broken("ledger.bad-proof")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("ledger.bad-proof")
    return found


def check_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """`Broken` unless the proof leads from the leaf hash to the root."""
    if root_by_inclusion(index, size, leaf, path) != root:
        raise Broken("ledger.bad-proof")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """`Broken` unless the proof shows the old tree to be the beginning of the new one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        raise Broken("ledger.bad-proof")
    if old in (0, new):
        if path or (old == 0 and old_root != EMPTY) or (old == new and old_root != new_root):
            raise Broken("ledger.bad-proof")
        return
    first, second = _both_roots(old, new, old_root, path)
    if (first, second) != (old_root, new_root):
        raise Broken("ledger.bad-proof")


def _both_roots(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    rest = list(path) if old & (old - 1) else [old_root, *path]
    if not rest or any(len(each) != 32 for each in rest):
        raise Broken("ledger.bad-proof")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = rest[0]
    for sibling in rest[1:]:
        if last == 0:
            raise Broken("ledger.bad-proof")
        if place & 1 or place == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("ledger.bad-proof")
    return first, second
