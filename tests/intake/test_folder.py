"""A folder becomes an accession: everything kept or reported, nothing said twice."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from isnad.custody import queries
from isnad.custody.models import Arrival, Item
from isnad.intake.actions import Request, Taken, take_in
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Digest, Refusal


def a_picture(shade: int = 120, size: tuple[int, int] = (64, 48)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (shade, shade // 2, 30)).save(buffer, "JPEG")
    return buffer.getvalue()


def silent(files: int, size: int):  # type: ignore[no-untyped-def]
    return lambda more, more_bytes: None


def take(path: Path, title: str = "drive one", source: str = "north wind") -> Taken:
    return take_in(Request(path, title, source, "owner"), silent)


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(a_picture(10))
    (folder / "sub/b.jpg").write_bytes(a_picture(20))
    (folder / "sub/again.jpg").write_bytes(a_picture(10))
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "cut.jpg").write_bytes(a_picture(30, (640, 480))[:900])
    (folder / "text.jpg").write_bytes(b"no picture at all")
    (folder / "note.txt").write_bytes(b"a note")
    os.symlink("/etc/passwd", folder / "link.jpg")
    os.mkfifo(folder / "pipe")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.jpg")).write_bytes(a_picture(40))
    return folder


def test_every_file_is_kept_or_reported(archive: Desk, drive: Path) -> None:
    taken = take(drive)
    assert (taken.received, taken.already_held, taken.unreadable) == (7, 1, 2)
    assert taken.damaged == 3
    outcomes = sorted(Arrival.objects.values_list("outcome", "reason"))
    assert ("unreadable", "intake.symbolic-link") in outcomes
    assert ("unreadable", "intake.not-a-file") in outcomes
    assert Item.objects.filter(digest=Digest.of(b"a note").raw).get().media_type == "text/plain"


def test_a_second_run_adds_nothing(archive: Desk, drive: Path) -> None:
    take(drive)
    before = Bodies(archive.folder, archive.holder).reader.size
    taken = take(drive)
    assert (taken.received, taken.already_held, taken.unreadable, taken.dealt_with_before) == (0, 0, 0, 10)
    assert Bodies(archive.folder, archive.holder).reader.size == before


def test_what_was_received_opens_to_the_same_bytes(archive: Desk, drive: Path) -> None:
    take(drive)
    row = queries.item(Digest.of(a_picture(20)))
    opened = b"".join(archive.vault.open(Digest(bytes(row.payload)), archive.holder))
    assert opened == a_picture(20)


def test_content_already_held_is_received_again_and_stored_once(archive: Desk, drive: Path) -> None:
    take(drive)
    payloads = set(archive.vault.payloads())
    taken = take(drive, title="another drive", source="south wind")
    assert (taken.received, taken.already_held) == (0, 8)
    assert set(archive.vault.payloads()) == payloads


def test_the_same_title_from_another_source_is_refused(archive: Desk, drive: Path) -> None:
    take(drive)
    with pytest.raises(Refusal, match=r"custody\.title-taken"):
        take(drive, source="south wind")


def test_the_tables_follow_from_the_ledger(archive: Desk, drive: Path) -> None:
    take(drive)
    bodies = Bodies(archive.folder, archive.holder)
    with audit.scratch(archive.folder.cache) as scratch:
        assert audit.fold_all(bodies, scratch) > 20
        assert list(audit.differences(scratch, "default")) == []
    assert list(audit.lawless(bodies)) == []
