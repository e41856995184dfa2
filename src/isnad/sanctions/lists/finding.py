"""Finds, among many listed names, those that another name may be a spelling of; and how much of each the other covers.

 * Work is done on the distinct parts of the listed names. A part is set against those that have its **skeleton**, or
   one with a letter more, fewer or another: its consonants in classes that hold across scripts and spellings (Gaddafi,
   Qadhdhafi and القذافي all have k-d-f). The name instrument then says how far two parts are spellings of one.
 * A part weighs by how rare its like is among the listed names and, since a list may be short, elsewhere: Muhammad says
   little, LLC next to nothing.
 * **Coverage** is told both ways: the share of the asking name's weight that the listed name has, and of the listed
   name's that the asking one has. The score is their geometric mean, less where all that is shared is common: a part
   of a name is not the name ("emma daniels" is not "EMMA LLC"), and one Muhammad is not another.

Nothing depends on the other asking names.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.letters import script_of
from isnad.instruments.naming.parts import all_parts, parts_of
from isnad.instruments.naming.tables import learned
from isnad.instruments.naming.transducer import Floats, Spelled, Table

AGREES = 0.3  # two parts that agree less are two names
_ENOUGH = 3.0  # nats; names that share no more than a common part are not the same for it
_LEAST_WEIGHT = 0.5  # nats; the commonest part still says a little
_ELSEWHERE = 2000.0  # names' worth of trust in what is common elsewhere, beside the listed names themselves
_RARE = (0.02, 0.01, 0.003, 0.001, 0.0004)  # the share of names with a part like this one, by the letters of its key
# Log-odds that two parts are spellings of one. Within a script: by the share of the most that the letters could give.
# Across: by log p(Arabic | Latin) with the Arabic letters counted; gentle, for a name that is missed costs more here
# than one that a person looks at. Chosen with the UN's names in both scripts in view (benchmarks/lists).
_WITHIN = (12.0, 0.45)
_ACROSS = (0.6, 1.3, 5.0)
_SHORT = 2  # letters of a skeleton that is too short to lose one
_LONG = 3  # letters of a skeleton in which one may be another
_LENGTHS_APART = 3  # letters by which two spellings in one script may differ
_AT_ONCE = 2048  # asking names whose parts are learned together
_DIGRAPHS = (("kh", "k"), ("gh", "k"), ("sh", "s"), ("sch", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("zh", "d"),
             ("dj", "k"), ("ph", "f"), ("ts", "s"), ("tz", "s"), ("ck", "k"))  # fmt: skip
_CLASSES = {
    letter: family
    for family, letters in {
        "p": "bpبپ", "f": "fvڤف", "t": "tتطث", "d": "dzžدذضظزژ", "s": "sşçسشصچ", "k": "kqgjxقكغخجگ", "r": "rر",
        "l": "lل", "m": "mم", "n": "nن",
    }.items()
    for letter in letters
}  # fmt: skip
_VOWELS = {
    letter: family
    for family, letters in {"a": "aäاأإآعةىه", "i": "eiyيئ", "u": "ouwöüوؤ"}.items()
    for letter in letters
}
_SOFT_C = re.compile("c(?=[eiy])")


class Found(NamedTuple):
    """One listed name: its place, the score, how much of either name the other covers, and the parts beside each other.

    ``pairs`` holds (asking part, listed part, agreement 0 to 1); ``left`` and ``over`` the parts without a partner.
    """

    place: int
    score: float
    of_asking: float
    of_listed: float
    pairs: tuple[tuple[str, str, float], ...]
    left: tuple[str, ...]
    over: tuple[str, ...]


class Finder:
    """Listed names, ready to be asked."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.parts = [words_of(name) for name in names]
        places: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.parts):
            for word in row:
                places[word].append(place)
        self.postings = {word: np.array(found, np.int64) for word, found in places.items()}
        self.by_bones: dict[str, list[str]] = defaultdict(list)
        self.by_fewer: dict[str, list[str]] = defaultdict(list)
        self.borne: dict[str, int] = defaultdict(int)
        for word, postings in self.postings.items():
            bones = skeleton(word)
            self.by_bones[bones].append(word)
            self.borne[_key(word)] += len(postings)
            for fewer in _one_fewer(bones):
                self.by_fewer[fewer].append(word)
        self.whole = np.array([max(1e-9, sum(map(self.weight, row))) for row in self.parts], np.float64)
        self.alike: dict[str, dict[str, float]] = {}
        self.reach: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}

    def weight(self, word: str) -> float:
        """How much a part says, in nats: by how few names have one like it, here and elsewhere."""
        key = _key(word)
        share = _common().get(key) or _RARE[min(len(key), len(_RARE)) - 1]
        borne = (self.borne.get(key, 0) + _ELSEWHERE * share) / (len(self.names) + _ELSEWHERE)
        return max(_LEAST_WEIGHT, -math.log(borne))

    def find(self, names: Iterable[str], threshold: float) -> Iterator[list[Found]]:
        """For each asking name the listed ones with that score or more, best first."""
        asked = iter(names)
        while some := list(itertools.islice(asked, _AT_ONCE)):
            rows = [words_of(name) for name in some]
            self._learn(sorted({word for row in rows for word in row} - self.alike.keys()))
            for row in rows:
                yield self._one(row, threshold) if row else []

    def _learn(self, words: list[str]) -> None:
        """Which listed parts each of these parts may be a spelling of, and which names have one."""
        pairs = [(word, other) for word in words for other in self._near(word)]
        sure = agreements(pairs)
        for word in words:
            self.alike[word] = {}
        for (word, other), agreement in zip(pairs, sure, strict=True):
            if agreement >= AGREES:
                self.alike[word][other] = float(agreement)
        for word in words:
            best: dict[int, float] = {}
            for other, agreement in sorted(self.alike[word].items(), key=lambda item: item[1]):
                best.update(dict.fromkeys(self.postings[other].tolist(), agreement))
            self.reach[word] = (np.fromiter(best.keys(), np.int64), np.fromiter(best.values(), np.float64))

    def _near(self, word: str) -> list[str]:
        """Listed parts with the same skeleton, or one that has a letter more, fewer or another."""
        bones = skeleton(word)
        near = dict.fromkeys(self.by_bones.get(bones, ()))
        if len(bones) > _SHORT:
            near |= dict.fromkeys(self.by_fewer.get(bones, ()))
            for fewer in _one_fewer(bones):
                near |= dict.fromkeys(self.by_bones.get(fewer, ()))
                if len(bones) > _LONG:
                    near |= dict.fromkeys(self.by_fewer.get(fewer, ()))
        if word.isdigit():
            return [word] if word in near else []
        across = script_of(word)
        return [each for each in near if script_of(each) != across or abs(len(each) - len(word)) <= _LENGTHS_APART]

    def _one(self, row: tuple[str, ...], threshold: float) -> list[Found]:
        weights = [self.weight(word) for word in row]
        covered = np.zeros(len(self.names))
        for word, weight in zip(row, weights, strict=True):
            names, agreement = self.reach[word]
            covered[names] += weight * agreement
        bound = np.minimum(1.0, covered / sum(weights)) * np.minimum(1.0, covered / self.whole)
        found = [self._paired(int(place), row, weights) for place in np.flatnonzero(bound >= threshold**2)]
        return sorted((each for each in found if each.score >= threshold), key=lambda each: (-each.score, each.place))

    def _paired(self, place: int, row: tuple[str, ...], weights: list[float]) -> Found:
        """The parts of two names beside each other: the surest pair first, each part once."""
        listed = self.parts[place]
        sure = sorted(
            ((self.alike[word][other], word, other) for word in row for other in listed if other in self.alike[word]),
            reverse=True,
        )
        pairs: list[tuple[str, str, float]] = []
        left, over = dict.fromkeys(row), dict.fromkeys(listed)
        for agreement, word, other in sure:
            if word in left and other in over:
                pairs.append((word, other, agreement))
                del left[word], over[other]
        own = dict(zip(row, weights, strict=True))
        of_asking = sum(own[word] * agreement for word, _, agreement in pairs) / sum(weights)
        of_listed = sum(self.weight(other) * agreement for _, other, agreement in pairs) / float(self.whole[place])
        shared = sum(min(own[word], self.weight(other)) * agreement for word, other, agreement in pairs)
        score = math.sqrt(of_asking * of_listed) * (1.0 - math.exp(-shared / _ENOUGH))
        return Found(place, score, of_asking, of_listed, tuple(pairs), tuple(left), tuple(over))


@lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The parts of a name, each once, as the name instrument reads them; titles too where little else is there."""
    told = parts_of(name)
    return tuple(dict.fromkeys(part.word for part in (told if len(told) > 1 else all_parts(name))))


@lru_cache(maxsize=262144)
def skeleton(word: str) -> str:
    """The consonants of a part in classes that hold across scripts; a part of vowels alone is its own skeleton."""
    for group, family in _DIGRAPHS:
        word = word.replace(group, family)
    classes = [_CLASSES.get(letter, "") for letter in _SOFT_C.sub("s", word).replace("c", "k")]
    bones = "".join(each for each, _ in itertools.groupby(filter(None, classes)))
    return bones or word


@lru_cache(maxsize=262144)
def _key(word: str) -> str:
    """What is like a part where its rarity is asked: its skeleton, with the vowels' classes where it is short."""
    bones = skeleton(word)
    if len(bones) > _SHORT:
        return bones
    classes = [_CLASSES.get(letter) or _VOWELS.get(letter, "") for letter in word]
    return "".join(each for each, _ in itertools.groupby(filter(None, classes)))


@cache
def _common() -> dict[str, float]:
    """The share of names that have a part like this, for parts that are common everywhere."""
    import yaml

    table = yaml.safe_load(resources.files(__package__).joinpath("common_parts.yaml").read_text("utf-8"))
    return {_key(word): per_mille / 1000 for per_mille, words in sorted(table.items()) for word in words}


def agreements(pairs: list[tuple[str, str]]) -> Floats:
    """How sure it is that each two parts are spellings of one (0 to 1), by the name instrument's tables."""
    sure = np.array([float(left == right) for left, right in pairs], np.float32)
    tables = learned()
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (one, other) in enumerate(pairs):
        if one != other:
            kinds[script_of(one), script_of(other)].append(place)
    for (first, second), places in kinds.items():
        left, right = [pairs[place][0] for place in places], [pairs[place][1] for place in places]
        if first == second and first != "other":
            logits = _within(tables.latin if first == "latin" else tables.arabic, left, right)
        elif {first, second} == {"latin", "arabic"}:
            arabic, latin = (left, right) if first == "arabic" else (right, left)
            logits = _across(tables.across, arabic, latin)
        else:
            continue
        sure[places] = 1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0)))
    return sure


def _within(table: Table, left: list[str], right: list[str]) -> Floats:
    words = sorted({*left, *right})
    number = {word: place for place, word in enumerate(words)}
    ours, theirs = (np.array([number[word] for word in side], np.int64) for side in (left, right))
    first, second = Spelled(words, table.left), Spelled(words, table.right)
    alone, turned = table.alone(first), table.alone(second, turned=True)
    own = table.paired(first, second) - 2 * alone
    weight = table.paired(first.some(ours), second.some(theirs)) - alone[ours] - turned[theirs]
    slope, share = _WITHIN
    return np.asarray(slope * (weight / np.maximum(np.minimum(own[ours], own[theirs]), 1.0) - share), np.float32)


def _across(table: Table, arabic: list[str], latin: list[str]) -> Floats:
    first, second = Spelled(arabic, table.left), Spelled(latin, table.right)
    given = table.paired(first, second) - table.alone(second, turned=True)
    slope, for_each_letter, constant = _ACROSS
    return np.asarray(slope * (given + for_each_letter * first.lengths + constant), np.float32)


def _one_fewer(bones: str) -> set[str]:
    return {bones[:place] + bones[place + 1 :] for place in range(len(bones))} if len(bones) > _SHORT else set()
