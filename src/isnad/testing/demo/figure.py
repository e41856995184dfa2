"""A grey mannequin, lying: rounded shapes without face, wound or anything that could be a person.

Each part is a row of circles between two points, shaded at its edge; cloth lies over the hips. A ``Build`` keeps one
mannequin's proportions and pose, so that all photographs of it show the same.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

from isnad.testing.demo import paint
from isnad.testing.demo.camera import Camera, Point
from isnad.testing.demo.paint import Colour


@dataclass(frozen=True, slots=True)
class Limb:
    """From one point to another, with a radius at either end; drawn as a row of circles."""

    begin: Point
    end: Point
    wide: float
    narrow: float


@dataclass(frozen=True, slots=True)
class Build:
    """One mannequin: its parts (rows of limbs) from the lowest to the topmost, its grey, and the cloth over it."""

    parts: tuple[tuple[Limb, ...], ...]
    grey: Colour
    cloth: Colour
    cloth_from: float
    cloth_to: float

    @classmethod
    def made(cls, chance: random.Random) -> Build:
        """A mannequin in a pose of its own."""
        stout, tall = chance.uniform(0.88, 1.14), chance.uniform(0.95, 1.04)
        grey = chance.randrange(150, 196)
        tint = chance.choice(((0, 0, 0), (1, 0, -1), (-2, 0, 2)))
        dark = chance.randrange(86, 150)
        cloth = chance.choice(((0, 0, 0), (-8, 2, 10), (8, 4, -6), (-6, 6, 0)))
        return cls(
            _parts(stout, tall, chance),
            _shifted(grey, tint),
            _shifted(dark, cloth),
            chance.uniform(0.02, 0.08),
            chance.uniform(0.3, 0.42),
        )


def _shifted(grey: int, tint: tuple[int, int, int]) -> Colour:
    return grey + tint[0], grey + tint[1], grey + tint[2]


def _parts(stout: float, tall: float, chance: random.Random) -> tuple[tuple[Limb, ...], ...]:
    legs = tuple(_leg(side, stout, tall, chance) for side in (-1, 1))
    arms = tuple(_arm(side, stout, chance) for side in (-1, 1))
    head = chance.uniform(-0.03, 0.03)
    trunk = (
        Limb((0, 0.06), (0, -0.12), 0.142 * stout, 0.128 * stout),
        Limb((0, -0.12), (0, -0.36), 0.128 * stout, 0.16 * stout),
        Limb((-0.1 * stout, -0.405), (0.1 * stout, -0.405), 0.1 * stout, 0.1 * stout),
        Limb((0, -0.44), (0, -0.49), 0.12 * stout, 0.07 * stout),
    )
    neck = (Limb((0, -0.5), (head * 0.6, -0.6), 0.056 * stout, 0.05 * stout),)
    skull = (Limb((head, -0.655), (head, -0.74 * tall), 0.08, 0.098),)
    return (*legs, *arms, neck, trunk, skull)


def _leg(side: int, stout: float, tall: float, chance: random.Random) -> tuple[Limb, ...]:
    hip = 0.1 * stout
    knee = (side * (hip + chance.uniform(0.0, 0.05)), 0.44 * tall)
    foot = (side * (hip + chance.uniform(-0.01, 0.06)), 0.8 * tall)
    return (
        Limb((side * hip * 0.8, 0.08), knee, 0.092 * stout, 0.06 * stout),
        Limb(knee, (knee[0] * 0.6 + foot[0] * 0.4, knee[1] + 0.14), 0.06 * stout, 0.064 * stout),
        Limb((knee[0] * 0.6 + foot[0] * 0.4, knee[1] + 0.14), foot, 0.064 * stout, 0.038 * stout),
        Limb(foot, (foot[0] + side * 0.04, foot[1] + 0.06), 0.042, 0.032),
    )


def _arm(side: int, stout: float, chance: random.Random) -> tuple[Limb, ...]:
    shoulder = 0.19 * stout
    elbow = (side * (shoulder + chance.uniform(0.05, 0.13)), -0.16)
    hand = (side * (shoulder + chance.uniform(-0.02, 0.14)), 0.1 + chance.uniform(-0.03, 0.05))
    return (
        Limb((side * shoulder, -0.42), elbow, 0.062 * stout, 0.045 * stout),
        Limb(elbow, hand, 0.045 * stout, 0.032 * stout),
        Limb(hand, (hand[0], hand[1] + 0.07), 0.037, 0.026),
    )


def lay(ground: Image.Image, build: Build, camera: Camera) -> None:
    """Lays the mannequin on ``ground``: its shadow, its parts, the cloth over it."""
    half = camera.smaller(2)
    masks = [_mask(part, half) for part in build.parts]
    whole = masks[0]
    for mask in masks[1:]:
        whole = ImageChops.lighter(whole, mask)
    whole = paint.softened(whole, 1.2)
    away = int(half.zoom * 0.02)
    shadow = paint.moved(paint.softened(whole, half.zoom * 0.03), away, away)
    _darken(ground, shadow, 0.5)
    _paint(ground, _lit(masks, half), build.grey, whole)
    _spread(ground, build, half, whole)


def _lit(masks: list[Image.Image], camera: Camera) -> Image.Image:
    """Light on the parts, each rounder at its edge, the later over the earlier; 128 is plain."""
    light = Image.new("L", masks[0].size, 84)
    edge = int(camera.zoom * 0.07) + 2
    for mask in masks:
        box = mask.getbbox()
        if box is None:
            continue
        box = (
            max(0, box[0] - edge),
            max(0, box[1] - edge),
            min(camera.width, box[2] + edge),
            min(camera.height, box[3] + edge),
        )
        part = mask.crop(box)
        soft = paint.softened(part, camera.zoom * 0.026)
        side = paint.moved(soft, -int(camera.zoom * 0.014), -int(camera.zoom * 0.01))
        shade = ImageChops.add(paint.scaled(soft, 0.2), paint.scaled(side, 0.22), 1, 28)
        light.paste(shade, box[:2], paint.softened(part, 1.2))
    return light


def _mask(part: tuple[Limb, ...], camera: Camera) -> Image.Image:
    mask = Image.new("L", (camera.width, camera.height), 0)
    draw = ImageDraw.Draw(mask)
    for limb in part:
        (ax, ay), (bx, by) = camera.place(limb.begin), camera.place(limb.end)
        for step in range(25):
            share = step / 24
            x, y = ax + (bx - ax) * share, ay + (by - ay) * share
            radius = (limb.wide + (limb.narrow - limb.wide) * share) * camera.zoom
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return mask


def _spread(ground: Image.Image, build: Build, half: Camera, whole: Image.Image) -> None:
    """Cloth over the hips, a little wider than the body: lighter where the body lifts it."""
    top, bottom, side = build.cloth_from, build.cloth_to, 0.27
    corners = [
        (-side, top), (-0.1, top - 0.014), (0.09, top + 0.008), (side, top - 0.004),
        (side + 0.02, bottom), (0.07, bottom + 0.02), (-0.1, bottom + 0.004), (-side, bottom + 0.012),
    ]  # fmt: skip
    cloth = Image.new("L", whole.size, 0)
    ImageDraw.Draw(cloth).polygon([half.place(corner) for corner in corners], fill=255)
    if cloth.getbbox() is None:
        return
    cloth = paint.softened(cloth, 1.4)
    below = paint.moved(paint.softened(whole, half.zoom * 0.028), -int(half.zoom * 0.01), -int(half.zoom * 0.008))
    light = ImageChops.add(paint.scaled(below, 0.2), Image.new("L", below.size, 84))
    away = int(half.zoom * 0.012)
    _darken(ground, paint.moved(paint.softened(cloth, 4), away, away), 0.25)
    _paint(ground, light, build.cloth, cloth)


def _paint(ground: Image.Image, light: Image.Image, colour: Colour, cover: Image.Image) -> None:
    """A lit surface on that part of the ground which ``cover``, half as large, covers."""
    box = cover.getbbox()
    if box is not None:
        surface = paint.toned(_twice(light.crop(box)), colour)
        ground.paste(surface, (2 * box[0], 2 * box[1]), _twice(cover.crop(box)))


def _darken(ground: Image.Image, shadow: Image.Image, by: float) -> None:
    """A shadow, half as large as the ground, on that part of it where it falls."""
    box = shadow.getbbox()
    if box is not None:
        part = _twice(paint.scaled(shadow.crop(box), by))
        ground.paste((8, 8, 8), (2 * box[0], 2 * box[1], 2 * box[2], 2 * box[3]), part)


def _twice(plane: Image.Image) -> Image.Image:
    return plane.resize((2 * plane.width, 2 * plane.height), Image.Resampling.BILINEAR)
