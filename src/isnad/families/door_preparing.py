"""Prepares the door's folder: whom letters are sealed for, whom to call, and what each family sees.

* A record is written anew for every case that runs, sealed under its own key; so all are as new as one another.
* A record that belongs to no case and to no letter that waits is taken away: withdrawn, replaced, or from elsewhere.
  Where a letter waits that does not open here, nothing is taken away, for it may be that letter's.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from isnad.door.codes import Code
from isnad.door.folder import NAMES, WAY_OUT, DoorFolder, Prepared
from isnad.door.slots import Cost, Slot
from isnad.families import door_cases, queries
from isnad.families.door_collecting import letters_in
from isnad.families.door_entries import DoorCase, DoorStatus
from isnad.record.desk import desk
from isnad.record.pen import pen
from isnad.words import Refusal


@dataclass(frozen=True, slots=True)
class Wish:
    """What to change of a door; None leaves what is there."""

    person: str | None = None
    way_out: str | None = None
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Readied:
    """How many records lie in the door's folder now, how many were taken away, how many letters wait."""

    records: int
    removed: int
    waiting: int


def prepare(folder: DoorFolder, wish: Wish) -> Readied:
    """Makes or renews a door's folder."""
    folder.prepare(_prepared(folder, wish))
    live: set[str] = set()
    for case in door_cases.running():
        for slot, status in zip(case.slots, case.statuses, strict=True):
            folder.keep_record(slot.name, slot.seal(status))
            live.add(slot.name)
    found, unreadable = letters_in(folder)
    live |= {slot.name for each in found for slot in each.letter.slots or ()}
    over = set() if unreadable else folder.record_names() - live
    for name in sorted(over):
        folder.drop_record(name)
    return Readied(len(folder.record_names()), len(over), len(found) + unreadable)


def _prepared(folder: DoorFolder, wish: Wish) -> Prepared:
    recipients = tuple(str(each) for each in desk().folder.config.recipients())
    try:
        before = folder.prepared()
    except Refusal:
        before = None
    if before is None:
        return Prepared(recipients, wish.person or "", dict(wish.names or NAMES), wish.way_out or WAY_OUT)
    return replace(
        before,
        recipients=recipients,
        person=wish.person or before.person,
        way_out=wish.way_out or before.way_out,
        names={**before.names, **(wish.names or {})},
    )


def tell_status(inquiry: int, word: str, *, by: str) -> int:
    """What an asker sees from the next preparing on: one of three words."""
    row = queries.asking_of(inquiry)
    with pen(by) as held:
        return held.say(DoorStatus(row.entry, word))


def renew(inquiry: int, *, answered: bool, by: str, cost: Cost | None = None) -> tuple[Code, str]:
    """A new code, and a word for the first time, for a family that lost hers: by the liaison who holds the inquiry.

    ``answered``: the asker was met, and answered the question she had set (FD-5, FD-6). The old code ends with the next
    preparing.
    """
    row = queries.asking_of(inquiry)
    if queries.liaison_of(row) != by:
        raise Refusal("families.not-your-asker")
    if not answered:
        raise Refusal("doorkeeping.challenge-first")
    code, word = Code.new(), f"{secrets.randbelow(10**8):08d}"
    slots = (Slot.of(code, word, cost or Cost()), Slot.nobodys())
    own, danger = ((each.name, each.key.hex()) for each in slots)
    with pen(by) as held:
        held.say(DoorCase(row.entry, own, danger, forced=False, renewed=True))
    return code, word
