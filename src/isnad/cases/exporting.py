"""The public proceedings as FollowTheMoney lines, to be taken over: persons, steps, sources, contradictions. Pure.

Each step keeps the address and the words of its source; what could not be confirmed says so. What sources say
differently stands as notes of one entity for each contradiction, a note for each saying, so that nobody decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from isnad.cases.proceedings import Collection, Event, Proceedings
from isnad.words import canonical

FROM_MEMORY = "not confirmed in a public source"


def lines(collection: Collection) -> Iterator[str]:
    """One entity a line, persons before the steps that name them."""
    for entity in _entities(collection):
        yield json.dumps(entity, ensure_ascii=False, sort_keys=True)


def _entities(collection: Collection) -> Iterator[dict[str, Any]]:
    for name in dict.fromkeys(each.name for each in collection.proceedings):
        roles = [each.role for each in collection.proceedings if each.name == name and each.role]
        yield _entity(_id("person", name), "LegalEntity", {"name": [name], "summary": list(dict.fromkeys(roles))})
    for proceedings in collection.proceedings:
        for at, event in enumerate(proceedings.events):
            yield _step(proceedings, event, at)
    for each in collection.contradictions:
        told = [f"{saying} ({source.citation}, {source.address})" for saying, source in each.sayings]
        yield _entity(_id("contradiction", each.about), "Note", {"name": [each.about], "description": told})


def _step(proceedings: Proceedings, event: Event, at: int) -> dict[str, Any]:
    doubts = [] if event.confirmed else [FROM_MEMORY]
    of = [] if event.of is None else [_step_id(proceedings, event.of)]
    properties = {
        "party": [_id("person", proceedings.name)], "stepKind": [event.kind], "date": [event.on.text], "of": of,
        "state": [proceedings.country.lower()], "summary": [each for each in (event.what, *doubts) if each],
        "publisher": [event.source.citation], "sourceUrl": [event.source.address] if event.source.address else [],
    }  # fmt: skip
    return _entity(_step_id(proceedings, event.key or str(at)), "Proceeding", properties)


def _step_id(proceedings: Proceedings, key: str) -> str:
    return _id("step", proceedings.name, proceedings.country, key)


def _entity(identifier: str, schema: str, properties: dict[str, list[str]]) -> dict[str, Any]:
    kept = {name: values for name, values in properties.items() if values}
    return {"id": identifier, "schema": schema, "properties": kept}


def _id(*parts: str) -> str:
    return hashlib.sha256(canonical(["isnad/public-proceedings", *parts])).hexdigest()[:40]
