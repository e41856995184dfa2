"""Leaving with everything: restored with Python's own library and ``sha256sum``, on a machine that never saw us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handovers import MARKER, SOURCE, TITLE, a_drive, a_picture, take
from isnad.access.actions import Second
from isnad.custody import actions as custody
from isnad.custody import queries
from isnad.packages.leaving import leave
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.words import Digest, Refusal

SECOND = Second("leila")

RESTORE = r'''
"""As the README says: lays the drives out again, and proves every entry. Nothing but Python's own library."""
import base64, hashlib, json, pathlib, re, shutil, sys

left, into = map(pathlib.Path, sys.argv[1:])

def written(text):
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode())

for line in (left / "data/items.jsonl").open():
    told = json.loads(line)
    if "digest" in told:
        place = into / told["accession"] / written(told["path"]).decode("utf-8", "surrogateescape")
        assert into.resolve() in place.resolve().parents, "a path that leads outside"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(left / "data/objects" / told["digest"][:2] / told["digest"], place)

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

hashes, proven = [], 0
for line in (left / "data/entries.jsonl").open():
    told = json.loads(line)
    leaf = told["leaf"].encode()
    hashes.append(sha(b"\0", leaf))
    if "gone" in told:
        continue
    fields = sorted(
        sha(b"isnad/field/v1\0", bytes.fromhex(f["salt"]), f["name"].encode(), b"\0", canonical(f["value"]))
        for f in told["opened"]
    )
    assert told["others"] == []
    assert sha(b"isnad/commitment/v1\0", *fields).hex() == json.loads(leaf)["c"], told["entry"]
    proven += 1

def root(nodes):
    if len(nodes) == 1:
        return nodes[0]
    half = 1 << (len(nodes) - 1).bit_length() - 1
    return sha(b"\1", root(nodes[:half]), root(nodes[half:]))

origin, size, stated = (left / "ledger/checkpoint").read_text().split("\n")[:3]
assert root(hashes[: int(size)]) == base64.b64decode(stated)
print(json.dumps({"entries": len(hashes), "proven": proven}))
'''


@pytest.fixture
def drive(archive: Desk, tmp_path: Path) -> Path:
    """A drive that was taken in, with a name that is no UTF-8."""
    made = a_drive(tmp_path)
    Path(os.fsdecode(os.fsencode(made) + b"/caf\xe9.jpg")).write_bytes(a_picture(200))
    take(made)
    return made


def laid_out(folder: Path) -> dict[bytes, bytes]:
    return {os.fsencode(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def restored(left: Path, into: Path) -> dict[str, int]:
    script = into.with_suffix(".py")
    script.write_text(RESTORE)
    done = subprocess.run([sys.executable, "-I", "-S", str(script), left, into], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_the_drive_is_laid_out_again_without_us(archive: Desk, drive: Path, tmp_path: Path) -> None:
    left = leave(tmp_path / "left", "we close", by="owner", second=SECOND, receiver="The Mechanism")
    subprocess.run(
        ["sha256sum", "--strict", "--quiet", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt"],
        cwd=tmp_path / "left", check=True,
    )  # fmt: skip
    counts = restored(tmp_path / "left", tmp_path / "restored")
    assert counts == {"entries": left.entries, "proven": left.entries}
    assert laid_out(tmp_path / "restored" / TITLE) == laid_out(drive)


def test_everything_sealed_is_there_and_every_entry_proves_it(archive: Desk, drive: Path, tmp_path: Path) -> None:
    leave(tmp_path / "left", "we close", by="owner", second=SECOND, receiver=None)
    entries = (tmp_path / "left/data/entries.jsonl").read_text()
    for sealed in (SOURCE, f"{MARKER} serial", f"{MARKER} present", f"{MARKER} artist", f"{MARKER}_again.jpg"):
        assert sealed in entries
    assert {path.name for path in (tmp_path / "left").iterdir()} >= {"README.txt", "keys.json", "ledger", "data"}
    keys = json.loads((tmp_path / "left/keys.json").read_bytes())
    assert keys["origin"] == archive.folder.config.origin
    assert "SECRET" not in (tmp_path / "left/keys.json").read_text()


def test_it_needs_two_people_and_is_said_first(archive: Desk, drive: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        leave(tmp_path / "left", "we close", by="owner", second=None, receiver=None)
    assert not (tmp_path / "left").exists()
    assert not Said.objects.filter(kind__in=["opening", "disclosure"]).exists()
    leave(tmp_path / "left", "we close", by="owner", second=SECOND, receiver=None)
    assert Said.objects.filter(kind="opening").count() == 1
    assert Said.objects.filter(kind="disclosure").count() == 1


def test_what_was_erased_stays_erased(archive: Desk, drive: Path, tmp_path: Path) -> None:
    digest = Digest.of(a_picture(50))
    number = queries.item(digest).entry
    custody.erase(number, "the family asked", by="owner", second=SECOND)
    left = leave(tmp_path / "left", "we close", by="owner", second=SECOND, receiver=None)
    assert not (tmp_path / f"left/data/objects/{str(digest)[:2]}/{digest}").exists()
    counts = restored(tmp_path / "left", tmp_path / "restored")
    assert counts == {"entries": left.entries, "proven": left.entries - 1}
    gone = json.loads((tmp_path / "left/data/entries.jsonl").read_text().splitlines()[number])
    assert set(gone) == {"entry", "leaf", "gone"}


def test_bagit_py_finds_it_valid(archive: Desk, drive: Path, tmp_path: Path) -> None:
    import bagit

    leave(tmp_path / "left", "we close", by="owner", second=SECOND, receiver=None)
    done = subprocess.run([sys.executable, bagit.__file__, "--validate", "left"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_name_that_is_taken_is_refused(archive: Desk, drive: Path, tmp_path: Path) -> None:
    (tmp_path / "left").mkdir()
    with pytest.raises(Refusal, match=r"packages\.out-exists"):
        leave(tmp_path / "left", "we close", by="owner", second=SECOND, receiver=None)
