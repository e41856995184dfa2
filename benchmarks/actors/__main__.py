"""``python -m benchmarks.actors [--units 5000] [--photographs 50000]``: the line upward, and the bodies under a post.

Against the figures: ``command_on`` over 5,000 units and 20,000 posts in 50 ms, exposure over 50,000 photographs in
200 ms. Each is the median and the worst of 40 questions in one process with an open archive, by the clock and by the
processor's time; the first question after something was said of bodies works the table out anew and is given apart.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

POSTS_A_UNIT, UNDER_ONE, BODIES_OF = 4, 6, 5
ASKED = 40
BEGIN = date(2011, 5, 1)


def service(units: int) -> Iterable[dict[str, Any]]:
    """A tree of units, each with four commanders one after another; invented."""
    for number in range(units):
        name = {"name": [f"Unit {number}"], "branchNumber": [str(100 + number)]}
        yield {"id": f"u{number}", "schema": "Unit", "properties": name}
        if number:
            under = {"superior": [f"u{(number - 1) // UNDER_ONE}"], "subordinate": [f"u{number}"], "form": ["in_law"],
                     "startDate": ["2009"]}  # fmt: skip
            yield {"id": f"c{number}", "schema": "Command", "properties": under}
        for turn in range(POSTS_A_UNIT):
            post = {"holder": [f"p{number}-{turn}"], "unit": [f"u{number}"], "role": ["head"], "commands": ["in_law"],
                    "startDate": [f"{2010 + turn}-01-01"], "endDate": [f"{2010 + turn}-12-31"]}  # fmt: skip
            yield {"id": f"h{number}-{turn}", "schema": "Post", "properties": post}
            yield {"id": f"p{number}-{turn}", "schema": "Person", "properties": {"name": [f"Person {number}-{turn}"]}}


def take(folder: Path, units: int) -> None:
    """Takes the service over."""
    from isnad.actors.importing import Request, take_over

    path = folder / "service.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in service(units)), "utf-8")
    taken = take_over(Request(path, "bench", dataset="service"))
    print(f"{taken.entities} entities, {taken.claims} claims, {taken.refused} refused")


def photographs(count: int, branches: range) -> None:
    """Bodies of five photographs, each with the number of a branch and a day: claims alone, no picture."""
    from isnad.claims.actions import claim
    from isnad.claims.entries import Entity, How
    from isnad.custody.entries import Pseudonym
    from isnad.record.pen import pen, say
    from isnad.words import Citation

    chance, source = random.Random(1), Citation(say([Pseudonym("north wind")], by="bench")[0])
    machine = How("machine", "bench", "1", 950)
    for start in range(0, count, BODIES_OF * 10):
        with pen("bench") as held:
            for body in range(start, start + BODIES_OF * 10, BODIES_OF):
                remains = held.say(Entity("Remains"))
                branch = str(100 + chance.choice(branches))
                day = BEGIN + timedelta(chance.randrange(830))
                held.say(claim(remains, "Remains", "branchNumber", branch, [source], how=machine))
                for shot in range(BODIES_OF):
                    photograph = held.say(Entity("Photograph", "#photograph", str(10**9 + body + shot)))
                    held.say(claim(photograph, "Photograph", "photographedAt", f"{day} 09:{shot:02}:00", [source],
                                   how=machine))  # fmt: skip
                    held.say(claim(photograph, "Photograph", "shows", remains, [source], how=machine))


def measure(name: str, acts: list[Callable[[], object]]) -> None:
    """Runs each, and prints median and worst."""
    clocks, processors = [], []
    for act in acts:
        clock, processor = time.perf_counter(), time.process_time()
        act()
        clocks.append(1000 * (time.perf_counter() - clock))
        processors.append(1000 * (time.process_time() - processor))
    print(f"{name:44} clock {statistics.median(clocks):8.1f} ms, worst {max(clocks):8.1f}   "
          f"processor {statistics.median(processors):8.1f} ms, worst {max(processors):8.1f}", flush=True)  # fmt: skip


def ask(units: int, branches: range) -> None:
    """The questions."""
    from isnad.actors.exposure import exposure
    from isnad.actors.queries import command_on, find

    chance = random.Random(2)
    deep = [find(f"Unit {chance.randrange(units // 2, units)}") for _ in range(ASKED)]
    measure("command_on", [lambda unit=unit: command_on(unit, date(2013, 5, 14)) for unit in deep])
    heads = [find(f"Person {chance.choice(branches)}-3") for _ in range(ASKED)]
    measure("exposure, the first after a change", [lambda: exposure(heads[0])])
    measure("exposure of a head of branch", [lambda head=head: exposure(head) for head in heads])
    many = [find(f"Person {1 + each % UNDER_ONE}-3") for each in range(ASKED // 4)]
    measure("exposure of a head of hundreds of units", [lambda head=head: exposure(head) for head in many])
    top = find("Person 0-3")
    measure("exposure of the head of all", [lambda: exposure(top) for _ in range(3)])


def main() -> None:
    """Builds an archive and asks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=5000)
    parser.add_argument("--photographs", type=int, default=50_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="isnad-bench-"))
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    os.environ["ISNAD_DATA"] = str(folder / "archive")
    try:
        from isnad.house.waking import start_django

        start_django(folder / "archive")
        from isnad.house import opening

        opening.create(folder / "archive", "a passphrase for benches", demo=True, work_factor=10)
        branches = range(max(asked.units - 24, 0), asked.units)  # with no units under them, as a branch has none
        take(folder, asked.units)
        photographs(asked.photographs, branches)
        ask(asked.units, branches)
        opening.close()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
