"""An erased entry in copies of the key files that somebody kept: dead once the keys were rotated, as is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import PASSPHRASE, reopen
from isnad.custody import actions, queries
from isnad.house import opening
from isnad.intake.actions import Request, take_in
from isnad.keys.rotation import rotate
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Broken, Digest


def erased_with_a_copy(desk: Desk, beside: Path) -> int:
    """Takes one file in, keeps a copy of the slots, erases the item; returns its entry."""
    drive = beside / "drive"
    drive.mkdir()
    (drive / "a.txt").write_bytes(b"what must be gone")
    take_in(Request(drive, "one", "north wind", "owner"), lambda files, size: lambda more, more_bytes: None)
    item = queries.item(Digest.of(b"what must be gone")).entry
    shutil.copytree(desk.folder.slots, beside / "kept")
    actions.erase(item, "a request", by="owner", second=None)
    with pytest.raises(Broken):
        Bodies(desk.folder, desk.holder).saying(item)
    return item


def put_back(desk: Desk, beside: Path) -> None:
    for place in desk.folder.both("slots"):
        shutil.rmtree(place)
        shutil.copytree(beside / "kept", place)


def test_before_the_rotation_a_copy_of_the_slots_brings_it_back(
    make_archive: Callable[..., Desk], tmp_path: Path
) -> None:
    """The negative control, and the reason why what is said of erasures names the next rotation."""
    desk = make_archive(demo=True)
    item = erased_with_a_copy(desk, tmp_path)
    put_back(desk, tmp_path)
    assert Bodies(desk.folder, desk.holder).saying(item).number == item


def test_after_the_rotation_it_does_not(make_archive: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_archive(demo=True)
    item = erased_with_a_copy(desk, tmp_path)
    opening.close()
    rotate(desk.folder, PASSPHRASE, PASSPHRASE, work_factor=10)
    desk = reopen(desk.folder.root)
    accession = queries.accession_titled("one").entry
    assert Bodies(desk.folder, desk.holder).saying(accession).number == accession
    put_back(desk, tmp_path)
    for number in (item, accession):
        with pytest.raises(Broken):
            Bodies(desk.folder, desk.holder).saying(number)
