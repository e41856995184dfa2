"""``python -m benchmarks.claims [--claims 100000]``: how fast claims are stated, taken over, given, and chains found.

Against the figures: 15,000 claims/s through ``say``, 100,000 imported in 25 s, a chain in 20 ms. Each is given by the
clock and by the processor's time of this process, for where others use the machine the clock measures them too.
Beside the pen stands its limit: the same entries' bodies sealed, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FIRST = ("أحمد", "محمد", "سمير", "ليلى", "Omar", "Rana", "Khaled", "Nour")
LAST = ("الحلبي", "الشامي", "Haddad", "Mansour", "Khoury")


def write(path: Path, claims: int) -> None:
    """People with five properties each, and kin of every fifth; invented."""
    chance, count, number = random.Random(1), 0, 0
    with path.open("w", encoding="utf-8") as out:
        while count < claims:
            number += 1
            name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"
            born = f"19{chance.randint(40, 99)}-0{chance.randint(1, 9)}"
            values = {
                "name": [name],
                "birthDate": [born],
                "nationality": ["sy"],
                "birthPlace": ["x"],
                "gender": ["male"],
            }
            lines = [{"id": f"p{number}", "schema": "Person", "properties": values}]
            if number % 5 == 0:
                kin = {"person": [f"p{number}"], "relative": [f"p{number + 1}"], "relationship": ["brother"]}
                lines.append({"id": f"f{number}", "schema": "Family", "properties": kin})
            for line in lines:
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += sum(map(len, line["properties"].values()))  # type: ignore[attr-defined]


def measure(name: str, count: int, act: Callable[[], object]) -> None:
    """Runs ``act`` and prints how long it took."""
    clock, processor = time.monotonic(), time.process_time()
    act()
    clock, processor = time.monotonic() - clock, time.process_time() - processor
    print(
        f"{name:34} {clock:8.2f} s {count / clock:9,.0f}/s   processor {processor:7.2f} s {count / processor:9,.0f}/s"
    )


def state(claims: int) -> None:
    """Claims through ``say``, a thousand at a time, and beside them the sealing of their bodies alone."""
    from isnad.claims import actions
    from isnad.claims.actions import claim
    from isnad.custody.entries import Pseudonym
    from isnad.ledger.body import compose
    from isnad.record import records
    from isnad.record.desk import desk
    from isnad.record.pen import say
    from isnad.words import Citation, Moment

    source = Citation(say([Pseudonym("north wind")], by="bench")[0])
    people = [actions.introduce("Person", by="bench") for _ in range(50)]
    batches = [
        [claim(people[n % 50], "Person", "name", f"name {start + n}", [source]) for n in range(1000)]
        for start in range(0, claims, 1000)
    ]

    def limit() -> None:
        keys, now = desk().segment(), Moment.now()
        for batch in batches:
            for number, each in enumerate(batch):
                compose(keys, number, os.urandom(32), *records.write(each, now, "bench", 0))

    measure("stated", claims, lambda: [say(batch, by="bench") for batch in batches])
    measure("their bodies sealed, nothing else", claims, limit)


def exchange(folder: Path, claims: int) -> None:
    """A file in, a file out, and chains of what came in."""
    from isnad.access.actions import Second
    from isnad.claims import exporting, importing, queries
    from isnad.claims.models import ClaimRow
    from isnad.words import Label

    write(folder / "in.jsonl", claims)
    asked = importing.Request(folder / "in.jsonl", "bench", "bench")
    measure("imported", claims, lambda: importing.take_over(asked))
    measure("imported again, nothing new", claims, lambda: importing.take_over(asked))
    given = exporting.Request(folder / "out.jsonl", Label.INTERNAL, "justice", "bench")
    measure("exported", claims, lambda: exporting.give(given, second=Second("another")))
    keys = list(ClaimRow.objects.order_by("?").values_list("pk", flat=True)[:100])
    measure("chains", len(keys), lambda: [queries.chain(pk // 1024) for pk in keys])


def main() -> None:
    """Runs all of it in a new archive, which is removed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--claims", type=int, default=100_000)
    claims = asked.parse_args().claims
    folder = Path(tempfile.mkdtemp(prefix="isnad-bench-"))
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    from isnad.house.waking import start_django

    start_django(folder / "archive")
    from isnad.house import opening

    opening.create(folder / "archive", "a passphrase for benches", demo=True, work_factor=10)
    print(f"load of this machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    try:
        state(min(claims, 20_000))
        exchange(folder, claims)
    finally:
        opening.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
