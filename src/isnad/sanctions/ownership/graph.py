"""Who owns what, who controls whom, who is listed: as stated, with dates, before any rule is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from isnad.sanctions.ownership.life import ALWAYS, Life
from isnad.sanctions.ownership.shares import Share
from isnad.words import Answer


class Stake(NamedTuple):
    """One ``Ownership``: its id, who owns, what is owned, how much of it, from when to when.

    ``owners``: how many hold it jointly, each named in a stake of its own; nobody says how they divide it.
    """

    key: str
    owner: str
    asset: str
    share: Share
    life: Life = ALWAYS
    owners: int = 1


class Tie(NamedTuple):
    """A tie other than a share: ``kind`` is *control* (of the board, the affairs), *director*, *employee*, *agent*."""

    key: str
    holder: str
    body: str
    kind: str
    life: Life = ALWAYS


@dataclass(frozen=True, slots=True)
class Listing:
    """One ``Sanction`` of a listed person: under which programmes, from when to when."""

    key: str
    programmes: tuple[str, ...] = ()
    life: Life = ALWAYS


@dataclass(slots=True)
class Graph:
    """All of it. ``listed`` has every entity with the topic ``sanction``; without a ``Listing`` it always counts."""

    names: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    public_bodies: dict[str, tuple[str, ...]] = field(default_factory=dict)  # id: countries
    stakes: list[Stake] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    listed: dict[str, list[Listing]] = field(default_factory=dict)
    unlisted: dict[str, list[Listing]] = field(default_factory=dict)  # Sanctions of entities without the topic
    doubts: dict[str, str] = field(default_factory=dict)  # id of a statement: what is wrong with its dates
    incomplete: list[str] = field(default_factory=list)  # ids of stakes without owner or asset
    _into: dict[str, list[Stake]] | None = None
    _ties: dict[str, list[Tie]] | None = None

    def stakes_in(self, asset: str) -> list[Stake]:
        """Every stake in ``asset``, on whatever day."""
        if self._into is None:
            self._into = {}
            for stake in self.stakes:
                self._into.setdefault(stake.asset, []).append(stake)
        return self._into.get(asset, [])

    def ties_of(self, body: str) -> list[Tie]:
        """Every tie to ``body``, on whatever day."""
        if self._ties is None:
            self._ties = {}
            for tie in self.ties:
                self._ties.setdefault(tie.body, []).append(tie)
        return self._ties.get(body, [])

    def make_indexes(self, past: bool) -> None:
        """Makes what single questions need once, while loading; ``past``: whether earlier days will be looked at."""
        self.ties_of("")
        if past:
            self.stakes_in("")

    def has_past(self, day: date) -> bool:
        """Whether any stake or listing had ended before ``day``."""
        return any(_over(stake.life, day) for stake in self.stakes if stake.life is not ALWAYS) or any(
            _over(listing.life, day) for listings in self.listed.values() for listing in listings
        )

    def called(self, entity: str) -> str:
        """Its name and id, for a person to read."""
        name = self.names.get(entity)
        return f"{name} [{entity}]" if name and name != entity else entity

    def is_listed(self, entity: str, day: date) -> Answer:
        """Whether ``entity`` counts as listed on ``day``."""
        if entity not in self.listed:
            return Answer.NO
        listings = self.listed[entity]
        if not listings:
            return Answer.YES
        return max((listing.life.on(day) for listing in listings), key=lambda answer: answer.value)


def _over(life: Life, day: date) -> bool:
    last = life.last_day()
    return last is not None and last < day


class Holding(NamedTuple):
    """A stake as it stands on one day: from ``low`` to ``high`` per cent; ``low`` is 0 where the day is doubtful."""

    stake: Stake
    low: Decimal
    high: Decimal
    dated: Answer
