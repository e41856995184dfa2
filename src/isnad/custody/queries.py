"""What custody is asked. Asks, never writes."""

from __future__ import annotations

from collections.abc import Iterable

from isnad.custody.models import AccessionRow, Arrival, CarrierRow, Derivative, Event, Item, Source
from isnad.record.models import Said, Stands
from isnad.record.tables import WIDTH, key
from isnad.words import Digest, Refusal


def source(name: str) -> Source | None:
    """The pseudonym of that name."""
    return Source.objects.filter(name=name).first()


def carrier(title: str, make: str | None, model: str | None, capacity: str | None) -> CarrierRow | None:
    """The carrier that was recorded with exactly these."""
    return CarrierRow.objects.filter(title=title, make=make, model=model, capacity=capacity).first()


def accession(title: str) -> AccessionRow | None:
    """The accession of that title."""
    return AccessionRow.objects.select_related("source").filter(title=title).first()


def accession_titled(title: str) -> AccessionRow:
    """The accession of that title; refused where there is none."""
    found = accession(title)
    if found is None:
        raise Refusal("custody.no-such-accession", title=title)
    return found


def item(digest: Digest) -> Item:
    """The item of that plaintext digest; refused where it is not held."""
    found = list(Item.objects.filter(digest=digest.raw))
    if not found:
        raise Refusal("custody.not-held")
    return min(found, key=lambda row: row.pk)


def items_holding(digests: Iterable[Digest]) -> dict[Digest, tuple[int, Digest]]:
    """For each digest that is held: the entry of its item and the payload under which it lies."""
    wanted = [digest.raw for digest in digests]
    found: dict[Digest, tuple[int, Digest]] = {}
    for start in range(0, len(wanted), 900):
        rows = Item.objects.filter(digest__in=wanted[start : start + 900])
        # Sorted here: asked to order by the key, the database walks the whole table instead of the digests' index.
        for pk, digest, payload in sorted(rows.values_list("pk", "digest", "payload"), reverse=True):
            found[Digest(bytes(digest))] = (pk // WIDTH, Digest(bytes(payload)))
    return found


def marks(accession_entry: int) -> set[str]:
    """The marks of every path of an accession that was dealt with."""
    return set(Arrival.objects.filter(accession_id=key(accession_entry)).values_list("mark", flat=True))


def running_holds(item_entry: int) -> list[int]:
    """The holds that forbid erasing this item: on itself or on an accession it came with, not lifted."""
    accessions = Arrival.objects.filter(item=item_entry).values_list("accession_id", flat=True)
    subjects = {item_entry, *(pk // WIDTH for pk in accessions)}
    holds = [event.entry for event in Event.objects.filter(kind="hold", subject__in=subjects)]
    lifted = set(Event.objects.filter(kind="hold-lifted", subject__in=holds).values_list("subject", flat=True))
    return [number for number in holds if number not in lifted]


def made_of(item_entry: int) -> list[int]:
    """The item and every entry that holds its bytes or bytes made from it: what an erasure must reach."""
    found = {item_entry}
    again = Arrival.objects.filter(item=item_entry, outcome="already-held")
    found.update(row.entry for row in again)
    found.update(row.entry for row in Derivative.objects.filter(item_id=key(item_entry)))
    return sorted(found)


def events(subject: int) -> list[Event]:
    """The custody log of one subject, in order."""
    return list(Event.objects.filter(subject=subject).order_by("pk"))


def standing_on(number: int) -> list[int]:
    """The entries that stand on or cite this one."""
    return [row.entry for row in Stands.objects.filter(on=number).order_by("pk")]


def opened_since(by: str, moment: str) -> int:
    """How many originals this person opened since a moment or the beginning of a day."""
    count = 0
    for pk, who, at in Said.objects.filter(kind="opening").order_by("-pk").values_list("pk", "by", "at").iterator():
        if at and at < moment:
            break
        if who == by:
            count += Event.objects.filter(pk__gte=pk, pk__lt=pk + WIDTH).count()
    return count
