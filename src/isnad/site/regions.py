"""The place that a claim rests on, shown sharp to whoever asked for it: nothing else of the picture is sent.

Asking is a form; what it sends is first written down as an entry, then the lines of writing are shown, for ten minutes,
on the page that asked. VT-3: the needed region is the first act; a whole picture is another.
"""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from datetime import datetime

from isnad.access.gate import Aspect
from isnad.access.sessions import Reader
from isnad.claims.entries import MACHINE
from isnad.claims.queries import Stated
from isnad.custody import sights
from isnad.custody.models import Item
from isnad.reading import crops
from isnad.reading.beside import beside
from isnad.site import finding
from isnad.site.errors import NotHere
from isnad.words import Json, Region

SHOWN_FOR = 10 * 60  # seconds
FORM = "region"


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim's place in an item: whether this reader may see it, and the lines themselves where they asked."""

    item: Item
    region: Region
    may_see: bool
    lines: str | None = None


def place_of(reader: Reader, claim: Stated, sight: int = 0) -> Shown | None:
    """The first place in an item that a claim cites; with its lines under the entry ``sight``, while that is fresh."""
    regions = {each.entry: each.selector for each in claim.citations if isinstance(each.selector, Region)}
    rows = finding.items_among(reader.gate, regions)
    for entry, region in regions.items():
        if entry in rows:
            row = rows[entry]
            may_see = finding.shows(reader.gate, row, Aspect.PICTURES)
            lines = None
            if may_see and sight and fresh(finding.sight(reader, row, sight).at):
                lines = as_address(crops.cut_out(row, [line_of(claim, region)]))
            return Shown(row, region, may_see, lines)
    return None


def line_of(claim: Stated, region: Region) -> Json:
    """A claim's line as its reader saw it run; a plain rectangle where nobody said."""
    quad = beside(claim.entry).get("quad") if claim.method == MACHINE else None
    return crops.along(quad) if quad else crops.upright(region)


def look(reader: Reader, claim: Stated) -> int:
    """Writes down that this reader asked for a claim's place; returns the entry."""
    place = place_of(reader, claim)
    if place is None or not place.may_see:
        raise NotHere
    return sights.look(place.item.entry, FORM, by=reader.name)


def fresh(at: str) -> bool:
    """Whether what was asked for at this moment is still shown."""
    return time.time() - datetime.fromisoformat(at).timestamp() <= SHOWN_FOR


def as_address(data: bytes | None) -> str | None:
    """A JPEG as the address that holds it."""
    return None if data is None else "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")
