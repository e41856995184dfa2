"""The painter's few means, on Pillow's images of one byte a value: fast, and the same everywhere."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from isnad.testing.demo.camera import Point

Colour = tuple[int, int, int]


def affine(corners: list[Point], size: tuple[int, int]) -> tuple[float, ...]:
    """Pillow's six numbers that lay an image of ``size`` with upper left, upper right and lower left at ``corners``."""
    (ox, oy), (rx, ry), (bx, by) = corners
    across = np.array([[(rx - ox) / size[0], (bx - ox) / size[1]], [(ry - oy) / size[0], (by - oy) / size[1]]])
    back = np.linalg.inv(across)
    shift = back @ np.array([-ox, -oy])
    return (*back[0].tolist(), float(shift[0]), *back[1].tolist(), float(shift[1]))


def moved(plane: Image.Image, right: int, down: int) -> Image.Image:
    """Shifted; what comes in from outside continues the edge."""
    width, height = plane.size
    shifted = plane.crop((-right, -down, width - right, height - down))
    if down:
        edge = plane.crop((0, 0, width, 1) if down > 0 else (0, height - 1, width, height))
        shifted.paste(edge.resize((width, abs(down))), (0, 0 if down > 0 else height + down))
    if right:
        edge = plane.crop((0, 0, 1, height) if right > 0 else (width - 1, 0, width, height))
        shifted.paste(edge.resize((abs(right), height)), (0 if right > 0 else width + right, 0))
    return shifted


def softened(plane: Image.Image, radius: float) -> Image.Image:
    """Blurred by ``radius``; wide blurs on fewer pixels, for nobody sees the difference."""
    if radius < 3:
        return plane.filter(ImageFilter.BoxBlur(radius * 0.8))
    step = 4 if radius >= 8 else 2 if radius >= 4 else 1
    if step == 1:
        return plane.filter(ImageFilter.GaussianBlur(radius))
    small = plane.reduce(step).filter(ImageFilter.GaussianBlur(radius / step))
    return small.resize(plane.size, Image.Resampling.BILINEAR)


def scaled(plane: Image.Image, by: float) -> Image.Image:
    """Every value times ``by``."""
    return plane.point([min(255, round(value * by)) for value in range(256)])


def toned(light: Image.Image, colour: Colour) -> Image.Image:
    """A surface of ``colour`` under ``light`` (128 shows the colour as it is)."""
    return Image.merge("RGB", [scaled(light, part / 128) for part in colour])


def darkened(picture: Image.Image, mask: Image.Image, by: float) -> None:
    """Shadow: darker by ``by`` where the mask is full."""
    picture.paste((8, 8, 8), (0, 0), scaled(mask, by))


def added(picture: Image.Image, waves: Image.Image) -> Image.Image:
    """Lighter where ``waves`` is above 128, darker below."""
    return ImageChops.add(picture, Image.merge("RGB", [waves] * 3), 1, -128)


@lru_cache(maxsize=4)
def grain(width: int, height: int) -> Image.Image:
    """A sensor's noise, larger than the picture: 128 and 16 about it."""
    noise = np.random.default_rng(0).normal(128, 16, (height + 256, width + 256))
    return Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8))


@lru_cache(maxsize=4)
def corners(width: int, height: int) -> Image.Image:
    """What a lens keeps back: more towards the corners."""
    across = np.linspace(-1, 1, width)[None, :] ** 2
    down = np.linspace(-1, 1, height)[:, None] ** 2
    fall = 255 * 0.11 * (across + down)
    return Image.fromarray(fall.astype(np.uint8))
