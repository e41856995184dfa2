"""How long ownership takes over a million edges: `python benchmarks/sanctions/ownership.py [EDGES] [--rule R]`.

Invented graphs from a fixed seed. Prints CPU seconds of this process (the machine may be shared): loading (reading,
checking, both fixed points), the slowest and the median of 1,000 single answers after loading, and all answers.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

import orjson

from isnad.sanctions.ownership import examine, read_graph, solve, survey


def write_graph(path: Path, edges: int, *, seed: int = 13, dated: bool = False) -> int:
    """A graph of ``edges`` stakes among half as many companies, one in fifty listed; returns the companies."""
    chance, companies = random.Random(seed), edges // 2
    with path.open("wb") as out:
        for number in range(companies):
            topics = ["sanction"] if chance.random() < 0.02 else []
            properties: dict[str, list[str]] = {"name": [f"Invented {number}"], "topics": topics}
            out.write(orjson.dumps({"id": f"c{number}", "schema": "Company", "properties": properties}) + b"\n")
        for number in range(edges):
            owner, asset = chance.randrange(companies), chance.randrange(companies)
            properties = {"owner": [f"c{owner}"], "asset": [f"c{asset}"]}
            if chance.random() < 0.9:
                properties["percentage"] = [str(chance.randrange(1, 10_000) / 100)]
            if dated:
                properties["startDate"] = [f"20{chance.randrange(10, 20)}"]
                properties["endDate"] = [f"202{chance.randrange(0, 9)}-06"]
            out.write(orjson.dumps({"id": f"o{number}", "schema": "Ownership", "properties": properties}) + b"\n")
    return companies


def measure(path: Path, companies: int, rule: str) -> None:
    """Reads, answers, prints."""
    begun = time.process_time()
    graph = read_graph(path)
    read = time.process_time() - begun
    solution = solve(graph, rule, date(2024, 9, 1))
    print(f"reading {read:.2f}, loading in all {time.process_time() - begun:.2f}")
    chance, times = random.Random(7), []
    for _ in range(1_000):
        entity = f"c{chance.randrange(companies)}"
        start = time.process_time()
        examine(solution, entity).as_json()
        times.append((time.process_time() - start) * 1_000)
    middle, ninety_nine = statistics.median(times), sorted(times)[989]
    print(f"one answer in ms: median {middle:.2f}, 99 % under {ninety_nine:.2f}, slowest of 1,000 {max(times):.2f}")
    start = time.process_time()
    counts = Counter(finding.blocked.name for finding in survey(solution))
    print(f"all answers {time.process_time() - start:.2f} more, {dict(counts)}")


def main() -> None:
    """Makes a graph and measures it."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("edges", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("--rule", default="ofac50")
    arguments.add_argument("--dated", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.jsonl"
        companies = write_graph(path, given.edges, dated=given.dated)
        print(f"rule {given.rule}, {given.edges} edges, dated {given.dated}; CPU seconds")
        measure(path, companies, given.rule)


if __name__ == "__main__":
    main()
