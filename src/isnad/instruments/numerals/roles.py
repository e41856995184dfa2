"""Which of a photograph's numbers is which: a proposal, with its reasons.

 1. A series says which roles there are, how long their numbers are, which codes and letters are known.
 2. A known code or letter speaks for its role; so does a length that fits, a place after the slash, the order in which
    the numbers stand. Each reason has a weight in tenths; they are added up for every way of giving out the roles.
 3. The best way wins, where it is better than the next by ``MARGIN``; otherwise those that differ stay without role.
 4. No reason changes a digit. A branch that no list knows keeps its number, and may still be the branch.

Knows nothing of pictures: it is given what was read and where.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import yaml

Way = tuple[str | None, ...]

MARGIN = 2
MOST = 6  # numbers on one photograph, beyond which roles are not guessed
KNOWN_CODE, KNOWN_LETTER, LENGTH_FITS, AFTER_SLASH, IN_ORDER = 20, 15, 4, 8, 3


@dataclass(frozen=True, slots=True)
class Part:
    """One number as it stands: digits, the letter beside it, its middle, and whether it follows a slash."""

    digits: str
    letter: str | None = None
    middle: tuple[float, float] = (0.0, 0.0)
    angle: float = 0.0
    after_slash: bool = False
    before_slash: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A role of a series: lengths, codes and letters."""

    role: str
    shortest: int
    longest: int
    codes: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Series:
    """Photographs made under one procedure, as far as their numbers go."""

    name: str
    kinds: tuple[Kind, ...]
    order: tuple[str, ...]
    slash: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A role (None where it cannot be told) and why; reasons are codes of ``speech/texts/numerals.yaml``."""

    role: str | None
    reasons: tuple[str, ...] = field(default=())


def series_of(text: str) -> Series:
    """A series from its file's text."""
    held: dict[str, Any] = yaml.safe_load(text)
    kinds = tuple(
        Kind(
            each["role"], each["digits"][0], each["digits"][1],
            frozenset(map(str, each.get("codes", ()))), frozenset(each.get("letters", ())),
        )
        for each in held["numbers"]
    )  # fmt: skip
    return Series(held["name"], kinds, tuple(held["order"]), tuple(held["slash"]))


@cache
def known_series(name: str = "caesar") -> Series:
    """A series that came with the program."""
    source = resources.files("isnad.instruments.numerals").joinpath("series", f"{name}.yaml")
    return series_of(source.read_text("utf-8"))


def propose(parts: Sequence[Part], series: Series) -> list[Proposal]:
    """A role for each number, in the order given."""
    if not parts or len(parts) > MOST:
        return [Proposal(None)] * len(parts)
    reasons = {(kind.role, at): _reasons(kind, part, series) for kind in series.kinds for at, part in enumerate(parts)}
    order = _as_read(parts)
    ways = [
        (_worth(way, order, reasons, series), way) for way in _ways([each.role for each in series.kinds], len(parts))
    ]
    ways.sort(key=lambda each: (-each[0], str(each[1])))
    most, best = ways[0]
    near = [way for worth, way in ways[1:] if most - worth < MARGIN]
    settled = [all(way[at] == role for way in near) for at, role in enumerate(best)]
    return [
        Proposal(role, tuple(reasons[role, at])) if sure and role else Proposal(None)
        for at, (role, sure) in enumerate(zip(best, settled, strict=True))
    ]


def _ways(roles: Sequence[str], count: int) -> list[Way]:
    """Every way of giving each role to one number or to none; a number has one role at most."""
    ways: list[Way] = [(None,) * count]
    for role in roles:
        ways += [(*way[:at], role, *way[at + 1 :]) for way in ways for at in range(count) if way[at] is None]
    return ways


def _worth(way: Way, order: Sequence[int], reasons: dict[tuple[str, int], list[str]], series: Series) -> int:
    """What all reasons for one way of giving out the roles add up to."""
    alone = sum(WEIGHTS[reason] for at, role in enumerate(way) if role for reason in reasons[role, at])
    rank = {role: at for at, role in enumerate(series.order)}
    placed = [rank[role] for at in order if (role := way[at]) in rank]
    return alone + sum(IN_ORDER for one, two in pairwise(placed) if one < two)


def _as_read(parts: Sequence[Part]) -> list[int]:
    """The numbers from the top of the card to its foot, along the line where two stand beside each other."""
    turn = parts[0].angle

    def depth(at: int) -> tuple[float, float]:
        x, y = parts[at].middle
        return (-x * math.sin(turn) + y * math.cos(turn), x * math.cos(turn) + y * math.sin(turn))

    return sorted(range(len(parts)), key=depth)


def _reasons(kind: Kind, part: Part, series: Series) -> list[str]:
    beside = (part.after_slash, part.before_slash)
    sides = dict(zip(series.slash[::-1], beside, strict=True)) if len(series.slash) == 2 else {}
    held = {
        "known-code": part.digits in kind.codes,
        "known-letter": part.letter is not None and part.letter in kind.letters,
        "length-fits": kind.shortest <= len(part.digits) <= kind.longest,
        "beside-slash": sides.get(kind.role, False),
    }
    return [reason for reason, holds in held.items() if holds]


WEIGHTS = {
    "known-code": KNOWN_CODE,
    "known-letter": KNOWN_LETTER,
    "length-fits": LENGTH_FITS,
    "beside-slash": AFTER_SLASH,
}
