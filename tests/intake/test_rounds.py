"""Handfuls and rounds: what goes to a worker together, and what is said together, in which order."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.deadly import Deadly
from isnad.custody.models import Arrival, Item
from isnad.intake.actions import Request, Taken, take_in
from isnad.intake.finds import Find, OnDisk
from isnad.intake.rounds import BYTES_IN_A_HAND, IN_A_HAND, Rounds
from isnad.intake.taking import WORKER_LOST
from isnad.record.desk import Desk
from isnad.words import Digest


def finds(sizes: list[int]) -> list[Find]:
    return [Find(f"{number}".encode(), None, size) for number, size in enumerate(sizes)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 3 * BYTES_IN_A_HAND), max_size=60), st.integers(1, 25))
def test_every_find_goes_once_in_its_order_in_a_handful_of_one_round(
    archive: Desk, sizes: list[int], most: int
) -> None:
    rounds = Rounds(archive.vault, most)
    told = list(rounds.handfuls(finds(sizes)))
    rounds.abandon()
    assert [find for hand in told for find in hand.finds] == finds(sizes)
    assert [hand.number for hand in told] == list(range(len(told)))
    assert [hand.round for hand in told] == sorted(hand.round for hand in told)
    for hand in told:
        assert len(hand.finds) <= min(IN_A_HAND, most)
        assert len(hand.finds) == 1 or sum(find.size for find in hand.finds) <= BYTES_IN_A_HAND


def test_rounds_are_finished_in_their_order(archive: Desk) -> None:
    rounds = Rounds(archive.vault, 1)
    first, second = rounds.handfuls(finds([1, 1]))
    assert first.round != second.round
    rounds.back(second.round)
    assert list(rounds.finished()) == []
    rounds.back(first.round)
    assert [each.number for each in rounds.finished()] == [first.round, second.round]
    rounds.abandon()


def test_the_same_content_in_many_rounds_is_kept_once(archive: Desk, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    for number in range(30):
        (drive / f"{number:02}.txt").write_bytes(b"one of three: %d" % (number % 3))
    request = Request(drive, "drive one", "north wind", "owner", finds_in_a_round=4)
    taken = take_in(request, lambda files, size: lambda more, more_bytes: None)
    assert (taken.received, taken.already_held) == (3, 27)
    assert len(set(archive.vault.payloads())) == 3
    assert Item.objects.filter(digest=Digest.of(b"one of three: 1").raw).count() == 1


def test_one_that_kills_its_worker_takes_nothing_of_its_handful_with_it(archive: Desk, tmp_path: Path) -> None:
    from isnad.custody import actions as custody
    from isnad.custody.entries import Accession
    from isnad.intake.taking import Taking
    from isnad.record.shape import Sealed
    from isnad.words import Label

    drive = tmp_path / "drive"
    drive.mkdir()
    source, _ = custody.name_source("north wind", by="owner")
    record = Accession("one", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
    accession, _ = custody.begin(record, by="owner")
    found = []
    for number in range(5):
        path = drive / f"{number}.txt"
        path.write_bytes(b"number %d" % number)
        found.append(Find(path.name.encode(), OnDisk(os.fsencode(path)), 8))
    found.insert(2, Find(b"deadly", Deadly(), 8))
    taken = Taken(accession, continued=False)
    intake = Taking(Request(drive, "one", "north wind", "owner"), taken, lambda more, more_bytes: None)
    intake.run(found, None)
    assert (taken.received, taken.unreadable) == (5, 1)
    assert list(Arrival.objects.exclude(reason=None).values_list("reason", flat=True)) == [WORKER_LOST]
