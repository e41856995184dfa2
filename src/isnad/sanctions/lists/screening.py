"""Names and facts against the last version of each list.

* A **hit** is a proposal with its reasons; a person decides it. A **lead** is what only a weak alias speaks for.
* ``answer`` is ``possible`` where there is a hit, ``contradicted`` where every hit's birth dates contradict,
  ``only_weak`` where there are leads alone, ``not_listed`` where there is neither and every list is fresh, and
  ``cannot_tell`` where one is old or of no known age: from such a list nobody is called not listed, unless that is
  accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from isnad.sanctions.lists.asking import Asked, Facts, facts_of
from isnad.sanctions.lists.finding import Finder, Found
from isnad.sanctions.lists.judging import Verdict, judge, kinds_fit
from isnad.sanctions.lists.store import Version, is_listed
from isnad.words import Refusal

THRESHOLD = 0.65  # of the name alone; see benchmarks/lists for what it finds and what it finds wrongly
_AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed entity as it is screened against."""

    id: str
    source: str
    caption: str
    names: tuple[dict[str, Any], ...]
    facts: Facts


class Screen:
    """The listed entities of some versions, ready to be asked."""

    def __init__(self, versions: list[Version], *, today: date, accept_old: bool = False) -> None:
        if not versions:
            raise Refusal("lists.nothing-to-screen")
        self.old = [] if accept_old else [version.source for version in versions if version.is_old(today)]
        self.listed = [_listed(entity, v.source) for v in versions for entity in v.entities() if is_listed(entity)]
        self.bearers: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self.numbered: dict[str, list[int]] = {}
        for place, each in enumerate(self.listed):
            for name in each.names:
                self.bearers.setdefault(name["name"], []).append((place, name))
            for number in each.facts.numbers:
                self.numbered.setdefault(number, []).append(place)
        self.finder = Finder(list(self.bearers))

    def ask(self, queries: Iterable[Asked], threshold: float = THRESHOLD) -> Iterator[dict[str, Any]]:
        """The answer for each query, in order, as JSON."""
        asked = iter(queries)
        while some := list(islice(asked, _AT_ONCE)):
            found = self.finder.find((name for each in some for name in each.names), threshold)
            for each in some:
                yield self._answer(each, [found_ for _ in each.names for found_ in next(found)])

    def _answer(self, asked: Asked, found: list[Found]) -> dict[str, Any]:
        best = self._best(asked, found)
        for number in asked.facts.numbers:
            for place in self.numbered.get(number, ()):
                best.setdefault(place, (None, None))
        judged = [
            (self.listed[place], judge(asked.facts, self.listed[place].facts, *why)) for place, why in best.items()
        ]
        judged.sort(key=lambda each: (-each[1].score, each[0].id))
        hits = [_told(listed, verdict) for listed, verdict in judged if not verdict.only_weak]
        leads = [_told(listed, verdict) for listed, verdict in judged if verdict.only_weak]
        answer: dict[str, Any] = {"query": asked.words} | ({"id": asked.id} if asked.id else {})
        return (
            answer
            | {"answer": self._said(hits, leads), "hits": hits, "leads": leads}
            | ({"old_lists": self.old} if self.old else {})
        )

    def _best(self, asked: Asked, found: list[Found]) -> dict[int, tuple[dict[str, Any] | None, Found | None]]:
        """For each listed entity its best name; a strong or main one before a weak one that scores as well."""
        best: dict[int, tuple[dict[str, Any], Found]] = {}
        for each in found:
            for place, name in self.bearers[self.finder.names[each.place]]:
                if not kinds_fit(asked.facts.schema, self.listed[place].facts.schema):
                    continue
                if place not in best or _rank(name, each) > _rank(*best[place]):
                    best[place] = (name, each)
        return dict(best)

    def _said(self, hits: list[dict[str, Any]], leads: list[dict[str, Any]]) -> str:
        if hits:
            return "contradicted" if all(hit["contradicted"] for hit in hits) else "possible"
        if leads:
            return "only_weak"
        return "cannot_tell" if self.old else "not_listed"


def _rank(name: dict[str, Any], found: Found) -> tuple[bool, float]:
    """A name that is enough by itself goes before a weak one, whatever their scores."""
    return name["strength"] != "weak", found.score


def _listed(entity: dict[str, Any], source: str) -> Listed:
    names = tuple(entity.get("names", ()))
    caption = next((name["name"] for name in names if name["kind"] == "primary"), names[0]["name"] if names else "")
    return Listed(entity["id"], source, caption, names, facts_of(entity))


def _told(listed: Listed, verdict: Verdict) -> dict[str, Any]:
    return {
        "id": listed.id,
        "name": listed.caption,
        "list": listed.source,
        "score": round(verdict.score, 4),
        "contradicted": verdict.contradicted,
        "why": [reason.as_json() for reason in verdict.why],
    }
