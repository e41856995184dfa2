"""What the site's tests show: an archive with one accession, item and claim under each label, marked where sealed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from PIL import Image, ImageDraw

from isnad.claims import actions
from isnad.claims.entries import How, Terms
from isnad.custody import pictures
from isnad.custody.entries import Accession, Carrier, Pseudonym, Received, TakenIn, Transfer
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.words import Citation, Label, Region

MARKERS = ("MARKER-path", "MARKER-metadata", "MARKER-serial", "MARKER-present", "MARKER-sealed-value")
PASSPHRASE = "a passphrase of one’s own"


@dataclass(frozen=True)
class Held:
    """The entries of what the archive holds, by label."""

    accessions: dict[Label, int]
    items: dict[Label, int]
    claims: dict[Label, int]
    grouped: int  # an internal claim that rests on an internal and a restricted one
    tracing: int  # a claim that may be read for tracing alone
    sealed: int


def picture(width: int, height: int) -> bytes:
    """A grey shape with a card."""
    image = Image.new("RGB", (width, height), "#8d8d8d")
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.4, height * 0.1, width * 0.6, height * 0.35), fill="#b9b9b9")
    draw.rectangle((width * 0.3, height * 0.4, width * 0.7, height), fill="#b0b0b0")
    draw.rectangle((width * 0.6, height * 0.55, width * 0.9, height * 0.75), fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def fill(archive: Desk) -> Held:
    """One accession, item and claim under each label that can be on a page."""
    accessions, items, claims = {}, {}, {}
    labels = (Label.PUBLIC, Label.COALITION, Label.INTERNAL, Label.RESTRICTED, Label.SEALED)
    for label in labels:
        accessions[label] = _accession(label)
        items[label] = _item(archive, accessions[label], label)
    entity = actions.introduce("Remains", by="samir")
    for label in labels[:-1]:
        claims[label] = _claim(entity, items[label], label)
    actions.review(claims[Label.INTERNAL], "accepted", "read twice", by="layla")
    machine = How("machine", "numerals", "1.2", 930)
    cited = [Citation(items[Label.INTERNAL], Region(384, 264, 180, 90))]
    terms = Terms(label=Label.INTERNAL)
    made = actions.claim(entity, "Remains", "examinationNumber", "1033", cited, how=machine, terms=terms)
    actions.state([made], by="samir")
    resting = [Citation(claims[Label.INTERNAL]), Citation(claims[Label.RESTRICTED])]
    grouping = actions.claim(entity, "Remains", "detaineeNumber", "6841", resting, how=machine, terms=terms)
    (grouped,) = actions.state([grouping], by="samir")
    tracing = _claim(entity, items[Label.INTERNAL], Label.INTERNAL, {"purposes": ["tracing"]})
    sealed = _claim(entity, items[Label.INTERNAL], Label.SEALED)
    return Held(accessions, items, claims, grouped, tracing, sealed)


def _accession(label: Label) -> int:
    with pen("custodian") as held:
        source = held.say(Pseudonym(f"north wind {label}"))
        carrier = held.say(Carrier(
            f"drive {label}", "Maker", "Model", "1 TB", None, None, None, None, {}, Sealed("MARKER-serial"),
            Sealed(("MARKER-present",)), Sealed({}), Sealed({}),
        ))  # fmt: skip
        number = held.say(Accession(
            f"first {label} <b>&", source, carrier, "folder", True, None, Sealed(None), Sealed(()), label
        ))  # fmt: skip
        held.say(TakenIn(number, 1, 0, 0, 0, 1000))
        held.say(Transfer(number, "archive", "cold room", "moved", None, None, None))
        return number


def _item(desk: Desk, accession: int, label: Label) -> int:
    data = picture(640, 480) + str(label).encode()
    (kept,) = desk.vault.put_many([io.BytesIO(data)])
    record = Received(
        accession, kept.payload, kept.digest, kept.size, "image/jpeg", None, 640, 480,
        {"taken": "2013-05-14T09:12:00", "0/Exif": {"FNumber": "28/10"}}, None, None, None, f"{accession:032x}", None,
        {"1": "215"}, Sealed("MARKER-path/1.jpg"), Sealed({}), Sealed({"gps": "MARKER-metadata"}), Sealed({}),
    )  # fmt: skip
    with pen("custodian") as held:
        number = held.say(record)
    with Image.open(io.BytesIO(data)) as image:
        small = [_jpeg(image.resize(size)) for size in ((320, 240), (24, 18))]
    pictures.keep([(str(kept.payload), *small)])
    return number


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def _claim(entity: int, item: int, label: Label, conditions: Any = None) -> int:
    cited = [Citation(item, Region(384, 264, 180, 90))]
    value = "MARKER-sealed-value" if label is Label.SEALED else "6841"
    made = actions.claim(
        entity, "Remains", "detaineeNumber", value, cited, terms=Terms(label=label, conditions=conditions)
    )
    return actions.state([made], by="samir")[0]


SignIn = Callable[..., Client]


def visitor(**more: Any) -> Client:
    """A browser of somebody on this machine."""
    return Client(SERVER_NAME="127.0.0.1", **more)
