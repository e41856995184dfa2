"""What numbers stand on and among: grounds, limbs, print, edges, scribble, light. None of it is a number."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from training.numerals.strokes import smooth

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:-"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def noise(chance: np.random.Generator, height: int, width: int, cell: float) -> np.ndarray:
    """Smooth noise between -1 and 1 with spots of about ``cell`` pixels."""
    small = chance.normal(0, 1, (max(2, int(height / cell) + 2), max(2, int(width / cell) + 2))).astype(np.float32)
    return np.clip(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) * 0.5, -1, 1)


def ground(chance: np.random.Generator, side: int) -> np.ndarray:
    """A grey ground: floor, cloth, skin, wall or night."""
    level = float(chance.uniform(10, 235))
    picture = np.full((side, side), level, np.float32)
    for cell in (200, 40, 8, 2):
        if chance.random() < 0.6:
            picture += noise(chance, side, side, cell) * float(chance.uniform(2, 30 if cell > 20 else 18))
    if chance.random() < 0.25:
        picture += _weave(chance, side)
    return picture


@cache
def _opened(file: str) -> np.ndarray:
    """A photograph in grey, its long side at most 1400 pixels."""
    grey = cv2.imread(file, cv2.IMREAD_GRAYSCALE)
    shrink = min(1.0, 1400 / max(grey.shape))
    return cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else grey


def photograph(chance: np.random.Generator, side: int, files: list[str]) -> np.ndarray:
    """A piece of a photograph on which no number stands, in any size, turned and lit anew."""
    grey = _opened(files[int(chance.integers(len(files)))])
    span = int(min(grey.shape) * float(chance.uniform(0.3, 1.0)))
    top, left = (int(chance.integers(0, extent - span + 1)) for extent in grey.shape)
    piece = np.rot90(grey[top : top + span, left : left + span], int(chance.integers(4)))
    piece = piece[:, ::-1] if chance.random() < 0.5 else piece
    laid = cv2.resize(np.ascontiguousarray(piece), (side, side), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    laid = 255 * (laid / 255) ** float(np.exp(chance.normal(0, 0.4)))
    return laid * float(chance.uniform(0.5, 1.0)) + float(chance.uniform(0, 60))


def _weave(chance: np.random.Generator, side: int) -> np.ndarray:
    angle, period = chance.uniform(0, np.pi), chance.uniform(4, 60)
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    wave = np.sin((columns * np.cos(angle) + rows * np.sin(angle)) * 2 * np.pi / period)
    return np.sign(wave) * chance.uniform(3, 25) if chance.random() < 0.5 else wave * chance.uniform(3, 25)


def clutter(chance: np.random.Generator, picture: np.ndarray, count: int) -> None:
    """Shapes with edges: limbs, boards, folds, rods, discs. Drawn into the picture."""
    side = picture.shape[0]
    for _ in range(count):
        shade = float(chance.uniform(5, 250))
        kind = int(chance.integers(5))
        at = tuple(int(x) for x in chance.uniform(0, side, 2))
        if kind == 0:
            axes = tuple(int(x) for x in chance.uniform(8, side / 2.5, 2))
            cv2.ellipse(picture, at, axes, float(chance.uniform(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)
        elif kind == 1:
            box = cv2.boxPoints((at, tuple(chance.uniform(10, side / 1.5, 2)), float(chance.uniform(0, 90))))
            cv2.fillPoly(picture, [box.astype(np.int32)], shade, cv2.LINE_AA)
        elif kind == 2:
            end = tuple(int(x) for x in chance.uniform(0, side, 2))
            cv2.line(picture, at, end, shade, int(chance.integers(1, 14)), cv2.LINE_AA)
        elif kind == 3:
            points = smooth(np.array(at) + np.cumsum(chance.normal(0, side / 9, (6, 2)), 0))
            cv2.polylines(picture, [points.astype(np.int32)], False, shade, int(chance.integers(1, 9)), cv2.LINE_AA)
        else:
            cv2.circle(picture, at, int(chance.integers(2, 26)), shade, int(chance.choice([-1, 1, 2, 4])), cv2.LINE_AA)


@cache
def print_font(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A font for print and names."""
    return ImageFont.truetype(file, size)


def words(chance: np.random.Generator, files: list[str], size: int, width: int) -> np.ndarray:
    """A line of printed or written words, as ink 0 to 1. Words only: letters, no digits that one would have to read."""
    file = files[int(chance.integers(len(files)))]
    letters = ARABIC if "-arabic-" in file.replace("sans-arabic", "sans") else LATIN
    text = " ".join(
        "".join(letters[int(each)] for each in chance.integers(0, len(letters), int(chance.integers(2, 9))))
        for _ in range(int(chance.integers(1, 5)))
    )
    font = print_font(file, max(6, size))
    canvas = Image.new("L", (max(8, width), int(size * 2)))
    ImageDraw.Draw(canvas).text((1, int(size * 0.2)), text, font=font, fill=255)
    return np.asarray(canvas, np.float32) / 255


def scribble(chance: np.random.Generator, height: int, width: int, thick: int) -> np.ndarray:
    """Running handwriting without meaning: a name as far as a finder of numbers is concerned."""
    canvas = np.zeros((height, width), np.uint8)
    count = int(chance.integers(5, 16))
    across = np.linspace(2, width - 2, count)
    up = height * (
        0.5 + chance.uniform(0.1, 0.4) * np.where(np.arange(count) % 2, 1, -1) * chance.uniform(0.2, 1, count)
    )
    points = smooth(np.stack([across + chance.normal(0, width / count / 3, count), up], 1))
    cut = int(chance.integers(len(points) // 3, len(points)))
    for piece in (points[:cut], points[cut:]):
        if len(piece) > 1:
            cv2.polylines(canvas, [piece.astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    for _ in range(int(chance.integers(0, 4))):
        cv2.circle(
            canvas, (int(chance.uniform(0, width)), int(chance.uniform(0, height))), max(1, thick // 2 + 1), 255, -1
        )
    return canvas.astype(np.float32) / 255


def light(chance: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """Flash, shadow, glare, gain, blur, grain and the marks of a JPEG. Returns the photograph in 8 bits."""
    side = picture.shape[0]
    if chance.random() < 0.45:
        picture = picture * _flash(chance, side)
    if chance.random() < 0.25:
        picture = picture + _glare(chance, side)
    if chance.random() < 0.3:
        middle = float(picture.mean())
        picture = (picture - middle) * float(chance.uniform(0.5, 1.2)) + middle + float(chance.normal(0, 20))
    if chance.random() < 0.5:
        picture = cv2.GaussianBlur(picture, (0, 0), float(chance.uniform(0.3, 1.3)))
    if chance.random() < 0.15:
        picture = _moved(chance, picture)
    grain = float(chance.exponential(5))
    picture = picture + chance.standard_normal(picture.shape, np.float32) * min(grain, 18)
    eight = np.clip(picture, 0, 255).astype(np.uint8)
    if chance.random() < 0.5:
        _, packed = cv2.imencode(".jpg", eight, [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(30, 95))])
        eight = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    return eight


def daylight(chance: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """Little blur and little grain. Returns the photograph in 8 bits."""
    if chance.random() < 0.6:
        picture = cv2.GaussianBlur(picture, (0, 0), float(chance.uniform(0.3, 0.8)))
    picture = picture + chance.standard_normal(picture.shape, np.float32) * float(chance.uniform(0.5, 5))
    return np.clip(picture, 0, 255).astype(np.uint8)


def _flash(chance: np.random.Generator, side: int) -> np.ndarray:
    rows, columns = np.mgrid[:side, :side].astype(np.float32) / side
    centre = chance.uniform(0.1, 0.9, 2)
    away = (rows - centre[0]) ** 2 + (columns - centre[1]) ** 2
    return (1.1 - float(chance.uniform(0.2, 0.75)) * np.clip(away * float(chance.uniform(1, 4)), 0, 1)).astype(
        np.float32
    )


def _glare(chance: np.random.Generator, side: int) -> np.ndarray:
    glow = np.zeros((side // 4, side // 4), np.float32)
    at = tuple(int(x) for x in chance.uniform(0, side // 4, 2))
    axes = tuple(int(x) for x in chance.uniform(2, side / 24, 2))
    cv2.ellipse(glow, at, axes, float(chance.uniform(0, 180)), 0, 360, 1.0, -1)
    glow = cv2.GaussianBlur(glow, (0, 0), float(chance.uniform(2, 9)))
    return cv2.resize(glow, (side, side)) * float(chance.uniform(30, 150))


def _moved(chance: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    length = int(chance.integers(2, 5))
    kernel = np.zeros((9, 9), np.float32)
    angle = float(chance.uniform(0, np.pi))
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    cv2.line(
        kernel, tuple(np.round(4 - reach).astype(int).tolist()), tuple(np.round(4 + reach).astype(int).tolist()), 1.0
    )
    return cv2.filter2D(picture, -1, kernel / kernel.sum())
