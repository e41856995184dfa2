"""A card as it is laid on a body: paper, lines of handwritten numbers, perhaps a name above them."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from isnad.testing.demo.arabic import visual
from isnad.testing.demo.chance import chance_of
from isnad.testing.demo.hand import Stroke, Writer

UNIT = 520  # pixels of a card's width, before it is laid into the scene
_INKS = ((24, 26, 34), (28, 40, 92), (20, 20, 24), (110, 26, 30))
_PAPERS = ((244, 242, 232), (238, 236, 230), (246, 243, 224), (232, 234, 236))


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card: numbers, one a line, and perhaps a name; and the hand that wrote it."""

    numbers: tuple[str, ...]
    name: str | None
    writer: Writer
    seed: int

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height in pixels as drawn."""
        lines = len(self.numbers) + (1 if self.name else 0)
        return UNIT, int(UNIT * (0.12 + 0.3 * lines))

    def drawn(self) -> Image.Image:
        """The card seen straight from above; the same card gives the same pixels."""
        return _drawn(self)


@lru_cache(maxsize=4)
def _drawn(written: Card) -> Image.Image:
    chance = chance_of(f"card/{written.seed}")
    width, height = written.shape
    card = _paper(width, height, chance)
    ink = Image.new("L", card.size, 0)
    draw = ImageDraw.Draw(ink)
    row = (height - 0.1 * UNIT) / (len(written.numbers) + (1 if written.name else 0))
    top = 0.05 * UNIT
    if written.name:
        _write_name(draw, written.name, (top, row), width)
        top += row
    for number in written.numbers:
        _write_number(draw, written.writer, number, (top, row), width, chance)
        top += row
    ink = ink.filter(ImageFilter.GaussianBlur(0.8))
    card.paste(chance.choice(_INKS), (0, 0), ink)
    return card


def _paper(width: int, height: int, chance: random.Random) -> Image.Image:
    paper = np.array(chance.choice(_PAPERS), dtype=np.float32)
    noise = np.random.default_rng(chance.randrange(2**32)).normal(0, 2.2, (height, width, 1))
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    light = chance.uniform(-6, 6) * across + chance.uniform(-6, 6) * down
    card = Image.fromarray(np.clip(paper + noise + light[..., None], 0, 255).astype(np.uint8))
    if chance.random() < 0.35:  # a sheet from a ruled pad
        draw = ImageDraw.Draw(card)
        for y in range(height // 12, height, max(20, height // 9)):
            draw.line([(0, y), (width, y)], fill=(176, 192, 214), width=2)
    return card


def _write_number(
    draw: ImageDraw.ImageDraw, writer: Writer, number: str, line: tuple[float, float], width: int, chance: random.Random
) -> None:
    strokes, length = writer.write(number, chance)
    top, row = line
    size = min(row * chance.uniform(0.62, 0.74), width * 0.86 / length)
    left = chance.uniform(0.06 * width, max(0.07 * width, width * 0.94 - length * size))
    lift = top + (row - size) / 2
    tilt = chance.uniform(-0.05, 0.05)
    pen = max(5.0, writer.pen * size)
    for stroke in strokes:
        _pull([(left + x * size, lift + y * size + tilt * x * size) for x, y in stroke], pen, draw, chance)


def _pull(points: Stroke, pen: float, draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Draws a stroke with a round pen; how hard it is pressed differs from stroke to stroke."""
    half = pen * chance.uniform(0.88, 1.08) / 2
    for (ax, ay), (bx, by) in pairwise(points):
        steps = 1 + int(math.dist((ax, ay), (bx, by)) / (0.3 * half))
        for step in range(steps + 1):
            x, y = ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps
            draw.ellipse((x - half, y - half, x + half, y + half), fill=255)


def _write_name(draw: ImageDraw.ImageDraw, name: str, line: tuple[float, float], width: int) -> None:
    top, row = line
    text = visual(name)
    size = int(row * 0.62)
    while size > 12 and _font(size).getlength(text) > width * 0.9:
        size -= 2
    font = _font(size)
    place = ((width - font.getlength(text)) / 2, top + row * 0.5)
    draw.text(place, text, font=font, fill=255, anchor="lm", stroke_width=max(1, size // 34))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    source = resources.files("isnad.testing.demo").joinpath("fonts", "isnad-card-hand.ttf")
    return ImageFont.truetype(io.BytesIO(source.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)
