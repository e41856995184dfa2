"""The shortest ways from one actor to another, over all relations that count: posts, command, ownership, family …

Found level by level from one end; each step is a relation with its claims, and a way is as strong as its weakest claim.
A way proves that somebody says so, step by step; it does not prove that influence went along it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.relations import RELATIONS, Relation, weakest
from isnad.claims.queries import Stated

LONGEST = 6  # steps
MOST_WAYS = 6
MOST_MET = 5_000  # actors looked at before the search is given up


@dataclass(frozen=True, slots=True)
class Way:
    """One way: the actors in order, and the relation between each and the next."""

    actors: tuple[int, ...]
    steps: tuple[Relation, ...]

    @property
    def weakest(self) -> Stated:
        """The claim by which the way would fall first."""
        return weakest(each for step in self.steps for each in step.claims)


@dataclass(frozen=True, slots=True)
class Found:
    """The ways that were found, all of one length; ``whole`` is false where the search was given up."""

    ways: tuple[Way, ...]
    whole: bool


def between(one: int, other: int, gate: Gate = JUSTICE) -> Found:
    """The shortest ways from ``one`` to ``other``."""
    gathered = Gathered(gate)
    gathered.fetch([one, other])
    start, end = gathered.first(one), gathered.first(other)
    came: dict[int, list[tuple[int, Relation]]] = {start: []}
    level = [start]
    for _ in range(LONGEST):
        if end in came or not level or len(came) > MOST_MET:
            break
        fresh = _next(gathered, level, came)
        came.update(fresh)
        level = list(fresh)
    ways = [] if end not in came or start == end else list(_walked(came, end))[:MOST_WAYS]
    return Found(tuple(ways), len(came) <= MOST_MET)


def _next(
    gathered: Gathered, level: list[int], came: dict[int, list[tuple[int, Relation]]]
) -> dict[int, list[tuple[int, Relation]]]:
    """Whom these lead to who was not met before, each with every step that leads there."""
    here, fresh = set(level), dict[int, list[tuple[int, Relation]]]()
    for each in gathered.relations(level, RELATIONS):
        for begins, ends in ((each.one, each.other), (each.other, each.one)):
            if begins in here and ends not in came:
                fresh.setdefault(ends, []).append((begins, each))
    return fresh


def _walked(came: dict[int, list[tuple[int, Relation]]], end: int) -> Iterator[Way]:
    """Every way back from ``end``, told forwards."""
    waiting: list[tuple[tuple[int, ...], tuple[Relation, ...]]] = [((end,), ())]
    given = 0
    while waiting and given < MOST_WAYS:
        actors, steps = waiting.pop()
        before = came[actors[0]]
        if not before:
            given += 1
            yield Way(actors, steps)
        waiting += [((earlier, *actors), (step, *steps)) for earlier, step in before]
