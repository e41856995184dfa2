"""Pictures that look alike, by their perceptual hashes: exact within 31 bits of 256.

A likeness is a hint for people, never an identification. Flat pictures (quality below 50) are left out: everything
flat looks like everything flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from isnad.custody.models import Item
from isnad.instruments.imaging.near import Near
from isnad.instruments.imaging.workshop import Workshop
from isnad.record.tables import WIDTH
from isnad.words import Digest, Refusal

LOWEST_QUALITY = 50
WITHIN = 31


@dataclass(frozen=True, slots=True)
class Likeness:
    """An item that looks like what was asked for, and how many of 256 bits differ."""

    digest: str
    entry: int
    bits: int


def similar(asked: str, within: int = WITHIN) -> list[Likeness]:
    """Items like the one of this digest, or like the picture in this file; the nearest first, itself left out."""
    if not 0 <= within <= WITHIN:
        raise Refusal("custody.within-what", most=WITHIN)
    wanted, own = _asked(asked)
    rows = list(
        Item.objects.filter(perceptual__isnull=False, quality__gte=LOWEST_QUALITY)
        .order_by("pk")
        .values_list("pk", "digest", "perceptual")
    )
    if not rows:
        return []
    hashes = np.frombuffer(bytes.fromhex("".join(bits for _, _, bits in rows if bits)), dtype=np.uint8)
    found = []
    for position, bits in Near(hashes.reshape(-1, 32)).within(wanted, within):
        pk, digest, _ = rows[position]
        if bytes(digest) != own:
            found.append(Likeness(str(Digest(bytes(digest))), pk // WIDTH, bits))
    return found


def _asked(asked: str) -> tuple[bytes, bytes]:
    """The perceptual hash asked for, and the digest of what is not to be found again."""
    path = Path(asked)
    if path.is_file():
        with Workshop(1) as workshop:
            examined = workshop.examine(path)
        if not examined.pdq:
            raise Refusal("custody.nothing-to-see")
        return examined.pdq, Digest.of(path.read_bytes()).raw
    row = Item.objects.filter(digest=Digest.parse(asked).raw).order_by("pk").first()
    if row is None:
        raise Refusal("custody.not-held")
    if row.perceptual is None:
        raise Refusal("custody.nothing-to-see")
    return bytes.fromhex(row.perceptual), bytes(row.digest)
