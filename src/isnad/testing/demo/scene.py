"""A plain place: a floor or a sheet from above, perhaps a mannequin and a card on it; then the camera's own faults.

The same scene gives the same pixels. Nothing in it is more than a shape, a surface and a number.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from isnad.testing.demo import paint
from isnad.testing.demo.camera import Camera, Point
from isnad.testing.demo.card import Card
from isnad.testing.demo.chance import chance_of
from isnad.testing.demo.figure import Build, lay

_WHITE = (238, 236, 230)
Surface = Literal["tiles", "concrete", "sheet"]


@dataclass(frozen=True, slots=True)
class Laid:
    """A card in the scene: where its middle is, how wide (in the scene's units), and how it is turned."""

    card: Card
    middle: Point
    width: float
    angle: float

    def corners(self) -> list[Point]:
        """Upper left, upper right, lower left, lower right, in the scene."""
        wide, high = self.card.shape
        right, down = self.width / 2, self.width * high / wide / 2
        turn = Camera((0.0, 0.0), 1.0, self.angle, 0, 0)
        placed = [turn.place((x * right, y * down)) for y in (-1, 1) for x in (-1, 1)]
        return [(self.middle[0] + x, self.middle[1] + y) for x, y in placed]


@dataclass(frozen=True, slots=True)
class Scene:
    """One photograph's content: ``warmth`` and ``light`` of the lamp, ``noise``, ``soft`` (0: sharp) of the camera."""

    surface: Surface
    place: int
    camera: Camera
    build: Build | None
    laid: Laid | None
    warmth: float
    light: float
    noise: float
    soft: float
    seed: int

    def drawn(self) -> Image.Image:
        """The photograph's pixels, upright."""
        picture = _ground(self.surface, self.place, self.camera)
        if self.build is not None:
            lay(picture, self.build, self.camera)
        if self.laid is not None:
            _put(picture, self.laid, self.camera)
        return _taken(picture, self)


def _ground(surface: Surface, place: int, camera: Camera) -> Image.Image:
    chance = chance_of(f"place/{place}")
    grey, tint = chance.randrange(104, 158), chance.choice((6, 0, -5))
    light = ImageChops.add(_patches(camera, 0.2, place, 8), _patches(camera, 0.035, place + 1, 3), 1, -128)
    ground = paint.toned(light, (grey + tint, grey + tint // 3, grey - tint))
    if surface == "tiles":
        joints = _joints(camera, chance.uniform(0.36, 0.5))
        ground.paste((grey - 46, grey - 46, grey - 48), (0, 0), joints)
    if surface == "sheet":
        _unfold(ground, camera, chance)
    return ground


def _patches(camera: Camera, unit: float, seed: int, strength: float) -> Image.Image:
    """Soft patches about ``unit`` wide that keep their places when the camera moves: ``strength`` about 128."""
    side = 96
    grid = np.clip(np.random.default_rng(seed).normal(128, strength, (side, side)), 0, 255).astype(np.uint8)
    reach = side / 2 * unit
    small = camera.smaller(8)
    data = paint.affine(
        [small.place(corner) for corner in ((-reach, -reach), (reach, -reach), (-reach, reach))], grid.shape
    )
    size = (small.width, small.height)
    patches = Image.fromarray(grid).transform(
        size, Image.Transform.AFFINE, data, Image.Resampling.BICUBIC, fillcolor=128
    )
    return patches.resize((camera.width, camera.height), Image.Resampling.BILINEAR)


def _joints(camera: Camera, unit: float) -> Image.Image:
    """The lines between floor tiles."""
    half = camera.smaller(2)
    joints = Image.new("L", (half.width, half.height), 0)
    draw = ImageDraw.Draw(joints)
    for step in range(-12, 13):
        at = step * unit + unit * 0.37
        for ends in (((at, -5.0), (at, 5.0)), ((-5.0, at), (5.0, at))):
            draw.line([half.place(end) for end in ends], fill=200, width=max(1, round(half.zoom * 0.008)))
    return joints.resize((camera.width, camera.height), Image.Resampling.BILINEAR)


def _unfold(ground: Image.Image, camera: Camera, chance: random.Random) -> None:
    """A sheet spread on the floor, with soft folds."""
    tone = chance.choice(((206, 206, 202), (188, 194, 202), (176, 172, 160)))
    half = camera.smaller(2)
    mask = Image.new("L", (half.width, half.height), 0)
    edge = [(-0.62, -1.02), (0.6, -1.0), (0.64, 1.0), (-0.6, 1.04)]
    corners = [(x + chance.uniform(-0.03, 0.03), y + chance.uniform(-0.03, 0.03)) for x, y in edge]
    ImageDraw.Draw(mask).polygon([half.place(corner) for corner in corners], fill=255)
    folds = _patches(camera, 0.16, chance.randrange(10_000), 6)
    cover = paint.softened(mask, 1).resize(ground.size, Image.Resampling.BILINEAR)
    ground.paste(paint.toned(folds, tone), (0, 0), cover)


def _put(picture: Image.Image, laid: Laid, camera: Camera) -> None:
    """The card in its place, with a thin shadow; only that part of the picture is touched."""
    drawn = laid.card.drawn()
    shrink = drawn.width / (laid.width * camera.zoom)
    if shrink > 1.3:  # as a lens would: what is far away is mixed, not skipped
        size = max(8, round(drawn.width / shrink)), max(8, round(drawn.height / shrink))
        drawn = drawn.resize(size, Image.Resampling.LANCZOS)
    placed = [camera.place(corner) for corner in laid.corners()]
    edge = int(camera.zoom * 0.04) + 4
    left, top = (max(0, int(min(point[axis] for point in placed)) - edge) for axis in (0, 1))
    right = min(picture.width, int(max(x for x, _ in placed)) + edge)
    bottom = min(picture.height, int(max(y for _, y in placed)) + edge)
    if right <= left or bottom <= top:
        return
    a, b, c, d = ((x - left, y - top) for x, y in placed)
    part = picture.crop((left, top, right, bottom))
    data = paint.affine([a, b, c], drawn.size)
    paper = drawn.transform(part.size, Image.Transform.AFFINE, data, Image.Resampling.BICUBIC, fillcolor=_WHITE)
    mask = Image.new("L", part.size, 0)
    ImageDraw.Draw(mask).polygon([a, b, d, c], fill=255)
    mask = paint.softened(mask, 0.8)
    away = max(1, int(camera.zoom * 0.007))
    paint.darkened(part, paint.moved(paint.softened(mask, camera.zoom * 0.008), away, away), 0.4)
    part.paste(paper, (0, 0), mask)
    picture.paste(part, (left, top))


def _taken(picture: Image.Image, scene: Scene) -> Image.Image:
    """What lamp, lens and sensor add: a tint, darker corners, softness, noise."""
    width, height = picture.size
    gains = (scene.light * (1 + scene.warmth), scene.light, scene.light * (1 - scene.warmth))
    lit = Image.merge("RGB", [paint.scaled(each, gain) for each, gain in zip(picture.split(), gains, strict=True)])
    lit.paste((0, 0, 0), (0, 0), paint.corners(width, height))
    if scene.soft:
        lit = lit.filter(ImageFilter.BoxBlur(scene.soft))
    chance = chance_of(f"grain/{scene.seed}")
    left, top = chance.randrange(256), chance.randrange(256)
    noise = paint.grain(width, height).crop((left, top, left + width, top + height))
    quiet = noise.point([min(255, max(0, round(128 + (value - 128) * scene.noise / 16))) for value in range(256)])
    return paint.added(lit, quiet)
