"""Short facts for the tests: an invented commander and an invented supplier, changed key by key."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import settings

from isnad import speech
from isnad.cases.law.reader import facts_from
from isnad.sanctions.programmes import which

unhurried = settings(deadline=None, max_examples=60)  # a busy machine is no fault of the code

COMMANDER: dict[str, Any] = {
    "offence": ["torture", "crimes_against_humanity"],
    "place": "SY",
    "from": "2012-01-01",
    "to": "2013-08-01",
    "suspect": {
        "kind": "person",
        "nationality": ["SY"],
        "capacity": "official",
        "office": [{"kind": "senior_official", "from": "2010-01-01", "to": "2014-06-30"}],
        "official_of": "SY",
    },
    "victim": {"nationality": ["SY"]},
}
SUPPLIER: dict[str, Any] = {
    "suspect": {"kind": "entity", "nationality": ["LB"]},
    "support": [
        {"to": "government_of_SY", "kind": "construction", "significant": True, "knowing": True, "date": "2021-03-10"}
    ],
}


def changed(facts: dict[str, Any], **paths: Any) -> dict[str, Any]:
    """``facts`` with values set under ``part__key`` (``support__0__date``); ``...`` takes a key away."""
    copy: Any = deepcopy(facts)
    for path, value in paths.items():
        *way, last = [int(part) if part.isdigit() else part.rstrip("_") for part in path.split("__")]
        place = copy
        for part in way:
            place = place[part] if isinstance(part, int) else place.setdefault(part, {})
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return copy


def rows(facts: dict[str, Any], on: str, programme: str | None = None) -> list[dict[str, Any]]:
    """The rows as the command prints them, in English."""
    with speech.spoken_in("en"):
        found = [row.as_json() for row in which(facts_from(facts), date.fromisoformat(on))]
    return [row for row in found if programme in (None, row["programme"])]


def answers(facts: dict[str, Any], on: str, programme: str) -> dict[str, str]:
    """The answer to each criterion of ``programme``."""
    return {row["criterion"]: row["answer"] for row in rows(facts, on, programme)}


def best(facts: dict[str, Any], on: str, programme: str) -> str:
    """The best answer that any criterion of ``programme`` gives."""
    order = ["met", "waived", "depends", "unknown", "not_met", "ended", "not_yet"]
    return min(answers(facts, on, programme).values(), key=order.index)
