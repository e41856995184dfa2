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
from isnad.instruments.naming.rereader import reread
from isnad.instruments.naming.tables import learned
from isnad.instruments.naming.transducer import Floats, Indices, Spelled

NEVER = np.float32(-60.0)  # the agreement of words that have nothing in common
# Log-odds by what the transducer says, by nearness, and a constant. The proportions follow the curves that
# training/naming/agreement.py fits on names held out; the constants are set so that the twins of spelling (Hasan and
# Husayn, Jamal and Jamil, Khalid and Khalil) lie below one half and honest variants above.
CURVES = {"across": (0.6, 15.0, -8.8), "latin": (7.0, 8.0, -9.6), "arabic": (6.0, 8.0, -11.3)}
_HAMZA = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": None})
CARELESS = np.float32(5.0)  # the log-odds of two words that differ in hamza, ة or ى alone
_SCRIPTS: tuple[Script, ...] = ("arabic", "latin")
LOOKED_AT = 500  # words of one script that the transducer reads for one asked; the quick filter chooses them
REREAD = 20  # words that the second reader looks at
NEARNESS = 16.0  # nats that a nearness of 1 is worth beside log p(Arabic | Latin), when choosing those
INITIAL = np.float32(1.0)  # the log-odds of an initial and a word that begins with it
SAME = np.float32(12.0)  # the log-odds of a word and itself


@dataclass(frozen=True)
class Likeness:
    """One word against those of a vocabulary that were looked at, the best first.

    Their numbers in the vocabulary, their agreement (log-odds) and weight (nats).
    """

    rows: Indices
    agreement: Floats
    weight: Floats

    def of(self, row: int) -> float:
        """The agreement of one word of the vocabulary, by its number."""
        found = self.agreement[self.rows == row]
        return float(found.max()) if len(found) else float(NEVER)


class Vocabulary:
    """Distinct words with what the tables say of each by itself."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.number_of = {word: number for number, word in enumerate(words)}
        scripts = np.array([script_of(word) for word in words], dtype=object)
        self._plainly: dict[str, list[int]] = {}
        for number, word in enumerate(words):
            if script_of(word) == "arabic":
                self._plainly.setdefault(word.translate(_HAMZA), []).append(number)
        self._begins = np.array([word[:1] for word in words], dtype="U1")
        self._single = np.array([len(word) == 1 for word in words], dtype=bool)
        self._shelves: dict[Script, _Shelf] = {
            script: _Shelf(script, np.flatnonzero(scripts == script), words) for script in _SCRIPTS
        }

    def like(self, word: str, *, careful: bool = False) -> Likeness:
        """How each word of the vocabulary agrees with ``word``.

        ``careful``: the second reader looks at the best across scripts (10 ms).
        """
        script = script_of(word)
        shelves = [shelf for shelf in self._shelves.values() if script != "other" and len(shelf.rows)]
        told = [shelf.like(word, script, careful=careful) for shelf in shelves]
        told += [self._initials(word), self._careless(word)]
        if word in self.number_of:
            told.append(self._same(word, script))
        rows, agreement, weight = (np.concatenate(each) for each in zip(*told, strict=True))
        order = np.argsort(-agreement, kind="stable")
        kept = order[np.sort(np.unique(rows[order], return_index=True)[1])]
        return Likeness(rows[kept], agreement[kept], weight[kept])

    def _same(self, word: str, script: Script) -> tuple[Indices, Floats, Floats]:
        """The word itself, which agrees whatever the tables say."""
        weight = 3.0 if script == "other" else 2.5
        return np.array([self.number_of[word]]), np.array([SAME]), np.array([weight * len(word)], np.float32)

    def _careless(self, word: str) -> tuple[Indices, Floats, Floats]:
        """Words that differ only as hurried people write: hamza left out, ه for ة, ي for ى."""
        rows = np.array(self._plainly.get(word.translate(_HAMZA), []) if script_of(word) == "arabic" else [], np.int64)
        return rows, np.full(len(rows), CARELESS), np.full(len(rows), 2.0 * len(word), np.float32)

    def _initials(self, word: str) -> tuple[Indices, Floats, Floats]:
        """A single letter agrees with every word that begins with it, in the same script."""
        alike = self._begins == word[:1]
        if len(word) > 1:
            alike &= self._single
        rows = np.flatnonzero(alike)
        return rows, np.full(len(rows), INITIAL), np.full(len(rows), 2.0, np.float32)

    def features(self, word: str, script: Script) -> tuple[Indices, Floats]:
        """The words of ``script`` that lie near ``word``, with the numbers that the curve of agreement reads."""
        near, features, _ = self._shelves[script].features(word, script_of(word))
        return self._shelves[script].rows[near], features


class _Shelf:
    """The words of one script. Of many words only those that the quick filter finds near are looked at."""

    def __init__(self, script: Script, rows: Indices, words: list[str]) -> None:
        self.script, self.rows = script, rows
        if not len(rows):
            return
        tables = learned()
        self.turned = script == "latin"  # across scripts, Latin is the right side of the table
        self.within = tables.latin if self.turned else tables.arabic
        self.words = chosen = [words[row] for row in rows]
        self.spelled = Spelled(chosen, self.within.right)
        self.alone = self.within.alone(self.spelled, turned=True)
        self.own = self.within.paired(self.spelled, self.spelled) - 2 * self.alone
        self.spelled_across = Spelled(chosen, tables.across.right if self.turned else tables.across.left)
        self.alone_across = tables.across.alone(self.spelled_across, turned=self.turned)
        self.vectors = vectors(chosen, tables.grams, tables.centres[script])

    def like(self, word: str, script: Script, *, careful: bool) -> tuple[Indices, Floats, Floats]:
        """The rows looked at, their agreement and their weight."""
        near, features, weight = self.features(word, script)
        if careful and script != self.script:
            self._reread(word, near, features)
        told, nearness, constant = CURVES[self.script if script == self.script else "across"]
        return self.rows[near], features @ np.array([told, nearness], np.float32) + np.float32(constant), weight

    def features(self, word: str, script: Script) -> tuple[Indices, Floats, Floats]:
        """The words looked at, what is known of each beside ``word`` (a row of numbers), and the weight by letters."""
        asked = vectors([word], learned().grams, learned().centres[script])[0]
        nearness = self.vectors @ asked
        near = np.arange(len(self.rows))
        if len(self.rows) > LOOKED_AT:
            near = np.argpartition(-nearness, LOOKED_AT)[:LOOKED_AT]
        measure = self._told_within if script == self.script else self._told_across
        told, weight = measure(word, near)
        return near, np.stack([told, nearness[near]], axis=1), weight

    def _told_within(self, word: str, near: Indices) -> tuple[Floats, Floats]:
        """Within one script: the share of the most that the two words' own letters could give."""
        asked = Spelled([word], self.within.right)
        alone = self.within.alone(asked)
        weight = self.within.joint(word, self.spelled.some(near)) - alone - self.alone[near]
        own = self.within.joint(word, asked) - 2 * alone
        most = np.maximum(np.minimum(self.own[near], own), 1.0)
        return np.clip(weight / most, -1.0, 1.5), weight

    def _told_across(self, word: str, near: Indices) -> tuple[Floats, Floats]:
        """Across scripts: log p(Arabic | Latin)."""
        table, turned = learned().across, not self.turned
        others = self.spelled_across.some(near)
        joint = table.joint(word, others, turned=turned)
        asked = Spelled([word], table.right if turned else table.left)
        alone = table.alone(asked, turned=turned)
        given = np.maximum(joint - (alone if turned else self.alone_across[near]), -60.0)
        return given, joint - alone - self.alone_across[near]

    def _reread(self, word: str, near: Indices, features: Floats) -> None:
        """For the likeliest, the mean of both readers' log p(Arabic | Latin) takes the place of the first's."""
        best = np.argsort(-(features[:, 0] + NEARNESS * features[:, 1]), kind="stable")[:REREAD]
        known, same = [self.words[row] for row in near[best]], [word] * len(best)
        again = reread(known, same) if self.turned else reread(same, known)
        features[best, 0] = (features[best, 0] + np.maximum(again, -60.0)) / 2
