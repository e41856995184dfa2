"""Flat things with writing on them, before they are laid into a scene: cards, tape, boards, and ink on bare ground.

* One hand writes one card, in one script, with one pen. Lines stand below each other, at times beside each other.
* Print, names, rules and frames stand where the numbers have left room.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from training.numerals import grounds
from training.numerals.hands import Hand, Writers
from training.numerals.lines import Line, number, wordless, write_line

Written = tuple[np.ndarray, list[Line]]


@dataclass
class Card:
    """A flat thing with writing on it; ``bare`` where only its ink is laid down."""

    grey: np.ndarray
    cover: np.ndarray
    lines: list[Line] = field(default_factory=list)
    bare: bool = False


class CardMaker:
    """Makes cards in the hands of one part of the writers."""

    def __init__(self, writers: Writers, print_fonts: list[str]) -> None:
        self.writers, self.fonts = writers, print_fonts

    def card(self, chance: np.random.Generator, numbers: bool, least: float) -> Card:
        """One card with signs of ``least`` pixels and more; ``numbers=False`` leaves it without any number."""
        common = chance.random() < 0.93
        unit = float(np.exp(chance.uniform(np.log(least), np.log(70)))) if common else float(chance.uniform(70, 130))
        script = "western" if chance.random() < 0.5 else "arabic-indic"
        hand = self.writers.hand(chance, script)
        rows = int(chance.choice([1, 1, 2, 3, 4])) if unit < 60 else 1
        written = [self._row(chance, hand, script, unit, numbers) for _ in range(rows)]
        gap = unit * float(chance.uniform(0.2, 1.0))
        pads = unit * chance.uniform(0.15, 1.3, 4)
        width = int(max(each[0].shape[1] for each in written) + pads[0] + pads[1]) + 2
        height = int(sum(each[0].shape[0] for each in written) + gap * (rows - 1) + pads[2] + pads[3]) + 2
        ink = np.zeros((height, width), np.float32)
        lines, down = [], float(pads[2])
        for drawn, held in written:
            left = int(chance.uniform(0, max(1, width - drawn.shape[1])))
            ink[int(down) : int(down) + drawn.shape[0], left : left + drawn.shape[1]] = drawn
            lines += [_moved(each, left, int(down)) for each in held]
            down += drawn.shape[0] + gap
        return self._finished(chance, ink, lines, unit)

    def _finished(self, chance: np.random.Generator, ink: np.ndarray, lines: list[Line], unit: float) -> Card:
        paper, shade = _shades(chance)
        height, width = ink.shape
        strength = float(chance.uniform(0.75, 1.0))
        texture = grounds.noise(chance, height, width, max(2.0, unit / 6)) * float(chance.uniform(0, 9))
        bare = chance.random() < 0.25
        for each in lines:
            each.contrast = abs(paper - shade) * (1.0 if bare else strength)
        if bare:
            return Card(np.full((height, width), shade, np.float32) + texture, ink * strength, lines, True)
        if chance.random() < 0.3:
            texture = texture + _shaded(chance, height, width)
        grey = paper + texture
        self._printed(chance, grey, paper, shade, unit)
        grey += (shade - grey) * ink * strength
        tape = 0.6 + 0.4 * float(chance.random()) if chance.random() < 0.12 else 1.0
        cover = np.full((height, width), tape, np.float32)
        return Card(grey, np.maximum(cover, ink), lines)

    def _printed(self, chance: np.random.Generator, grey: np.ndarray, paper: float, shade: float, unit: float) -> None:
        """Frame, rules and boxes, printed before anybody wrote."""
        height, width = grey.shape
        faint = paper + (shade - paper) * float(chance.uniform(0.25, 1.0))
        if chance.random() < 0.3:
            thick, inset = int(chance.integers(1, 4)), int(chance.uniform(0, unit * 0.15))
            corner = (width - 1 - inset, height - 1 - inset)
            cv2.rectangle(grey, (inset, inset), corner, float(shade), thick, cv2.LINE_AA)
        if chance.random() < 0.18:
            for row in np.arange(chance.uniform(0, unit), height, unit * chance.uniform(0.6, 2)):
                cv2.line(grey, (0, int(row)), (width, int(row)), faint, 1, cv2.LINE_AA)
        if chance.random() < 0.06:
            for column in np.arange(chance.uniform(0, unit), width, unit * chance.uniform(0.6, 3)):
                cv2.line(grey, (int(column), 0), (int(column), height), faint, 1, cv2.LINE_AA)

    def _row(self, chance: np.random.Generator, hand: Hand, script: str, unit: float, numbers: bool) -> Written:
        """A number, words, a number after a word, or two numbers well apart."""
        draw = chance.random()
        if not numbers or draw < 0.15:
            return self._words(chance, unit)
        first = _alone(write_line(chance, hand, number(chance, script), script, unit))
        if draw < 0.23:
            return _beside(self._words(chance, unit * 0.8), first, unit * float(chance.uniform(0.5, 1.4)))
        if draw < 0.31:
            second = _alone(write_line(chance, hand, number(chance, script), script, unit))
            return _beside(first, second, unit * float(chance.uniform(1.3, 3.0)))
        return first

    def _words(self, chance: np.random.Generator, unit: float) -> Written:
        if self.fonts and chance.random() < 0.6:
            size, width = int(unit * chance.uniform(0.5, 1.1)), int(unit * chance.uniform(1.5, 8))
            return _alone(wordless(grounds.words(chance, self.fonts, size, width)))
        height, width = int(unit * chance.uniform(1, 1.5)) + 3, int(unit * chance.uniform(2, 7)) + 6
        thick = max(1, int(unit * chance.uniform(0.04, 0.14)))
        return _alone(wordless(grounds.scribble(chance, height, width, thick)))


def _alone(written: tuple[np.ndarray, Line]) -> Written:
    return written[0], [written[1]]


def _moved(line: Line, left: float, top: float) -> Line:
    by = np.array([left, top], np.float32)
    return Line(line.text, line.script, line.corners + by, line.middles + by)


def _beside(left: Written, right: Written, gap: float) -> Written:
    """Two pieces of writing in one row, their middles at one height."""
    (one, first), (two, second) = left, right
    tall, start = max(one.shape[0], two.shape[0]), one.shape[1] + int(gap)
    ink = np.zeros((tall, start + two.shape[1]), np.float32)
    tops = [(tall - each.shape[0]) // 2 for each in (one, two)]
    ink[tops[0] : tops[0] + one.shape[0], : one.shape[1]] = one
    ink[tops[1] : tops[1] + two.shape[0], start:] = two
    return ink, [*(_moved(each, 0, tops[0]) for each in first), *(_moved(each, start, tops[1]) for each in second)]


def _shaded(chance: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Light that falls on a card from one side."""
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    turn = float(chance.uniform(0, 2 * np.pi))
    ramp = columns / width * np.cos(turn) + rows / height * np.sin(turn)
    return ramp * float(chance.uniform(5, 45))


def _shades(chance: np.random.Generator) -> tuple[float, float]:
    """Paper and ink: mostly dark on light, at times chalk on a board."""
    if chance.random() < 0.82:
        paper = float(chance.uniform(110, 250))
        return paper, paper - float(chance.uniform(45, min(paper, 200)))
    paper = float(chance.uniform(10, 120))
    return paper, paper + float(chance.uniform(50, 130))
