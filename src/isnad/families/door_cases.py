"""The door's cases, statuses and letters as the record has them: read from bodies, for no table holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from isnad.door.slots import Slot, Status
from isnad.families import queries
from isnad.families.door_entries import DoorCase, DoorLetter, DoorStatus
from isnad.families.models import InquiryWithdrawalRow
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.records import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Case:
    """What the door should show at two slots."""

    asking: int
    slots: tuple[Slot, Slot]
    statuses: tuple[Status, Status]


def said(kind: type[R]) -> Iterator[tuple[int, R]]:
    """Every record of a kind that still stands, with its entry, the oldest first."""
    at = desk()
    bodies = Bodies(at.folder, at.holder)
    for row in Said.objects.filter(kind=kind.KIND, gone__isnull=True).order_by("pk"):
        record = bodies.saying(row.entry).record
        assert isinstance(record, kind)
        yield row.entry, record


def slots_of(record: DoorCase) -> tuple[Slot, Slot]:
    """The two slots of a case."""
    own, danger = (Slot(name, bytes.fromhex(key)) for name, key in (record.own, record.danger))
    return own, danger


def running() -> list[Case]:
    """What the door should show now: of every asking that was not taken back, the latest case, and forced ones."""
    words = {record.asking: record.word for _, record in said(DoorStatus)}
    withdrawn = set(InquiryWithdrawalRow.objects.values_list("asking", flat=True))
    found: dict[object, Case] = {}
    for number, record in said(DoorCase):
        if record.asking in withdrawn:
            continue
        own = Status("received", forced=True) if record.forced else Status(words.get(record.asking, "received"))
        key = number if record.forced else f"asking {record.asking}"
        found[key] = Case(record.asking, slots_of(record), (own, Status("received", forced=True)))
    return list(found.values())


def askings() -> dict[str, int]:
    """The asking of every slot's name, of earlier cases too."""
    return {slot.name: record.asking for _, record in said(DoorCase) for slot in slots_of(record)}


def digests() -> set[str]:
    """The letters that were taken in."""
    return {record.letter for _, record in said(DoorLetter)}


def running_asking(number: int) -> bool:
    """Whether this asking stands, and was not taken back."""
    return any(row.entry == number for row in queries.running())
