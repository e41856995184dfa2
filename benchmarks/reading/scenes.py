"""Photographs with numbers on them, made apart from training: another composer, Pillow alone, 1200 x 900 by default.

 * *plain*: cards within 12 degrees of upright, signs 25 to 95 pixels high, ordinary light.
 * *hard*: any direction, 13 to 95 pixels, slant, blur, night flash, glare, a finger over the end of a line at times.
 * *none*: cards with names and print, limbs, tape, rods; no number anywhere.

A line counts as legible when its signs are at least 13 pixels high and nothing lies over 30 % of it.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.reading.digits import TALL, Ink, written_by_demo, written_by_people
from isnad.testing.demo.hand import Script, shown

Kind = Literal["plain", "hard", "none"]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Truth:
    """A number as written: its text in Western digits, script, corners in reading order, height, degrees, legible."""

    text: str
    as_written: str
    script: Script
    corners: Floats
    height: float
    legible: bool

    @property
    def turned(self) -> float:
        """Degrees from upright, 0 to 180."""
        along = self.corners[1] - self.corners[0]
        return abs(math.degrees(math.atan2(along[1], along[0])))


@dataclass(frozen=True)
class Made:
    """A photograph and what stands on it."""

    picture: Image.Image
    truths: list[Truth]


def made(kind: Kind, seed: int, digits: Path | None, size: tuple[int, int] = (1200, 900)) -> Made:
    """The photograph of a seed. ``digits`` is the folder of real digits, or None for the demo's strokes."""
    chance = random.Random(f"{kind}/{seed}")
    noise = np.random.default_rng(chance.randrange(2**32))
    picture = _ground(size, chance, noise)
    ground = float(np.asarray(picture.convert("L")).mean())
    truths: list[Truth] = []
    taken: list[tuple[float, float, float]] = []
    for _ in range(chance.choice([1, 1, 2, 3])):
        card, cover, lines = _card(kind, ground, chance, noise, digits)
        turn = (
            chance.gauss(0, 6)
            if kind == "plain"
            else chance.uniform(-180, 180)
            if chance.random() < 0.5
            else chance.gauss(0, 20)
        )
        spot = _spot(size, math.hypot(*card.size) / 2, taken, chance)
        if spot is None:
            continue
        corners = _corners(card.size, turn, spot, 0.03 if kind == "plain" else 0.1, chance)
        _laid(picture, card, cover, corners)
        truths += [_seen(each, card.size, corners, size) for each in lines]
    if kind == "hard":
        truths = [_covered(picture, each, chance) if chance.random() < 0.08 else each for each in truths]
    return Made(_lit(picture, kind, chance, noise), truths)


def _ground(size: tuple[int, int], chance: random.Random, noise: np.random.Generator) -> Image.Image:
    wide, high = size
    shade = np.array([chance.uniform(30, 210)] * 3) + noise.normal(0, 12, 3)
    small = noise.normal(0, chance.uniform(4, 22), (high // chance.choice([6, 20, 60]) + 2, wide // 20 + 2))
    cloth = np.asarray(Image.fromarray(small.astype(np.float32)).resize(size, Image.Resampling.BICUBIC))
    picture = Image.fromarray(np.clip(shade + cloth[..., None], 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    spread = 12 if chance.random() < 0.5 else 45
    for _ in range(chance.randint(0, 9)):
        tone = tuple(int(np.clip(each + chance.gauss(0, spread), 0, 255)) for each in shade)
        x, y = chance.uniform(0, wide), chance.uniform(0, high)
        a, b = chance.uniform(20, wide / 3), chance.uniform(12, high / 3)
        if chance.random() < 0.6:
            draw.ellipse((x - a, y - b, x + a, y + b), fill=tone)
        else:
            draw.line(
                (x, y, x + a * chance.choice([-2, 2]), y + b * chance.choice([-2, 2])),
                fill=tone,
                width=chance.randint(2, 60),
            )
    if chance.random() < 0.3:
        step = chance.randint(60, 260)
        for x in range(chance.randint(0, step), wide, step):
            draw.line((x, 0, x + chance.randint(-40, 40), high), fill=(60, 60, 60), width=chance.randint(1, 4))
    return picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 1.5)))


def _card(
    kind: Kind, ground: float, chance: random.Random, noise: np.random.Generator, digits: Path | None
) -> tuple[Image.Image, Image.Image, list[Truth]]:
    """A card with its lines, drawn at its size in the scene; the mask is its shape, or its ink alone on bare skin."""
    script: Script = "western" if chance.random() < 0.5 else "arabic-indic"
    low = 25 if kind == "plain" else 13
    height = math.exp(chance.uniform(math.log(low * 1.08), math.log(95)))
    rows = [_row(kind, script, height, chance, digits) for _ in range(chance.choice([1, 2, 3]))]
    pad, gap = height * chance.uniform(0.35, 1.0), height * chance.uniform(0.1, 0.5)
    wide = int(max(ink.shape[1] for ink, _ in rows) + 2 * pad)
    high = int(sum(ink.shape[0] for ink, _ in rows) + gap * (len(rows) - 1) + 2 * pad)
    ink, lines, top = np.zeros((high, wide), np.float32), [], pad
    for drawn, text in rows:
        left = int(chance.uniform(pad * 0.6, max(pad * 0.7, wide - drawn.shape[1] - pad * 0.6)))
        ink[int(top) : int(top) + drawn.shape[0], left : left + drawn.shape[1]] = drawn
        if text:
            upper = top + height * 0.2
            corners = np.array(
                [
                    [left, upper],
                    [left + drawn.shape[1], upper],
                    [left + drawn.shape[1], upper + height],
                    [left, upper + height],
                ]
            )
            lines.append(Truth(text, shown_all(text, script), script, corners, height, True))
        top += drawn.shape[0] + gap
    paper = np.array(
        chance.choice([(240, 238, 228), (225, 222, 214), (205, 196, 170), (250, 250, 250), (180, 190, 200)]), float
    )
    pen = np.array(chance.choice([(20, 20, 28), (30, 40, 100), (120, 24, 30), (50, 50, 54)]), float)
    if chance.random() < 0.12:
        paper, pen = np.array([40.0, 46, 44]), np.array([220.0, 220, 215])
    grain = noise.normal(0, 2.5, (high, wide, 1))
    card = Image.fromarray(np.clip(paper + grain + (pen - paper) * ink[..., None], 0, 255).astype(np.uint8))
    if chance.random() < 0.2:
        ImageDraw.Draw(card).rectangle(
            (1, 1, wide - 2, high - 2), outline=tuple(int(x) for x in pen), width=chance.randint(1, 3)
        )
    if chance.random() < 0.15:
        pen = np.array([28.0, 26, 40]) if ground > 110 else np.array([226.0, 222, 210])
        return _plain(pen, (wide, high)), Image.fromarray((ink * 240).astype(np.uint8)), lines
    return card, Image.new("L", card.size, 255), lines


def _plain(tone: Floats, size: tuple[int, int]) -> Image.Image:
    red, green, blue = (int(each) for each in tone)
    return Image.new("RGB", size, (red, green, blue))


def shown_all(text: str, script: Script) -> str:
    """A number with its slashes in the digits of a script."""
    return "/".join(shown(part, script) for part in text.split("/"))


def _row(kind: Kind, script: Script, height: float, chance: random.Random, digits: Path | None) -> tuple[Ink, str]:
    if kind == "none" or chance.random() < 0.12:
        return _words(height, chance), ""
    text = "".join(chance.choice("0123456789") for _ in range(chance.choice([3, 3, 4, 4, 5, 6])))
    if chance.random() < 0.1:
        text += "/" + chance.choice(["215", "227", "248", "235", "216", "251", "24", "601"])
    drawn = (
        written_by_people(text, script, digits, chance)
        if digits and chance.random() < 0.75
        else written_by_demo(text, script, chance)
    )
    size = (max(4, round(drawn.shape[1] * height / TALL)), max(4, round(drawn.shape[0] * height / TALL)))
    return np.asarray(
        Image.fromarray((drawn * 255).astype(np.uint8)).resize(size, Image.Resampling.LANCZOS), np.float32
    ) / 255, text


def _words(height: float, chance: random.Random) -> Ink:
    """A line of letters, printed or scrawled."""
    text = " ".join(
        "".join(chance.choice("abcdeghkmnprstuvwxyzABDEFGHKLMNPRTUVXY") for _ in range(chance.randint(2, 8)))
        for _ in range(chance.randint(1, 3))
    )
    font = ImageFont.load_default(size=max(8, height * chance.uniform(0.5, 1.0)))
    wide = int(font.getlength(text)) + 8
    canvas = Image.new("L", (wide, int(height * 1.5)), 0)
    draw = ImageDraw.Draw(canvas)
    if chance.random() < 0.6 or wide < 2 * height:
        draw.text((3, height * 0.2), text, font=font, fill=255)
    else:  # a scrawl of many strokes: two of them would be a fair ٧
        points = [(x, height * (0.75 + chance.uniform(-0.4, 0.4))) for x in range(4, wide, max(3, int(height * 0.3)))]
        draw.line(points, fill=255, width=max(1, int(height * 0.09)), joint="curve")
    return np.asarray(canvas, np.float32) / 255


def _spot(
    size: tuple[int, int], reach: float, taken: list[tuple[float, float, float]], chance: random.Random
) -> Floats | None:
    for _ in range(30):
        x = chance.uniform(min(reach, size[0] / 2), max(size[0] - reach, size[0] / 2))
        y = chance.uniform(min(reach, size[1] / 2), max(size[1] - reach, size[1] / 2))
        if all(math.hypot(x - a, y - b) > (reach + c) * 0.85 for a, b, c in taken):
            taken.append((x, y, reach))
            return np.array([x, y])
    return None


def _corners(card: tuple[int, int], turn: float, spot: Floats, slant: float, chance: random.Random) -> Floats:
    wide, high = card
    flat = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]], float) / 2
    flat += np.array([[chance.uniform(-slant, slant) * high for _ in range(2)] for _ in range(4)])
    angle = math.radians(turn)
    return flat @ np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]]) + spot


def _homography(before: Floats, after: Floats) -> Floats:
    """The eight numbers that take each of four points to another."""
    rows, right = [], []
    for (x, y), (u, v) in zip(before, after, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.linalg.solve(np.array(rows), np.array(right))


def _flat(card: tuple[int, int]) -> Floats:
    wide, high = card
    return np.array([[0, 0], [wide, 0], [wide, high], [0, high]], float)


def _laid(picture: Image.Image, card: Image.Image, cover: Image.Image, corners: Floats) -> None:
    back = tuple(_homography(corners, _flat(card.size)))
    seen = card.transform(picture.size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    mask = cover.transform(picture.size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    picture.paste(seen, (0, 0), mask)


def _seen(line: Truth, card: tuple[int, int], corners: Floats, size: tuple[int, int]) -> Truth:
    way = _homography(_flat(card), corners)
    ones = np.hstack([line.corners, np.ones((4, 1))])
    down = ones @ np.append(way[6:8], 1.0)
    moved = np.stack([ones @ way[:3], ones @ way[3:6]], 1) / down[:, None]
    height = float(np.linalg.norm((moved[3] + moved[2] - moved[0] - moved[1]) / 2))
    inside = bool((moved > 2).all() and (moved[:, 0] < size[0] - 2).all() and (moved[:, 1] < size[1] - 2).all())
    return Truth(line.text, line.as_written, line.script, moved, height, inside and height >= 13)


def _covered(picture: Image.Image, line: Truth, chance: random.Random) -> Truth:
    """A finger over one end: where it hides less than a fifth of a sign the line stays legible."""
    deep = chance.choice([0.1, 0.15, 0.8])
    end, other = line.corners[[1, 2]].mean(0), line.corners[[0, 3]].mean(0)
    along = (end - other) / max(1.0, float(np.linalg.norm(end - other)))
    at = end + along * line.height * (0.6 - deep)
    reach = line.height * 0.55
    ImageDraw.Draw(picture).ellipse((*(at - reach), *(at + reach)), fill=(178, 140, 120))
    return Truth(line.text, line.as_written, line.script, line.corners, line.height, line.legible and deep < 0.2)


def _lit(picture: Image.Image, kind: Kind, chance: random.Random, noise: np.random.Generator) -> Image.Image:
    if kind != "plain" and chance.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 1.1)))
    grey = np.asarray(picture, np.float32)
    high, wide = grey.shape[:2]
    rows, columns = np.mgrid[:high, :wide].astype(np.float32)
    if chance.random() < (0.3 if kind == "plain" else 0.6):
        away = ((columns / wide - chance.random()) ** 2 + (rows / high - chance.random()) ** 2) * chance.uniform(
            0.5, 2.5
        )
        grey = grey * (1.05 - chance.uniform(0.1, 0.65) * np.clip(away, 0, 1))[..., None]
    if kind != "plain" and chance.random() < 0.25:
        x, y, reach = chance.uniform(0, wide), chance.uniform(0, high), chance.uniform(15, 90)
        grey = (
            grey + chance.uniform(40, 150) * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * reach**2))[..., None]
        )
    grey = grey + noise.normal(0, chance.uniform(0.5, 5 if kind == "plain" else 9), grey.shape[:2])[..., None]
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
