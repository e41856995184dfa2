"""Fixtures that several tests of the site share: cards that wait at the station, and remains that photographs show."""

from __future__ import annotations

import pytest

from isnad.claims import actions
from isnad.claims.entries import How, Terms
from isnad.custody.models import Item
from isnad.reading import filling
from isnad.reading.actions import Batch, Outcome
from isnad.reading.queries import DATASET, SCHEMA, Waiting
from isnad.reading.readers import Reading, Seen
from isnad.record.tables import key
from isnad.words import Citation, Digest, Label, Region
from visits import Held

CARD = [[384, 264], [576, 264], [576, 360], [384, 360]]
MACHINE = "6849"
GROUPING = How("machine", "grouping", "1", 950)
NUMBERS = How("machine", "numbers", "1", 970)


@pytest.fixture
def queued(held: Held) -> Held:
    """Two cards with a machine's reading, one internal and one restricted."""
    for label in (Label.INTERNAL, Label.RESTRICTED):
        item = held.items[label]
        payload = Digest(bytes(Item.objects.get(pk=key(item)).payload))
        more = {"quad": CARD, "script": "western", "reasons": [], "doubts": [], "runner_up": None}
        read = Reading("detaineeNumber", MACHINE, MACHINE, Region(384, 264, 192, 96), 970, firm=True, more=more)
        batch = Batch(Outcome("numbers", "1"), "owner")
        batch.add(Waiting(item, payload, "image/jpeg", label, "[]"), Seen(item, (read,)))
        batch.say()
    assert filling.fill() == {"cards": 2, "nobody": 2}
    return held


@pytest.fixture
def two(held: Held) -> tuple[int, int]:
    """A remains that an internal and a restricted photograph show, and one that a public one shows."""
    found = []
    for labels in ((Label.INTERNAL, Label.RESTRICTED), (Label.PUBLIC,)):
        remains = actions.introduce("Remains", by="owner")
        found.append(remains)
        for label in labels:
            item = held.items[label]
            photograph = actions.introduce(SCHEMA, by="owner", dataset=DATASET, foreign=str(item))
            terms = Terms(label=max(label, Label.INTERNAL))
            cited = [Citation(item, Region(384, 264, 180, 90))]
            number = actions.claim(photograph, SCHEMA, "detaineeNumber", "6841", cited, how=NUMBERS, terms=terms)
            shows = actions.claim(photograph, SCHEMA, "shows", remains, [Citation(item)], how=GROUPING, terms=terms)
            actions.state([number, shows], by="owner")
        rests = [Citation(held.items[Label.PUBLIC])]
        own = actions.claim(remains, "Remains", "detaineeNumber", "6847", rests, how=GROUPING)
        actions.state([own], by="owner")
    return found[0], found[1]
