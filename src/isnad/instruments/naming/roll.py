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
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.parts import Part, parts_of
from isnad.instruments.naming.transducer import Floats
from isnad.instruments.naming.vocabulary import Vocabulary

BACKGROUND = 150.0  # names' worth of trust in letters alone, beside the roll itself
LENIENCE = np.float32(6.0)  # nats: rare spellings of one name are common, and chance is counted anyway
ITSELF = 0.75  # how much of the agreeing name itself is left out when chance agreements are counted
MISSING = 0.7  # nats against, for a part of the asking name that the other lacks
CLASH = 1.0  # nats against, more, where both sides have parts left over: they do not lack, they contradict
OWN = 3.0  # nats against, more, where neither own name (the first part) finds a partner: brothers, cousins
LEFT_OVER = 0.6  # nats against, for a part of the other that the asking name lacks
FAMILY = 0.7  # nats for or against, where both sides mark the family name
REMEMBERED = 20_000_000  # numbers kept: the same word asked again has the same worth
TRIFLE = np.float32(0.01)  # nats; agreements worth no more than this only decide between equals

Option = tuple[tuple[int, ...], tuple[int, ...], Floats]


@dataclass(frozen=True)
class Piece:
    """A part, or two neighbouring ones taken as if written together: its word and the parts it covers."""

    word: str
    covers: tuple[int, ...]
    family: bool


def pieces_of(parts: tuple[Part, ...], *, joined: bool = True) -> list[Piece]:
    """Every part, then every two neighbours joined."""
    single = [Piece(part.word, (place,), part.family) for place, part in enumerate(parts)]
    double = [
        Piece(left.word + right.word, (place, place + 1), left.family or right.family)
        for place, (left, right) in enumerate(pairwise(parts))
        if joined and len(left.word) > 1 and len(right.word) > 1 and left.script == right.script
    ]
    return single + double


class Roll:
    """Names in rows of pieces, with the vocabulary of those pieces."""

    def __init__(self, names: list[str], *, thorough: bool = True) -> None:
        """``thorough``: neighbouring parts are also taken as one, and where a name of one part is asked for, the second
        reader looks at the best across scripts. Without, the roll can hold millions."""
        self.thorough = thorough
        self.names = names
        pieces = [pieces_of(parts_of(name), joined=thorough) for name in names]
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
        self._known: dict[tuple[str, bool], Floats] = {}
        self.counts = np.bincount(self.singles.ravel(), minlength=len(words) + 1)[: len(words)].astype(np.float32)

    def evidence(self, name: str, rows: NDArray[np.int64] | None = None) -> Floats:
        """For each name of the roll (or of ``rows``), the evidence in nats that ``name`` is another way to write it."""
        return self._settled(name, rows)[0]

    def pairings(self, name: str) -> tuple[list[Pairing], float]:
        """Against the roll's first name: which parts belong together, and the evidence as above."""
        evidence, options, chosen = self._settled(name)
        parts = parts_of(name)
        pieces = pieces_of(parts) + other_readings(parts, self.vocabulary.number_of)
        found = []
        for number in chosen[:, 0]:
            if number >= 0:
                covers, columns, _ = options[number]
                row = self.singles[0, columns[0]] if len(columns) == 1 else self.doubles[0, columns[0]]
                sure = max(self.vocabulary.like(piece.word).of(row) for piece in pieces if piece.covers == covers)
                found.append(Pairing(covers, columns, _probability(sure)))
        return sorted(found, key=lambda pairing: pairing.left), float(evidence[0])

    def _settled(
        self, name: str, rows: NDArray[np.int64] | None = None
    ) -> tuple[Floats, list[Option], NDArray[np.int64]]:
        """Evidence for each name (of ``rows``, or of all); the options there were; those taken by each, -1 for none."""
        parts = parts_of(name)
        pieces = pieces_of(parts) + other_readings(parts, self.vocabulary.number_of)
        many = self.many if rows is None else self.many[rows]
        worst = -MISSING * len(parts) - LEFT_OVER * many - CLASH * np.minimum(len(parts), many) - OWN
        evidence: Floats = worst.astype(np.float32)
        worths = [self.worth(piece.word, careful=self.thorough and len(parts) == 1) for piece in pieces]
        touched = self._touched(worths, least=TRIFLE if len(parts) > 1 else np.float32(0.0)) if rows is None else rows
        options = self._options(parts, pieces, worths, touched)
        if not len(touched) or not options:
            return evidence, options, np.full((1, len(many)), -1)
        gained, left, right, strange, chosen = _greedy(options, len(parts), self.singles.shape[1])
        places = touched if rows is None else np.arange(len(rows))
        clash = np.minimum(len(parts), many[places]) - np.minimum(len(parts) - left, many[places] - right)
        evidence[places] += gained + MISSING * left + LEFT_OVER * right + CLASH * clash + OWN * (1 - strange)
        every = np.full((len(chosen), len(many)), -1)
        every[:, places] = chosen
        return evidence, options, every

    def _touched(self, worths: list[Floats], least: np.float32) -> NDArray[np.int64]:
        """The names that have any agreement worth more than ``least``."""
        any_worth = np.zeros(len(self.vocabulary.words) + 1, bool)
        for worth in worths:
            any_worth |= worth > least
        return np.flatnonzero(any_worth[self.singles].any(axis=1) | any_worth[self.doubles].any(axis=1))

    def _options(
        self, parts: tuple[Part, ...], pieces: list[Piece], worths: list[Floats], rows: NDArray[np.int64]
    ) -> list[Option]:
        """Every way to give a piece of the asking name a partner, with what it is worth in each of ``rows``."""
        singles, doubles, family = self.singles[rows], self.doubles[rows], self.family[rows]
        known = family.any(axis=1) if any(part.family for part in parts) else np.zeros(len(rows), bool)
        options: list[Option] = []
        for piece, worth in zip(pieces, worths, strict=True):
            for column in range(singles.shape[1]):
                value = worth[singles[:, column]]
                agrees = np.where(family[:, column] == piece.family, FAMILY, -FAMILY)
                options.append((piece.covers, (column,), np.maximum(value + (known & (value > TRIFLE)) * agrees, 0.0)))
            if len(piece.covers) == 1:
                joined = enumerate(doubles.T)
                options += [(piece.covers, (column, column + 1), worth[words]) for column, words in joined]
        return options

    def worth(self, word: str, *, careful: bool = False) -> Floats:
        """What an agreement of ``word`` with each word of the vocabulary is worth; 0 for the padding at the end."""
        if (word, careful) not in self._known:
            if (len(self._known) + 1) * (len(self.vocabulary.words) + 1) > REMEMBERED:
                self._known.clear()
            self._known[word, careful] = self._worth(word, careful)
        return self._known[word, careful]

    def _worth(self, word: str, careful: bool) -> Floats:
        like = self.vocabulary.like(word, careful=careful)  # the best first
        as_good = np.maximum(np.cumsum(self.counts[like.rows]) - ITSELF, 1.0 - ITSELF)
        by_letters = np.maximum.accumulate(np.exp(-np.clip(like.weight, 0.0, 30.0)))
        chance = (as_good + BACKGROUND * by_letters) / (len(self.names) + BACKGROUND)
        sure = -np.logaddexp(np.float32(0.0), -LENIENCE - like.agreement)
        worth = sure - np.log(np.minimum(chance, 1.0))
        found = np.zeros(len(self.vocabulary.words) + 1, np.float32)
        # What is worth nothing keeps its order in the last decimals: it only decides between equals.
        found[like.rows] = np.where(worth > 0, worth + TRIFLE, TRIFLE * np.exp(np.minimum(worth, 0.0)))
        found[found < TRIFLE * 1e-4] = 0.0
        return found


def other_readings(parts: tuple[Part, ...], known: dict[str, int]) -> list[Piece]:
    """Parts as they might also be meant.

    With the article that was set aside, since some write it onto the word. With لا for ال and the other way round,
    since programs that read PDF take that ligature apart wrongly (عالء for علاء). Backwards, where the vocabulary
    knows it so.
    """
    found = []
    for place, part in enumerate(parts):
        whole = part.written.replace(" ", "").replace("'", "")
        words = {whole} if part.role == "name" and whole != part.word and whole.endswith(part.word) else set()
        if part.script == "arabic":
            head, tail = part.word[:1], part.word[1:]
            words |= {head + tail.replace("ال", "لا"), head + tail.replace("لا", "ال")}
            words |= {part.word[::-1]} & known.keys()
        found += [Piece(word, (place,), part.family) for word in sorted(words - {part.word})]
    return found


@dataclass(frozen=True)
class Pairing:
    """Parts of the asking name and of another that belong together, and how sure that is (0 to 1)."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    agreement: float


def _probability(agreement: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.float64(agreement))))


def _greedy(options: list[Option], many: int, columns: int) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.int64]]:
    """Takes the most valuable option, rules out what clashes with it, and again; for all names at once.

    Gives what was gained, how many parts were paired on either side, whether both first parts found none (1 or 0), and
    the options taken in each round.
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
    first = np.zeros(len(rows), np.float32)
    rounds = []
    for _ in range(min(many, columns)):
        best = values.argmax(axis=1)
        value = values[rows, best]
        on = value > 0
        if not on.any():
            break
        gained += np.where(on, value, 0.0)
        paired += on * np.stack([left.sum(axis=1)[best], right.sum(axis=1)[best]])
        first += on * (left[:, 0] + right[:, 0])[best]
        rounds.append(np.where(on, best, -1))
        values[clash[best]] = 0.0
    strange = (first == 0).astype(np.float32)
    return gained, paired[0], paired[1], strange, np.array(rounds, np.int64).reshape(-1, len(rows))
