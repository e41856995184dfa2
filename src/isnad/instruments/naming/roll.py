"""A roll: many names, and how well another name agrees with each of them.

 * Work is done on the distinct parts of the roll, not on its names: each part of the asking name is set against the
   vocabulary once; names then only look numbers up.
 * Two parts written together on one side and apart on the other agree as one (Hamid Reza, Hamidreza).
 * What an agreement is worth is how rarely it happens by chance: the share of the roll's names with a part that agrees
   as well or better, in whatever spelling, mixed with what letters alone would lead one to expect. So a common name in
   all its spellings weighs little and a rare one much, and no table of common names is needed.
 * Each part counts once. Parts left over on either side count against; a family name that agrees with a family name
   counts for, one that agrees with another part against.

Nothing depends on any other asking name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.parts import Part, parts_of
from isnad.instruments.naming.transducer import Floats
from isnad.instruments.naming.vocabulary import Vocabulary

BACKGROUND = 150.0  # names' worth of trust in letters alone, beside the roll itself
MISSING = 1.0  # nats against, for a part of the asking name that the other lacks
LEFT_OVER = 0.4  # nats against, for a part of the other that the asking name lacks
FAMILY = 1.0  # nats for or against, where both sides mark the family name
_LEAST = 0.05  # nats; agreements worth less are none

Option = tuple[tuple[int, ...], tuple[int, ...], Floats]


@dataclass(frozen=True)
class Piece:
    """A part, or two neighbouring ones taken as if written together: its word and the parts it covers."""

    word: str
    covers: tuple[int, ...]
    family: bool


def pieces_of(parts: tuple[Part, ...]) -> list[Piece]:
    """Every part, then every two neighbours joined."""
    single = [Piece(part.word, (place,), part.family) for place, part in enumerate(parts)]
    double = [
        Piece(left.word + right.word, (place, place + 1), left.family or right.family)
        for place, (left, right) in enumerate(zip(parts, parts[1:], strict=False))
        if len(left.word) > 1 and len(right.word) > 1 and left.script == right.script
    ]
    return single + double


class Roll:
    """Names in rows of pieces, with the vocabulary of those pieces."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        pieces = [pieces_of(parts_of(name)) for name in names]
        words = sorted({piece.word for row in pieces for piece in row})
        self.vocabulary = Vocabulary(words)
        number_of = self.vocabulary.number_of
        self.many = np.array([sum(len(piece.covers) == 1 for piece in row) for row in pieces], np.int64)
        singles = int(self.many.max(initial=1))
        self.singles = np.full((len(names), singles), len(words), np.int64)
        self.doubles = np.full((len(names), max(1, singles - 1)), len(words), np.int64)
        self.family = np.zeros((len(names), singles), bool)
        for row, found in enumerate(pieces):
            for piece in found:
                if len(piece.covers) == 1:
                    self.singles[row, piece.covers[0]] = number_of[piece.word]
                    self.family[row, piece.covers[0]] = piece.family
                else:
                    self.doubles[row, piece.covers[0]] = number_of[piece.word]
        self.counts = np.bincount(self.singles.ravel(), minlength=len(words) + 1)[: len(words)].astype(np.float32)

    def evidence(self, name: str) -> Floats:
        """For each name of the roll, the evidence in nats that ``name`` is another way to write it."""
        return self._settled(name)[0]

    def pairings(self, name: str) -> tuple[list[Pairing], float]:
        """Against the roll's first name: which parts belong together, and the evidence as above."""
        evidence, options, chosen = self._settled(name)
        likes = {piece.covers: self.vocabulary.like(piece.word) for piece in pieces_of(parts_of(name))}
        found = []
        for number in chosen[:, 0]:
            if number >= 0:
                covers, columns, _ = options[number]
                row = self.singles[0, columns[0]] if len(columns) == 1 else self.doubles[0, columns[0]]
                found.append(Pairing(covers, columns, _probability(likes[covers].agreement[row])))
        return sorted(found, key=lambda pairing: pairing.left), float(evidence[0])

    def _settled(self, name: str) -> tuple[Floats, list[Option], NDArray[np.int64]]:
        """Evidence for each name; the options there were; for each name the options taken, -1 where none."""
        parts = parts_of(name)
        pieces = pieces_of(parts)
        worth = {piece.covers: self._worth(piece.word) for piece in pieces}
        touched = self._touched(worth)
        options = self._options(parts, pieces, worth, touched)
        evidence = (-MISSING * len(parts) - LEFT_OVER * self.many).astype(np.float32)
        if not len(touched) or not options:
            return evidence, options, np.full((1, len(self.names)), -1)
        gained, left, right, chosen = _greedy(options, len(parts), self.singles.shape[1])
        evidence[touched] += gained + MISSING * left + LEFT_OVER * right
        every = np.full((len(chosen), len(self.names)), -1)
        every[:, touched] = chosen
        return evidence, options, every

    def _touched(self, worth: dict[tuple[int, ...], Floats]) -> NDArray[np.int64]:
        """The names that have any agreement worth something."""
        any_worth = np.zeros(len(self.vocabulary.words) + 1, bool)
        for values in worth.values():
            any_worth |= values > 0
        return np.flatnonzero(any_worth[self.singles].any(axis=1) | any_worth[self.doubles].any(axis=1))

    def _options(
        self,
        parts: tuple[Part, ...],
        pieces: list[Piece],
        worth: dict[tuple[int, ...], Floats],
        rows: NDArray[np.int64],
    ) -> list[Option]:
        """Every way to give a piece of the asking name a partner, with what it is worth in each of ``rows``."""
        singles, doubles, family = self.singles[rows], self.doubles[rows], self.family[rows]
        known = family.any(axis=1) if any(part.family for part in parts) else np.zeros(len(rows), bool)
        options: list[Option] = []
        for piece in pieces:
            for column in range(singles.shape[1]):
                value = worth[piece.covers][singles[:, column]]
                agrees = np.where(family[:, column] == piece.family, FAMILY, -FAMILY)
                options.append((piece.covers, (column,), np.maximum(value + (known & (value > 0)) * agrees, 0.0)))
            if len(piece.covers) == 1:
                for column in range(doubles.shape[1]):
                    options.append((piece.covers, (column, column + 1), worth[piece.covers][doubles[:, column]]))
        return options

    def _worth(self, word: str) -> Floats:
        """What an agreement of ``word`` with each word of the vocabulary is worth; 0 for the padding at the end."""
        like = self.vocabulary.like(word)
        order = np.argsort(-like.agreement, kind="stable")
        as_good = np.empty(len(order), np.float32)
        as_good[order] = np.cumsum(self.counts[order])
        by_letters = np.exp(-np.clip(like.weight, 0.0, 30.0))
        chance = (as_good + BACKGROUND * by_letters) / (len(self.names) + BACKGROUND)
        sure = -np.logaddexp(np.float32(0.0), -like.agreement)
        worth = np.maximum(sure - np.log(np.minimum(chance, 1.0)), 0.0)
        return np.append(np.where(worth > _LEAST, worth, 0.0), 0.0).astype(np.float32)


@dataclass(frozen=True)
class Pairing:
    """Parts of the asking name and of another that belong together, and how sure that is (0 to 1)."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    agreement: float


def _probability(agreement: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.float64(agreement))))


def _greedy(options: list[Option], many: int, columns: int) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
    """Takes the most valuable option, rules out what clashes with it, and again; for all names at once.

    Gives what was gained, how many parts were paired on either side, and the options taken in each round.
    """
    values = np.stack([option[2] for option in options], axis=1)
    rows = np.arange(len(values))
    left = np.zeros((len(options), many), np.int64)
    right = np.zeros((len(options), columns + 1), np.int64)
    for number, (covers, taken, _) in enumerate(options):
        left[number, list(covers)] = 1
        right[number, list(taken)] = 1
    clash = (left @ left.T + right @ right.T) > 0
    gained = np.zeros(len(rows), np.float32)
    paired = np.zeros((2, len(rows)), np.float32)
    rounds = []
    for _ in range(min(many, columns)):
        best = values.argmax(axis=1)
        value = values[rows, best]
        on = value > 0
        if not on.any():
            break
        gained += np.where(on, value, 0.0)
        paired += on * np.stack([left.sum(axis=1)[best], right.sum(axis=1)[best]])
        rounds.append(np.where(on, best, -1))
        values[clash[best]] = 0.0
    return gained, paired[0], paired[1], np.array(rounds, np.int64).reshape(-1, len(rows))
