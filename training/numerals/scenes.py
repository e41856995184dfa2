"""Scenes with numbers whose place, direction, script and text are known, made from a seed.

* A scene is one grey photograph of ``side`` pixels, at the scale at which the finder sees it.
* Cards, tape, boards, paper and bare skin carry lines of numbers; cards lie in any direction, seen at a slant.
* One hand writes one card, in one script. Between the lines stand print, names, rules and dirt.
* A line is *legible* when it is at least 9 pixels high here, contrasts with its ground, is blurred less than its
  strokes are wide and is covered to less than 30 %. What is not legible is neither asked for nor held against anyone.
* The corners of a line's quadrilateral run with the reading: upper left, upper right, lower right, lower left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import cv2
import numpy as np
from training.numerals import grounds
from training.numerals.hands import Hand, Writers
from training.numerals.lines import Line, number, wordless, write_line

SMALLEST = 9.0


class Scene(NamedTuple):
    """A photograph and what stands in it."""

    picture: np.ndarray
    lines: list[Line]


@dataclass
class Card:
    """A flat thing with writing on it, before it is laid into the scene."""

    grey: np.ndarray
    cover: np.ndarray
    lines: list[Line] = field(default_factory=list)


class SceneMaker:
    """Makes scenes of one part of the writers. The same seed gives the same scene."""

    def __init__(self, writers: Writers, print_fonts: list[str], side: int = 512) -> None:
        self.writers, self.fonts, self.side = writers, print_fonts, side

    def make(self, seed: int, numbers: bool = True) -> Scene:
        """One scene; ``numbers=False`` leaves every card without any."""
        chance = np.random.default_rng(seed)
        picture = grounds.ground(chance, self.side)
        grounds.clutter(chance, picture, int(chance.integers(0, 12)))
        lines: list[Line] = []
        taken = np.zeros((self.side, self.side), np.uint8)
        for _ in range(int(chance.integers(1, 5))):
            card = self._card(chance, numbers)
            self._lay(chance, picture, taken, card, lines)
        if chance.random() < 0.35:
            self._loose_words(chance, picture, taken)
        self._cover(chance, picture, lines)
        return Scene(grounds.light(chance, picture), [each for each in lines if self._inside(each)])

    def _card(self, chance: np.random.Generator, numbers: bool) -> Card:
        unit = (
            float(np.exp(chance.uniform(np.log(8.5), np.log(70))))
            if chance.random() < 0.93
            else float(chance.uniform(70, 130))
        )
        script = "western" if chance.random() < 0.5 else "arabic-indic"
        hand = self.writers.hand(chance, script)
        rows = int(chance.choice([1, 1, 2, 3, 4])) if unit < 60 else 1
        bare = chance.random() < 0.25
        paper, shade = _shades(chance)
        inks = [self._row(chance, hand, script, unit, numbers) for _ in range(rows)]
        gap = unit * float(chance.uniform(0.25, 1.0))
        pads = unit * chance.uniform(0.15, 1.3, 4)
        width = int(max(each[0].shape[1] for each in inks) + pads[0] + pads[1]) + 2
        height = int(sum(each[0].shape[0] for each in inks) + gap * (rows - 1) + pads[2] + pads[3]) + 2
        ink = np.zeros((height, width), np.float32)
        lines, down = [], pads[2]
        for drawn, written in inks:
            left = int(chance.uniform(0, max(1, width - drawn.shape[1])))
            top = int(down)
            ink[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
            moved = np.array([left, top], np.float32)
            lines.append(Line(written.text, written.script, written.corners + moved, written.middles + moved))
            down += drawn.shape[0] + gap
        return self._finished(chance, ink, lines, (paper, shade), bare, unit)

    def _finished(
        self,
        chance: np.random.Generator,
        ink: np.ndarray,
        lines: list[Line],
        shades: tuple[float, float],
        bare: bool,
        unit: float,
    ) -> Card:
        paper, shade = shades
        height, width = ink.shape
        strength = float(chance.uniform(0.75, 1.0))
        texture = grounds.noise(chance, height, width, max(2.0, unit / 6)) * float(chance.uniform(0, 9))
        if bare:
            return Card(
                np.full((height, width), shade, np.float32) + texture,
                ink * strength,
                self._contrasted(lines, abs(paper - shade)),
            )
        grey = paper + texture + (shade - paper) * ink * strength
        self._printed(chance, grey, shade, unit)
        return Card(grey, np.ones((height, width), np.float32), self._contrasted(lines, abs(paper - shade) * strength))

    @staticmethod
    def _contrasted(lines: list[Line], contrast: float) -> list[Line]:
        for each in lines:
            each.contrast = contrast
        return lines

    def _printed(self, chance: np.random.Generator, grey: np.ndarray, shade: float, unit: float) -> None:
        """Frame, rules and a tear on the card; the writing has left room for none of it."""
        height, width = grey.shape
        if chance.random() < 0.3:
            thick = int(chance.integers(1, 4))
            inset = int(chance.uniform(0, unit * 0.15))
            cv2.rectangle(
                grey, (inset, inset), (width - 1 - inset, height - 1 - inset), float(shade), thick, cv2.LINE_AA
            )
        if chance.random() < 0.15:
            for row in np.arange(chance.uniform(0, unit), height, unit * chance.uniform(0.6, 2)):
                cv2.line(grey, (0, int(row)), (width, int(row)), float((grey.mean() + shade) / 2), 1, cv2.LINE_AA)

    def _row(
        self, chance: np.random.Generator, hand: Hand, script: str, unit: float, numbers: bool
    ) -> tuple[np.ndarray, Line]:
        draw = chance.random()
        thick = max(1, int(unit * chance.uniform(0.04, 0.14)))
        if not numbers or draw < 0.16:
            if self.fonts and chance.random() < 0.6:
                size, width = int(unit * chance.uniform(0.5, 1.1)), int(unit * chance.uniform(3, 8))
                return wordless(grounds.words(chance, self.fonts, size, width))
            height, width = int(unit * chance.uniform(1, 1.5)) + 3, int(unit * chance.uniform(2, 7)) + 6
            return wordless(grounds.scribble(chance, height, width, thick))
        return write_line(chance, hand, number(chance, script), script, unit)

    def _lay(
        self, chance: np.random.Generator, picture: np.ndarray, taken: np.ndarray, card: Card, lines: list[Line]
    ) -> None:
        height, width = card.grey.shape
        turn = _direction(chance)
        flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        slant = float(chance.uniform(0, 0.09))
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
        if card.cover.min() > 0.99 and chance.random() < 0.4:
            shadow = cv2.GaussianBlur(cover, (0, 0), 3) * float(chance.uniform(0.1, 0.4))
            picture *= 1 - shadow
        picture += (grey - picture) * cover
        if card.cover.min() < 0.99:
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


def _shades(chance: np.random.Generator) -> tuple[float, float]:
    """Paper and ink: mostly dark on light, at times chalk on a board."""
    if chance.random() < 0.82:
        paper = float(chance.uniform(110, 250))
        return paper, paper - float(chance.uniform(45, min(paper, 200)))
    paper = float(chance.uniform(10, 120))
    return paper, paper + float(chance.uniform(50, 130))


def _direction(chance: np.random.Generator) -> float:
    draw = chance.random()
    if draw < 0.5:
        return float(chance.normal(0, 0.17))
    if draw < 0.6:
        return float(np.pi + chance.normal(0, 0.2))
    return float(chance.uniform(-np.pi, np.pi))


def _through(view: np.ndarray, points: np.ndarray) -> np.ndarray:
    return cv2.perspectiveTransform(points[None].astype(np.float32), view)[0]
