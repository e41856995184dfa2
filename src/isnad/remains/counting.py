"""The statistics of this archive: asks for remains and times, counts, and sets totals that disagree side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from isnad.remains import queries, statistics
from isnad.remains.gathering import gather
from isnad.remains.queries import Asked
from isnad.remains.statistics import FEWEST, Counted


@dataclass(frozen=True, slots=True)
class Total:
    """One way of counting the whole, as a code of ``speech/texts/remains.yaml``, and what it comes to here."""

    way: str
    what: str  # photographs or remains
    count: int | None  # None where it is not shown


@dataclass(frozen=True, slots=True)
class Statistics:
    """Tables and totals, for the public or for the house."""

    tables: tuple[Counted, ...]
    totals: tuple[Total, ...]
    public: bool


def count(asked: Asked, *, internal: bool) -> Statistics:
    """Counts everything; without ``internal`` no cell is under five and nothing names a remains."""
    gathered = gather()
    bodies = queries.bodies(asked)
    months = {each.entry: f"{each.taken:%Y-%m}" for each in gathered.photographs if each.taken is not None}
    found = statistics.tables(bodies, months)
    totals = _totals(len(gathered.photographs), bodies)
    if not internal:
        found = [statistics.public(each) for each in found]
        totals = [Total(t.way, t.what, None if t.count and t.count < FEWEST else t.count) for t in totals]
    return Statistics(tuple(found), tuple(totals), not internal)


def _totals(photographs: int, bodies: list[queries.Body]) -> list[Total]:
    placed = {item for body in bodies for item in body.items}
    accepted = [body for body in bodies if not body.proposed]
    numbers = {
        (body.numbers["detainee"].normal, body.numbers["branch"].normal)
        for body in bodies
        if {"detainee", "branch"} <= body.numbers.keys()
    }
    per_body = [body for body in bodies if len(body.items) > 1]
    return [
        Total("photographs-held", "photographs", photographs),
        Total("photographs-placed", "photographs", len(placed)),
        Total("remains-by-photographs", "remains", len(bodies)),
        Total("remains-of-several", "remains", len(per_body)),
        Total("remains-accepted", "remains", len(accepted)),
        Total("remains-by-numbers", "remains", len(numbers)),
    ]


@cache
def published() -> list[dict[str, Any]]:
    """Totals that others published of such archives, with source and manner of counting."""
    text = resources.files("isnad.remains").joinpath("published_totals.yaml").read_text("utf-8")
    listed: list[dict[str, Any]] = yaml.safe_load(text)
    return listed


def as_json(found: Statistics) -> dict[str, object]:
    """Everything, for machines."""
    return {
        "public": found.public,
        "fewest": FEWEST if found.public else 0,
        "tables": {each.name: {"of": each.of, "rows": [_row(row) for row in each.rows]} for each in found.tables},
        "totals": [{"way": each.way, "of": each.what, "count": each.count} for each in found.totals],
        "published": published(),
    }


def _row(row: statistics.Row) -> dict[str, object]:
    told: dict[str, object] = {
        "value": row.value, "accepted": row.accepted, "proposed": row.proposed, "expected": row.expected,
        "total": row.total,
    }  # fmt: skip
    if row.remains:
        told["remains"] = list(row.remains)
    return told
