"""How long `which` takes over all programmes: `python benchmarks/sanctions/which.py [ACTORS]`.

Invented actors from a fixed seed, each its own facts, on its own day. CPU seconds of this process, reading the
programmes included; once as values, once with every reason told in words and written as JSON, as the command does.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta
from typing import Any

import orjson

from isnad.cases.law.reader import facts_from
from isnad.sanctions.programmes import which


def an_actor(chance: random.Random) -> dict[str, Any]:
    """Facts of one invented actor."""
    year = chance.randrange(2005, 2024)
    return {
        "offence": chance.sample(["torture", "murder", "war_crimes", "crimes_against_humanity", "terrorism"], 2),
        "place": chance.choice(["SY", "SY", "LB", "IQ"]),
        "from": f"{year}-01",
        "to": f"{year + chance.randrange(3)}-12-31",
        "suspect": {
            "kind": chance.choice(["person", "entity"]),
            "nationality": [chance.choice(["SY", "LB", "RU", "US"])],
            "capacity": "official",
            "official_of": chance.choice(["SY", "IR"]),
        },
        "victim": {"nationality": ["SY"], "exercised_rights": chance.choice([True, False, None])},
        "support": [
            {"to": chance.choice(["government_of_SY", "wagner"]), "kind": "petroleum", "date": f"{year}-06-01"}
            for _ in range(chance.randrange(4))
        ],
    }


def main() -> None:
    """Measures and prints."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("actors", nargs="?", type=int, default=1_000)
    count = arguments.parse_args().actors
    chance = random.Random(13)
    days = [date(2010, 1, 1) + timedelta(days=chance.randrange(6_000)) for _ in range(count)]
    actors = [an_actor(chance) for _ in range(count)]
    begun = time.process_time()
    found = [which(facts_from(actor), day) for actor, day in zip(actors, days, strict=True)]
    print(f"{count} actors, {sum(map(len, found))} rows: {time.process_time() - begun:.2f} CPU seconds as values")
    written = sum(len(orjson.dumps([row.as_json() for row in rows])) for rows in found)
    print(f"told and written as JSON ({written:,} bytes): {time.process_time() - begun:.2f} CPU seconds in all")


if __name__ == "__main__":
    main()
