"""A commander, his service and those who supplied it, all invented, in an archive with bodies of his branch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import handovers
from actors.service import SERVICE, photograph, take, who
from isnad.claims.entries import Review
from isnad.claims.models import ClaimRow
from isnad.record.pen import say
from isnad.remains import actions as grouping

SUPPLY: tuple[dict[str, Any], ...] = (
    *({**each, "country": ["sy"]} if each["schema"] == "Unit" else each for each in SERVICE),
    {"id": "fuels", "schema": "Company", "name": ["Invented Fuels LLC"], "jurisdiction": ["ae"]},
    {"id": "owner", "schema": "Person", "name": ["Owner Invented"], "birthDate": ["1960-03-05"], "nationality": ["lb"]},
    {"id": "owns", "schema": "Ownership", "owner": ["owner"], "asset": ["fuels"], "percentage": ["60"],
     "startDate": ["2011"]},
    {"id": "supply", "schema": "Support", "supporter": ["fuels"], "supported": ["service"],
     "supportKind": ["petroleum"], "startDate": ["2020-01"], "endDate": ["2021-06"],
     "significant": ["yes"], "knowing": ["yes"]},
    {"id": "act", "schema": "Conduct", "actor": ["rasim"], "offence": ["torture"], "place": ["sy"],
     "startDate": ["2012-06"], "endDate": ["2013-08-31"]},
    {"id": "listing", "schema": "Sanction", "entity": ["owner"], "authority": ["An invented authority"],
     "programId": ["us-eo13894"], "startDate": ["2021-01-01"]},
)  # fmt: skip


@dataclass
class Scene:
    """Who is in it: the commander, the supplier, who owns it."""

    items: list[int]
    commander: int
    supplier: int
    owner: int

    def claims(self, schema: str, name: str) -> list[int]:
        """The claims of that schema and property."""
        return [row.entry for row in ClaimRow.objects.filter(schema=schema, property=name).order_by("pk")]


def accept_all() -> None:
    """Somebody else accepts everything that was taken over."""
    rows = ClaimRow.objects.filter(method="imported")
    say([Review(row.entry, "accepted", "compared with the list") for row in rows], by="samir")


def a_scene(folder: Path) -> Scene:
    """Two pictures of one body, the service, and its supplier."""
    items = handovers.take(handovers.a_drive(folder))[:2]
    for at, item in enumerate(items):
        photograph(item, f"2013-05-14 09:0{at}:00", detainee="6841", branch="215")
    grouping.bring_together(by="owner")
    taken = take(folder, SUPPLY)
    assert not taken.refused
    return Scene(items, who("Rasim Invented"), who("Invented Fuels LLC"), who("Owner Invented"))
