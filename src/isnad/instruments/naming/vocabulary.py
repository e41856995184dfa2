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
from numpy.typing import NDArray

from isnad.instruments.naming.letters import Script, script_of
from isnad.instruments.naming.tables import learned
from isnad.instruments.naming.transducer import FLOOR, Floats, Table, Trie

NEVER = np.float32(-60.0)  # the agreement of words that have nothing in common
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
                agreement[shelf.rows], weight[shelf.rows] = shelf.like(word, script)
        number = self.number_of.get(word)
        if number is not None:
            agreement[number] = max(agreement[number], 0) + SAME_BONUS
            weight[number] = max(float(weight[number]), 3.0 * len(word) if script == "other" else 0.0)
        return Likeness(agreement, weight)


class _Shelf:
    """The words of one script."""

    def __init__(self, script: Script, rows: NDArray[np.int64], words: list[str]) -> None:
        self.script, self.rows = script, rows
        if not len(rows):
            return
        self.words = [words[row] for row in rows]
        tables = learned()
        self.within = tables.latin if script == "latin" else tables.arabic
        self.trie = Trie(self.words, self.within.right)
        self.alone = self.within.alone(self.words, turned=True)
        self.own = own_weight(self.within, self.words, self.alone)
        side = tables.across.right if script == "latin" else tables.across.left
        self.trie_across = Trie(self.words, side)
        self.alone_across = tables.across.alone(self.words, turned=script == "latin")

    def like(self, word: str, script: Script) -> tuple[Floats, Floats]:
        if script == self.script:
            return self._like_within(word)
        return self._like_across(word, script)

    def _like_within(self, word: str) -> tuple[Floats, Floats]:
        alone = self.within.alone([word])
        weight = self.within.joint(word, self.trie) - alone - self.alone
        own = np.minimum(self.own, own_weight(self.within, [word], alone))
        return (12.0 * (weight / np.maximum(own, 1.0) - 0.45)).astype(np.float32), weight

    def _like_across(self, word: str, script: Script) -> tuple[Floats, Floats]:
        table = learned().across
        turned = script == "latin"
        joint = table.joint(word, self.trie_across, turned=turned)
        alone = table.alone([word], turned=turned)
        latin = alone if turned else self.alone_across
        letters = self.trie_across.lengths if turned else np.float32(len(word))
        given = joint - latin
        agreement = np.where(joint > FLOOR, 1.2 * (given + 1.1 * letters + 2.0), NEVER)
        return agreement.astype(np.float32), joint - alone - self.alone_across


def own_weight(table: Table, words: list[str], alone: Floats) -> Floats:
    """The evidence each word gives for itself, the most that any spelling of it could."""
    return table.paired(words, words) - 2 * alone
