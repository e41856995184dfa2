"""One entity's answer: owned or not or unknown, the share that counts, why, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

import orjson

from isnad import speech
from isnad.sanctions.ownership.derivation import SCANNED, derivation, named, needed
from isnad.sanctions.ownership.graph import Holding
from isnad.sanctions.ownership.rules import EU_CHANGE, HALF
from isnad.sanctions.ownership.shares import written
from isnad.sanctions.ownership.solution import Reach, Solution
from isnad.sanctions.ownership.warnings import warnings
from isnad.words import Answer, Refusal

_WORDS: dict[Answer, bool | str] = {Answer.YES: True, Answer.NO: False, Answer.CANNOT_TELL: "unknown"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rule says of ``entity``; ``share`` in per cent, the lowest and the highest that counts."""

    entity: str
    blocked: Answer
    share: tuple[Decimal, Decimal]
    because: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As ``isnad sanctions ownership --json`` prints it; shares stay exact decimals."""
        return {
            "blocked": _WORDS[self.blocked],
            "share": [orjson.Fragment(written(part)) for part in self.share],
            "because": list(self.because),
            "warnings": list(self.warnings),
        }

    def line(self) -> str:
        """One line: id, answer, share; divided by tabs."""
        low, high = (written(part) for part in self.share)
        answer = speech.phrase(f"sanctions.answer-blocked-{self.blocked.name}")
        return f"{self.entity}\t{answer}\t{low}\t{high}"

    def told(self, rule: str, day: date, who: str) -> list[str]:
        """The lines that a person reads."""
        low, high = (written(part) for part in self.share)
        lines = [
            speech.phrase(f"sanctions.blocked-{self.blocked.name}", who=who, rule=rule, day=day),
            speech.phrase("sanctions.share-shown", low=low, high=high),
        ]
        for title, texts in (("because-title", self.because), ("warnings-title", self.warnings)):
            if texts:
                lines.append(speech.phrase(f"sanctions.{title}"))
                lines.extend(f"  - {text}" for text in texts)
        return lines


def examine(solution: Solution, entity: str) -> Finding:
    """The answer for ``entity``; refuses one that the graph does not have."""
    if entity not in solution.graph.known:
        raise Refusal("sanctions.not-in-graph", entity=entity)
    answer = solution.owned(entity)
    because = [*_because(solution, entity, answer), _rule_line(solution)]
    return Finding(entity, answer, solution.share(entity), tuple(because), tuple(warnings(solution, entity)))


def survey(solution: Solution) -> Iterator[Finding]:
    """Every entity's answer and share, without reasons, by id."""
    for entity in sorted(solution.graph.known):
        yield Finding(entity, solution.owned(entity), solution.share(entity))


def _because(solution: Solution, entity: str, answer: Answer) -> list[str]:
    if answer is Answer.NO:
        return _not_owned(solution, entity)
    run = solution.low if answer is Answer.YES else solution.high
    reach = run.reach_of(entity)
    assert reach is not None
    lines = derivation(solution, run, reach, entity)
    if answer is Answer.CANNOT_TELL:
        lines.extend(_deciding(solution, entity, reach))
    return lines


def _deciding(solution: Solution, entity: str, reach: Reach) -> list[str]:
    """What is missing: from the sure share to the possible one, and the statements that would settle it."""
    low, high = (written(part) for part in solution.share(entity))
    graph = solution.graph
    lines = [speech.phrase("sanctions.between", who=graph.called(entity), low=low, high=high)]
    unsure = [
        holding
        for each in sorted(needed(solution.high.day, reach, entity), key=lambda each: reach.ranks[each])
        if solution.owned(each) is Answer.CANNOT_TELL
        for holding in _unsure(solution, each)
    ]
    if unsure:
        lines.append(speech.phrase("sanctions.deciding", parts=named(graph, unsure)))
    if solution.rule.adds is Answer.CANNOT_TELL:
        lines.append(speech.phrase("sanctions.adding-doubtful", day=EU_CHANGE))
    return lines


def _unsure(solution: Solution, entity: str) -> Iterator[Holding]:
    """The stakes in ``entity`` that its answer turns on: those not known, or, where they contradict each other, all."""
    contradictory = solution.day.overfull(entity)
    for each in islice(solution.day.by_asset.get(entity, ()), SCANNED):
        if contradictory or (each.low != each.high and _possible(solution, each)):
            yield each


def _possible(solution: Solution, holding: Holding) -> bool:
    return solution.owned(holding.stake.owner) is not Answer.NO


def _not_owned(solution: Solution, entity: str) -> list[str]:
    graph = solution.graph
    holdings = solution.day.by_asset.get(entity, [])[:SCANNED]
    counted = [each for each in holdings if _possible(solution, each)]
    passed = [each for each in holdings if not _possible(solution, each)]
    who = graph.called(entity)
    if not holdings:
        lines = [speech.phrase("sanctions.no-owner", who=who, day=solution.on)]
    elif counted:
        share = written(solution.share(entity)[1])
        lines = [speech.phrase("sanctions.too-little", who=who, share=share, parts=named(graph, counted))]
    else:
        lines = [speech.phrase("sanctions.nothing-counted", who=who, day=solution.on)]
    for each in passed[:20]:
        lines.extend(_passed(solution, each))
    if entity in graph.listed:
        lines.append(speech.phrase("sanctions.listed-other-day", who=who, day=solution.on))
    return lines


def _passed(solution: Solution, holding: Holding) -> list[str]:
    """Why an owner in part owned by listed persons passes nothing down."""
    owner = holding.stake.owner
    share = solution.share(owner)[1]
    if not share:
        return []
    facts = {"owner": solution.graph.called(owner), "share": written(share), "held": written(holding.high)}
    return [speech.phrase("sanctions.passes-nothing", **facts)]


def _rule_line(solution: Solution) -> str:
    rule = solution.rule
    code = f"sanctions.rule-{rule.name}"
    if rule.name == "eu":
        code += "-later" if rule.half_suffices else "-earlier"
    return speech.phrase(code, day=solution.on, half=written(HALF), change=EU_CHANGE)
