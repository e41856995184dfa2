"""What changed from one version of a list to the next: who was added, who went, who is described otherwise.

An entity's documents, addresses, sanctions and links belong to it: a new passport changes its holder. Where in the
file something stands does not count. Memory holds one digest for each entity, and whole only what differs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import orjson

from isnad.sanctions.lists.draft import Entity
from isnad.sanctions.lists.store import Version, is_listed

_MODULUS = 2**128
_PART = re.compile(r"-(?:sanction|document|address|link|wallet)-[0-9a-f]{20}$")


def between(before: Version, after: Version) -> dict[str, Any]:
    """The differences as JSON: ``added``, ``removed`` and ``changed``, each with id and name."""
    old, new = _sums(before), _sums(after)
    changed = {id_ for id_ in old.keys() & new.keys() if old[id_] != new[id_]}
    was = _whole(before, changed | (old.keys() - new.keys()))
    now = _whole(after, changed | (new.keys() - old.keys()))
    return {
        "list": after.source,
        "from": _told(before),
        "to": _told(after),
        "added": [_named(id_, now[id_]) for id_ in sorted(new.keys() - old.keys())],
        "removed": [_named(id_, was[id_]) for id_ in sorted(old.keys() - new.keys())],
        "changed": [
            _named(id_, now[id_]) | {"gone": _lacks(now[id_], was[id_]), "new": _lacks(was[id_], now[id_])}
            for id_ in sorted(changed)
        ],
    }


def holder(id_: str) -> str:
    """The entity to which a part belongs, by its id; an entity is its own."""
    return _PART.sub("", id_)


def _told(version: Version) -> dict[str, Any]:
    return {key: version.manifest[key] for key in ("version", "issued", "imported", "listed")}


def _sums(version: Version) -> dict[str, bytes]:
    """For each listed entity a digest of it and of its parts, whatever their order."""
    sums: dict[str, int] = {}
    listed: set[str] = set()
    for entity in version.entities():
        own = holder(entity["id"])
        digest = hashlib.blake2b(orjson.dumps(_bare(entity), option=orjson.OPT_SORT_KEYS), digest_size=16).digest()
        sums[own] = (sums.get(own, 0) + int.from_bytes(digest, "big")) % _MODULUS
        if is_listed(entity):
            listed.add(own)
    return {id_: sums[id_].to_bytes(16, "big") for id_ in listed}


def _whole(version: Version, wanted: set[str]) -> dict[str, list[Entity]]:
    found: dict[str, list[Entity]] = {id_: [] for id_ in wanted}
    for entity in version.entities():
        if (own := holder(entity["id"])) in found:
            found[own].append(entity)
    return found


def _bare(entity: Entity) -> Entity:
    """An entity without where it stood, its values in one order."""
    return {
        "id": entity["id"],
        "schema": entity["schema"],
        "properties": {name: sorted(values) for name, values in entity["properties"].items()},
        "names": sorted(f"{each['name']}|{each['kind']}|{each['strength']}" for each in entity.get("names", ())),
        "edtf": {name: sorted(values) for name, values in entity.get("edtf", {}).items()},
        "as_read": {name: sorted(values) for name, values in entity.get("as_read", {}).items()},
    }


def _named(id_: str, entities: list[Entity]) -> dict[str, Any]:
    own = next(each for each in entities if each["id"] == id_)
    names = own["properties"].get("name") or own["properties"].get("alias") or [id_]
    return {"id": id_, "name": names[0], "schema": own["schema"]}


def _lacks(some: list[Entity], others: list[Entity]) -> dict[str, list[str]]:
    """What ``others`` say and ``some`` do not, by schema and property."""
    said = set(_statements(some))
    found: dict[str, list[str]] = {}
    for key, value in _statements(others):
        if (key, value) not in said and value not in found.setdefault(key, []):
            found[key].append(value)
    return {key: values for key, values in found.items() if values}


def _statements(entities: list[Entity]) -> Iterator[tuple[str, str]]:
    for entity in entities:
        for name, values in entity["properties"].items():
            for value in entity.get("edtf", {}).get(name, values):
                yield f"{entity['schema']}.{name}", value
        for each in entity.get("names", ()):
            yield f"{entity['schema']}.strength", f"{each['name']}: {each['kind']} {each['strength']}".strip()
