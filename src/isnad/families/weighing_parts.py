"""What two full names say part by part, for one asking name and many rows at once.

 * The own name is set against the own name; the other parts against the other parts in their order, by the best way of
   pairing them. The naming instrument says how surely two parts are one name; nothing else of it is used.
 * An agreement is worth how rarely it happens by chance: the share of rows that bear, at that place, a part agreeing as
   well or better in whatever spelling.
 * A family name written first is tried first and last.

Gives numbers for :mod:`isnad.families.weighing` to weigh; decides nothing. Knows no table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.parts import Part, parts_of
from isnad.instruments.naming.roll import Roll, other_readings

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

NAMES = (
    "own-worth", "own-sure", "own-likely", "own-unknown", "rest-worth", "rest-sure", "rest-likely", "asked-alone",
    "listed-alone", "clash", "family-worth", "family-sure", "family-there", "turned", "shifted",
)  # fmt: skip
BACKGROUND = 40.0  # rows' worth of trust in letters alone, beside the list itself
RAREST = 14.0  # nats: no agreement of one part is worth more
LENIENCE = 6.0  # nats: rare spellings of one name are common, and chance is counted anyway
FAINT = -9.0  # the log-odds of two parts below which they are not looked at
LEAST = 0.5  # nats that a pairing of two parts must be worth
MOST_PARTS = 6
REMEMBERED = 6_000  # words whose agreement with the list is kept


@dataclass(frozen=True, slots=True)
class Seen:
    """One asking name beside rows: for each row its features (rows, ``NAMES``), and how many agree by chance.

    ``by_chance`` is the logarithm of the chance that a row of this list agrees in the same parts though it is
    somebody else's.
    """

    features: Floats
    by_chance: Floats


@dataclass(frozen=True, slots=True)
class _Word:
    """One part beside the list's vocabulary: how sure it is one name, and the worth at the first place and later."""

    sure: Floats
    likely: Floats
    first: Floats
    rest: Floats


class Beside:
    """A list of names, ready to have asking names set beside its rows."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        words = len(roll.vocabulary.words)
        self._first = np.bincount(roll.singles[:, 0], minlength=words + 1)[:words].astype(np.float64)
        self._rest = np.bincount(roll.singles[:, 1:].ravel(), minlength=words + 1)[:words].astype(np.float64)
        self._known: dict[tuple[str, tuple[str, ...]], _Word] = {}

    def see(self, name: str, rows: Rows) -> Seen:
        """``name`` beside the rows of the list; ``rows`` are places in it."""
        parts = parts_of(name)[:MOST_PARTS]
        straight = self._read(parts, rows)
        if len(parts) < 2 or any(part.family for part in parts):
            return straight
        turned = self._read((*parts[1:], parts[0]), rows, turned=True)
        better = _total(turned.features) > _total(straight.features) + 3.0
        features = np.where(better[:, None], turned.features, straight.features)
        return Seen(features, np.where(better, turned.by_chance, straight.by_chance))

    def _read(self, parts: tuple[Part, ...], rows: Rows, *, turned: bool = False) -> Seen:
        words = [self._word(part) for part in parts]
        places = self.roll.singles[rows]
        many = self.roll.many[rows].astype(np.float64)
        features = np.zeros((len(rows), len(NAMES)))
        named = dict(zip(NAMES, features.T, strict=True))
        if not words:
            return Seen(features, np.zeros(len(rows)))
        own, first = words[0], places[:, 0]
        unknown = parts[0].role in {"kunya", "initial"}
        named["own-worth"][:], named["own-sure"][:] = own.first[first], own.sure[first]
        named["own-likely"][:], named["own-unknown"][:] = own.likely[first], float(unknown)
        paired = _paired(words[1:], places)
        for name, values in zip(("rest-worth", "rest-sure", "rest-likely"), paired[:3], strict=True):
            named[name][:] = values
        left, right = len(parts) - 1 - paired[3], np.maximum(many - 1 - paired[3], 0.0)
        named["asked-alone"][:], named["listed-alone"][:] = left, right
        named["clash"][:] = np.minimum(left, right)
        if len(words) > 1:
            ends = places[np.arange(len(rows)), np.maximum(self.roll.many[rows] - 1, 0)]
            both = (many > 1).astype(np.float64)
            named["family-there"][:] = both
            named["family-worth"][:], named["family-sure"][:] = both * words[-1].rest[ends], both * words[-1].sure[ends]
        named["turned"][:], named["shifted"][:] = float(turned), self._shifted(words, places)
        return Seen(features, -(own.first[first] * own.sure[first] + paired[4]))

    def _shifted(self, words: list[_Word], places: NDArray[np.int64]) -> Floats:
        """How surely one chain is the other one generation on: a father and his son."""
        found = np.zeros(len(places))
        if places.shape[1] > 1:
            found = np.maximum(found, words[0].sure[places[:, 1]])
        if len(words) > 1:
            found = np.maximum(found, words[1].sure[places[:, 0]])
        return found

    def _word(self, part: Part) -> _Word:
        readings = tuple(piece.word for piece in other_readings((part,), self.roll.vocabulary.number_of))
        if (part.word, readings) not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[part.word, readings] = self._worked_out(part.word, readings)
        return self._known[part.word, readings]

    def _worked_out(self, word: str, readings: tuple[str, ...]) -> _Word:
        many = len(self.roll.vocabulary.words)
        agreement = np.full(many + 1, -60.0)
        letters = np.zeros(many + 1)
        for each in (word, *readings):
            like = self.roll.vocabulary.like(each)
            agreement[like.rows] = np.maximum(agreement[like.rows], like.agreement)
            letters[like.rows] = np.maximum(letters[like.rows], like.weight)
        rows = np.flatnonzero(agreement[:many] > FAINT)
        rows = rows[np.argsort(-agreement[rows], kind="stable")]
        by_letters = np.maximum.accumulate(np.exp(-np.clip(letters[rows], 0.0, 30.0)))
        doubt = np.logaddexp(0.0, -LENIENCE - agreement[rows])
        worths = []
        for counts in (self._first, self._rest):
            as_good = np.maximum(np.cumsum(counts[rows]) - 1.0, 0.25)
            chance = (as_good + BACKGROUND * by_letters) / (len(self.roll.names) + BACKGROUND)
            worth = np.zeros(many + 1)
            worth[rows] = np.clip(-np.log(np.minimum(chance, 1.0)) - doubt, 0.0, RAREST)
            worths.append(worth)
        likely = np.clip(agreement, FAINT, 6.0) / 6.0
        return _Word(1.0 / (1.0 + np.exp(-agreement)), likely, worths[0], worths[1])


def _total(features: Floats) -> Floats:
    return np.asarray(features[:, 0] + features[:, 4], np.float64)


def _paired(words: list[_Word], places: NDArray[np.int64]) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Pairs the later parts of both in order, so that the pairs are worth the most.

    Gives for each row what that is worth, how sure the pairs are in sum, how likely, how many they are, and their worth
    as far as they are sure.
    """
    many, columns = len(places), places.shape[1]
    best = np.zeros((5, columns, many))
    for word in words:
        before, best = best, best.copy()
        for column in range(1, columns):
            here = places[:, column]
            worth, sure = word.rest[here], word.sure[here]
            gained = np.stack([worth, sure, word.likely[here], np.ones(many), worth * sure])
            others = np.where(best[0, column - 1] > best[0, column], best[:, column - 1], best[:, column])
            taken = (worth > LEAST) & (before[0, column - 1] + worth > others[0])
            best[:, column] = np.where(taken, before[:, column - 1] + gained, others)
    worth, sure, likely, paired, certain = best[:, -1]
    return worth, sure, likely, paired, certain
