"""Short graphs for the tests: the lines as anybody would write them, read as the command reads them."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from hypothesis import settings

from isnad import speech
from isnad.sanctions.ownership import examine, solve
from isnad.sanctions.ownership.lines import gather

Entity = dict[str, Any]
unhurried = settings(deadline=None, max_examples=60)  # a busy machine is no fault of the code


def listed(key: str, programme: str | None = None, start: str | None = None, end: str | None = None) -> list[Entity]:
    """A listed person, with a ``Sanction`` where a programme or a date is given."""
    entities = [entity(key, "Person", topics=["sanction"])]
    if programme or start or end:
        entities.append(
            entity(f"{key}-sanction", "Sanction", entity=[key], programId=programme, startDate=start, endDate=end)
        )
    return entities


def stake(owner: str, asset: str, share: Any = None, start: Any = None, end: Any = None, key: str = "") -> list[Entity]:
    """An ``Ownership``."""
    name = key or f"{owner}-{asset}"
    return [entity(name, "Ownership", owner=owner, asset=asset, percentage=share, startDate=start, endDate=end)]


def tie(schema: str, holder: str, body: str, role: str | None = None) -> list[Entity]:
    """A ``Directorship``, an ``Employment`` or a ``Representation``."""
    ends = {"Directorship": ("director", "organization"), "Employment": ("employee", "employer")}[schema]
    return [entity(f"{holder}-{body}-{schema}", schema, **{ends[0]: holder, ends[1]: body}, role=role)]


def entity(key: str, schema: str, **properties: Any) -> Entity:
    """An entity; a property that is None is left out, one value is a list of one."""
    given = {
        name: value if isinstance(value, list) else [value] for name, value in properties.items() if value is not None
    }
    return {"id": key, "schema": schema, "properties": given}


def lines(*groups: list[Entity]) -> list[bytes]:
    """The groups as JSON lines."""
    return [orjson.dumps(each) for group in groups for each in group]


def answer(asked: str, *groups: list[Entity], rule: str = "ofac50", on: date = date(2024, 9, 1)) -> dict[str, Any]:
    """What the command prints for the entity ``asked``, in English."""
    with speech.spoken_in("en"):
        found = examine(solve(gather(lines(*groups)), rule, on), asked).as_json()
        return orjson.loads(orjson.dumps(found))
