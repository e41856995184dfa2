"""Real digits that no network saw, and the hand of the demo where there are none.

The files are cut at writers as training cuts them (``training/numerals/CARD.md``): of ten blocks the last is for
measuring only. The demo's strokes (``isnad.testing.demo.hand``) are no part of training at all.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from isnad.testing.demo.hand import Script, Writer

TALL = 96  # pixels of a full digit in ink
FILES = {"western": ("western.npz", 500), "arabic-indic": ("arabic_indic.npz", 250)}
Ink = NDArray[np.float32]


@cache
def unseen(folder: Path, script: Script) -> dict[int, NDArray[np.uint8]]:
    """The digits kept for measuring, by value."""
    name, block = FILES[script]
    held = np.load(folder / name)
    mine = np.array([index // block % 10 == 9 for index in range(len(held["labels"]))])
    return {value: held["images"][mine & (held["labels"] == value)] for value in range(10)}


def written_by_people(number: str, script: Script, folder: Path, chance: random.Random) -> Ink:
    """A number put together from real digits, each in its natural size; a slash is drawn."""
    held = unseen(folder, script)
    space = chance.uniform(0.08, 0.3) * TALL
    slant = chance.uniform(-0.12, 0.12)
    pieces = [
        _slash(chance) if sign == "/" else _digit(held[int(sign)], int(sign), script, slant, chance) for sign in number
    ]
    width = int(sum(ink.shape[1] + space for ink, _ in pieces)) + 8
    canvas = np.zeros((int(TALL * 1.5), width), np.float32)
    at = 2.0
    for ink, top in pieces:
        row = int(np.clip(TALL * 0.2 + top + chance.gauss(0, 1.5), 0, canvas.shape[0] - ink.shape[0]))
        spot = canvas[row : row + ink.shape[0], int(at) : int(at) + ink.shape[1]]
        np.maximum(spot, ink[:, : spot.shape[1]], out=spot)
        at += ink.shape[1] + space * chance.uniform(0.7, 1.3)
    return canvas[:, : int(at - space) + 2]


def _digit(
    held: NDArray[np.uint8], value: int, script: Script, slant: float, chance: random.Random
) -> tuple[Ink, float]:
    picture = Image.fromarray(held[chance.randrange(len(held))]).resize((112, 112), Image.Resampling.BICUBIC)
    shear = slant + chance.gauss(0, 0.03)
    picture = picture.transform(picture.size, Image.Transform.AFFINE, (1, shear, -56 * shear, 0, 1, 0))
    box = picture.point(lambda level: 255 * (level > 90)).getbbox() or (0, 0, 112, 112)
    picture = picture.crop(box)
    tall = chance.uniform(0.92, 1.05) * TALL
    if script == "arabic-indic" and value == 0:
        tall *= chance.uniform(0.2, 0.5)
    elif script == "arabic-indic" and value == 5:
        tall *= chance.uniform(0.65, 1.1)
    elif script == "western":
        tall *= min(1.0, picture.height / 72)
    wide = max(4, round(picture.width * tall / picture.height))
    grey = np.asarray(picture.resize((wide, max(4, round(tall))), Image.Resampling.BICUBIC), np.float32) / 255
    return np.clip((grey - 0.3) * 2.5, 0, 1), (TALL - tall) / 2


def _slash(chance: random.Random) -> tuple[Ink, float]:
    tall, wide = int(TALL * chance.uniform(1.0, 1.25)), int(TALL * chance.uniform(0.2, 0.4))
    picture = Image.new("L", (wide, tall), 0)
    ImageDraw.Draw(picture).line([(wide - 5, 4), (5, tall - 4)], fill=255, width=chance.randint(7, 12))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(0.8)), np.float32) / 255, (TALL - tall) / 2


def written_by_demo(number: str, script: Script, chance: random.Random) -> Ink:
    """A number in the demo's strokes; its hand writes no slash, so one is drawn between."""
    writer = Writer.made(script, chance)
    pen = max(3, round(writer.pen * TALL))
    inks: list[Ink] = []
    for part in number.split("/"):
        strokes, length = writer.write(part, chance)
        canvas = Image.new("L", (int(length * TALL) + 4 * pen, int(TALL * 1.5)), 0)
        draw = ImageDraw.Draw(canvas)
        for stroke in strokes:
            points = [(x * TALL + 2 * pen, y * TALL + TALL * 0.2) for x, y in stroke]
            draw.line(points, fill=255, width=pen, joint="curve")
            for x, y in (points[0], points[-1]):
                draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
        inks.append(_placed(canvas))
    joined = [inks[0]]
    for ink in inks[1:]:
        slash, top = _slash(chance)
        tall = np.zeros((int(TALL * 1.5), slash.shape[1] + 8), np.float32)
        row = int(TALL * 0.2 + top)
        tall[row : row + slash.shape[0], 4 : 4 + slash.shape[1]] = slash[: tall.shape[0] - row]
        joined += [tall, ink]
    return np.hstack(joined)


def _placed(canvas: Image.Image) -> Ink:
    left, _, right, _ = canvas.getbbox() or (0, 0, 4, 4)
    return np.asarray(canvas, np.float32)[:, max(0, left - 1) : right + 1] / 255
