"""Takes out of the door's folder what came, and makes of each letter what it asks for.

1. The outer letter is opened through the key process. What is sealed for others, or is no letter, stays where it is
   and is counted.
2. An inquiry that this group may read is taken down as told, with consent, asker, photographs and its case. One that
   we may not read stays shut in the folder, until a letter of consent lets us.
3. Additions become notes, consent becomes consent, new words become a case: all under the asking of their slot.
4. What came under the word for danger does nothing by itself; that, withdrawals and reports wait for a person.
5. A letter is removed when what became of it is sealed. Interrupted, the next time goes on; none is taken in twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from isnad.claims import actions as claims
from isnad.claims.entries import Entity, Terms
from isnad.door.folder import DoorFolder
from isnad.door.letters import Letter, read
from isnad.families import actions, door_cases
from isnad.families.consent import MISSING, condition
from isnad.families.door_drafts import consent_of, draft_of
from isnad.families.door_entries import DoorCase, DoorLetter
from isnad.families.door_photographs import take_photographs
from isnad.families.models import AskingRow
from isnad.families.queries import NOTE
from isnad.instruments import durable
from isnad.instruments.sealing import read_header
from isnad.record.desk import desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.record.tables import key
from isnad.speech import phrase
from isnad.words import Broken, Citation, Digest, Label, Refusal, canonical

OURS = "this-group"


@dataclass(frozen=True, slots=True)
class Came:
    """A letter in the folder, its outer part open."""

    path: Path
    digest: str
    letter: Letter


@dataclass
class Collected:
    """What a collecting came to: letters by kind, those that stay shut or do not open, inquiries."""

    taken: Counter[str]
    shut: int = 0
    unreadable: int = 0
    inquiries: list[int] | None = None


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes letters out, for which liaison, and what risk was weighed."""

    by: str
    liaison: str
    risk: str


def collect(folder: DoorFolder, who: Collector) -> Collected:
    """Takes in what came; returns what became of it."""
    actions.refuse_unknown(who.liaison)
    found, unreadable = letters_in(folder)
    told = Collected(Counter(), unreadable=unreadable, inquiries=[])
    known = door_cases.digests()
    latest = {
        each.letter.case: each.letter for each in found if each.letter.kind == "consent" and not each.letter.forced
    }
    for each in found:
        if each.digest not in known and each.letter.kind == "inquiry" and not _may_read(each.letter, latest):
            told.shut += 1
            continue
        try:
            if each.digest not in known and not _take(each, who, told):
                told.shut += 1
                continue
        except (Refusal, Broken):
            told.unreadable += 1  # sealed for us by somebody who is not our door: it stays, and keeps out no other
            continue
        durable.remove([each.path])
    return told


def letters_in(folder: DoorFolder) -> tuple[list[Came], int]:
    """The letters of a folder in the order in which they came, inquiries first; and how many are not ours to open."""
    found, unreadable = [], 0
    for path in folder.came():
        data = durable.read(path) or b""
        try:
            found.append(Came(path, str(Digest.of(data)), read(data, opens)))
        except (Refusal, Broken):
            # It came from outside: anybody can put a file there, and an earlier key may have sealed it. It is counted.
            unreadable += 1
    return sorted(
        found, key=lambda each: (each.letter.kind != "inquiry", each.letter.day, each.letter.order)
    ), unreadable


def opens(sealed: bytes) -> bytes:
    """What an age file to this archive holds, through the key process."""
    stream = BytesIO(sealed)
    read_header(stream)
    return b"".join(desk().holder.open_object(sealed[: stream.tell()], stream))


def _may_read(letter: Letter, latest: dict[str | None, Letter]) -> bool:
    return OURS in latest.get(letter.case, letter).receivers


def _take(came: Came, who: Collector, told: Collected) -> bool:
    """Makes of a letter what it asks for; False where that must wait."""
    letter = came.letter
    asking = None
    if letter.kind == "inquiry":
        asking = _inquiry(came, who, told)
    elif letter.kind != "report":
        asking = door_cases.askings().get(letter.case or "")
        if asking is None:
            return False  # its inquiry is still shut
        if not door_cases.running_asking(asking):
            asking = None  # taken back meanwhile: what came is kept, and belongs to nobody
    left = "" if asking is not None and _act(came, asking, who) else _text(letter)
    with pen(who.by) as held:
        held.say(DoorLetter(asking, letter.kind, letter.day, letter.forced, came.digest, Sealed(left)))
    told.taken["forced" if letter.forced else letter.kind] += 1
    return True


def _inquiry(came: Came, who: Collector, told: Collected) -> int:
    letter = came.letter
    assert letter.slots is not None
    before = door_cases.askings().get(letter.slots[0].name)
    if before is not None:  # taken down before the last collecting was interrupted
        return before
    said, photographs = letter.content(opens)
    items = take_photographs(photographs, came.digest, by=who.by)
    draft = draft_of(letter, said, items, who.risk)
    taken = actions.take_down(draft, channel="page", liaison=who.liaison, by=who.by, papers=items)
    with pen(who.by) as held:
        held.say(_case(taken.asking, letter))
    if told.inquiries is not None:
        told.inquiries.append(taken.inquiry)
    return taken.asking


def _case(asking: int, letter: Letter) -> DoorCase:
    """The case that a letter's slots make."""
    assert letter.slots is not None
    own, danger = ((each.name, each.key.hex()) for each in letter.slots)
    return DoorCase(asking, own, danger, letter.forced, renewed=False)


def _act(came: Came, asking: int, who: Collector) -> bool:
    """Does what a letter says, where a letter may do that; whether nothing of it is left to be read."""
    letter = came.letter
    if letter.kind == "inquiry":
        return True
    if letter.kind == "words":
        with pen(who.by) as held:
            held.say(_case(asking, letter))
        return True
    if letter.forced:
        return False
    inquiry = AskingRow.objects.get(pk=key(asking)).inquiry
    if letter.kind == "consent":
        actions.allow(inquiry, consent_of(letter), by=who.by)
        return True
    if letter.kind == "addition":
        _add(came, asking, inquiry, who)
        return True
    return False


def _add(came: Came, asking: int, inquiry: int, who: Collector) -> None:
    """A note on the inquiry, with its photographs; nothing that was said before is changed."""
    said, photographs = came.letter.content(opens)
    items = take_photographs(photographs, came.digest, by=who.by)
    places = (Citation(asking), *(Citation(each) for each in items))
    terms = Terms("hearsay", Label.RESTRICTED, condition(asking, MISSING))
    values: list[tuple[str, str | int]] = [("inquiry", inquiry), ("sourceDate", came.letter.day)]
    values += [("text", said["text"])] if said.get("text") else []
    values += [("text", phrase("doorkeeping.photographs-came", items=" ".join(map(str, items))))] if items else []
    with pen(who.by) as held:
        note = held.say(Entity(NOTE))
        for name, value in values:
            held.say(claims.claim(note, NOTE, name, value, places, terms=terms))


def _text(letter: Letter) -> str:
    """What a letter says, to be sealed until a person reads it."""
    said, photographs = letter.content(opens)
    told = {name: value for name, value in said.items() if value}
    if letter.kind == "consent":
        told |= {"receivers": ", ".join(letter.receivers), "purposes": ", ".join(letter.purposes)}
    if photographs:
        told["photographs"] = str(len(photographs))
    return canonical(told).decode()
