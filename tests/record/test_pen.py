"""The pen: what it writes, what it refuses, and that what it wrote is found again."""

from __future__ import annotations

import threading

import pytest

from conftest import reopen
from isnad.custody.entries import Accession, Hold, Pseudonym
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Said, Stands, Waiting
from isnad.record.pen import pen, say
from isnad.record.shape import Sealed
from isnad.words import Label, Refusal


def an_accession(source: int, title: str = "one") -> Accession:
    return Accession(title, source, None, "folder", True, None, Sealed("a place"), Sealed(()), Label.INTERNAL)


def test_what_is_said_has_the_next_number_and_is_sealed(archive: Desk) -> None:
    with pen("owner") as held:
        first = held.say(Pseudonym("north wind"))
        second = held.say(an_accession(first))
    assert second == first + 1
    bodies = Bodies(archive.folder, archive.holder)
    assert bodies.reader.size == second + 1
    assert not Waiting.objects.filter(number__gt=second).exists()
    assert bodies.saying(first).record == Pseudonym("north wind")
    assert list(Stands.objects.values_list("on", flat=True)) == [first]


def test_what_waited_is_forgotten_by_the_next_transaction(archive: Desk) -> None:
    with pen("owner") as held:
        first = held.say(Pseudonym("north wind"))
    with pen("owner") as held:
        second = held.say(Pseudonym("south wind"))
    assert set(Waiting.objects.values_list("number", flat=True)) <= {second}
    assert not Waiting.objects.filter(number=first).exists()


def test_sealed_fields_stay_shut_without_a_reason(archive: Desk) -> None:
    with pen("owner") as held:
        number = held.say(an_accession(held.say(Pseudonym("north wind"))))
    bodies = Bodies(archive.folder, archive.holder)
    record = bodies.saying(number).record
    assert isinstance(record, Accession)
    with pytest.raises(Refusal, match=r"record\.sealed"):
        _ = record.place.value
    opened = bodies.unsealed(number, reason="a test").record
    assert isinstance(opened, Accession)
    assert opened.place.value == "a place"


def test_what_stands_on_nothing_is_refused(archive: Desk) -> None:
    with pytest.raises(Refusal, match=r"record\.never-said"), pen("owner") as held:
        held.say(an_accession(99))
    assert not Said.objects.filter(kind="accession").exists()


def test_what_stands_on_a_later_entry_is_refused(archive: Desk) -> None:
    with pytest.raises(Refusal, match=r"record\.never-said"), pen("owner") as held:
        number = held.say(Pseudonym("north wind"))
        held.say(an_accession(number + 1))


def test_what_stands_on_the_wrong_kind_is_refused(archive: Desk) -> None:
    with pen("owner") as held:
        source = held.say(Pseudonym("north wind"))
    with pytest.raises(Refusal, match=r"record\.wrong-ground"), pen("owner") as held:
        held.say(Hold(source, "no such thing"))


def test_a_refused_block_leaves_nothing(archive: Desk) -> None:
    before = Said.objects.count()
    with pytest.raises(Refusal), pen("owner") as held:
        held.say(Pseudonym("kept?"))
        held.say(an_accession(10_000))
    assert Said.objects.count() == before
    assert say([Pseudonym("after")], by="owner")


def test_at_most_a_thousand_records_are_said_at_once(archive: Desk) -> None:
    with pytest.raises(Refusal, match=r"record\.too-many-at-once"), pen("owner") as held:
        for number in range(1001):
            held.say(Pseudonym(f"p{number}"))


def test_threads_share_transactions_and_one_refusal_harms_nobody_else(archive: Desk) -> None:
    from django.db import connections

    done: list[list[int]] = []
    refused: list[str] = []

    def bring(number: int) -> None:
        try:
            record = an_accession(5000) if number == 3 else Pseudonym(f"thread {number}")
            done.append(say([record], by="owner"))
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=bring, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(number for numbers in done for number in numbers)
    assert len(set(numbers)) == 11
    assert refused == ["record.never-said"]
    assert list(audit.lawless(Bodies(archive.folder, archive.holder))) == []


def test_another_process_goes_on_where_this_one_ended(archive: Desk) -> None:
    first = say([Pseudonym("before")], by="owner")[0]
    laid = reopen(archive.folder.root)
    second = say([Pseudonym("after")], by="owner")[0]
    assert second > first
    bodies = Bodies(laid.folder, laid.holder)
    assert [saying.number for saying in bodies.all()] == list(range(bodies.reader.size))
