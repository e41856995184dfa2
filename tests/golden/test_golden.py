"""Archives of earlier versions verify, rebuild and open for ever; their database is not kept, it follows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import PASSPHRASE, SERVER, point_database_at
from isnad.custody import queries
from isnad.house import opening
from isnad.house.rebuilding import rebuild
from isnad.keys import DataFolder
from isnad.record.bodies import Bodies
from isnad.record.models import Said
from isnad.verify.keyless import check_archive
from isnad.words import Digest, Refusal

VERSIONS = sorted(path.name for path in Path(__file__).parent.glob("v*"))
KINDS = {"accession", "carrier", "claim", "clock", "disclosure", "entity", "erased", "founded", "hold",
         "hold-lifted", "identity", "incident", "not-received", "opening", "package-key", "parted", "pseudonym",
         "received", "received-again", "review", "selftest", "signing-key", "taken-in", "tool", "transfer", "user",
         "withdrawn"}  # fmt: skip

pytestmark = pytest.mark.skipif(SERVER is not None, reason="the golden archives bring no database")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_archive_of_an_earlier_version_verifies_rebuilds_and_opens(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / version
    shutil.copytree(Path(__file__).parent / version, copy)
    monkeypatch.setenv("XDG_STATE_HOME", str(copy / "state"))
    assert check_archive(copy / "archive").clean
    for name in ("incoming", "logs", "cache"):
        (copy / "archive" / name).mkdir()
    point_database_at(copy / "archive", [])
    desk = opening.open_desk(DataFolder.find(copy / "archive"), PASSPHRASE)
    try:
        rebuilt = rebuild(desk, None, lambda done: None)
        assert not rebuilt.equal  # the tables were empty
        assert rebuild(desk, None, lambda done: None).equal
        assert set(Said.objects.values_list("kind", flat=True)) == KINDS
        row = queries.item(Digest.of(b"first"))
        assert b"".join(desk.vault.open(Digest(bytes(row.payload)), desk.holder)) == b"first"
        with pytest.raises(Refusal):
            queries.item(Digest.of(b"to be erased"))
        bodies = Bodies(desk.folder, desk.holder)
        unsealed = bodies.unsealed(row.entry, reason="a test").record
        assert unsealed.path.value == "a.txt"  # type: ignore[attr-defined]
    finally:
        opening.close()


def test_there_is_at_least_one() -> None:
    assert VERSIONS
