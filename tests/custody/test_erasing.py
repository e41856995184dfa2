"""Erasure: two people, refused under a hold, and nothing left behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from PIL import Image

from isnad.access.actions import Second, add_user, agree
from isnad.custody import actions, queries
from isnad.custody.models import Arrival, Item
from isnad.intake.actions import Request, take_in
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Held, Said
from isnad.words import Broken, Digest, Refusal
from pages import whole_database


def a_picture(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (shade * 40, 50, 30)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def taken(archive: Desk, tmp_path: Path) -> Desk:
    for number, folder in enumerate(("one", "two")):
        drive = tmp_path / folder
        drive.mkdir()
        (drive / "same.jpg").write_bytes(a_picture(1))
        (drive / "own.jpg").write_bytes(a_picture(2 + number))
        take_in(Request(drive, folder, "north wind", "owner"), lambda files, size: lambda more, more_bytes: None)
    return archive


@pytest.fixture
def second(archive: Desk) -> Second:
    add_user("layla", "her passphrase", by="owner")
    return agree("layla", "her passphrase", first="owner")


def differences(desk: Desk) -> list[audit.Difference]:
    with audit.scratch(desk.folder.cache) as scratch:
        audit.fold_all(Bodies(desk.folder, desk.holder), scratch)
        return list(audit.differences(scratch, "default"))


def test_one_person_cannot_erase(taken: Desk) -> None:
    item = queries.item(Digest.of(a_picture(1)))
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        actions.erase(item.entry, "a request", by="owner", second=None)


def test_a_hold_forbids_it_and_lifting_allows_it(taken: Desk, second: Second) -> None:
    item = queries.item(Digest.of(a_picture(1))).entry
    hold = actions.hold(item, "a court asks", by="owner")
    with pytest.raises(Refusal, match=r"custody\.under-hold"):
        actions.erase(item, "a request", by="owner", second=second)
    actions.lift_hold(hold, "the court is done", by="owner", second=second)
    actions.erase(item, "a request", by="owner", second=second)


def test_a_hold_on_an_accession_protects_what_came_with_it(taken: Desk, second: Second) -> None:
    accession = queries.accession_titled("two").entry
    actions.hold(accession, "a court asks", by="owner")
    item = queries.item(Digest.of(a_picture(1))).entry
    with pytest.raises(Refusal, match=r"custody\.under-hold"):
        actions.erase(item, "a request", by="owner", second=second)


def test_everything_of_the_item_goes_and_the_tombstone_stays(taken: Desk, second: Second) -> None:
    row = queries.item(Digest.of(a_picture(1)))
    item, payload = row.entry, Digest(bytes(row.payload))
    number, clean = actions.erase(item, "a request", by="owner", second=second)
    assert clean
    assert not taken.vault.has(payload)
    assert not Item.objects.filter(pk=item * 1024).exists()
    assert not Held.objects.filter(payload=payload.raw).exists()
    assert not Arrival.objects.filter(item=item).exists()
    assert Said.objects.get(pk=item * 1024).gone == number
    assert taken.slots.read(item) is None
    with pytest.raises(Broken):
        Bodies(taken.folder, taken.holder).saying(item)
    assert not list(taken.folder.cache.rglob(f"{payload}*"))


def test_other_items_stay_and_tables_still_follow_from_the_ledger(taken: Desk, second: Second) -> None:
    actions.erase(queries.item(Digest.of(a_picture(1))).entry, "a request", by="owner", second=second)
    for shade in (2, 3):
        row = queries.item(Digest.of(a_picture(shade)))
        opened = b"".join(taken.vault.open(Digest(bytes(row.payload)), taken.holder))
        assert opened == a_picture(shade)
    assert differences(taken) == []
    assert list(audit.lawless(Bodies(taken.folder, taken.holder))) == []


def test_nothing_can_stand_on_what_is_gone(taken: Desk, second: Second) -> None:
    item = queries.item(Digest.of(a_picture(1))).entry
    actions.erase(item, "a request", by="owner", second=second)
    with pytest.raises(Refusal, match=r"record\.ground-is-gone"):
        actions.hold(item, "too late", by="owner")


def test_a_payload_that_another_entry_names_stays(make_archive: Callable[..., Desk], tmp_path: Path) -> None:
    from isnad.custody.entries import Derived

    desk = make_archive(demo=True)
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "a.jpg").write_bytes(a_picture(1))
    (drive / "b.jpg").write_bytes(a_picture(2))
    take_in(Request(drive, "one", "north wind", "owner"), lambda files, size: lambda more, more_bytes: None)
    first, other = (queries.item(Digest.of(a_picture(shade))) for shade in (1, 2))
    shared = Digest(bytes(first.payload))
    record = Derived(other.entry, "rendering", "test", {}, shared, Digest.of(a_picture(1)), 10)
    actions.derive(record, by="owner")
    actions.erase(first.entry, "a request", by="owner", second=None)
    assert desk.vault.has(shared)


def test_an_interrupted_erasure_is_finished_at_the_next_start(taken: Desk, second: Second) -> None:
    from conftest import reopen
    from isnad.record import pen as pen_module
    from isnad.record.models import Deed

    item = queries.item(Digest.of(a_picture(1)))
    payload = Digest(bytes(item.payload))
    carried_out = pen_module.carry_out
    pen_module.carry_out = lambda desk: (_ for _ in ()).throw(KeyboardInterrupt)  # type: ignore[assignment]
    try:
        with pytest.raises(KeyboardInterrupt):
            actions.erase(item.entry, "a request", by="owner", second=second)
    finally:
        pen_module.carry_out = carried_out
    assert Deed.objects.exists()
    assert taken.vault.has(payload)
    again = reopen(taken.folder.root)
    assert not Deed.objects.exists()
    assert not again.vault.has(payload)
    assert differences(again) == []


def test_no_residue_is_left_in_any_page_of_the_database(taken: Desk, second: Second) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a PostgreSQL server's files are not ours to read")
    digest = Digest.of(a_picture(1))
    item = queries.item(digest)
    payload = Digest(bytes(item.payload))
    assert digest.raw in whole_database(taken)  # the control: before, it is there to be found
    actions.erase(item.entry, "a request", by="owner", second=second)
    after = whole_database(taken)
    assert digest.raw not in after
    assert payload.raw not in after
    assert Digest.of(a_picture(2)).raw in after
    for name in ("isnad.sqlite-wal",):
        assert not (taken.folder.root / name).exists() or (taken.folder.root / name).stat().st_size == 0
