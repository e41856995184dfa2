"""How long the published lists take, and what screening finds of them: ``python benchmarks/lists/bench.py LISTS``.

``LISTS`` holds OFAC's CSV files (and ``un_consolidated.xml``). Times are CPU seconds of this process on one core
(``time.process_time``), so that a busy machine does not change them much; set OMP_NUM_THREADS=1.

 * **Recall** is by aliases: a listed person's strong alias is asked, with that alias taken out of what is searched. A
   share of the aliases has no part in common with any other name of the person: no matcher finds those.
 * **Wrongly found** is by the same queries: other listed people with the threshold's score or more, for each query.
 * **Strangers** are made names (a given name of one listed person, the family name of another): whoever is found bears
   another person's name. They are harder than the people a bank meets.

Nothing here was learned from these lists; the threshold and the constants of ``finding.py`` were chosen by looking at
the OFAC aliases, so expect a little less elsewhere.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from isnad.instruments.naming.letters import script_of
from isnad.sanctions.lists.asking import Asked
from isnad.sanctions.lists.fields import is_latin
from isnad.sanctions.lists.finding import Finder
from isnad.sanctions.lists.screening import THRESHOLD, Screen
from isnad.sanctions.lists.store import Store, Version, is_listed

THRESHOLDS = (0.5, 0.6, THRESHOLD, 0.7, 0.75, 0.8)


def clocked(act: Any) -> tuple[Any, float]:
    begun = time.process_time()
    return act(), round(time.process_time() - begun, 2)


def people_of(version: Version) -> list[dict[str, Any]]:
    return [e for e in version.entities() if e["schema"] == "Person" and is_listed(e)]


def recall(version: Version, many: int, seed: int) -> dict[str, Any]:
    """Strong aliases asked against all other names of all listed people."""
    people = people_of(version)
    aliases = [
        (n["name"], place)
        for place, e in enumerate(people)
        for n in e["names"]
        if n["kind"] == "alias" and n["strength"] == "strong"
    ]
    asked = random.Random(seed).sample(aliases, min(many, len(aliases)))
    taken_out = set(asked)
    searched = [
        (n["name"], place) for place, e in enumerate(people) for n in e["names"] if (n["name"], place) not in taken_out
    ]
    finder = Finder([name for name, _ in searched])
    answers, seconds = clocked(lambda: list(finder.find([name for name, _ in asked], min(THRESHOLDS))))
    found: dict[str, Any] = {"queries": len(asked), "seconds": seconds}
    for threshold in THRESHOLDS:
        right = wrong = first = 0
        for (_, gold), answer in zip(asked, answers, strict=True):
            bearers = list(dict.fromkeys(searched[each.place][1] for each in answer if each.score >= threshold))
            right += gold in bearers
            first += bearers[:1] == [gold]
            wrong += sum(place != gold for place in bearers)
        found[str(threshold)] = {
            "recall": round(right / len(asked), 3),
            "first": round(first / len(asked), 3),
            "wrong_per_query": round(wrong / len(asked), 3),
        }
    return found


def across(version: Version) -> dict[str, Any]:
    """The UN's names in Arabic script asked against all its main names and aliases in Latin script."""
    people = people_of(version)
    searched = [(n["name"], g) for g, e in enumerate(people) for n in e["names"] if is_latin(n["name"])]
    asked = [(n["name"], g) for g, e in enumerate(people) for n in e["names"] if n["kind"] == "original"]
    asked = [(name, g) for name, g in asked if script_of(name.split()[0]) == "arabic"]
    answers, seconds = clocked(lambda: list(Finder([n for n, _ in searched]).find([n for n, _ in asked], 0.5)))
    found: dict[str, Any] = {"queries": len(asked), "seconds": seconds}
    for threshold in THRESHOLDS:
        bearers = [list(dict.fromkeys(searched[f.place][1] for f in a if f.score >= threshold)) for a in answers]
        right = sum(g in b for b, (_, g) in zip(bearers, asked, strict=True))
        wrong = sum(place != g for b, (_, g) in zip(bearers, asked, strict=True) for place in b)
        found[str(threshold)] = {
            "recall": round(right / len(asked), 3),
            "wrong_per_query": round(wrong / len(asked), 3),
        }
    return found


def strangers(version: Version, many: int, seed: int) -> list[str]:
    """Invented names: a first part of one listed person's name, a last part of another's."""
    chance = random.Random(seed)
    names = [e["names"][0]["name"].split() for e in people_of(version)]
    names = [parts for parts in names if len(parts) > 1]
    return [f"{chance.choice(names)[0]} {chance.choice(names)[-1]}" for _ in range(many)]


def measure(lists: Path, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        taken, ofac_seconds = clocked(lambda: store.take_in("ofac", lists))
        version = taken.version
        found: dict[str, Any] = {"ofac_import": {"seconds": ofac_seconds, "listed": version.listed}}
        if (lists / "un_consolidated.xml").exists():
            un, seconds = clocked(lambda: store.take_in("un", lists / "un_consolidated.xml"))
            found["un_import"] = {"seconds": seconds, "listed": un.version.listed}
            found["arabic_to_latin"] = across(un.version)
        names = [n["name"] for e in version.entities() if is_listed(e) for n in e["names"]]
        half = random.Random(seed).choices(names, k=5000) + strangers(version, 5000, seed)
        screen, loading = clocked(lambda: Screen([version], today=date.today(), accept_old=True))
        answers, asking = clocked(lambda: list(screen.ask(Asked(name, (name,)) for name in half)))
        found["screen_10000"] = {
            "seconds": round(loading + asking, 2),
            "of_which_loading": loading,
            "hits": sum(len(a["hits"]) for a in answers),
            "listed_names_found": round(sum(bool(a["hits"] or a["leads"]) for a in answers[:5000]) / 5000, 4),
            "strangers_with_a_hit": round(sum(bool(a["hits"]) for a in answers[5000:]) / 5000, 4),
        }  # fmt: skip
        found["aliases"] = recall(version, 1000, seed)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.lists, arguments.seed), indent=1))


if __name__ == "__main__":
    main()
