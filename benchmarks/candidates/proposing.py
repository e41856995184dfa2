"""How long it takes to set everybody who is sought beside all remains and all rows.

Invented people: a third of the missing are in a register (in another hand's spelling), a tenth have a number that they
were told and that a body bears, a tenth are in a register whose row gives a body's number. The others are nowhere.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
from training.naming import households, sources, weighing

from isnad.families.candidate_facts import MISSING, REMAINS, ROW, Facts, Told
from isnad.families.candidates_proposing import Lists


def proposing(given: argparse.Namespace) -> None:
    """Prints the times and who was found."""
    material = sources.Material.read(given.data / "names")
    drawn = weighing.pools(material.groups, material.held_out, "judge")
    test = households.make(drawn, rows=given.listed, queries=given.people, seed=31, scripts=("arabic",))
    people, rows, bodies, truth = _everybody(test, given.remains)
    began = time.process_time()
    lists = Lists(rows, bodies)
    built = time.process_time() - began
    proposed, without, right = 0, 0, 0
    for person in people:
        found = lists.propose(person)
        proposed += len(found)
        without += not found
        told = [each.other for each in found if each.kind == REMAINS][:5]
        right += truth.get(person.entity) in told
    spent = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"\n{len(people):,} missing people, {len(bodies):,} remains, {len(rows):,} rows: lists made in {built:.0f} s, "
        f"everything in {spent:.0f} s of one core; {proposed:,} proposed, {without:,} without; of {len(truth):,} who "
        f"have a body {right / len(truth):.3f} find it among the first five; process at its largest {memory:.2f} GB"
    )


def _everybody(test: households.Test, many: int) -> tuple[list[Facts], list[Facts], list[Facts], dict[int, int]]:
    """People sought, rows, remains (each with its facts), and which remains are whose."""
    random = np.random.default_rng(4)
    numbers = random.permutation(90_000)[:many] + 1_000
    branches = random.choice([215, 227, 235, 248, 251, 291], many)
    bodies = [
        _facts(
            10**7 + place, REMAINS, detaineeNumber=str(number), branchNumber=str(branch), photographedAt="2013-05-14"
        )
        for place, (number, branch) in enumerate(zip(numbers, branches, strict=True))
    ]
    rows = [_facts(10**6 + place, ROW, name=name) for place, name in enumerate(test.rows)]
    free = iter(range(many))
    people, truth = [], {}
    for entity, (name, row) in enumerate(zip(test.queries, test.truth, strict=True), 1):
        kind, body = random.random(), None
        told = {"name": name, "lastSeenDate": "2012-11"}
        if kind < 0.1 and (body := next(free, None)) is not None:
            told |= {"detaineeNumber": str(numbers[body]), "branch": str(branches[body])}
        elif kind < 0.2 and row >= 0 and (body := next(free, None)) is not None:
            listed = {"name": test.rows[row], "detaineeNumber": str(numbers[body])}
            rows[row] = _facts(10**6 + int(row), ROW, **listed)
        if body is not None:
            truth[entity] = 10**7 + body
        people.append(_facts(entity, MISSING, **told))
    return people, rows, bodies, truth


def _facts(entity: int, kind: str, **told: str) -> Facts:
    return Facts(entity, kind, {name: (Told(value, entity),) for name, value in told.items()})
