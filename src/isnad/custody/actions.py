"""The verbs of custody. Each checks what it must, says its records, and returns the number of the entry it made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from isnad.access import quota, rules
from isnad.access.actions import Second, two_people
from isnad.custody import pictures, queries, receipts
from isnad.custody.entries import (
    Accession,
    Anchor,
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
    Selftest,
    TakenIn,
    Transfer,
)
from isnad.record.desk import desk
from isnad.record.entries import Erased
from isnad.record.erasing import carry_out
from isnad.record.pen import left_of, pen
from isnad.record.shape import Sealed
from isnad.words import Label, Refusal


def name_source(name: str, *, by: str) -> tuple[int, bool]:
    """The entry of the pseudonym ``name``, and whether it is new. A new one has no identity yet."""
    known = queries.source(name)
    if known is not None:
        return known.entry, False
    with pen(by) as held:
        return held.say(Pseudonym(name)), True


def record_carrier(carrier: Carrier, *, by: str) -> int:
    """Records the physical thing that came, before anything is read from it. Told again, it is the same one."""
    known = queries.carrier(carrier.title, carrier.make, carrier.model, carrier.capacity)
    if known is not None:
        return known.entry
    with pen(by) as held:
        return held.say(carrier)


def begin(accession: Accession, *, by: str) -> tuple[int, bool]:
    """The accession of that title, and whether it goes on with an earlier one.

    The same title, source and carrier continue it; the same title otherwise is refused.
    """
    known = queries.accession(accession.title)
    if known is None:
        with pen(by) as held:
            return held.say(accession), False
    same_carrier = (None if known.carrier_id is None else known.carrier_id // 1024) == accession.carrier
    if known.source.entry != accession.source or not same_carrier:
        raise Refusal("custody.title-taken", title=accession.title)
    return known.entry, True


Arrived = Received | NotReceived


def receive(arrivals: Sequence[Arrived], *, by: str) -> list[int | None]:
    """Says what arrived; content that is held already is said to be received again, and not stored twice.

    Returns for each arrival the entry of its item, None where nothing could be kept. The payloads lie in the vault.
    """
    digests = [each.digest for each in arrivals if isinstance(each, Received)]
    items: list[int | None] = []
    with pen(by) as held:
        known = queries.items_holding(digests)
        for each in arrivals:
            if isinstance(each, NotReceived):
                held.say(each)
                items.append(None)
            elif each.digest in known:
                number, payload = known[each.digest]
                held.say(
                    ReceivedAgain(
                        each.accession, number, each.mark, payload, each.digest, each.found_in, each.path, each.times
                    )
                )
                items.append(number)
            else:
                number = held.say(each)
                known[each.digest] = (number, each.payload)
                items.append(number)
    return items


def conclude(counts: TakenIn, *, by: str) -> int:
    """Says how one run of an intake ended."""
    with pen(by) as held:
        return held.say(counts)


def derive(record: Derived, *, by: str) -> int:
    """Says that a file was made from an item. Its payload lies in the vault."""
    with pen(by) as held:
        return held.say(record)


def transfer(record: Transfer, *, by: str) -> int:
    """Custody passes on; a receipt, where there is one, must carry the receiver's signature."""
    receipts.check(record)
    with pen(by) as held:
        return held.say(record)


def hold(subject: int, reason: str, *, by: str) -> int:
    """What stands under a hold cannot be erased."""
    with pen(by) as held:
        return held.say(Hold(subject, reason))


def lift_hold(number: int, reason: str, *, by: str, second: Second | None) -> int:
    """Ends a hold; two people."""
    with pen(by) as held:
        return held.say(HoldLifted(number, reason, two_people(second)))


def open_original(
    items: Sequence[int], reason: str, *, by: str, second: Second | None, receiver: str | None = None
) -> int:
    """Says that originals are opened, before they are; two people, and no more than the day's number."""
    agreed = two_people(second)
    quota.spend(by, queries.opened_since(by, quota.today()), len(items))
    with pen(by) as held:
        return held.say(Opening(tuple(items), agreed, reason, receiver))


def disclose(record: Disclosure, *, by: str, second: Second | None) -> int:
    """Says that something leaves the house, before it does.

    Restricted or above, an original, or more items than the house's rule allows one person: two people, by whatever
    command. Where the house releases nothing, nothing public leaves.
    """
    if record.label is Label.PUBLIC and rules.value("release") == "off":
        raise Refusal("access.nothing-released")
    many = record.count > int(rules.value("items-without-second"))
    grave = record.label >= Label.RESTRICTED or record.form == "original" or many
    agreed = two_people(second) if grave else (second.name if second else None)
    with pen(by) as held:
        return held.say(replace(record, second=agreed))


def incident(what: str, *, by: str, concerns: Sequence[int] = (), told: str = "") -> int:
    """A failure during an act of custody is an entry like any other; what was told of it is sealed."""
    with pen(by) as held:
        return held.say(Incident(what, tuple(concerns), Sealed(told)))


def report_selftest(passed: Sequence[str], failed: Sequence[str], *, by: str) -> int:
    """Says what the tool could do today."""
    with pen(by) as held:
        return held.say(Selftest(tuple(passed), tuple(failed)))


def report_check(record: Checked, *, by: str) -> int:
    """Says how far a verification looked and how much it found."""
    with pen(by) as held:
        return held.say(record)


def give_anchor(record: Anchor, *, by: str) -> int:
    """Says that a checkpoint was given to the outside."""
    with pen(by) as held:
        return held.say(record)


def erase(item: int, reason: str, *, by: str, second: Second | None) -> tuple[int, bool]:
    """Erases an item and all that was made from it; two people; refused under a hold.

    Returns the erasing entry, and whether the database's journal is free of it too. For copies and back-ups it is
    complete at the next ``keys rotate``.
    """
    agreed = two_people(second)
    if queries.running_holds(item):
        raise Refusal("custody.under-hold")
    payload = pictures.payload_of(item)
    with desk().alone():
        numbers = queries.made_of(item)
        with pen(by) as held:
            number = held.say(Erased(left_of(numbers), reason, agreed))
        clean = carry_out(desk())
    if payload is not None:
        pictures.forget(payload)
    return number, clean
