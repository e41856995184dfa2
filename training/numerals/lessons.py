"""What the networks are asked and told, made from scenes: maps for the finder, straightened lines for the reader."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from training.numerals.hands import ALPHABET
from training.numerals.networks import CUT, MIRRORED, UPSIDE
from training.numerals.scenes import Line, Scene

STRIDE = 4
CORE = 0.5  # the core's height, of the line's
HIGH = 32  # pixels of a straightened line
SIGN = 20  # of which its signs take
FRAME = 4  # pixels a step of the reader takes


def finder_lesson(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Picture (1, h, w) and maps (5, h/4, w/4): core, cosine, sine, height, weight (0 where nobody could tell)."""
    height, width = scene.picture.shape
    maps = np.zeros((5, height // STRIDE, width // STRIDE), np.float32)
    maps[4] = 1
    for line in sorted(scene.lines, key=lambda each: each.legible):
        if not line.text:
            continue
        if not line.legible:
            cv2.fillConvexPoly(maps[4], _scaled(line.corners), 0.0)
            continue
        spot = np.zeros(maps.shape[1:], np.uint8)
        cv2.fillConvexPoly(spot, _scaled(core(line.corners)), 1)
        along = (line.corners[1] + line.corners[2]) - (line.corners[0] + line.corners[3])
        along = along / max(1e-6, float(np.linalg.norm(along)))
        inside = spot > 0
        maps[:, inside] = np.array([1, along[0], along[1], np.log(line.height / 16), 1], np.float32)[:, None]
    return scene.picture[None], maps


def core(corners: np.ndarray) -> np.ndarray:
    """The middle half of a line, its ends drawn in by 0.15 of its height."""
    upper_left, upper_right, lower_right, lower_left = corners
    left, right = (upper_left + lower_left) / 2, (upper_right + lower_right) / 2
    down = ((lower_left - upper_left) + (lower_right - upper_right)) / 4 * CORE
    length = max(1e-6, float(np.linalg.norm(right - left)))
    draw = min(0.15 * float(np.linalg.norm(down)) / CORE * 2, length * 0.3) * (right - left) / length
    left, right = left + draw, right - draw
    return np.array([left - down, right - down, right + down, left + down])


def _scaled(corners: np.ndarray) -> np.ndarray:
    return np.round((corners + 0.5) / STRIDE - 0.5).astype(np.int32)


class Crop(NamedTuple):
    """A straightened line (32, w) before scaling, its signs as classes, and the step at which each stands (or -1)."""

    picture: np.ndarray
    target: list[int]
    steps: list[int]


class Views:
    """Cuts lines out of scenes as a finder would: nearly right."""

    def __init__(self, chance: np.random.Generator, spread: float = 1.0) -> None:
        self.chance, self.spread = chance, spread

    def cut(self, scene: Scene, line: Line) -> Crop:
        """One crop, with the small errors of place, height and direction that finders make; at times a large one."""
        draw = self.chance.random()
        upside, mirrored, short = draw < 0.1, 0.1 <= draw < 0.13, 0.13 <= draw < 0.23
        centre, along, down, length, height = axes(line.corners)
        if upside:
            along, down = -along, -down
        if mirrored:
            along = -along
        wild = 2.2 if draw > 0.85 else 1.0  # finders err seldom, but then far
        noise = self.chance.normal(0, self.spread * wild, 5)
        height = height * float(np.exp(noise[0] * 0.11))
        turn = noise[1] * 0.042
        along, down = along * np.cos(turn) + down * np.sin(turn), down * np.cos(turn) - along * np.sin(turn)
        centre = centre + down * height * noise[2] * 0.07 + along * height * noise[3] * 0.08
        before, after = (float(each) for each in self.chance.uniform(0.25, 0.95, 2) * height)
        if short:
            loss = float(self.chance.uniform(0.2, 0.6)) * length
            before, after = (before - loss, after) if self.chance.random() < 0.5 else (before, after - loss)
        scale = SIGN / height
        wide = int(np.clip(round((length + before + after) * scale / FRAME) * FRAME, 16, 512))
        start = centre - along * (length / 2 + before)
        wide, view = self._leaning(wide, straightening(start, along, down, scale))
        picture = cv2.warpAffine(
            _mip(scene.picture, scale),
            _on_mip(view, scale),
            (wide, HIGH),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        if self.chance.random() < 0.12:
            picture = 255 - picture
        picture = worn(self.chance, picture) if self.spread else picture
        return self._told(picture, line, view, (upside, mirrored), wide)

    def _leaning(self, wide: int, view: np.ndarray) -> tuple[int, np.ndarray]:
        """Another hand's breadth and lean, for most crops."""
        if not self.spread or self.chance.random() < 0.3:
            return wide, view
        breadth = float(np.exp(self.chance.normal(0, 0.1)))
        lean = float(self.chance.normal(0, 0.1))
        change = np.array([[breadth, lean], [0.0, 1.0]])
        changed = change @ view
        changed[0, 2] -= lean * HIGH / 2
        return int(np.clip(round(wide * breadth / FRAME) * FRAME, 16, 512)), changed

    @staticmethod
    def _told(picture: np.ndarray, line: Line, view: np.ndarray, wrong: tuple[bool, bool], wide: int) -> Crop:
        if not line.text:
            return Crop(picture, [], [])
        across = (line.middles @ view[:, :2].T + view[:, 2])[:, 0]
        if wrong[0]:
            return Crop(picture, [UPSIDE], [-1])
        if wrong[1]:
            return Crop(picture, [MIRRORED], [-1])
        seen = [(place, ALPHABET.index(sign) + 1) for place, sign in zip(across, line.text, strict=True)]
        edge = 3.0
        kept = [(place, sign) for place, sign in seen if edge <= place <= wide - edge]
        target = [sign for _, sign in kept]
        steps = [int(np.clip(place / FRAME, 0, wide // FRAME - 1)) for place, _ in kept]
        if seen[0][0] < edge:
            target, steps = [CUT, *target], [0, *steps]
        if seen[-1][0] > wide - edge:
            target, steps = [*target, CUT], [*steps, wide // FRAME - 1]
        return Crop(picture, target, steps)


def worn(chance: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """A crop as another lens and another wrist would give it: wavy, soft, coarse, grained, at times."""
    high, wide = picture.shape
    if chance.random() < 0.5:
        waves = chance.normal(0, float(chance.uniform(0.3, 1.1)), (2, 5, max(3, wide // 10))).astype(np.float32)
        down, across = (cv2.resize(each, (wide, high), interpolation=cv2.INTER_CUBIC) for each in waves)
        rows, columns = np.mgrid[:high, :wide].astype(np.float32)
        picture = cv2.remap(picture, columns + across, rows + down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if chance.random() < 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), float(chance.uniform(0.4, 1.3)))
    if chance.random() < 0.15:
        share = float(chance.uniform(0.35, 0.75))
        coarse = cv2.resize(picture, (max(4, int(wide * share)), int(high * share)), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_LINEAR)
    if chance.random() < 0.25:
        grain = chance.normal(0, float(chance.uniform(2, 14)), picture.shape)
        picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    return picture


def axes(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    """Centre, unit vectors along and down, length and height of the rectangle nearest to a quadrilateral."""
    upper_left, upper_right, lower_right, lower_left = corners
    left, right = (upper_left + lower_left) / 2, (upper_right + lower_right) / 2
    length = float(np.linalg.norm(right - left))
    along = (right - left) / max(length, 1e-6)
    down = np.array([-along[1], along[0]])
    height = abs(float(((lower_left + lower_right - upper_left - upper_right) / 2) @ down))
    return corners.mean(0), along, down, length, max(height, 2.0)


def straightening(start: np.ndarray, along: np.ndarray, down: np.ndarray, scale: float) -> np.ndarray:
    """Affine map (2, 3) from the photograph to a crop whose left middle is ``start``."""
    turn = np.stack([along, down]) * scale
    return np.hstack([turn, (np.array([0, HIGH / 2]) - turn @ start)[:, None]])


def _mip(picture: np.ndarray, scale: float) -> np.ndarray:
    factor = max(1, int(1 / scale))
    if factor == 1:
        return picture
    return cv2.resize(picture, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)


def _on_mip(view: np.ndarray, scale: float) -> np.ndarray:
    factor = max(1, int(1 / scale))
    if factor == 1:
        return view
    fitted = view.copy()
    fitted[:, 2] += view[:, :2] @ np.full(2, (factor - 1) / 2)
    fitted[:, :2] *= factor
    return fitted


def normal(picture: np.ndarray) -> np.ndarray:
    """A crop with its middle grey at 0 and its spread at 1, so that padding with 0 is padding with ground."""
    grey = picture.astype(np.float32)
    return (grey - np.median(grey)) / max(float(grey.std()), 6.0)
