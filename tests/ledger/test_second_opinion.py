"""Go's ``x/mod/sumdb/tlog``, the tree inside the checksum database, makes the same roots, proofs and tiles as we do."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from isnad.ledger import merkle
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.edge import Edge
from isnad.ledger.signers import Signers
from isnad.ledger.tiles import ENTRIES
from isnad.words import Digest

SOURCE = Path(__file__).with_name("second_opinion.go")
LIBRARY = Path("/usr/share/gocode")  # where Debian's golang-golang-x-mod-dev lies
SIZE = 300

pytestmark = pytest.mark.skipif(
    shutil.which("go") is None or not (LIBRARY / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
    reason="Debian's golang-go and golang-golang-x-mod-dev are not installed",
)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built without a network."""
    folder = tmp_path_factory.mktemp("go")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GOCACHE": str(folder / "cache"), "GOPATH": str(LIBRARY),
        "GO111MODULE": "off", "GOFLAGS": "",
    }  # fmt: skip
    subprocess.run(["go", "build", "-o", str(folder / "opinion"), str(SOURCE)], check=True, env=environment)
    return folder / "opinion"


def asked(program: Path, *line: str, told: bytes = b"") -> str:
    return subprocess.run([str(program), *line], check=True, capture_output=True, input=told).stdout.decode()


def leaves(size: int) -> list[bytes]:
    return [f"leaf {number}".encode() for number in range(size)]


def test_roots_and_all_proofs_are_the_same_for_every_size(theirs: Path) -> None:
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves(SIZE)]

    @cache
    def node(height: int, place: int) -> bytes:
        return merkle.perfect(hashes[place << height : (place + 1) << height])

    for line in asked(theirs, "tree", str(SIZE)).splitlines():
        number, root, inclusion, consistency = line.split()
        size = int(number)
        assert merkle.root(hashes[:size]).hex() == root
        proofs = (b"".join(merkle.inclusion(index, size, node)) for index in range(size))
        assert sha256(b"".join(proofs)).hexdigest() == inclusion
        proofs = (b"".join(merkle.consistency(old, size, node)) for old in range(1, size + 1))
        assert sha256(b"".join(proofs)).hexdigest() == consistency


def test_tiles_are_the_same(theirs: Path) -> None:
    for size in (1, 255, 256, 257, 300, 70_000):
        edge, full = Edge().extend(leaves(size))
        ours = {
            (tile.level, tile.place, tile.width): sha256(data).hexdigest()
            for tile, data in [*full, *edge.partials()]
            if tile.level != ENTRIES
        }
        told: dict[tuple[int, int], tuple[int, str]] = {}
        for line in asked(theirs, "tiles", str(size)).splitlines():
            level, place, width, digest = line.split()
            told[int(level), int(place)] = max(told.get((int(level), int(place)), (0, "")), (int(width), digest))
        assert ours == {(*where, width): digest for where, (width, digest) in told.items()}


def test_a_checkpoint_is_a_note_to_go(theirs: Path) -> None:
    signers = Signers.generate()
    checkpoint = Checkpoint("archive.example/log", 7, Digest.of(b"a root"))
    note, (key, _) = signers.sign(checkpoint), signers.vkeys("archive.example/log")
    assert asked(theirs, "note", str(key), told=note.encode()) == checkpoint.text


def test_a_changed_checkpoint_is_none(theirs: Path) -> None:
    signers = Signers.generate()
    note = signers.sign(Checkpoint("archive.example/log", 7, Digest.of(b"a root"))).encode()
    key = str(signers.vkeys("archive.example/log")[0])
    with pytest.raises(subprocess.CalledProcessError):
        asked(theirs, "note", key, told=note.replace(b"\n7\n", b"\n8\n"))
