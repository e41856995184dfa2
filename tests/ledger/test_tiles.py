"""Tiles, bundles and the edge that fills them."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.ledger import merkle, tiles
from isnad.ledger.edge import Edge
from isnad.ledger.tiles import ENTRIES, Tile
from isnad.words import Broken

# FiloSottile/sunlight ed0bc38, cmd/skylight/testdata (ISC): a tree of 300 leaves, "record 0" to "record 299".
SUNLIGHT = [f"record {number}".encode() for number in range(300)]


def grown(leaves: list[bytes], *sizes: int) -> tuple[Edge, dict[Tile, bytes]]:
    """The edge after the leaves, added in batches of these sizes, and every file written on the way."""
    edge, files, at = Edge(), {}, 0
    for size in sizes:
        edge, full = edge.extend(leaves[at : at + size])
        files.update(dict(full + edge.partials()))
        at += size
    return edge, files


def test_the_tree_of_sunlights_mirror_comes_out_byte_for_byte() -> None:
    edge, files = grown(SUNLIGHT, 300)
    assert edge.root.hex() == "830df5c90aea65909c10e3ebcd7f9ba72de727a4209e04ca9fc1b59b48badae5"
    first = files[Tile(0, 0)]
    assert sha256(first).hexdigest() == "66a1d43136a854a5776d5bce14bf101c925fc7d4b32f1be23b658f636ebfcddb"
    assert files[Tile(1, 0, 1)].hex() == "dc9349f9787ed0086da6d97f679c51a5198f98e456e95b1d87fa3abc012fec31"
    assert Tile(0, 1, 44) in files


def test_names_are_those_of_the_specification() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(2, 0, 1).path == "tile/2/000.p/1"
    assert Tile(ENTRIES, 273, 112).path == "tile/entries/273.p/112"


def test_a_tree_of_70000_has_the_tiles_the_specification_counts() -> None:
    found = [tile for tile in tiles.wanted(70_000) if tile.level >= 0]
    assert sum(tile.level == 0 and tile.width == 256 for tile in found) == 273
    edges = [tile for tile in found if tile.width < 256]
    assert edges == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert Tile(1, 0) in found
    assert list(tiles.wanted(256)) == [Tile(ENTRIES, 0), Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles.wanted(0)) == []


@given(batches=st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_however_leaves_are_batched_the_files_and_the_root_are_the_same(batches: list[int]) -> None:
    leaves = [str(number).encode() for number in range(sum(batches))]
    edge, files = grown(leaves, *batches)
    assert edge.root == merkle.root([merkle.leaf_hash(leaf) for leaf in leaves])
    _, at_once = grown(leaves, len(leaves))
    assert {tile: files[tile] for tile in tiles.wanted(len(leaves))} == at_once
    assert Edge.read(edge.size, files.__getitem__) == edge


def test_a_tree_past_65536_leaves_reaches_the_second_level() -> None:
    leaves = [number.to_bytes(3, "big") for number in range(65_536 + 300)]
    edge, files = grown(leaves, 65_000, 836)
    assert set(files) >= set(tiles.wanted(len(leaves)))
    assert len(files[Tile(1, 0)]) == 8192
    assert edge.root == merkle.root([merkle.leaf_hash(leaf) for leaf in leaves])


def test_adding_leaves_leaves_the_old_edge_alone() -> None:
    edge, _ = Edge().extend(SUNLIGHT[:255])
    root = edge.root
    edge.extend(SUNLIGHT[255:])
    assert (edge.size, edge.root) == (255, root)


@given(leaves=st.lists(st.binary(max_size=300), max_size=256), cut=st.integers(1, 400))
def test_a_bundle_gives_its_leaves_back_and_a_torn_one_does_not(leaves: list[bytes], cut: int) -> None:
    data = tiles.write_bundle(leaves)
    assert tiles.read_bundle(data, len(leaves)) == leaves
    for wrong in (data[:-cut] if cut <= len(data) else data + b"x", data + b"\0"):
        with pytest.raises(Broken):
            tiles.read_bundle(wrong, len(leaves))


def test_an_edge_whose_bundle_and_tile_differ_is_broken() -> None:
    edge, files = grown(SUNLIGHT, 44)
    files[Tile(ENTRIES, 0, 44)] = tiles.write_bundle([b"other", *SUNLIGHT[1:44]])
    with pytest.raises(Broken, match=r"ledger\.tile-damaged"):
        Edge.read(edge.size, files.__getitem__)
