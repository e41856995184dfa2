"""Steps of the demonstration: from a body to its branch, to who commanded that on that day, to the courts, to the file.

Each holds where the next stands on it; the file holds where the program that travels in it finds it sound.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from isnad.testing import courts_demo

if TYPE_CHECKING:
    from isnad.actors.models import BodyRow

Facts = dict[str, object] | None
OFFENCES = ("crimes_against_humanity", "torture")
REVIEWER = "layla"


@dataclass
class Courts:
    """What the steps have found so far."""

    drive: Path
    out: Path
    accused: int = 0
    post: int = 0
    bodies: list[int] = field(default_factory=list)  # claims that give bodies the branch's number

    def service(self) -> Facts:
        """Takes the invented service over; somebody else accepts what it says of units and posts."""
        from isnad.access.actions import OWNER
        from isnad.actors.importing import Request, take_over
        from isnad.claims.entries import Review
        from isnad.claims.models import ClaimRow
        from isnad.record.pen import say

        path = courts_demo.write(self.drive / "service.ftm.jsonl")
        taken = take_over(Request(path, OWNER, dataset=courts_demo.DATASET))
        rows = ClaimRow.objects.filter(schema__in=("Unit", "Post", "Command"), method="imported")
        verdicts = [Review(row.entry, "accepted", "compared with the list") for row in rows]
        say(verdicts, by=REVIEWER)
        return None if taken.refused else {"actors": taken.entities, "claims": taken.claims, "accepted": len(verdicts)}

    def command(self) -> Facts:
        """From a body to its branch, and to who commanded that on that day."""
        from isnad.actors import queries
        from isnad.actors.models import BodyRow

        for row in self._bodies():
            day = date.fromordinal(row.first or 0)
            line = queries.command_on(queries.find(f"branch:{row.branch}"), day)
            held = [each for each in line.steps[0].commanders if each.relation.form == "in_law"]
            if held and len(line.steps) > 1:
                self.accused, self.post = held[0].relation.one, held[0].relation.entity
                self.bodies = list(BodyRow.objects.filter(branch=row.branch).values_list("claim", flat=True))
                return {
                    "remains": row.remains, "branch": row.branch, "day": day, "name": line.names[self.accused],
                    "superior": line.names[line.steps[1].unit], "claims": sum(len(s.claims) for s in line.steps),
                }  # fmt: skip
        return None

    def _bodies(self) -> list[BodyRow]:
        from isnad.actors.bodies import keep_fresh
        from isnad.actors.gathering import JUSTICE
        from isnad.actors.models import BodyRow
        from isnad.testing.demo.plan import BRANCHES

        keep_fresh(JUSTICE)
        rows = BodyRow.objects.filter(branch__in=BRANCHES, first__isnull=False)
        return sorted(rows, key=lambda row: (row.first or 0, row.remains))

    def exposure(self) -> Facts:
        """The bodies under the commander's posts, what is sure apart from what machines only read."""
        from isnad.actors.exposure import Kind, exposure
        from isnad.actors.queries import named

        found = exposure(self.accused)
        counts = {kind: found.total(kind) for kind in Kind}
        unsure = counts[Kind.DAYS_VAGUE] + counts[Kind.BOTH]
        name = named([self.accused])[self.accused]
        return {"name": name, "sure": counts[Kind.SURE], "proposed": counts[Kind.BRANCH_PROPOSED], "unsure": unsure}

    def courts(self) -> Facts:
        """Where the commander could be answered for, by the facts that claims give."""
        from isnad.cases.derived import Wish, facts_about
        from isnad.cases.law.evaluate import where

        found = facts_about(self.accused, wish=Wish(OFFENCES, "SY"))
        rows = where(found.read(), date(2026, 1, 1))
        opened = sorted({row.country.code for row in rows if row.answer == "open"})
        missing = sorted({key for row in rows for key in row.held.missing})
        return {"open": ", ".join(opened), "asked": len(rows), "missing": ", ".join(missing)} if opened else None

    def file(self) -> Facts:
        """Opens a case, attaches what is there, and makes the file; the program inside checks it, run by itself."""
        from isnad.access.actions import OWNER
        from isnad.actors.gathering import JUSTICE
        from isnad.actors.queries import posts_of
        from isnad.cases import actions, filing, queries
        from isnad.cases.matters import State

        case = actions.open_case("An invented case", "DE", [self.accused], by=OWNER)
        alleged = actions.Alleged("cah-torture", "superior_military", "2012-09", "2013-12-31", "SY")
        charge = actions.charge(case, self.accused, alleged, by=OWNER)
        post = next(each for each in posts_of(self.accused) if each.entity == self.post)
        actions.attach(charge, "s1", [each.entry for each in post.claims if each.property == "commands"], by=OWNER)
        actions.attach(charge, "s2", self.bodies, by=OWNER)
        done = filing.file_case(filing.Asked(case, self.out), JUSTICE, by=OWNER, second=None)
        checker = [sys.executable, "-I", str(self.out / "verify.py"), "--json"]
        checked = subprocess.run(checker, capture_output=True, env={})
        if checked.returncode or not json.loads(checked.stdout)["sound"]:
            return None
        matter = queries.matter(case)
        return {
            "exhibits": done.made.items, "claims": done.made.claims, "sentences": done.sentences,
            "languages": len(done.languages), "missing": matter.count(State.MISSING), "folder": self.out,
        }  # fmt: skip


def tell_all(drive: Path, out: Path, step: Callable[[str, Callable[[], Facts]], None]) -> None:
    """Every step, in order."""
    courts = Courts(drive, out)
    step("service", courts.service)
    step("command", courts.command)
    step("exposure", courts.exposure)
    step("courts", courts.courts)
    step("case-file", courts.file)
