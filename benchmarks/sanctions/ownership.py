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
from datetime import date
from pathlib import Path

from isnad.sanctions.ownership import examine, read_graph, solve, survey


def write_graph(path: Path, edges: int, *, seed: int = 13, dated: bool = False) -> int:
    """A graph of ``edges`` stakes among half as many companies, one in fifty listed; returns the companies."""
    chance, companies = random.Random(seed), edges // 2
    with path.open("w", encoding="utf-8") as out:
        for number in range(companies):
            topics = '"sanction"' if chance.random() < 0.02 else ""
            out.write(f'{{"id":"c{number}","schema":"Company","properties":{{"name":["Invented {number}"],"topics":[{topics}]}}}}\n')
        for number in range(edges):
            owner, asset = chance.randrange(companies), chance.randrange(companies)
            share = "" if chance.random() < 0.1 else f'"percentage":["{chance.randrange(1, 10_000) / 100}"],'
            dates = f',"startDate":["20{chance.randrange(10, 20)}"],"endDate":["202{chance.randrange(0, 9)}-06"]' if dated else ""
            out.write(
                f'{{"id":"o{number}","schema":"Ownership","properties":{{{share}"owner":["c{owner}"],"asset":["c{asset}"]{dates}}}}}\n'
            )
    return companies


def main() -> None:
    """Measures and prints."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("edges", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("--rule", default="ofac50")
    arguments.add_argument("--dated", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.jsonl"
        companies = write_graph(path, given.edges, dated=given.dated)
        begun = time.process_time()
        graph = read_graph(path)
        read = time.process_time() - begun
        solution = solve(graph, given.rule, date(2024, 9, 1))
        print(f"rule {given.rule}, {given.edges} edges, dated {given.dated}; CPU seconds")
        print(f"reading {read:.2f}, loading in all {time.process_time() - begun:.2f}")
        chance, times = random.Random(7), []
        for _ in range(1_000):
            entity = f"c{chance.randrange(companies)}"
            start = time.process_time()
            examine(solution, entity).as_json()
            times.append((time.process_time() - start) * 1_000)
        print(f"one answer: median {statistics.median(times):.2f} ms, slowest of 1,000 {max(times):.2f} ms, first {times[0]:.2f} ms")
        start = time.process_time()
        counts: dict[str, int] = {}
        for finding in survey(solution):
            counts[finding.blocked.name] = counts.get(finding.blocked.name, 0) + 1
        print(f"all answers {time.process_time() - start:.2f} after loading, {time.process_time() - begun:.2f} in all: {counts}")


if __name__ == "__main__":
    main()
