"""The place in a photograph that a claim rests on, cut out and laid straight: all that is sent of the picture.

* The original's bytes go to the sandboxed worker and to nobody else; what comes back is the lines of writing alone.
* It is kept encrypted beside the thumbnails, so that it is there at once the second time, and goes when they go.
* Whoever shows it writes down first that it was seen (``custody.sights``, form ``region``).
"""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from isnad.custody import pictures
from isnad.custody.models import Item
from isnad.instruments.imaging import Workshop
from isnad.record.desk import desk
from isnad.words import Digest, Json, Refusal, Region, canonical

Quad = Sequence[Sequence[int]]
SECONDS = 20.0  # of processor time for one picture


def upright(region: Region) -> Json:
    """A rectangle as a line of writing of which no direction is known."""
    left, top, right, bottom = region.left, region.top, region.left + region.width, region.top + region.height
    return {"quad": [[left, top], [right, top], [right, bottom], [left, bottom]], "upright": True}


def along(quad: Quad) -> Json:
    """A line whose corners are known as the writing runs."""
    return {"quad": [[int(x), int(y)] for x, y in quad], "upright": False}


def cut_out(row: Item, lines: Sequence[Json]) -> bytes | None:
    """The JPEG of these lines of an item; None where nothing opens the picture."""
    payload, kind = Digest(bytes(row.payload)), _kind(lines)
    kept = pictures.picture(payload, kind)
    if kept is not None:
        return kept
    at = desk()
    try:
        made = _workshop().lines(b"".join(at.vault.open(payload, at.holder)), lines)
    except Refusal:
        return None
    pictures.keep_as(str(payload), kind, made)
    return made


def whole(row: Item) -> bytes | None:
    """The JPEG of the whole picture, for looking into; None where nothing opens it."""
    payload = Digest(bytes(row.payload))
    kept = pictures.picture(payload, "whole")
    if kept is None:
        at = desk()
        try:
            kept = _workshop().render(b"".join(at.vault.open(payload, at.holder)))
        except Refusal:
            return None
        pictures.keep_as(str(payload), "whole", kept)
    return kept


def is_kept(payload: Digest, lines: Sequence[Json]) -> bool:
    """Whether these lines were cut out before."""
    return pictures.picture(payload, _kind(lines)) is not None


def _kind(lines: Sequence[Json]) -> str:
    return f"region-{sha256(canonical(list(lines))).hexdigest()[:24]}"


@cache
def _workshop() -> Workshop:
    """One worker for the whole process, started when first needed."""
    found = Workshop(1, seconds=SECONDS)
    atexit.register(found.close)
    return found
