"""Steps of the demonstration: from a commander to his supplier, to a programme's criterion, to the dossier.

Each holds where the next stands on it; the dossier holds where the program that travels in it finds it sound.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

Facts = dict[str, object] | None
PROGRAMME, CRITERION = "us-caesar", "support-government"
DAY = date(2021, 3, 1)
REVIEWER = "layla"


class Treasury:
    """What the steps have found so far."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.supplier = 0

    def supply(self) -> Facts:
        """What is claimed of the supplier besides: to whose service the fuel went, and when it still did."""
        from isnad.access.actions import OWNER
        from isnad.actors import queries
        from isnad.claims.actions import claim
        from isnad.claims.entries import Entity, Review
        from isnad.claims.models import ClaimRow
        from isnad.custody.models import Item
        from isnad.record.pen import pen, say
        from isnad.words import Citation

        place = [Citation(Item.objects.order_by("pk")[0].entry)]
        service, fuels = queries.find("Invented Directorate"), queries.find("Invented Fuels LLC")
        told: dict[str, str | int] = {
            "supporter": fuels, "supported": service, "supportKind": "petroleum", "startDate": "2020-01",
            "endDate": "2021-06", "significant": "yes", "knowing": "yes",
        }  # fmt: skip
        with pen(OWNER) as held:
            said = [held.say(claim(service, "Unit", "country", "sy", place))]
            number = held.say(Entity("Support"))
            said += [held.say(claim(number, "Support", name, value, place)) for name, value in told.items()]
        rows = ClaimRow.objects.filter(about__in=[fuels, number, service], method__in=("human", "imported"))
        accepted = [row.entry for row in rows if row.entry in said or row.method == "imported"]
        say([Review(each, "accepted", "compared with the papers") for each in accepted], by=REVIEWER)
        return {"name": "Invented Fuels LLC", "claims": len(said)}

    def path(self) -> Facts:
        """From a commander of that service to whoever supplied it, each step with its claims."""
        from isnad.actors.models import BodyRow
        from isnad.actors.queries import command_on, find
        from isnad.sanctions.support import network
        from isnad.testing.demo.plan import BRANCHES

        rows = BodyRow.objects.filter(branch__in=BRANCHES, first__isnull=False)
        row = min(rows, key=lambda row: (row.first or 0, row.remains), default=None)
        if row is None:
            return None
        line = command_on(find(f"branch:{row.branch}"), date.fromordinal(row.first or 0))
        held = next((each for each in line.steps[0].commanders if each.relation.form == "in_law"), None)
        found = None if held is None else network(held.relation.one, DAY)
        if found is None or not found.supporters:
            return None
        self.supplier = found.supporters[0]
        steps = found.paths[0]
        return {
            "commander": found.names[found.actor], "supplier": found.names[self.supplier], "steps": len(steps),
            "claims": len({each.entry for step in steps for each in step.claims}),
        }  # fmt: skip

    def criterion(self) -> Facts:
        """Which criterion of which programme those claims speak to, on that day and today."""
        from isnad.sanctions.actor_facts_which import which_of
        from isnad.sanctions.programmes import chosen

        programmes = chosen([PROGRAMME])
        then = next(each for each in which_of(self.supplier, DAY, programmes) if each.row.criterion == CRITERION)
        now = next(each for each in which_of(self.supplier, date(2026, 1, 1), programmes)
                   if each.row.criterion == CRITERION)  # fmt: skip
        if (then.row.answer, now.row.answer) != ("met", "ended"):
            return None
        return {"programme": PROGRAMME, "criterion": CRITERION, "day": DAY, "claims": len(then.claims)}

    def dossier(self) -> Facts:
        """The dossier, as history since the programme has ended; the program inside checks it, run by itself."""
        from isnad.access.actions import OWNER
        from isnad.sanctions import dossiers

        asked = dossiers.Asked(self.supplier, PROGRAMME, self.out, DAY, historical=True)
        done = dossiers.make(asked, by=OWNER, second=None)
        checker = [sys.executable, "-I", str(self.out / "verify.py"), "--json"]
        checked = subprocess.run(checker, capture_output=True, env={})
        if checked.returncode or not json.loads(checked.stdout)["sound"]:
            return None
        return {
            "sentences": done.sentences, "gaps": done.gaps, "exhibits": done.made.items, "claims": done.made.claims,
            "folder": self.out,
        }  # fmt: skip


def tell_all(out: Path, step: Callable[[str, Callable[[], Facts]], None]) -> None:
    """Every step, in order."""
    treasury = Treasury(out)
    step("supply", treasury.supply)
    step("supplier", treasury.path)
    step("criterion", treasury.criterion)
    step("dossier", treasury.dossier)
