"""A vocabulary: the distinct words of many names, ready to be asked which of them are spellings of a word.

* ``agreement`` is a log-odds that two words are spellings of one name part, from the transducer alone: across scripts
  by log p(Arabic | Latin), within one by the share of the most that the shorter word's own letters could give.
* ``weight`` is the evidence the spelling carries by itself, in natural logarithms: how much likelier the pair is under
  one name than by chance, were letters the only thing known.
* Words of neither script, digits among them, agree with themselves alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from isnad.instruments.naming.letters import Script, script_of
from isnad.instruments.naming.likeness import vectors
from isnad.instruments.naming.tables import learned
from isnad.instruments.naming.transducer import FLOOR, Floats, Indices, Spelled

NEVER = np.float32(-60.0)  # the agreement of words that have nothing in common
LOOKED_AT = 500  # words of one script that the transducer reads for one asked; the quick filter chooses them
SAME_BONUS = np.float32(4.0)


@dataclass(frozen=True)
class Likeness:
    """One word against a vocabulary: agreement (log-odds) and weight (nats), one number for each word."""

    agreement: Floats
    weight: Floats


class Vocabulary:
    """Distinct words with what the tables say of each by itself."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.number_of = {word: number for number, word in enumerate(words)}
        scripts = np.array([script_of(word) for word in words], dtype=object)
        self._shelves = {
            script: _Shelf(script, np.flatnonzero(scripts == script), words) for script in ("arabic", "latin")
        }

    def like(self, word: str) -> Likeness:
        """How each word of the vocabulary agrees with ``word``."""
        agreement = np.full(len(self.words), NEVER, np.float32)
        weight = np.zeros(len(self.words), np.float32)
        script = script_of(word)
        for shelf in self._shelves.values():
            if script != "other" and len(shelf.rows):
                rows, agreement_here, weight_here = shelf.like(word, script)
                agreement[rows], weight[rows] = agreement_here, weight_here
        number = self.number_of.get(word)
        if number is not None:
            agreement[number] = max(agreement[number], 0) + SAME_BONUS
            weight[number] = max(float(weight[number]), 3.0 * len(word) if script == "other" else 0.0)
        return Likeness(agreement, weight)


class _Shelf:
    """The words of one script. Of many words only those that the quick filter finds near are looked at."""

    def __init__(self, script: Script, rows: Indices, words: list[str]) -> None:
        self.script, self.rows = script, rows
        if not len(rows):
            return
        tables = learned()
        self.turned = script == "latin"  # across scripts, Latin is the right side of the table
        self.within = tables.latin if self.turned else tables.arabic
        chosen = [words[row] for row in rows]
        self.spelled = Spelled(chosen, self.within.right)
        self.alone = self.within.alone(self.spelled, turned=True)
        self.own = self.within.paired(self.spelled, self.spelled) - 2 * self.alone
        self.spelled_across = Spelled(chosen, tables.across.right if self.turned else tables.across.left)
        self.alone_across = tables.across.alone(self.spelled_across, turned=self.turned)
        self.vectors = vectors(chosen, tables.grams) if len(rows) > LOOKED_AT else None

    def like(self, word: str, script: Script) -> tuple[Indices, Floats, Floats]:
        """The rows looked at, their agreement and their weight."""
        near = self._near(word)
        if script == self.script:
            return self.rows[near], *self._like_within(word, near)
        return self.rows[near], *self._like_across(word, near)

    def _near(self, word: str) -> Indices:
        if self.vectors is None:
            return np.arange(len(self.rows))
        nearness = self.vectors @ vectors([word], learned().grams)[0]
        return np.argpartition(-nearness, LOOKED_AT)[:LOOKED_AT]

    def _like_within(self, word: str, near: Indices) -> tuple[Floats, Floats]:
        asked = Spelled([word], self.within.right)
        alone = self.within.alone(asked)
        weight = self.within.joint(word, self.spelled.some(near)) - alone - self.alone[near]
        own = self.within.joint(word, asked) - 2 * alone
        share = weight / np.maximum(np.minimum(self.own[near], own), 1.0)
        return (12.0 * (share - 0.45)).astype(np.float32), weight

    def _like_across(self, word: str, near: Indices) -> tuple[Floats, Floats]:
        table, turned = learned().across, not self.turned
        asked = Spelled([word], table.right if turned else table.left)
        others = self.spelled_across.some(near)
        joint = table.joint(word, others, turned=turned)
        alone = table.alone(asked, turned=turned)
        given = joint - (alone if turned else self.alone_across[near])
        letters = others.lengths if turned else asked.lengths
        agreement = np.where(joint > FLOOR, 1.2 * (given + 1.1 * letters + 2.0), NEVER)
        return agreement.astype(np.float32), joint - alone - self.alone_across[near]
