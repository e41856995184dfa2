"""Markers planted in EXIF, paths and names: nothing but sealed bodies and payloads may hold them.

Every byte of every file under the data folder is searched, and every page of the decrypted database, free ones
included; the negative control says a marker in the open, and must be found.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from PIL import Image

from isnad.custody import actions, queries
from isnad.custody.entries import Pseudonym
from isnad.intake.actions import Request, take_in
from isnad.intake.carriers import CarrierFile
from isnad.record.desk import Desk
from isnad.record.pen import say
from isnad.words import Digest
from pages import whole_database

MARKERS = ("MARKERinEXIF", "MARKERinPATH", "MARKERinSERIAL", "MARKERinPLACE", "MARKERinXMP", "MARKERtrailing")


def a_marked_picture() -> bytes:
    picture = Image.new("RGB", (80, 60), (90, 90, 90))
    exif = picture.getexif()
    exif[0x010F], exif[0x0131], exif[0x013B] = "MARKERinEXIF camera", "MARKERinEXIF software", "MARKERinEXIF artist"
    exif.get_ifd(0x8769)[0xA431] = "MARKERinEXIF serial"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, xmp=b"<x:xmpmeta>MARKERinXMP</x:xmpmeta>", comment=b"MARKERinEXIF comment")
    return buffer.getvalue() + b"MARKERtrailing"


@pytest.fixture
def marked(archive: Desk, tmp_path: Path) -> Desk:
    drive = tmp_path / "drive" / "MARKERinPATH folder"
    drive.mkdir(parents=True)
    (drive / "MARKERinPATH.jpg").write_bytes(a_marked_picture())
    facts = {"title": "a card", "serial": "MARKERinSERIAL", "handed_over_by": "MARKERinSERIAL person"}
    carrier = CarrierFile(facts, (), (), (), None, "MARKERinPLACE")
    request = Request(tmp_path / "drive", "drive one", "north wind", "owner", carrier)
    take_in(request, lambda files, size: lambda more, more_bytes: None)
    return archive


def found_in(data: bytes) -> set[str]:
    """Markers that stand in some bytes, as UTF-8 or as UTF-16."""
    return {m for m in MARKERS if m.encode() in data or m.encode("utf-16-le") in data or m.encode("utf-16-be") in data}


def files(desk: Desk) -> Iterator[tuple[str, bytes]]:
    for path in desk.folder.root.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(desk.folder.root)), path.read_bytes()


def database_of(desk: Desk) -> bytes:
    if connection.vendor != "sqlite":
        pytest.skip("a PostgreSQL server's files are not ours to read")
    return whole_database(desk)


def test_no_marker_lies_in_any_file_or_row(marked: Desk) -> None:
    for name, data in files(marked):
        assert not found_in(data), name
        assert not any(marker in name for marker in MARKERS), name
    assert not found_in(database_of(marked))


def test_the_search_finds_what_is_not_sealed(marked: Desk) -> None:
    say([Pseudonym("MARKERinPATH told in the open")], by="owner")
    assert found_in(database_of(marked)) == {"MARKERinPATH"}


def test_the_evidence_copy_holds_no_marker(marked: Desk) -> None:
    from isnad.custody.exporting import evidence_copy

    row = queries.item(Digest.of(a_marked_picture()))
    copy = evidence_copy(row)
    assert Digest.of(copy).raw == bytes(row.copy_digest)
    assert not found_in(copy)
    with Image.open(io.BytesIO(copy)) as one, Image.open(io.BytesIO(a_marked_picture())) as two:
        assert one.tobytes() == two.tobytes()


def test_an_incident_tells_nothing_in_the_open(marked: Desk) -> None:
    actions.incident("intake.hash-broken", by="owner", told="MARKERinPATH")
    assert not found_in(database_of(marked))
