"""Everything that is said of one file, in one pass over its bytes.

 1. Its kind by content. What is no picture is not decoded.
 2. Its metadata, split by the allow-list; its orientation.
 3. Decoded small; PDQ, thumbnail and blur of the upright picture.
 4. Its evidence copy on the structure. Of a damaged file only where both decode alike.

A file never fails to be examined: what cannot be opened is a finding, and what was known before it stays said. Runs
inside the sandboxed worker.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from isnad.instruments.imaging import evidence, kinds, metadata, openness, pictures, recordings, rows, segments, values
from isnad.instruments.imaging.pdq import pdq
from isnad.instruments.imaging.segments import Structure
from isnad.instruments.imaging.values import EvidenceCopy, Examined


def examine(data: bytes, *, capture_time: bool = False) -> Examined:
    """All that is said of a file with these bytes. ``capture_time``: whether the policy lets the time be open."""
    kind = kinds.media_type(data)
    if not data:
        return Examined(kind, finding=values.EMPTY)
    if not kinds.is_picture(kind):
        runs = recordings.duration(data)
        return Examined(kind, finding=values.NOT_A_PICTURE, open_fields={} if runs is None else {"duration": runs})
    structure = segments.structure(data, kind)
    fields = metadata.metadata(data, kind, structure)
    opened, sealed = openness.split(fields, capture_time=capture_time)
    # The library that opens HEIC and AVIF turns the picture itself.
    turn = 1 if kind in (kinds.HEIC, kinds.AVIF) else metadata.orientation(fields)
    told = Examined(kind, orientation=turn, open_fields=opened, sealed_fields=sealed)
    try:
        shown, finding = _open(data, kind, structure)
    except pictures.TooLarge:
        width, height = pictures.size_of(data, kind)
        return replace(told, width=min(width, 2**31 - 1), height=min(height, 2**31 - 1), finding=values.TOO_LARGE)
    except pictures.CannotOpen:
        return replace(told, finding=values.UNREADABLE)
    upright = pictures.upright(shown.pixels, turn)
    bits, quality = pdq(pictures.luma(upright))
    return replace(
        told, width=shown.width, height=shown.height, pdq=bits, pdq_quality=quality, finding=finding,
        thumbnail=pictures.thumbnail(upright), blur=pictures.blur(upright),
        evidence_copy=_evidence(data, kind, structure, turn, shown),
    )  # fmt: skip


def evidence_copy(data: bytes) -> bytes:
    """The bytes of the evidence copy; empty where it needs decoding."""
    kind = kinds.media_type(data)
    made = evidence.make(data, kind, metadata.orientation(metadata.metadata(data, kind)))
    return made.data() if made else b""


def decoded_copy(data: bytes) -> bytes:
    """A PNG of the upright picture and nothing else, for kinds whose metadata cannot be removed on the structure."""
    kind = kinds.media_type(data)
    turn = 1 if kind in (kinds.HEIC, kinds.AVIF) else metadata.orientation(metadata.metadata(data, kind))
    return pictures.as_png(pictures.upright(pictures.open_whole(data, kind).pixels, turn))


def _open(data: bytes, kind: str, structure: Structure) -> tuple[pictures.Opened, str | None]:
    if kind in (kinds.DNG, kinds.RAW):
        inner = _preview(data)
        if inner is None:
            raise pictures.CannotOpen
        return pictures.open_small(inner, kinds.JPEG), values.PREVIEW_ONLY
    shown = pictures.open_small(data, kind)
    whole = not shown.damaged and (kind != kinds.PNG or rows.all_there(data, structure))
    return shown, None if whole else values.DAMAGED


def _preview(data: bytes) -> bytes | None:
    """The largest JPEG that a RAW file carries for showing, searched by its marks."""
    best, at = None, data.find(b"\xff\xd8\xff")
    for _ in range(16):
        if at < 0:
            break
        try:
            width, height = pictures.size_of(data[at:], kinds.JPEG)
        except pictures.CannotOpen:
            width = height = 0
        if best is None or width * height > best[0]:
            best = (width * height, at)
        at = data.find(b"\xff\xd8\xff", at + 3)
    return data[best[1] :] if best and best[0] else None


def _evidence(data: bytes, kind: str, structure: Structure, turn: int, shown: pictures.Opened) -> EvidenceCopy | None:
    made = evidence.make(data, kind, turn, structure)
    if made is None:
        return None
    if shown.damaged:
        try:
            again = pictures.open_small(made.data(), kind)
        except (pictures.CannotOpen, pictures.TooLarge):
            return None
        if not np.array_equal(again.pixels, shown.pixels):
            return None
    return made.copy
