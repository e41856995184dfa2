"""Double entry: what two people typed, and when a third is needed. Pure; knows no table.

* An answer is what one person typed of one card: its numbers by property, in ASCII digits. "Cannot tell" is an answer
  with nothing in it; a number with a digit that nobody can read has ``?`` in that digit's place.
* Until two people have answered, somebody else is asked.
* Two who typed the same have settled it. Where they differ, a third types it too, seeing neither.
* A number that two of the three typed alike is settled. Where three differ, people decide at the review desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import IntEnum

Answer = Mapping[str, str]
ENOUGH = 3  # people, after whom nobody else is asked


class Stage(IntEnum):
    """Where a card stands."""

    NOBODY = 0
    ONE = 1
    DIFFER = 2
    SETTLED = 3
    OPEN = 4  # three differ, or somebody set it aside: people decide elsewhere


def stage(answers: Sequence[Answer]) -> Stage:
    """Where a card stands that these people answered, each once."""
    if len(answers) < 2:
        return Stage(len(answers))
    if all(agreed(answers, name) is not None for name in _names(answers)):
        return Stage.SETTLED
    return Stage.DIFFER if len(answers) < ENOUGH else Stage.OPEN


def agreed(answers: Sequence[Answer], name: str) -> str | None:
    """What at least two typed of a property ("" where they left it empty), if nobody else is as many; else None."""
    counted = Counter(each.get(name, "") for each in answers).most_common(2)
    if not counted or counted[0][1] < 2 or (len(counted) > 1 and counted[1][1] == counted[0][1]):
        return None
    return counted[0][0]


def _names(answers: Sequence[Answer]) -> list[str]:
    return sorted({name for each in answers for name in each})
