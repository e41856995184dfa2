"""A case against the head of a branch, in an archive with bodies of that branch, taken in as pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import handovers
from actors.service import photograph, take, who
from isnad.actors.queries import posts_of
from isnad.cases import actions
from isnad.cases.actions import Alleged
from isnad.remains import actions as grouping


@dataclass
class Scene:
    """A case against the head of a branch, in an archive with bodies of that branch."""

    items: list[int]
    accused: int
    case: int
    charge: int

    def claim(self, name: str, value: str) -> int:
        """The claim of the accused's post that says so."""
        (post,) = posts_of(self.accused)
        return next(each.entry for each in post.claims if (each.property, each.value) == (name, value))


def a_scene(folder: Path) -> Scene:
    """Three pictures of one body, the service, and a charge against the head of its branch."""
    items = handovers.take(handovers.a_drive(folder))[:3]
    for at, item in enumerate(items):
        photograph(item, f"2013-05-14 09:0{at}:00", detainee="6841", branch="215")
    grouping.bring_together(by="owner")
    take(folder)
    accused = who("Rasim Invented")
    case = actions.open_case("Against R.", "DE", [accused], by="owner", court="Koblenz")
    alleged = Alleged("cah-torture", "superior_military", "2012-07", "2013-08-31", "SY")
    return Scene(items, accused, case, actions.charge(case, accused, alleged, by="owner"))
