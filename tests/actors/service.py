"""An invented service for tests: written as FollowTheMoney lines, taken over, and its actors by name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from isnad.actors import importing, queries
from isnad.actors.importing import Request
from isnad.claims import actions as claims
from isnad.claims.importing import Taken
from isnad.claims.models import ClaimRow
from isnad.reading.actions import Batch, Outcome
from isnad.reading.queries import Waiting
from isnad.reading.readers import Reading, Seen
from isnad.words import Digest, Label

SERVICE: tuple[dict[str, Any], ...] = (
    {"id": "service", "schema": "Unit", "name": ["Grey Directorate", "المديرية الرمادية"]},
    {"id": "b215", "schema": "Unit", "name": ["Branch 215"], "branchNumber": ["٢١٥"]},
    {"id": "under", "schema": "Command", "superior": ["service"], "subordinate": ["b215"], "form": ["in_law"],
     "startDate": ["2010"]},
    {"id": "rasim", "schema": "Person", "name": ["Rasim Invented"], "weakAlias": ["Abu Grey"], "nationality": ["sy"]},
    {"id": "nadir", "schema": "Person", "name": ["Nadir Invented"]},
    {"id": "head", "schema": "Person", "name": ["Head Invented"]},
    {"id": "post1", "schema": "Post", "holder": ["rasim"], "unit": ["b215"], "role": ["head of branch"],
     "commands": ["in_law"], "startDate": ["2012-06"], "endDate": ["2013-08-31"]},
    {"id": "post2", "schema": "Post", "holder": ["nadir"], "unit": ["b215"], "role": ["acting head"],
     "commands": ["in_fact"], "startDate": ["2013-05-10"], "endDate": ["2013-06-01"]},
    {"id": "post3", "schema": "Post", "holder": ["head"], "unit": ["service"], "commands": ["both"],
     "startDate": ["2009"]},
)  # fmt: skip


def write(path: Path, entities: Iterable[dict[str, Any]] = SERVICE) -> Path:
    """The entities as lines."""
    lines = []
    for each in entities:
        properties = {name: value for name, value in each.items() if name not in ("id", "schema")}
        lines.append(json.dumps({"id": each["id"], "schema": each["schema"], "properties": properties}))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def take(folder: Path, entities: Iterable[dict[str, Any]] = SERVICE, name: str = "service") -> Taken:
    """Takes them over under that name."""
    return importing.take_over(Request(write(folder / f"{name}.jsonl", entities), "owner", dataset=name))


def accept(*entities: int) -> None:
    """Somebody else accepts everything that was said of these."""
    for number in entities:
        for row in list(ClaimRow.objects.filter(about=number)):
            claims.review(row.entry, "accepted", "compared", by="samir")


def who(text: str) -> int:
    """The actor of that name."""
    return queries.find(text)


def photograph(item: int, taken: str, **numbers: str) -> None:
    """What two readers would say of one photograph taken at that time."""
    for reader, readings in (
        ("captures", [Reading("photographedAt", taken, taken[:10], None, 900)]),
        ("numbers", [Reading(f"{role}Number", text, text, None, 970) for role, text in numbers.items()]),
    ):
        batch = Batch(Outcome(reader, "1"), "owner")
        batch.add(Waiting(item, Digest(bytes(32)), "image/jpeg", Label.INTERNAL, "[]"), Seen(item, tuple(readings)))
        batch.say()
