"""A large archive, said through the pen like any other, whose items share the bytes of a few drawn pictures.

Of each item: an entity of its photograph, a number read on it twice (two readers' worth of claims) and, of four in
five, that it shows a remains, which has a number of its own. Nothing in it is anybody.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

from isnad.claims.entries import Claim, Entity, How, Statement, Terms
from isnad.custody import pictures
from isnad.custody.entries import Accession, Pseudonym, Received
from isnad.reading.models import Task
from isnad.reading.queries import DATASET, SCHEMA
from isnad.record.desk import Desk
from isnad.record.pen import Pen, pen
from isnad.record.shape import Sealed
from isnad.words import Citation, Digest, Label, Region

PICTURES, AT_ONCE, OF_ONE = 6, 120, 5
CARD = Region(420, 300, 260, 110)
LINE = '[{"quad":[[430,310],[660,310],[660,400],[430,400]],"upright":false}]'


@dataclass
class Made:
    """The entries to be asked for."""

    items: list[int]
    claims: list[int]
    remains: list[int]
    accession: int = 0


def fill(desk: Desk, items: int) -> Made:
    """Says the archive."""
    chance, made = random.Random(7), Made([], [], [])
    kept = [_keep(desk, chance) for _ in range(PICTURES)]
    with pen("owner") as held:
        source = held.say(Pseudonym("north wind"))
        accession = held.say(
            Accession("bench", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
        )
    made.accession = accession
    body: int | None = None
    for start in range(0, items, AT_ONCE):
        with pen("owner") as held:
            for number in range(start, min(items, start + AT_ONCE)):
                if number % OF_ONE == 0:
                    body = held.say(Entity("Remains"))
                    made.remains.append(body)
                _one(held, made, accession, kept[number % PICTURES], number, body, chance)
    return made


def _keep(desk: Desk, chance: random.Random) -> tuple[Digest, Digest, int]:
    """One drawn picture with a card, in the vault and as the small ones that pages show."""
    image = Image.new("RGB", (1200, 900), "#8d8d8d")
    draw = ImageDraw.Draw(image)
    draw.rectangle((420, 300, 680, 410), fill="white")
    draw.text((440, 320), str(chance.randint(1000, 9999)), fill="black", font_size=72)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    (kept,) = desk.vault.put_many([io.BytesIO(out.getvalue())])
    small = []
    for size in ((640, 480), (24, 18)):
        data = io.BytesIO()
        image.resize(size).save(data, "JPEG")
        small.append(data.getvalue())
    pictures.keep([(str(kept.payload), *small)])
    return kept.payload, kept.digest, kept.size


def _one(
    held: Pen, made: Made, accession: int, kept: tuple[Digest, Digest, int], number: int, body: int | None,
    chance: random.Random,
) -> None:  # fmt: skip
    payload, digest, size = kept
    bits = chance.randbytes(32).hex()
    item = held.say(Received(
        accession, payload, digest, size, "image/jpeg", None, 1200, 900, {"taken": "2013-05-14T09:12:00"}, bits, 90,
        None, f"{number:032x}", None, {}, Sealed(f"a/{number}.jpg"), Sealed({}), Sealed({}), Sealed({}),
    ))  # fmt: skip
    photograph = held.say(Entity(SCHEMA, DATASET, str(item)))
    text = f"{number // OF_ONE:05}"
    for reader in ("numbers", "second"):
        says = Statement(SCHEMA, "detaineeNumber", text, text)
        how = How("machine", reader, "1", chance.randint(500, 999))
        made.claims.append(held.say(Claim(photograph, says, (Citation(item, CARD),), how)))
    if body is not None and number % OF_ONE:
        says = Statement(SCHEMA, "shows", str(body), None, None, body)
        held.say(Claim(photograph, says, (Citation(item),), How("machine", "grouping", "1", 950), Terms()))
    made.items.append(item)


def queue(items: list[int], cards: int) -> None:
    """Lets cards wait at the station."""
    Task.objects.bulk_create(
        (Task(item=item, lines=LINE, fields='["detaineeNumber"]') for item in items[:cards]), batch_size=500
    )
