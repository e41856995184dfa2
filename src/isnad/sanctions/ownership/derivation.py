"""The steps from the listed to an entity, in the order in which they follow from one another, in words.

Only owners added before an entity are named as its reason, so no step leans on itself, whatever circles the graph has.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from isnad import speech
from isnad.sanctions.ownership.graph import Graph, Holding, Listing
from isnad.sanctions.ownership.shares import WHOLE, total, written
from isnad.sanctions.ownership.solution import Day, Reach, Run, Solution, held
from isnad.words import Answer

LONGEST = 400  # steps written out
WIDEST = 30  # owners named in one step
SCANNED = 5_000  # stakes in one entity, and entities in one derivation, that are gone through to tell it


def derivation(solution: Solution, run: Run, reach: Reach, entity: str) -> list[str]:
    """Why ``entity`` was added in ``reach``: one line for every entity that its addition rests on, itself last."""
    steps = sorted(needed(run.day, reach, entity), key=lambda each: reach.ranks[each])
    lines = [step(solution, run, reach, each) for each in steps[-LONGEST:]]
    if len(steps) > LONGEST:
        lines.insert(0, speech.phrase("sanctions.steps-left-out"))
    return lines


def needed(day: Day, reach: Reach, entity: str) -> set[str]:
    """The entities on whose addition that of ``entity`` rests, itself among them; the nearest where they are many."""
    found, waiting = {entity}, deque([entity])
    while waiting and len(found) < SCANNED:
        each = waiting.popleft()
        before = [holding.stake.owner for holding in reasons(day, reach, each)]
        if each in reach.controlled:
            before.append(reach.controlled[each].holder)
        for owner in before:
            if owner not in found:
                found.add(owner)
                waiting.append(owner)
    return found


def reasons(day: Day, reach: Reach, entity: str) -> Iterator[Holding]:
    """The holdings in ``entity`` of owners who were added before it."""
    rank = reach.ranks[entity]
    if not reach.lows.get(entity) and not reach.highs.get(entity):
        return
    for holding in islice(day.by_asset.get(entity, ()), SCANNED):
        if holding.high and reach.ranks.get(holding.stake.owner, rank) < rank:
            yield holding


def step(solution: Solution, run: Run, reach: Reach, entity: str) -> str:
    """The step by which ``entity`` was added; what is surely so is told as sure, also in the high run."""
    sure = solution.low.reach_of(entity)
    if not run.low and sure is not None:
        return step(solution, solution.low, sure, entity)
    graph = solution.graph
    answer = graph.is_listed(entity, solution.on)
    if answer is not Answer.NO and (answer is Answer.YES or not run.low):
        return listed_line(graph, entity, answer, solution)
    parts = list(reasons(run.day, reach, entity))
    least = total(part.low for part in parts) if run.low else min(WHOLE, total(part.high for part in parts))
    if entity in reach.controlled and not solution.rule.reached(least):
        tie = reach.controlled[entity]
        return speech.phrase(
            "sanctions.step-control", who=graph.called(entity), holder=graph.called(tie.holder), tie=tie.key
        )
    return speech.phrase(
        f"sanctions.step-{'owned' if run.low else 'perhaps'}",
        who=graph.called(entity), share=written(held(run.day, reach, entity, low=run.low)),
        parts=named(graph, parts),
    )  # fmt: skip


def listed_line(graph: Graph, entity: str, answer: Answer, solution: Solution) -> str:
    """That ``entity`` is listed, under what and when."""
    listings = [each for each in graph.listed[entity] if each.life.on(solution.on) is not Answer.NO]
    under = "; ".join(_listing(each) for each in listings) or speech.phrase("sanctions.listing-undated")
    code = "sanctions.step-listed" if answer is Answer.YES else "sanctions.step-perhaps-listed"
    return speech.phrase(code, who=graph.called(entity), under=under)


def _listing(listing: Listing) -> str:
    first, last = listing.life.first_day(), listing.life.last_day()
    programmes = ", ".join(listing.programmes) or speech.phrase("sanctions.programme-unnamed")
    return speech.phrase("sanctions.listing", programmes=programmes, first=first or "..", last=last or "..")


def named(graph: Graph, holdings: Iterable[Holding]) -> str:
    """The holdings in words: owner, share, statement."""
    shown = list(islice(holdings, WIDEST + 1))
    texts = [
        speech.phrase(
            "sanctions.part", owner=graph.called(each.stake.owner), share=_interval(each), statement=each.stake.key
        )
        for each in shown[:WIDEST]
    ]
    if len(shown) > WIDEST:
        texts.append(speech.phrase("sanctions.parts-left-out"))
    return " + ".join(texts)


def _interval(holding: Holding) -> str:
    if holding.low == holding.high:
        return written(holding.low)
    return f"[{written(holding.low)}, {written(holding.high)}]"
