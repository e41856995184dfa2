"""How the records of custody become rows."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.custody.entries import (
    Accession,
    Carrier,
    Checked,
    Derived,
    Disclosure,
    Hold,
    HoldLifted,
    Incident,
    NotReceived,
    Opening,
    Pseudonym,
    Received,
    ReceivedAgain,
    TakenIn,
    Transfer,
)
from isnad.custody.models import AccessionRow, Arrival, CarrierRow, Derivative, Event, Item, Run, Source
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.record.tables import key
from isnad.words import canonical


@folds(Pseudonym)
def pseudonym(said: Saying, record: Pseudonym) -> Iterator[Row]:
    yield Source, {"name": record.name}


@folds(Carrier)
def carrier(said: Saying, record: Carrier) -> Iterator[Row]:
    yield (
        CarrierRow,
        {"title": record.title, "make": record.make, "model": record.model, "capacity": record.capacity},
    )


@folds(Accession)
def accession(said: Saying, record: Accession) -> Iterator[Row]:
    yield (
        AccessionRow,
        {
            "title": record.title,
            "source_id": key(record.source),
            "carrier_id": None if record.carrier is None else key(record.carrier),
            "manner": record.manner,
            "writable": record.writable,
            "label": int(record.label),
            "at": str(said.at),
        },
    )


@folds(Received)
def received(said: Saying, record: Received) -> Iterator[Row]:
    yield (
        Item,
        {
            "accession_id": key(record.accession),
            "digest": record.digest.raw,
            "payload": record.payload.raw,
            "size": record.size,
            "media_type": record.media_type,
            "finding": record.finding,
            "width": record.width,
            "height": record.height,
            "taken": record.open_fields.get("taken"),
            "perceptual": record.perceptual,
            "quality": record.quality,
            "copy_digest": record.copy.digest.raw if record.copy else None,
            "copy_recipe": record.copy.recipe if record.copy else None,
            "found_in": record.found_in.item if record.found_in else None,
            "open_fields": canonical(record.open_fields).decode(),
            "path_codes": canonical(record.path_codes).decode(),
        },
    )
    yield Arrival, _arrival(record.accession, record.mark, "received", said.number)


@folds(ReceivedAgain)
def received_again(said: Saying, record: ReceivedAgain) -> Iterator[Row]:
    yield Arrival, _arrival(record.accession, record.mark, "already-held", record.item)


@folds(NotReceived)
def not_received(said: Saying, record: NotReceived) -> Iterator[Row]:
    yield Arrival, _arrival(record.accession, record.mark, "unreadable", None, record.reason)


def _arrival(
    accession_entry: int, mark: str, outcome: str, item: int | None, reason: str | None = None
) -> dict[str, object]:
    return {
        "accession_id": key(accession_entry),
        "mark": mark,
        "outcome": outcome,
        "item": item,
        "reason": reason,
    }


@folds(TakenIn)
def taken_in(said: Saying, record: TakenIn) -> Iterator[Row]:
    counts = {
        "received": record.received,
        "already_held": record.already_held,
        "unreadable": record.unreadable,
        "damaged": record.damaged,
        "bytes": record.bytes,
    }
    yield _run(said, "taken-in", counts, record.accession)


@folds(Checked)
def checked(said: Saying, record: Checked) -> Iterator[Row]:
    yield _run(said, f"checked-{record.tier}", {"items": record.items, "entries": record.entries, "bad": record.bad})


def _run(said: Saying, kind: str, counts: dict[str, int], accession_entry: int | None = None) -> Row:
    return Run, {
        "kind": kind,
        "accession": accession_entry,
        "counts": canonical(counts).decode(),
        "at": str(said.at),
    }


@folds(Derived)
def derived(said: Saying, record: Derived) -> Iterator[Row]:
    yield (
        Derivative,
        {
            "item_id": key(record.item),
            "purpose": record.purpose,
            "recipe": record.recipe,
            "payload": record.payload.raw,
            "digest": record.digest.raw,
            "size": record.size,
        },
    )


@folds(Transfer)
def transfer(said: Saying, record: Transfer) -> Iterator[Row]:
    yield _event(said, record.subject, other=record.receiver, reason=record.reason)


@folds(Hold)
def hold(said: Saying, record: Hold) -> Iterator[Row]:
    yield _event(said, record.subject, reason=record.reason)


@folds(HoldLifted)
def hold_lifted(said: Saying, record: HoldLifted) -> Iterator[Row]:
    yield _event(said, record.hold, reason=record.reason)


@folds(Opening)
def opening(said: Saying, record: Opening) -> Iterator[Row]:
    for item in record.items:
        yield _event(said, item, other=record.second, reason=record.reason)


@folds(Disclosure)
def disclosure(said: Saying, record: Disclosure) -> Iterator[Row]:
    for item in record.items:
        yield _event(said, item, other=record.receiver, reason=record.form)


@folds(Incident)
def incident(said: Saying, record: Incident) -> Iterator[Row]:
    for subject in record.concerns:
        yield _event(said, subject, reason=record.what)


def _event(said: Saying, subject: int, *, other: str | None = None, reason: str | None = None) -> Row:
    return Event, {
        "subject": subject,
        "kind": said.record.KIND,
        "by": said.by,
        "other": other,
        "reason": reason,
        "at": str(said.at),
    }
