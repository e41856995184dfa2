"""An invented service for the demonstration: branches with the numbers of the demo's cards, commanders over time, and
those who supplied it. Nobody and nothing in it exists; every name says so.

It is written as FollowTheMoney lines, as a partner would hand them over: two files would disagree on one commander, so
the lines hold that contradiction too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from isnad.testing.demo.plan import BRANCHES

DATASET = "an invented service"
HEADS = (
    ("Rasim Mukhtara", "راسم مخترع"), ("Nadir Mukhtara", "نادر مخترع"), ("Fadi Mukhtara", "فادي مخترع"),
    ("Ghazi Mukhtara", "غازي مخترع"), ("Samih Mukhtara", "سميح مخترع"), ("Wadi Mukhtara", "وادي مخترع"),
)  # fmt: skip
TERMS = (("2010-03", "2012-12-31"), ("2013-01-01", "2016-06-30"))


def entities() -> Iterator[dict[str, Any]]:
    """Every entity, the actors before what ties them."""
    yield _unit("service", ["Invented Directorate", "المديرية المخترعة"], kind="service")
    yield from _person("director", ("Director Mukhtara", "المدير مخترع"))
    yield _post("post-director", "director", "service", "director", "both", "2009", None)
    for at, number in enumerate(BRANCHES):
        yield _unit(f"branch-{number}", [f"Invented Branch {number}", f"الفرع المخترع {number}"], number=number)
        yield {"id": f"under-{number}", "schema": "Command", "properties": {
            "superior": ["service"], "subordinate": [f"branch-{number}"], "form": ["in_law"], "startDate": ["2009"],
        }}  # fmt: skip
        for turn, (begins, ends) in enumerate(TERMS):
            person, name = f"head-{number}-{turn}", HEADS[(at + 3 * turn) % len(HEADS)]
            yield from _person(person, (f"{name[0]} ({number}-{turn + 1})", f"{name[1]} ({number}-{turn + 1})"))
            yield _post(f"post-{number}-{turn}", person, f"branch-{number}", "head of branch", "in_law", begins, ends)
    yield from _person("deputy", ("Deputy Mukhtara", "النائب مخترع"))
    first = BRANCHES[0]
    yield _post("post-deputy", "deputy", f"branch-{first}", "acting head", "in_fact", "2012-11", "2013-02")
    yield from _suppliers()


def _suppliers() -> Iterator[dict[str, Any]]:
    """A company, its owner, a vessel, and what they did for the service."""
    yield {"id": "fuels", "schema": "Company", "properties": {"name": ["Invented Fuels LLC"], "jurisdiction": ["ae"]}}
    yield from _person("owner", ("Owner Mukhtara", "المالك مخترع"))
    yield {"id": "owns", "schema": "Ownership", "properties": {
        "owner": ["owner"], "asset": ["fuels"], "percentage": ["60"], "startDate": ["2011"]}}  # fmt: skip
    yield {"id": "kin", "schema": "Family", "properties": {
        "person": ["owner"], "relative": ["director"], "relationship": ["brother-in-law"]}}  # fmt: skip
    yield {"id": "ship", "schema": "Vessel", "properties": {"name": ["Invented Star"], "imoNumber": ["IMO 0000001"]}}
    yield {"id": "supply", "schema": "Support", "properties": {
        "supporter": ["fuels"], "supported": ["service"], "supportKind": ["petroleum"], "by": ["ship"],
        "startDate": ["2012-02"], "endDate": ["2013-11"], "significant": ["yes"]}}  # fmt: skip


def _unit(identifier: str, names: list[str], number: str | None = None, kind: str = "branch") -> dict[str, Any]:
    told = {"name": names, "unitKind": [kind]}
    return {"id": identifier, "schema": "Unit", "properties": told | ({"branchNumber": [number]} if number else {})}


def _person(identifier: str, names: tuple[str, str]) -> Iterator[dict[str, Any]]:
    yield {"id": identifier, "schema": "Person", "properties": {"name": list(names), "nationality": ["sy"]}}


def _post(
    identifier: str, holder: str, unit: str, role: str, commands: str, begins: str, ends: str | None
) -> dict[str, Any]:  # fmt: skip
    told = {"holder": [holder], "unit": [unit], "role": [role], "commands": [commands], "startDate": [begins]}
    return {"id": identifier, "schema": "Post", "properties": told | ({"endDate": [ends]} if ends else {})}


def write(path: Path) -> Path:
    """The service as a file of lines."""
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in entities())
    path.write_text("".join(lines), "utf-8")
    return path
