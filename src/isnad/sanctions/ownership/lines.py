"""Reads a graph from FollowTheMoney JSON lines.

* Read: ``Ownership``; ``Directorship``, ``Employment``, ``Representation`` (ties); ``Sanction``; topics and names of
  the rest. Every other schema is passed over.
* One id on several lines is one entity, as in FollowTheMoney: its values come together.
* A line that is no JSON object refuses the file, with its number; a stake without owner or asset is a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

import orjson

from isnad.sanctions.ownership.graph import Graph, Listing, Stake, Tie
from isnad.sanctions.ownership.life import Life, read_life
from isnad.sanctions.ownership.shares import Share, read_share
from isnad.sanctions.ownership.undisturbed import undisturbed
from isnad.words import Refusal

Values = dict[str, tuple[str, ...]]
_TIES = {
    "Directorship": ("director", "organization", "director"),
    "Employment": ("employee", "employer", "employee"),
    "Representation": ("agent", "client", "agent"),
}
_KEPT = {
    "Ownership": ("owner", "asset", "percentage", "startDate", "endDate", "role", "ownershipType"),
    "Sanction": ("entity", "programId", "startDate", "endDate"),
    **{schema: (*ends[:2], "startDate", "endDate", "role") for schema, ends in _TIES.items()},
}
# Beginnings of the codes for control in the registers of the United Kingdom (PSC) and in Beneficial Ownership Data.
_CONTROL = (
    "righttoappointandremove",
    "significantinfluenceorcontrol",
    "appointmentofboard",
    "influenceorcontrol",
    "otherinfluenceorcontrol",
    "controlviacompanyrules",
    "controlbylegalframework",
    "boardcontrol",
    "appointsmajorityofboard",
    "controllingshareholder",
    "controllinginterest",
)
_CONTROL_ALONE = ("control", "controls", "controlling")  # a "controller" may keep the books


class Statement(NamedTuple):
    """One entity that ties two others, with the values kept of it."""

    schema: str
    values: Values


def read_graph(path: Path) -> Graph:
    """The graph in the file ``path``; refuses a file that is not there or not JSON lines."""
    try:
        with path.open("rb") as source, undisturbed():
            return gather(source)
    except OSError as error:
        raise Refusal("sanctions.graph-unreadable", file=path.name) from error


def gather(lines: Iterable[bytes]) -> Graph:
    """The graph that the lines add up to."""
    graph, statements = Graph(), dict[str, Statement]()
    for entity in _entities(lines):
        key, schema = entity["id"], entity["schema"]
        if schema in _KEPT:
            _keep(statements, key, schema, entity["properties"])
        else:
            _note(graph, key, schema, entity)
    for key, statement in statements.items():
        _state(graph, key, statement)
    graph.known.update(graph.names, graph.listed)
    return graph


def _entities(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if text.isspace() or not text:
            continue
        try:
            entity = orjson.loads(text)
            whole = isinstance(entity["id"], str) and isinstance(entity["schema"], str)
            whole = whole and isinstance(entity.setdefault("properties", {}), dict)
        except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
            whole = False
        if not whole:
            raise Refusal("sanctions.graph-line", line=number)
        yield entity


def _keep(statements: dict[str, Statement], key: str, schema: str, properties: dict[str, Any]) -> None:
    values = {name: _texts(properties[name]) for name in _KEPT[schema] if name in properties}
    earlier = statements.get(key)
    if earlier is not None and earlier.schema == schema:
        for name, texts in earlier.values.items():
            values[name] = tuple(dict.fromkeys(texts + values.get(name, ())))
    statements[key] = Statement(schema, values)


def _texts(value: Any) -> tuple[str, ...]:
    """Its values as text; a nested entity is its id, an empty value none."""
    if value is None:
        return ()
    if type(value) is list and len(value) == 1 and type(value[0]) is str:  # nearly every value of a large graph
        text = value[0].strip()
        return (intern(text),) if text else ()
    values = value if isinstance(value, list) else [value]
    texts = (str(each.get("id", "")) if isinstance(each, dict) else str(each) for each in values if each is not None)
    return tuple(dict.fromkeys(intern(text.strip()) for text in texts if text.strip()))


def _note(graph: Graph, key: str, schema: str, entity: dict[str, Any]) -> None:
    properties, key = entity["properties"], intern(key)
    graph.known.add(key)
    names = _texts(entity.get("caption")) or _texts(properties.get("name"))
    if names:
        graph.names.setdefault(key, names[0])
    if "sanction" in _texts(properties.get("topics")):
        graph.listed.setdefault(key, [])
    if schema == "PublicBody":
        countries = _texts(properties.get("country")) + _texts(properties.get("jurisdiction"))
        graph.public_bodies[key] = tuple(country.lower() for country in countries)


def _state(graph: Graph, key: str, statement: Statement) -> None:
    values = statement.values
    life = read_life(values.get("startDate", ()), values.get("endDate", ()))
    if life.doubt:
        graph.doubts[key] = f"dates-{life.doubt}"
    if statement.schema == "Sanction":
        _list(graph, key, values, life)
    elif statement.schema == "Ownership":
        _own(graph, key, values, life)
    else:
        _tie(graph, key, statement, life)


def _list(graph: Graph, key: str, values: Values, life: Life) -> None:
    listing = Listing(key, values.get("programId", ()), life)
    for entity in values.get("entity", ()):
        graph.known.add(entity)
        place = graph.listed if entity in graph.listed else graph.unlisted
        place.setdefault(entity, []).append(listing)


def _own(graph: Graph, key: str, values: Values, life: Life) -> None:
    owners, assets = values.get("owner", ()), values.get("asset", ())
    if not owners or not assets:
        graph.incomplete.append(key)
        return
    share = read_share(values.get("percentage", ()))
    if len(owners) > 1:
        share = Share(share.low, share.high, "joint")
    for owner in owners:
        for asset in assets:
            graph.known.update((owner, asset))
            graph.stakes.append(Stake(key, owner, asset, share, life, len(owners)))
            if _controls(values):
                graph.ties.append(Tie(key, owner, asset, "control", life))


def _tie(graph: Graph, key: str, statement: Statement, life: Life) -> None:
    holder_name, body_name, kind = _TIES[statement.schema]
    for holder in statement.values.get(holder_name, ()):
        for body in statement.values.get(body_name, ()):
            graph.known.update((holder, body))
            graph.ties.append(Tie(key, holder, body, "control" if _controls(statement.values) else kind, life))


def _controls(values: Values) -> bool:
    """Whether a role says that the holder appoints the majority of the board or has control."""
    roles = values.get("role", ()) + values.get("ownershipType", ())
    if not roles:
        return False
    letters = ("".join(filter(str.isalpha, role)).casefold() for role in roles)
    return any(role.startswith(_CONTROL) or role in _CONTROL_ALONE for role in letters)
