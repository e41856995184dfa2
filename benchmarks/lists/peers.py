"""Screening's names beside nomenklatura's matchers, in one run over the same queries and candidates.

    python benchmarks/lists/peers.py LISTS --queries 300 --matcher ofac
    python benchmarks/lists/peers.py LISTS --queries 40 --matcher logic-v2

Needs ``nomenklatura`` (no dependency of Isnad). Queries are strong aliases of OFAC's listed people, candidates the main
names of all of them; ties go to whoever comes first in the list, for all alike. ``first`` is the share of queries with
the right person at rank 1, ``first_ten`` in the first ten; ``right`` and ``wrong`` the shares with the right and with a
wrong person at the matcher's own usual threshold or above. Seconds are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from isnad.sanctions.lists.finding import Finder
from isnad.sanctions.lists.screening import THRESHOLD
from isnad.sanctions.lists.store import Store, is_listed

USUAL = {"isnad": THRESHOLD, "logic-v2": 0.7, "ofac": 0.85}
Scores = list[tuple[float, int]]


def ours(candidates: list[str], queries: list[str]) -> list[Scores]:
    finder = Finder(candidates)
    return [[(each.score, each.place) for each in found] for found in finder.find(queries, 0.2)]


def peer(name: str) -> Callable[[list[str], list[str]], list[Scores]]:
    from followthemoney import model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    algorithm, config = get_algorithm(name), ScoringConfig.defaults()

    def made(text: str, id_: str) -> Any:  # ids differ: the matcher remembers names by them
        return model.get_proxy({"id": id_, "schema": "Person", "properties": {"name": [text]}})

    def scored(candidates: list[str], queries: list[str]) -> list[Scores]:
        known = [made(text, f"known-{place}") for place, text in enumerate(candidates)]
        found = []
        for number, query in enumerate(queries):
            asked = made(query, f"asked-{number}")
            scores = [(algorithm.compare(asked, each, config).score, place) for place, each in enumerate(known)]
            found.append(
                sorted(((s, place) for s, place in scores if s > 0), key=lambda each: (-each[0], each[1]))[:50]
            )
        return found

    return scored


def judged(name: str, answers: list[Scores], gold: list[int], seconds: float) -> dict[str, Any]:
    threshold, many = USUAL[name], len(gold)
    return {
        "first": round(sum(bool(a) and a[0][1] == g for a, g in zip(answers, gold, strict=True)) / many, 3),
        "first_ten": round(sum(g in [p for _, p in a[:10]] for a, g in zip(answers, gold, strict=True)) / many, 3),
        "threshold": threshold,
        "right": round(
            sum((s >= threshold and p == g) for a, g in zip(answers, gold, strict=True) for s, p in a) / many, 3
        ),
        "wrong": round(
            sum(any(s >= threshold and p != g for s, p in a) for a, g in zip(answers, gold, strict=True)) / many, 3
        ),
        "seconds": round(seconds, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", type=Path)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--matcher", choices=["ofac", "logic-v2"], action="append", default=[])
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        version = Store(Path(folder)).take_in("ofac", arguments.lists).version
        people = [e for e in version.entities() if e["schema"] == "Person" and is_listed(e)]
    candidates = [e["names"][0]["name"] for e in people]
    aliases = [(n["name"], g) for g, e in enumerate(people) for n in e["names"] if n["strength"] == "strong"]
    asked = random.Random(arguments.seed).sample(aliases, arguments.queries)
    matchers = {"isnad": ours} | {name: peer(name) for name in arguments.matcher}
    found: dict[str, Any] = {"queries": len(asked), "candidates": len(candidates)}
    for name, matcher in matchers.items():
        begun = time.process_time()
        answers = matcher(candidates, [query for query, _ in asked])
        found[name] = judged(name, answers, [gold for _, gold in asked], time.process_time() - begun)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
