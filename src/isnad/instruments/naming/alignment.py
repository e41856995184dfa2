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

Kind = Literal["same", "agrees", "initial", "differs", "alone"]


@dataclass(frozen=True)
class Match:
    """What stands on either side (None where nothing does), how sure it is one name, and the letters side by side."""

    left: str | None
    right: str | None
    agreement: float
    kind: Kind
    letters: tuple[tuple[str, str], ...]


def match(left: str, right: str) -> tuple[tuple[Match, ...], float]:
    """The parts of two names side by side, and the evidence in nats that they are one name."""
    ours, theirs = parts_of(left), parts_of(right)
    if not ours or not theirs:
        return (), 0.0
    roll = Roll([right])
    pairings, evidence = roll.pairings(left)
    found = [_agreed(pairing, left, right) for pairing in pairings]
    rest_left = [n for n in range(len(ours)) if all(n not in pairing.left for pairing in pairings)]
    rest_right = [n for n in range(len(theirs)) if all(n not in pairing.right for pairing in pairings)]
    while rest_left and rest_right:
        found.append(Match(ours[rest_left.pop(0)].written, theirs[rest_right.pop(0)].written, 0.0, "differs", ()))
    found += [Match(ours[place].written, None, 0.0, "alone", ()) for place in rest_left]
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
    (ours, long), (theirs, wide) = encode([left], table.left.script), encode([right], table.right.script)
    if (int(long[0]), int(wide[0])) != (len(left), len(right)):
        return ()  # letters that no table knows, or a word cut short: nothing to show
    pairs = []
    i = j = 0
    for taken, used in steps:
        pairs.append((left[i : i + taken], right[j : j + used]))
        i, j = i + taken, j + used
    return tuple(pairs)
