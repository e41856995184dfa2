"""Reading what came through the door and waits for a person: an entry first, then the words."""

from __future__ import annotations

import json

from isnad.families import queries
from isnad.families.door_entries import DoorLetter, DoorReading
from isnad.families.models import AskingRow
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.pen import pen
from isnad.record.tables import key
from isnad.words import Refusal


def read_letter(number: int, reason: str, *, by: str) -> dict[str, str]:
    """What a letter says. One of an inquiry is for the liaison who holds that; a report is for whoever works here."""
    row = Said.objects.filter(pk=key(number), kind=DoorLetter.KIND, gone__isnull=True).first()
    if row is None:
        raise Refusal("doorkeeping.no-such-letter")
    at = desk()
    bodies = Bodies(at.folder, at.holder)
    letter = bodies.saying(number).record
    assert isinstance(letter, DoorLetter)
    if letter.asking is not None:
        asking = AskingRow.objects.filter(pk=key(letter.asking)).first()
        if asking is None or queries.liaison_of(asking) != by:
            raise Refusal("families.not-your-asker")
    with pen(by) as held:
        held.say(DoorReading(number, reason))
    opened = bodies.unsealed(number, reason=reason).record
    assert isinstance(opened, DoorLetter)
    return dict(json.loads(opened.said.value)) if opened.said.value else {}
