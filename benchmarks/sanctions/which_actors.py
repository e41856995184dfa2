"""``python -m benchmarks.sanctions.which_actors [--actors 1000]``: ``which`` over all programmes, from claims.

Against the figure: every programme for 1,000 actors in 10 s. Each actor has a name, a nationality, a post in a unit of
a State, alleged conduct, and every third one supported the service. Time on the wall and of the processor, for facts
from claims and for the evaluation; the archive is open and its entries sealed before.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

DAY = date(2025, 9, 1)
UNITS = 40


def people(count: int) -> Iterable[dict[str, Any]]:
    """Invented people, their posts, acts and support."""
    for number in range(UNITS):
        yield {"id": f"u{number}", "schema": "Unit", "properties": {"name": [f"Unit {number}"], "country": ["sy"]}}
    for number in range(count):
        name = {"name": [f"Person {number}"], "nationality": ["sy"]}
        yield {"id": f"p{number}", "schema": "Person", "properties": name}
        post = {"holder": [f"p{number}"], "unit": [f"u{number % UNITS}"], "role": ["head"], "commands": ["in_law"],
                "office": ["security_service"], "startDate": ["2011-01-01"], "endDate": ["2013-12-31"]}  # fmt: skip
        yield {"id": f"h{number}", "schema": "Post", "properties": post}
        act = {"actor": [f"p{number}"], "offence": ["torture"], "place": ["sy"], "startDate": ["2012-06"]}
        yield {"id": f"a{number}", "schema": "Conduct", "properties": act}
        if number % 3 == 0:
            help_ = {"supporter": [f"p{number}"], "supported": [f"u{number % UNITS}"], "supportKind": ["petroleum"],
                     "startDate": ["2020-01"], "significant": ["yes"]}  # fmt: skip
            yield {"id": f"s{number}", "schema": "Support", "properties": help_}


def main() -> None:
    """Makes the archive and asks."""
    given = argparse.ArgumentParser()
    given.add_argument("--actors", type=int, default=1000)
    asked = given.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="isnad-bench-", dir=os.environ.get("ISNAD_BENCH_DIR")))
    try:
        _measure(folder, asked.actors)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, count: int) -> None:
    from isnad.house.waking import start_django

    start_django(folder / "archive")
    from isnad.house import opening

    opening.create(folder / "archive", "a passphrase for benches", demo=True, work_factor=10)
    from isnad.actors.importing import Request, take_over
    from isnad.claims.models import EntityRow
    from isnad.sanctions.actor_facts import facts_for_all
    from isnad.sanctions.actor_facts_which import grounded

    path = folder / "people.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in people(count)), "utf-8")
    taken = take_over(Request(path, "bench", dataset="people"))
    print(f"{taken.entities} entities, {taken.claims} claims, {taken.refused} refused")
    actors = [row.entry for row in EntityRow.objects.filter(schema="Person").order_by("pk")[:count]]
    wall, cpu = time.perf_counter(), time.process_time()
    facts = facts_for_all(actors)
    middle = time.perf_counter(), time.process_time()
    rows = [grounded(each, DAY) for each in facts.values()]
    end = time.perf_counter(), time.process_time()
    met = sum(row.row.answer == "met" for each in rows for row in each)
    print(f"facts of {len(facts)} actors from claims: {middle[0] - wall:.1f} s ({middle[1] - cpu:.1f} s of processor)")
    print(f"all programmes for them: {end[0] - middle[0]:.1f} s ({end[1] - middle[1]:.1f} s of processor)")
    print(f"together: {end[0] - wall:.1f} s ({end[1] - cpu:.1f} s); limit for 1,000: 10 s; {met} criteria spoken to")
    opening.close()


if __name__ == "__main__":
    main()
