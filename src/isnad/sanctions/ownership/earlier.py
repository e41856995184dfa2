"""Whether property may have been caught before: FAQ 402.

Property that came under the rule while an entity was owned stays blocked when the listed person sells. So an entity
that is not owned on the day asked is looked at on the last days of everything that ended before it; between two such
days nothing can have left.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from isnad import speech
from isnad.sanctions.ownership.graph import Graph, Stake
from isnad.sanctions.ownership.solution import Solution, solve
from isnad.words import Answer

WORK = 8_000  # stakes looked at, over all days; beyond it the question is left open, and the answer says so


def earlier(solution: Solution, entity: str) -> Iterator[str]:
    """A warning where ``entity`` was owned on an earlier day, with the last such day."""
    rule = solution.rule.name
    if rule != "ofac50" or not solution.day.has_past or solution.owned(entity) is Answer.YES:
        return
    graph = _upward(solution.graph, entity)
    days = sorted(_last_days(graph, solution.on), reverse=True) if graph else []
    if graph is None or len(days) * (len(graph.stakes) + 1) > WORK:
        yield speech.phrase("sanctions.warn-earlier-unknown")
        return
    for day in days:
        if solve(graph, rule, day).owned(entity) is Answer.YES:
            yield speech.phrase("sanctions.warn-earlier", who=solution.graph.called(entity), day=day)
            return


def _upward(graph: Graph, entity: str) -> Graph | None:
    """What stands above ``entity`` on whatever day; None where that is more than can be looked at here."""
    found, waiting, stakes = {entity}, [entity], list[Stake]()
    for each in waiting:
        stakes.extend(graph.stakes_in(each))
        if len(stakes) > WORK:
            return None
        for stake in graph.stakes_in(each):
            if stake.owner not in found:
                found.add(stake.owner)
                waiting.append(stake.owner)
    listed = {each: graph.listed[each] for each in found if each in graph.listed}
    return Graph(known=found, stakes=stakes, listed=listed)


def _last_days(graph: Graph, before: date) -> set[date]:
    lives = [stake.life for stake in graph.stakes]
    lives.extend(listing.life for listings in graph.listed.values() for listing in listings)
    return {life.ends[0] for life in lives if life.ends[0] and life.ends[0] < before}
