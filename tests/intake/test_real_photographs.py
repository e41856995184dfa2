"""Photographs of many cameras, broken ones included: each is kept and reported. Skipped where the folder is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.custody.checking import Ask, check
from isnad.custody.models import Item
from isnad.intake.actions import Request, take_in
from isnad.record.desk import Desk
from isnad.words import Digest

PHOTOS = Path(__file__).parents[2] / "../shared/data/photos"


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="the folder of photographs is not here")
def test_every_photograph_is_kept_and_reported(archive: Desk) -> None:
    files = [path for path in PHOTOS.rglob("*") if path.is_file()]
    request = Request(PHOTOS, "photographs", "north wind", "owner")
    taken = take_in(request, lambda files, size: lambda more, more_bytes: None)
    assert taken.received + taken.already_held == len(files)
    assert taken.unreadable == 0
    held = {bytes(digest) for digest in Item.objects.values_list("digest", flat=True)}
    assert {Digest.of(path.read_bytes()).raw for path in files} == held
    assert check(archive, Ask()).bad == []
