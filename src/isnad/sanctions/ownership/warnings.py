"""What a person should know beside the answer: doubts in the graph, and what the rule does not look at.

They are warnings and never change an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain as chain_of
from itertools import islice

from isnad import speech
from isnad.sanctions.ownership.earlier import earlier
from isnad.sanctions.ownership.graph import Holding
from isnad.sanctions.ownership.rules import OFAC_AGGREGATES
from isnad.sanctions.ownership.shares import EXACT, NOTHING, WHOLE, total, written
from isnad.sanctions.ownership.solution import Solution
from isnad.words import Answer

MOST = 60  # warnings written out
FARTHEST = 200  # owners up the chain whose doubts are told
WIDEST = 1_000  # stakes in one entity that are gone through
BLOCKED_BY_DEFINITION = (date(2011, 8, 18), date(2025, 6, 30))  # E.O. 13582: the whole Government of Syria


def warnings(solution: Solution, entity: str) -> list[str]:
    """The nearest first, up to ``MOST``."""
    chain = upward(solution, entity)
    found = chain_of(
        _rule(solution, entity),
        _ties(solution, entity),
        earlier(solution, entity),
        _public(solution, chain),
        _doubts(solution, chain),
    )
    told = dict.fromkeys(islice(found, MOST * 2))
    if len(told) > MOST or next(found, None) is not None:
        return [*islice(told, MOST), speech.phrase("sanctions.warnings-left-out")]
    return list(told)


def upward(solution: Solution, entity: str) -> list[str]:
    """The entity, its owners, theirs, and so on: nearest first."""
    found, waiting = {entity}, [entity]
    for each in waiting:
        for holding in islice(solution.day.by_asset.get(each, ()), WIDEST):
            owner = holding.stake.owner
            if owner not in found and len(found) < FARTHEST:
                found.add(owner)
                waiting.append(owner)
    return waiting


def _rule(solution: Solution, entity: str) -> Iterator[str]:
    rule, answer = solution.rule, solution.owned(entity)
    low, high = solution.share(entity)
    if rule.rebuttable and answer is not Answer.NO and solution.graph.is_listed(entity, solution.on) is not Answer.YES:
        yield speech.phrase("sanctions.warn-presumption")
    if rule.name == "ofac50" and answer is not Answer.YES and high > NOTHING:
        yield speech.phrase("sanctions.warn-minority", share=written(high))
    if rule.name == "uk" and answer is not Answer.YES:
        yield from _not_added(solution, entity)
    if solution.high.coarse and answer is Answer.CANNOT_TELL:
        yield speech.phrase("sanctions.warn-coarse")
    if rule.name == "ofac50" and answer is Answer.YES and solution.on < OFAC_AGGREGATES:
        yield from _before_adding(solution, entity)
    unnamed = EXACT.subtract(WHOLE, solution.day.ceilings.get(entity, NOTHING))
    if answer is not Answer.YES and unnamed > NOTHING and rule.reached(EXACT.add(low, unnamed)):
        yield speech.phrase("sanctions.warn-unnamed", share=written(unnamed), who=solution.graph.called(entity))


def _not_added(solution: Solution, entity: str) -> Iterator[str]:
    parts = [each for each in solution.day.by_asset.get(entity, [])[:WIDEST] if _counts(solution, each)]
    together = min(WHOLE, total(each.high for each in parts))
    if len({each.stake.owner for each in parts}) > 1 and solution.rule.reached(together):
        yield speech.phrase("sanctions.warn-not-added", share=written(together))


def _counts(solution: Solution, holding: Holding) -> bool:
    return solution.owned(holding.stake.owner) is not Answer.NO


def _before_adding(solution: Solution, entity: str) -> Iterator[str]:
    if solution.graph.is_listed(entity, solution.on) is Answer.YES:
        return
    if not any(solution.rule.reached(each.low) for each in solution.day.by_asset.get(entity, [])[:WIDEST]):
        yield speech.phrase("sanctions.warn-before-adding")


def _doubts(solution: Solution, chain: list[str]) -> Iterator[str]:
    graph, day = solution.graph, solution.day
    bad = graph.doubts
    for entity in chain:
        holdings = list(islice(day.by_asset.get(entity, ()), WIDEST))
        if day.overfull(entity):
            stated = written(day.floors[entity])
            yield speech.phrase("sanctions.warn-overfull", who=graph.called(entity), share=stated)
        for holding in holdings:
            yield from _stake_doubts(solution, holding, bad)
        yield from _twice(solution, holdings)
        for listing in graph.listed.get(entity, ()):
            if listing.key in bad:
                yield speech.phrase(f"sanctions.warn-{bad[listing.key]}", statement=listing.key)
        if entity in graph.unlisted and entity not in graph.listed:
            yield speech.phrase("sanctions.warn-no-topic", who=graph.called(entity))
    for key in graph.incomplete:
        yield speech.phrase("sanctions.warn-stake-incomplete", statement=key)


def _stake_doubts(solution: Solution, holding: Holding, bad: dict[str, str]) -> Iterator[str]:
    stake, graph = holding.stake, solution.graph
    facts = {"owner": graph.called(stake.owner), "asset": graph.called(stake.asset), "statement": stake.key}
    if stake.share.doubt:
        low, high = written(stake.share.low), written(stake.share.high)
        yield speech.phrase(f"sanctions.warn-share-{stake.share.doubt}", low=low, high=high, **facts)
    if stake.owner == stake.asset:
        yield speech.phrase("sanctions.warn-own-shares", share=written(holding.high), **facts)
    if stake.key in bad:
        yield speech.phrase(f"sanctions.warn-{bad[stake.key]}", statement=stake.key)
    elif holding.dated is not Answer.YES:
        yield speech.phrase("sanctions.warn-day-doubtful", **facts)


def _twice(solution: Solution, holdings: Iterable[Holding]) -> Iterator[str]:
    seen: set[str] = set()
    for holding in holdings:
        owner = holding.stake.owner
        if owner in seen:
            who, asset = solution.graph.called(owner), solution.graph.called(holding.stake.asset)
            yield speech.phrase("sanctions.warn-two-stakes", owner=who, asset=asset)
        seen.add(owner)


def _ties(solution: Solution, entity: str) -> Iterator[str]:
    """FAQ 398 and 400: control without shares, and persons one must not deal through."""
    graph, on = solution.graph, solution.on
    if solution.owned(entity) is Answer.YES:
        return
    for tie in graph.ties_of(entity):
        if tie.life.on(on) is Answer.NO or solution.owned(tie.holder) is Answer.NO:
            continue
        if tie.kind != "control" or not solution.rule.control:
            kind = "control" if tie.kind == "control" else "dealing"
            yield speech.phrase(f"sanctions.warn-{kind}", holder=graph.called(tie.holder), who=graph.called(entity))


def _public(solution: Solution, chain: list[str]) -> Iterator[str]:
    first, last = BLOCKED_BY_DEFINITION
    if solution.rule.name != "ofac50" or not first <= solution.on <= last:
        return
    for entity in chain:
        if "sy" in solution.graph.public_bodies.get(entity, ()):
            yield speech.phrase("sanctions.warn-government", who=solution.graph.called(entity))
