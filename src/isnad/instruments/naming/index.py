"""An index: the best of a million names in the time it takes to blink.

The asking name's parts are set against the distinct parts of all names (the quick filter first, the transducer on the
near ones); each agreeing part brings its worth to the names it stands in; the best few hundred are then settled part by
part as in a roll. Nothing is ever compared name by name but those.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.parts import parts_of
from isnad.instruments.naming.rank import Ranked, best
from isnad.instruments.naming.roll import TRIFLE, Roll, other_readings

SETTLED = 400  # names that are looked at part by part


class Index:
    """Names that can be asked for the best ``k``; built once, then only read."""

    def __init__(self, names: list[str]) -> None:
        self.roll = Roll(names, thorough=False)
        holders, columns = np.nonzero(self.roll.singles < len(self.roll.vocabulary.words))
        words = self.roll.singles[holders, columns]
        order = np.argsort(words, kind="stable")
        self._holders = holders[order].astype(np.int32)
        self._begin = np.searchsorted(words[order], np.arange(len(self.roll.vocabulary.words) + 1))

    @classmethod
    def build(cls, names: list[str]) -> Index:
        """An index over ``names``; results give places in this list."""
        return cls(names)

    def best(self, query: str, k: int = 10) -> list[Ranked]:
        """The best ``k`` names for ``query``, best first, each with the probability that it is the one asked for."""
        gathered = self._gathered(query)
        if not len(gathered):
            return []
        evidence = self.roll.evidence(query, rows=gathered)
        found = best(evidence, k, among=len(self.roll.names))
        return [Ranked(int(gathered[each.place]), each.score) for each in found]

    def _gathered(self, query: str) -> NDArray[np.int64]:
        """The names that the query's parts, each at its best, bring the most evidence to."""
        total = np.zeros(len(self.roll.names), np.float32)
        parts = parts_of(query)
        readings = other_readings(parts, self.roll.vocabulary.number_of)
        for word in sorted({part.word for part in parts} | {piece.word for piece in readings}):
            worth = self.roll.worth(word)
            rows = np.flatnonzero(worth > TRIFLE)
            rows = rows[np.argsort(worth[rows], kind="stable")]
            if not len(rows):
                continue
            holders = np.concatenate([self._holders[self._begin[row] : self._begin[row + 1]] for row in rows])
            part = np.zeros(len(total), np.float32)
            part[holders] = np.repeat(worth[rows], np.diff(self._begin)[rows])  # the best comes last and stays
            total += part
        if np.count_nonzero(total) <= SETTLED:
            return np.flatnonzero(total)
        return np.sort(np.argpartition(-total, SETTLED)[:SETTLED])
