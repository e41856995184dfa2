"""A sealed archive with payloads, as a holder of a copy has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from isnad.words import Digest
from ledger.archive import Archive

settings.register_profile("verify", deadline=None)  # a busy machine is no fault of the check's
settings.load_profile("verify")


def put(archive: Archive, data: bytes) -> Digest:
    """Lays a payload into the vault."""
    digest = Digest.of(data)
    path = archive.data / "vault" / str(digest)[:2] / str(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return digest


def fill(archive: Archive) -> None:
    """300 entries in five batches, with a payload every tenth, one payload named twice, and one erased."""
    with archive.writer() as writer:
        for stop in (1, 3, 250, 258, 300):
            batch = archive.entries(writer.size, stop - writer.size)
            named = [number for number in range(writer.size, stop) if number % 10 == 0]
            for number in named:
                at = number - writer.size
                batch[at] = archive.entry(number, objects=[put(archive, f"payload {number} ".encode() * 50)])
            writer.seal(batch)
        erased = Digest.of(b"payload 20 " * 50)
        twice = Digest.of(b"payload 30 " * 50)
        writer.seal([archive.entry(300, objects=[twice]), archive.entry(301, gone=[20, 30])])
    (archive.data / "vault" / str(erased)[:2] / str(erased)).unlink()


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The sealed archive; nothing may change it."""
    archive = Archive(tmp_path_factory.mktemp("original"))
    fill(archive)
    return archive


@pytest.fixture
def copy(original: Archive, tmp_path: Path) -> Path:
    """A holder's copy of vault and ledger, and nothing else."""
    for part in ("vault", "ledger"):
        shutil.copytree(original.data / part, tmp_path / "copy" / part)
    return tmp_path / "copy"
