"""Every law file over random facts: how long, in processor seconds.

    python benchmarks/law/evaluate.py [--facts 10000]

Each facts file is random in every key (a tenth of them with vague dates) and names one offence; it is evaluated over
every country, on a random day between 2005 and 2026. Target: 10,000 in at most 5 seconds over all thirteen files.
The time of making the facts and of reading the law is told apart. The machine's other load does not count, since
processor time is measured.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta
from typing import Any

from isnad.cases.law.book import library
from isnad.cases.law.evaluate import where
from isnad.cases.law.facts import Offence, OfficeKind
from isnad.cases.law.reader import facts_from

STATES = ["SY", "DE", "FR", "SE", "BE", "NL", "US", "GB", "ES", "AT", "NO", "CH", "FI", "CA", "LB"]


def main() -> None:
    """Makes the facts, asks, tells the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=10_000)
    wanted = parser.parse_args().facts
    dice = random.Random(20261124)
    made, facts = _timed(lambda: [(facts_from(_random_facts(dice)), _day(dice, 2005, 2026)) for _ in range(wanted)])
    read, books = _timed(library)
    asked, rows = _timed(lambda: sum(len(where(each, day)) for each, day in facts))
    print(f"{wanted} random facts made in {made:.2f} s, {len(books)} law files read in {read:.2f} s")
    print(f"{rows} answers in {asked:.2f} s of processor time ({asked / wanted * 1e6:.0f} µs for each facts file)")


def _timed(act: Any) -> tuple[float, Any]:
    begun = time.process_time()
    made = act()
    return time.process_time() - begun, made


def _day(dice: random.Random, first: int, last: int) -> date:
    start = date(first, 1, 1)
    return start + timedelta(days=dice.randrange((date(last, 12, 31) - start).days))


def _written(dice: random.Random, day: date) -> str:
    return f"{day:%Y-%m}~" if dice.random() < 0.1 else day.isoformat()


def _span(dice: random.Random) -> dict[str, str]:
    first, last = sorted((_day(dice, 1999, 2026), _day(dice, 1999, 2026)))
    span = {"from": _written(dice, first), "to": _written(dice, last)} if (last - first).days > 100 else {}
    if span and dice.random() < 0.3:
        del span["to"]
    return span


def _ties(dice: random.Random) -> list[Any]:
    return [
        {"state": dice.choice(STATES), **_span(dice)} if dice.random() < 0.6 else dice.choice(STATES)
        for _ in range(dice.randrange(3))
    ]


def _random_facts(dice: random.Random) -> dict[str, Any]:
    suspect: dict[str, Any] = {
        "nationality": _ties(dice),
        "residence": _ties(dice),
        "present": [dice.choice(STATES)],
        "connections": [dice.choice(STATES)],
        "capacity": dice.choice(["official", "non_state"]),
        "office": [{"kind": dice.choice(list(OfficeKind)).value, **_span(dice)}],
        "extradition": {dice.choice(STATES): dice.choice(["refused", "granted", "requested"])},
    }
    facts: dict[str, Any] = {
        "offence": dice.choice(list(Offence)).value,
        "place": dice.choice(["SY", "SY", "SY", "LB"]),
        "context": {"armed_conflict": dice.random() < 0.9, "attack_on_civilians": dice.random() < 0.9},
        "suspect": {key: value for key, value in suspect.items() if dice.random() < 0.7},
        "victim": {"nationality": _ties(dice), "residence": _ties(dice)},
        "proceedings": [{"state": dice.choice(["SY", "ICC"]), "kind": "opened"}] if dice.random() < 0.2 else [],
        **_span(dice),
    }
    return {key: value for key, value in facts.items() if dice.random() < 0.9 or key == "offence"}


if __name__ == "__main__":
    main()
