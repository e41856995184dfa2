"""Who is owned by listed persons: the least fixed point, run twice.

* Begin with the listed; add every entity whose owners among the added hold enough of it; go on until none is added.
* The low run takes every unknown at its lowest, and what it adds is surely owned; the high run takes the highest
  that the other owners leave, and what it does not add is surely not.
* Shares stated at more than 100 per cent together contradict each other: any of them may be the wrong one, so the
  low run lets the others keep theirs, and the high run stops at 100.
* Where several owners are not added, every listed person has a run of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from isnad.sanctions.ownership.graph import Graph, Holding, Stake, Tie
from isnad.sanctions.ownership.rules import Rule, rule_on
from isnad.sanctions.ownership.shares import EXACT, NOTHING, WHOLE
from isnad.sanctions.ownership.undisturbed import undisturbed
from isnad.words import Answer

ENTANGLED = 3_000_000  # steps of separate high runs; where there would be more, one high run for all is taken

_add, _less = EXACT.add, EXACT.subtract


@dataclass(slots=True)
class Day:
    """The graph on one day: holdings by owner and by asset, the sums of their lows and highs, control by holder."""

    by_owner: dict[str, list[Holding]] = field(default_factory=dict)
    by_asset: dict[str, list[Holding]] = field(default_factory=dict)
    floors: dict[str, Decimal] = field(default_factory=dict)
    ceilings: dict[str, Decimal] = field(default_factory=dict)
    control: dict[str, list[tuple[Tie, Answer]]] = field(default_factory=dict)
    has_past: bool = False

    def overfull(self, asset: str) -> bool:
        """Whether the shares stated of ``asset`` come to more than 100 per cent at their lowest."""
        return self.floors.get(asset, NOTHING) > WHOLE


@dataclass(slots=True)
class Reach:
    """One run from its seeds: the order in which entities were added, and what the added hold of each asset."""

    ranks: dict[str, int]
    lows: dict[str, Decimal] = field(default_factory=dict)
    highs: dict[str, Decimal] = field(default_factory=dict)
    controlled: dict[str, Tie] = field(default_factory=dict)
    joint: dict[tuple[str, str], int] = field(default_factory=dict)  # joint statement and asset: owners added

    def count(self, holding: Holding) -> None:
        """Adds what ``holding`` brings; a joint one counts once, surely only when all who hold it are added."""
        asset, low, high = holding.stake.asset, holding.low, holding.high
        if holding.stake.owners > 1:
            statement = (holding.stake.key, asset)
            added = self.joint[statement] = self.joint.get(statement, 0) + 1
            high = high if added == 1 else NOTHING
            whole = added == holding.stake.owners and holding.dated is Answer.YES
            low = holding.stake.share.low if whole else NOTHING
        self.lows[asset] = _add(self.lows.get(asset, NOTHING), low)
        self.highs[asset] = _add(self.highs.get(asset, NOTHING), high)


@dataclass(slots=True)
class Run:
    """One reach for all listed owners together, or one for each; ``low`` or high.

    ``coarse``: one for each would have been too much work, so this high run adds them, which excludes less.
    """

    day: Day
    low: bool
    reaches: list[Reach]
    touched: dict[str, list[Reach]] = field(default_factory=dict)
    coarse: bool = False

    def reach_of(self, entity: str) -> Reach | None:
        """A reach that added ``entity``."""
        return next((reach for reach in self.near(entity) if entity in reach.ranks), None)

    def near(self, entity: str) -> list[Reach]:
        """The reaches that hold something of ``entity`` or added it."""
        return self.touched.get(entity, []) if self.touched else self.reaches

    def share(self, entity: str) -> Decimal:
        """What the listed and those they own hold of ``entity``: together, or the largest part in one hand."""
        parts = [held(self.day, reach, entity, low=self.low) for reach in self.near(entity)]
        return max(parts, default=NOTHING)


@dataclass(frozen=True, slots=True)
class Solution:
    """Both runs of one rule on one day."""

    graph: Graph
    on: date
    rule: Rule
    day: Day
    low: Run
    high: Run

    def owned(self, entity: str) -> Answer:
        """Whether ``entity`` is listed, owned or controlled."""
        if self.low.reach_of(entity) is not None:
            return Answer.YES
        return Answer.NO if self.high.reach_of(entity) is None else Answer.CANNOT_TELL

    def share(self, entity: str) -> tuple[Decimal, Decimal]:
        """The lowest and the highest share that counts, in per cent."""
        low, high = self.low.share(entity), self.high.share(entity)
        return low, max(low, high)


def solve(graph: Graph, name: str, on: date, *, patience: int = ENTANGLED) -> Solution:
    """Answers the rule ``name`` for every entity of ``graph`` on the day ``on``.

    ``patience``: after how many steps separate high runs give way to one for all.
    """
    rule = rule_on(name, on)
    listed = {entity: graph.is_listed(entity, on) for entity in graph.listed}
    sure = [entity for entity, answer in listed.items() if answer is Answer.YES]
    possible = [entity for entity, answer in listed.items() if answer is not Answer.NO]
    with undisturbed():
        day = stand(graph, on)
        graph.make_indexes(day.has_past)
        low = _run(day, rule, sure, low=True, together=rule.adds is Answer.YES)
        high = _run(day, rule, possible, low=False, together=rule.adds is not Answer.NO, patience=patience)
    return Solution(graph, on, rule, day, low, high)


def stand(graph: Graph, on: date) -> Day:
    """The graph as it stood on ``on``. A stake ending on the day on which its owner's next one begins is over."""
    day, only = Day(has_past=graph.has_past(on)), (on, on)
    renewed = {(stake.owner, stake.asset) for stake in graph.stakes if stake.life.starts == only}
    for stake in graph.stakes:
        life = stake.life
        dated = life.on(on)
        replaced = life.ends == only != life.starts and (stake.owner, stake.asset) in renewed
        if dated is not Answer.NO and not replaced:
            _hold(day, stake, dated)
    for tie in graph.ties:
        dated = tie.life.on(on)
        if tie.kind == "control" and dated is not Answer.NO:
            day.control.setdefault(tie.holder, []).append((tie, dated))
    return day


def _hold(day: Day, stake: Stake, dated: Answer) -> None:
    low = stake.share.low if dated is Answer.YES and stake.owners == 1 else NOTHING
    holding = Holding(stake, low, stake.share.high, dated)
    day.by_owner.setdefault(stake.owner, []).append(holding)
    asset = stake.asset
    if asset in day.by_asset:
        day.by_asset[asset].append(holding)
        day.floors[asset] = _add(day.floors[asset], low)
        day.ceilings[asset] = _add(day.ceilings[asset], holding.high)
    else:
        day.by_asset[asset] = [holding]
        day.floors[asset], day.ceilings[asset] = low, holding.high


def _run(day: Day, rule: Rule, seeds: list[str], *, low: bool, together: bool, patience: int = 0) -> Run:
    if together:
        return Run(day, low, [_reach(day, rule, seeds, low=low)])
    run, work = Run(day, low, []), 0
    for seed in seeds:
        reach = _reach(day, rule, [seed], low=low)
        work += len(reach.ranks) + len(reach.lows)
        if work > patience and not low:
            return Run(day, low, [_reach(day, rule, seeds, low=low)], coarse=True)
        run.reaches.append(reach)
        for entity in {**reach.ranks, **reach.lows}:
            run.touched.setdefault(entity, []).append(reach)
    return run


def _reach(day: Day, rule: Rule, seeds: Iterable[str], *, low: bool) -> Reach:
    reach = Reach({seed: rank for rank, seed in enumerate(seeds)})
    waiting = deque(reach.ranks)
    while waiting:
        owner = waiting.popleft()
        for added in _pass_down(day, rule, reach, owner, low=low):
            reach.ranks[added] = len(reach.ranks)
            waiting.append(added)
    return reach


def _pass_down(day: Day, rule: Rule, reach: Reach, owner: str, *, low: bool) -> list[str]:
    """Counts what ``owner`` holds; the entities that this adds."""
    added: dict[str, None] = {}
    ranks = reach.ranks
    for holding in day.by_owner.get(owner, ()):
        asset = holding.stake.asset
        reach.count(holding)
        if asset not in ranks and rule.reached(held(day, reach, asset, low=low)):
            added[asset] = None
    if rule.control:
        for tie, dated in day.control.get(owner, ()):
            if tie.body not in ranks and (dated is Answer.YES or not low):
                reach.controlled.setdefault(tie.body, tie)
                added[tie.body] = None
    return list(added)


def held(day: Day, reach: Reach, asset: str, *, low: bool) -> Decimal:
    """What the added entities hold of ``asset``: at least (``low``) or at most."""
    lows, highs = reach.lows.get(asset, NOTHING), reach.highs.get(asset, NOTHING)
    if asset not in day.floors:
        return NOTHING
    if low:
        if not day.overfull(asset):
            return lows
        others = _less(day.ceilings[asset], highs)
        return max(NOTHING, _less(WHOLE, others))
    if day.overfull(asset):
        return min(WHOLE, highs)
    return min(highs, _less(WHOLE, _less(day.floors[asset], lows)))
