"""The worker in which readers look at originals: an empty environment, and the doors shut before the first picture.

1. Everything a reader may need is loaded, and each reader reads a picture of our own.
2. The doors are shut (``imaging.confinement``): no file, no network, no new descriptor, bounded memory.
3. Pictures come in and answers go out through the pipe that was open already; nothing is written anywhere.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass

from isnad.reading.readers import Picture, Seen, reader

FORMS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")


@dataclass(frozen=True, slots=True)
class Task:
    """A few pictures, for one reader."""

    reader: str
    pictures: tuple[Picture, ...]


def prepare(names: Sequence[str]) -> None:
    """Once in each worker: loads, tries and shuts the doors."""
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    from isnad.instruments.imaging import confinement

    for name in names:
        reader(name).read([Picture(0, "image/jpeg", each) for each in _trials()])
    os.environ.clear()
    confinement.confine()


def look(task: Task) -> list[Seen]:
    """What the reader saw on these pictures."""
    return reader(task.reader).read(task.pictures)


def _trials() -> list[bytes]:
    """A card with a number in every form, and one that is no picture: so that nothing is left to be loaded later."""
    from PIL import Image, ImageDraw

    card = Image.new("RGB", (320, 240), "white")
    ImageDraw.Draw(card).text((80, 90), "1234/215", fill="black", font_size=48)
    found = [b"no picture", b"\xff\xd8\xff\xe0 nor this"]
    for form in FORMS:
        out = io.BytesIO()
        card.save(out, form)
        found.append(out.getvalue())
    return found
