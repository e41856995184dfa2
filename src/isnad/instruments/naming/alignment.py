"""Aligns two names: which part belongs to which, and which letters stand for which.

The parts are settled by the same rules as against a roll of one name; the letters by the single best way of cutting
both spellings into the units of the table (the sum over all ways is what counts, the best one is what is shown).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from isnad.instruments.naming.letters import encode, script_of
from isnad.instruments.naming.parts import parts_of
from isnad.instruments.naming.roll import Pairing, Roll
from isnad.instruments.naming.tables import learned
from isnad.instruments.naming.transducer import Table

DIFFERENT = 0.1  # below this, two parts are said to be different names
BACKWARDS = 3.0  # nats against a reading from the end

Kind = Literal["same", "agrees", "initial", "differs", "alone"]


@dataclass(frozen=True)
class Match:
    """What stands on either side (None where nothing does), how sure it is one name, and the letters side by side."""

    left: str | None
    right: str | None
    agreement: float
    kind: Kind
    letters: tuple[tuple[str, str], ...]


def match(left: str, right: str) -> tuple[tuple[Match, ...], float, bool]:
    """The parts of two names side by side, the evidence in nats that they are one name, whether one was backwards."""
    if not parts_of(left) or not parts_of(right):
        return (), 0.0, False
    straight, evidence = _read(left, right)
    for ours, theirs in ((left[::-1], right), (left, right[::-1])):
        if "arabic" in {part.script for part in parts_of(ours if ours != left else theirs)}:
            turned, turned_evidence = _read(ours, theirs)
            if turned_evidence - BACKWARDS > evidence:
                return turned, turned_evidence - BACKWARDS, True
    return straight, evidence, False


def _read(left: str, right: str) -> tuple[tuple[Match, ...], float]:
    ours, theirs = parts_of(left), parts_of(right)
    pairings, evidence = Roll([right]).pairings(left)
    rest_left = [n for n in range(len(ours)) if all(n not in pairing.left for pairing in pairings)]
    rest_right = [n for n in range(len(theirs)) if all(n not in pairing.right for pairing in pairings)]
    placed = [(pairing.left[0], _agreed(pairing, left, right)) for pairing in pairings]
    while rest_left and rest_right:
        place = rest_left.pop(0)
        placed.append((place, Match(ours[place].written, theirs[rest_right.pop(0)].written, 0.0, "differs", ())))
    placed += [(place, Match(ours[place].written, None, 0.0, "alone", ())) for place in rest_left]
    found = [each for _, each in sorted(placed, key=lambda one: one[0])]
    found += [Match(None, theirs[place].written, 0.0, "alone", ()) for place in rest_right]
    return tuple(found), evidence


def _agreed(pairing: Pairing, left: str, right: str) -> Match:
    ours, theirs = parts_of(left), parts_of(right)
    written = " ".join(ours[place].written for place in pairing.left)
    other = " ".join(theirs[place].written for place in pairing.right)
    word, against = "".join(ours[n].word for n in pairing.left), "".join(theirs[n].word for n in pairing.right)
    if word == against:
        return Match(written, other, 1.0, "same", tuple((letter, letter) for letter in word))
    if min(len(word), len(against)) == 1:
        return Match(written, other, pairing.agreement, "initial", ())
    if pairing.agreement < DIFFERENT:
        return Match(written, other, pairing.agreement, "differs", ())
    return Match(written, other, pairing.agreement, "agrees", letters_of(word, against))


def letters_of(left: str, right: str) -> tuple[tuple[str, str], ...]:
    """Which letters of ``left`` stand for which of ``right``: the likeliest cut of both."""
    scripts = script_of(left), script_of(right)
    tables = learned()
    if scripts == ("latin", "arabic"):
        return tuple((b, a) for a, b in letters_of(right, left))
    if scripts == ("arabic", "latin"):
        return _likeliest(tables.across, left, right)
    if scripts == ("latin", "latin"):
        return _likeliest(tables.latin, left, right)
    if scripts == ("arabic", "arabic"):
        return _likeliest(tables.arabic, left, right)
    return ()


def _likeliest(table: Table, left: str, right: str) -> tuple[tuple[str, str], ...]:
    costs, steps = table.likeliest(left, right)
    if not np.isfinite(costs):
        return ()
    long, wide = encode([left], table.left.script)[1], encode([right], table.right.script)[1]
    if (int(long[0]), int(wide[0])) != (len(left), len(right)):
        return ()  # letters that no table knows, or a word cut short: nothing to show
    pairs = []
    i = j = 0
    for taken, used in steps:
        pairs.append((left[i : i + taken], right[j : j + used]))
        i, j = i + taken, j + used
    return tuple(pairs)
