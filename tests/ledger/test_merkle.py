"""The tree against a naive one, against the reference roots of Certificate Transparency, and against forgers."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.ledger import merkle
from isnad.words import Broken

LEAVES = [f"leaf {number}".encode() for number in range(300)]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]


@cache
def naive(start: int, stop: int) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if stop == start:
        return sha256(b"").digest()
    if stop - start == 1:
        return sha256(b"\0" + LEAVES[start]).digest()
    split = 1
    while split * 2 < stop - start:
        split *= 2
    return sha256(b"\1" + naive(start, start + split) + naive(start + split, stop)).digest()


def node(height: int, place: int) -> bytes:
    return naive(place << height, (place + 1) << height)


def test_every_root_up_to_300_leaves_is_the_naive_one() -> None:
    for size in range(301):
        assert merkle.root(HASHES[:size]) == naive(0, size)
        assert merkle.span_hash(0, size, node) == naive(0, size)


def test_every_leaf_of_every_size_up_to_300_is_proven() -> None:
    for size in range(1, 301):
        for index in range(0, size, 1 + size // 40):
            path = merkle.inclusion(index, size, node)
            merkle.check_inclusion(index, size, HASHES[index], path, naive(0, size))


def test_every_pair_of_sizes_up_to_300_is_proven_consistent() -> None:
    for new in range(301):
        for old in range(0, new + 1, 1 + new // 40):
            path = merkle.consistency(old, new, node)
            merkle.check_consistency(old, new, naive(0, old), naive(0, new), path)


def test_the_reference_roots_of_certificate_transparency() -> None:
    # Inputs and roots as in transparency-dev/merkle, testonly (Apache-2.0), first used by Google's CT.
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    hashes = [merkle.leaf_hash(bytes.fromhex(each)) for each in inputs]
    assert [merkle.root(hashes[: size + 1]).hex() for size in range(8)] == roots


@given(size=st.integers(2, 300), data=st.data())
def test_a_proof_with_anything_changed_proves_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(index, size, node)
    at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    flipped = bytearray(path[at])
    flipped[bit // 8] ^= 1 << bit % 8
    for forged in ([*path[:at], bytes(flipped), *path[at + 1 :]], path[:-1], [*path, HASHES[0]], path[::-1][:-1]):
        with pytest.raises(Broken):
            merkle.check_inclusion(index, size, HASHES[index], forged, naive(0, size))
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    with pytest.raises(Broken):
        merkle.check_inclusion(index, size, HASHES[other], path, naive(0, size))


@given(new=st.integers(2, 300), data=st.data())
def test_a_history_with_one_leaf_changed_is_never_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    hashes = [*HASHES[:changed], merkle.leaf_hash(b"another"), *HASHES[changed + 1 : old]]
    path = merkle.consistency(old, new, node)
    with pytest.raises(Broken):
        merkle.check_consistency(old, new, merkle.root(hashes), naive(0, new), path)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3), (3, 3)])
def test_a_place_outside_the_tree_is_never_proven(index: int, size: int) -> None:
    with pytest.raises(Broken):
        merkle.check_inclusion(index, size, HASHES[0], [], HASHES[0])


def test_an_empty_proof_shows_only_what_needs_none() -> None:
    merkle.check_consistency(0, 5, merkle.EMPTY, naive(0, 5), [])
    merkle.check_consistency(5, 5, naive(0, 5), naive(0, 5), [])
    whole, less = naive(0, 5), naive(0, 4)
    for old, new, first, second in [
        (0, 5, whole, whole),
        (5, 5, whole, less),
        (4, 5, less, whole),
        (5, 4, whole, less),
    ]:
        with pytest.raises(Broken):
            merkle.check_consistency(old, new, first, second, [])
