"""Ownership as the archive's claims have it, in the form that the three rules read.

From the entity asked the search goes up, level by level, to whoever owns, directs, represents or controls it, and takes
what is claimed of their listings. The ids are the entries of entities; the claims behind each are kept beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.queries import NAMES
from isnad.actors.relations import Relation
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.sanctions.designations import SAME, decided, sanctions_of
from isnad.sanctions.ownership import Graph
from isnad.sanctions.ownership.lines import gather

OWNING = ("Ownership", "Directorship", "Employment", "Representation", "Control")
_WRITTEN = {"Ownership": ("owner", "asset"), "Directorship": ("director", "organization"),
            "Employment": ("employee", "employer"), "Representation": ("agent", "client"),
            "Control": ("director", "organization")}  # fmt: skip
DEEPEST = 60  # levels of owners


@dataclass
class Owned:
    """The graph, and by the id of each statement in it the claims that it comes from."""

    graph: Graph
    asked: str  # the id of what was asked about
    ground: dict[str, list[int]] = field(default_factory=dict)

    @property
    def claims(self) -> list[int]:
        """All of them."""
        return sorted({entry for entries in self.ground.values() for entry in entries})


def owners_above(starts: Iterable[int], gate: Gate = JUSTICE) -> Owned:
    """What is claimed of who stands above these entities."""
    gathered = Gathered(gate)
    level = [gathered.first(each) for each in starts]
    gathered.fetch(level)
    level = [gathered.first(each) for each in level]
    asked = str(level[0]) if level else ""
    seen, relations = dict.fromkeys(level), dict[tuple[int, int, int], Relation]()
    for _ in range(DEEPEST):
        found = [each for each in gathered.relations(level, OWNING) if each.other in set(level)]
        relations.update(((each.entity, each.one, each.other), each) for each in found)
        level = [each for each in dict.fromkeys(relation.one for relation in found) if each not in seen]
        seen.update(dict.fromkeys(level))
        if not level:
            break
    gathered.fetch(seen)
    ground: dict[str, list[int]] = {}
    lines = [*_entities(gathered, seen, ground), *_ties(relations.values(), ground)]
    return Owned(gather(orjson.dumps(each) for each in lines), asked, ground)


def everything_owned(gate: Gate = JUSTICE) -> Owned:
    """The same of everything of which an owner is claimed."""
    rows = ClaimRow.objects.filter(schema="Ownership", property="asset", refers__isnull=False)
    owned = {refers for refers in rows.values_list("refers", flat=True) if refers is not None}
    return owners_above(sorted(owned), gate)


def _entities(gathered: Gathered, seen: Iterable[int], ground: dict[str, list[int]]) -> Iterator[dict[str, Any]]:
    for number in seen:
        about = gathered.about.get(gathered.first(number), [])
        public = any(each.schema in ("Unit", "PublicBody") for each in about)
        properties = {
            "name": [each.value for name in NAMES for each in about if each.property == name],
            "country": [each.normal or each.value for each in about if each.property in ("country", "jurisdiction")],
        }
        listings = sanctions_of(gathered, number)
        matches = [each for each in decided(gathered, number) if each.verdict == SAME]
        topics = [each for each in about if (each.property, each.value) == ("topics", "sanction")]
        if listings or matches or topics:
            properties["topics"] = ["sanction"]
        said = [*topics, *(each for listed in (*listings, *(m.claims for m in matches)) for each in listed)]
        ground[str(number)] = [each.entry for each in said]
        yield {"id": str(number), "schema": "PublicBody" if public else "LegalEntity", "properties": properties}
        for claims in listings if not matches else ():
            yield _sanction(str(number), claims)


def _sanction(entity: str, claims: Iterable[Stated]) -> dict[str, Any]:
    said = list(claims)
    properties = {name: [each.normal or each.value for each in said if each.property == name]
                  for name in ("programId", "startDate", "endDate")}  # fmt: skip
    return {"id": f"{said[0].entity}", "schema": "Sanction", "properties": {**properties, "entity": [entity]}}


def _ties(relations: Iterable[Relation], ground: dict[str, list[int]]) -> Iterator[dict[str, Any]]:
    for each in relations:
        one, other = _WRITTEN[each.schema]
        properties = {name: each.values(name) for name in ("percentage", "startDate", "endDate", "role")}
        properties[one], properties[other] = [str(each.one)], [str(each.other)]
        if each.schema == "Control":
            properties["role"] = ["control"]
        ground[str(each.entity)] = [said.entry for said in each.claims]
        schema = "Directorship" if each.schema == "Control" else each.schema
        yield {"id": str(each.entity), "schema": schema, "properties": properties}


def known_entity(text: str) -> int | None:
    """The entity of that entry, for what is owned and is no actor; None where there is none."""
    if not text.isdecimal() or len(text) > 14:
        return None
    return int(text) if ClaimRow.objects.filter(about=int(text)).exists() else None
