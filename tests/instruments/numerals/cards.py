"""Cards for tests: numbers in the demo's own strokes, which no network was trained on, laid on a plain ground."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from isnad.testing.demo.hand import Script, Writer

Grey = NDArray[np.uint8]
PAPER, INK, GROUND = 235, 30, 120


def a_number(text: str, script: Script = "western", high: int = 60, seed: int = 1) -> Image.Image:
    """A number on paper, its signs ``high`` pixels high, with half a sign of paper around it."""
    chance = random.Random(seed)
    strokes, length = Writer.made(script, chance).write(text, chance)
    margin = high // 2
    canvas = Image.new("L", (int(length * high) + 2 * margin, 2 * high), PAPER)
    pen = ImageDraw.Draw(canvas)
    for stroke in strokes:
        points = [(margin + x * high, margin + y * high) for x, y in stroke]
        pen.line(points, fill=INK, width=max(2, high // 10), joint="curve")
        for x, y in points:
            half = max(1.0, high / 20)
            pen.ellipse((x - half, y - half, x + half, y + half), fill=INK)
    return canvas.filter(ImageFilter.GaussianBlur(0.7))


def on_ground(cards: list[Image.Image], size: tuple[int, int] = (900, 675), turn: float = 0.0, seed: int = 1) -> Grey:
    """Cards below one another on a grey ground, the whole turned clockwise by ``turn`` degrees around the middle."""
    wide = max(each.width for each in cards)
    sheet = Image.new("L", (wide, sum(each.height for each in cards)), PAPER)
    top = 0
    for each in cards:
        sheet.paste(each, (0, top))
        top += each.height
    grain = np.random.default_rng(seed).normal(GROUND, 4, (size[1], size[0]))
    picture = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))
    mask = Image.new("L", sheet.size, 255).rotate(-turn, expand=True)
    turned = sheet.rotate(-turn, Image.Resampling.BICUBIC, expand=True)
    picture.paste(turned, ((size[0] - turned.width) // 2, (size[1] - turned.height) // 2), mask)
    return np.asarray(picture)
