"""What follows an erasing entry: slot, wrap, payload and rows go, in that order, and are gone for certain.

The erasing entry is sealed first; then the deed; then rows. A ``Deed`` row stands from the moment the entry is said
until all is done, so that start-up repeats what was interrupted; every step may be repeated without harm.
"""

from __future__ import annotations

from django.db import connection, transaction

from isnad.ledger.reader import Reader
from isnad.record.desk import Desk
from isnad.record.models import Deed, Held, Said
from isnad.record.records import Record
from isnad.record.tables import WIDTH, folded_models, key
from isnad.words import Digest


def promise(number: int, record: Record) -> None:
    """Notes, inside the transaction that says ``record``, what it will erase."""
    if record.gone():
        Deed.objects.bulk_create([Deed(number=gone, by_entry=number) for gone in record.gone()])


def carry_out(at: Desk) -> bool:
    """Erases what sealed entries erase; returns whether no residue is left in the database's journal.

    A payload that another entry still names stays. Called after sealing, and at start-up.
    """
    with at.alone():
        deeds = list(Deed.objects.filter(by_entry__lt=at.writer().size))
        if deeds:
            numbers = [deed.number for deed in deeds]
            at.slots.erase(numbers)
            for payload in _owed_no_longer(at, numbers):
                at.vault.erase(payload)
            with transaction.atomic():
                for deed in deeds:
                    _erase_rows(deed)
                Deed.objects.filter(number__in=numbers).delete()
        return _truncate()


def _owed_no_longer(at: Desk, numbers: list[int]) -> list[Digest]:
    """Payloads that the leaves of these entries name and no other entry that is not gone."""
    reader = Reader(at.folder.ledger)
    named = {payload for number in numbers for payload in reader.leaf(number).objects}
    gone = set(numbers)
    owed = [
        payload
        for payload in named
        if all(pk // WIDTH in gone for pk in Held.objects.filter(payload=payload.raw).values_list("pk", flat=True))
    ]
    return sorted(owed)


def _erase_rows(deed: Deed) -> None:
    for model in folded_models():
        mine = model._default_manager.filter(pk__gte=key(deed.number), pk__lt=key(deed.number + 1))
        if model is Said:
            mine.update(gone=deed.by_entry, at="", by="")
        else:
            mine.delete()


def _truncate() -> bool:
    """Empties SQLite's journal of what was deleted; busy means that it is not done yet."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    return not busy
