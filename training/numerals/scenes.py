"""Scenes with numbers whose place, direction, script and text are known, made from a seed.

* A scene is one grey photograph of ``side`` pixels, at the scale at which the finder sees it.
* Cards, tape, boards, paper and bare skin carry lines of numbers; cards lie in any direction, seen at a slant.
* One hand writes one card, in one script. Between the lines stand print, names, rules and dirt.
* A line is *legible* when it is at least 9 pixels high here, contrasts with its ground, is blurred less than its
  strokes are wide and is covered to less than 30 %. What is not legible is neither asked for nor held against anyone.
* The corners of a line's quadrilateral run with the reading: upper left, upper right, lower right, lower left.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from training.numerals import grounds
from training.numerals.cards import Card, CardMaker
from training.numerals.hands import Writers
from training.numerals.lines import Line

SMALLEST = 9.0  # pixels of a line that is asked for
FAINTEST, PLAIN = 8.5, 19.0  # pixels of the smallest signs that are written, in any scene and in a plain one


class Scene(NamedTuple):
    """A photograph and what stands in it."""

    picture: np.ndarray
    lines: list[Line]


class SceneMaker:
    """Makes scenes of one part of the writers. The same seed gives the same scene."""

    def __init__(
        self, writers: Writers, print_fonts: list[str], side: int = 512, photographs: list[str] | None = None
    ) -> None:
        self.cards, self.fonts, self.side = CardMaker(writers, print_fonts), print_fonts, side
        self.photographs = photographs or []

    def make(self, seed: int, numbers: bool = True, plain: bool = False) -> Scene:
        """One scene; ``numbers=False`` leaves every card without any, ``plain`` is what most photographers would do."""
        chance = np.random.default_rng(seed)
        if self.photographs and chance.random() < 0.3:
            picture = grounds.photograph(chance, self.side, self.photographs)
        else:
            picture = grounds.ground(chance, self.side)
        grounds.clutter(chance, picture, int(chance.integers(0, 12)))
        lines: list[Line] = []
        taken = np.zeros((self.side, self.side), np.uint8)
        for _ in range(int(chance.integers(1, 5))):
            card = self.cards.card(chance, numbers, PLAIN if plain else FAINTEST)
            self._lay(
                chance, picture, taken, card, lines, float(chance.normal(0, 0.1)) if plain else _direction(chance)
            )
        if chance.random() < 0.35:
            self._loose_words(chance, picture, taken)
        if not plain:
            self._cover(chance, picture, lines)
        lit = grounds.daylight(chance, picture) if plain and chance.random() < 0.6 else grounds.light(chance, picture)
        return Scene(lit, [each for each in lines if self._inside(each)])

    def _lay(
        self,
        chance: np.random.Generator,
        picture: np.ndarray,
        taken: np.ndarray,
        card: Card,
        lines: list[Line],
        turn: float,
    ) -> None:
        height, width = card.grey.shape
        flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        slant = float(chance.uniform(0, 0.09 if chance.random() < 0.75 else 0.2))
        shaped = flat * chance.uniform(0.85, 1.05, 2) + chance.uniform(-slant, slant, (4, 2)) * [height, height]
        spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        spun = (shaped - shaped.mean(0)) @ spin
        for _ in range(6):
            placed = (spun + chance.uniform(0.1 * self.side, 0.9 * self.side, 2)).astype(np.float32)
            mask = np.zeros_like(taken)
            cv2.fillConvexPoly(mask, placed.astype(np.int32), 1)
            if not (mask & taken).any():
                break
        else:
            return
        taken |= mask
        view = cv2.getPerspectiveTransform(flat, placed)
        size = (self.side, self.side)
        grey = cv2.warpPerspective(card.grey, view, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cover = cv2.warpPerspective(card.cover, view, size, flags=cv2.INTER_LINEAR)
        if not card.bare and chance.random() < 0.4:
            shadow = cv2.GaussianBlur(cover, (0, 0), 3) * float(chance.uniform(0.1, 0.4))
            picture *= 1 - shadow
        picture += (grey - picture) * cover
        if card.bare:
            self._bare(picture, card, cover, view)
        for each in card.lines:
            each.corners = _through(view, each.corners)
            each.middles = _through(view, each.middles)
            each.legible &= each.height >= SMALLEST and each.contrast >= 32
            lines.append(each)

    @staticmethod
    def _bare(picture: np.ndarray, card: Card, cover: np.ndarray, view: np.ndarray) -> None:
        """Contrast of ink laid on whatever was there before."""
        for each in card.lines:
            area = np.zeros(cover.shape, np.uint8)
            cv2.fillConvexPoly(area, _through(view, each.corners).astype(np.int32), 1)
            inked, bare = area.astype(bool) & (cover > 0.6), area.astype(bool) & (cover < 0.1)
            each.contrast = (
                abs(float(picture[inked].mean() - picture[bare].mean())) if inked.sum() > 5 and bare.sum() > 5 else 0.0
            )
            each.contrast -= float(picture[bare].std()) if bare.sum() > 5 else 0.0

    def _loose_words(self, chance: np.random.Generator, picture: np.ndarray, taken: np.ndarray) -> None:
        """Print and names outside the cards."""
        if not self.fonts:
            return
        shade = float(chance.uniform(0, 255))
        size = int(chance.integers(7, 30))
        for _ in range(int(chance.integers(1, 7))):
            ink = grounds.words(chance, self.fonts, size, int(chance.integers(60, 300)))
            ink = np.rot90(ink, int(chance.choice([0, 0, 0, 1, 2, 3])))
            top, left = (int(chance.uniform(0, self.side - min(self.side - 1, extent))) for extent in ink.shape)
            ink = ink[: self.side - top, : self.side - left]
            place = np.s_[top : top + ink.shape[0], left : left + ink.shape[1]]
            if not taken[place].any():
                picture[place] += (shade - picture[place]) * ink

    def _cover(self, chance: np.random.Generator, picture: np.ndarray, lines: list[Line]) -> None:
        """A finger, a fold or a strap over some of the lines."""
        for each in lines:
            if chance.random() > 0.1:
                continue
            mask = np.zeros(picture.shape, np.uint8)
            side = each.corners[[0, 3]].mean(0) if chance.random() < 0.5 else each.corners[[1, 2]].mean(0)
            at = side + (each.corners.mean(0) - side) * float(chance.uniform(-0.4, 0.7))
            axes = each.height * chance.uniform(0.2, 0.7, 2)
            cv2.ellipse(
                mask, at.astype(int).tolist(), axes.astype(int).tolist(), float(chance.uniform(0, 180)), 0, 360, 1, -1
            )
            picture[mask > 0] = float(chance.uniform(30, 220)) + chance.normal(0, 4, int(mask.sum()))
            reached = mask[
                np.clip(each.middles[:, 1].astype(int), 0, self.side - 1),
                np.clip(each.middles[:, 0].astype(int), 0, self.side - 1),
            ]
            area = np.zeros(picture.shape, np.uint8)
            cv2.fillConvexPoly(area, each.corners.astype(np.int32), 1)
            hidden = float((area & mask).sum() / max(1, area.sum()))
            each.legible &= hidden < 0.3 and not reached.any()

    def _inside(self, line: Line) -> bool:
        """Whether any of the line is in the picture; one that is cut by the frame is not legible."""
        within = ((line.corners > 1) & (line.corners < self.side - 2)).all()
        line.legible &= bool(within)
        middle = ((line.middles > 0) & (line.middles < self.side - 1)).all(1)
        return bool(middle.any())


def _direction(chance: np.random.Generator) -> float:
    draw = chance.random()
    if draw < 0.5:
        return float(chance.normal(0, 0.17))
    if draw < 0.6:
        return float(np.pi + chance.normal(0, 0.2))
    return float(chance.uniform(-np.pi, np.pi))


def _through(view: np.ndarray, points: np.ndarray) -> np.ndarray:
    return cv2.perspectiveTransform(points[None].astype(np.float32), view)[0]
