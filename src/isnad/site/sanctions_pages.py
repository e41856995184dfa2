"""Pages of the treasury: dossiers with their clocks, and of one actor what claims speak to and who supplied.

* They are for justice alone. What is stale stands first, with whom it was filed; what was overtaken is struck out.
* Every step of a path and every reason leads to its claims. Nothing here lists anybody or decides.
* Lists are screened at the command line (``isnad sanctions gap``); what a person decided is shown here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from isnad.access.gate import Gate
from isnad.actors.gathering import Gathered
from isnad.actors.queries import named
from isnad.actors.showing import period
from isnad.cases import queries as cases
from isnad.claims.queries import Stated
from isnad.sanctions import designations, support
from isnad.sanctions.actor_facts_which import SPEAKING, Grounded, which_of
from isnad.sanctions.dossiers import Dossier, dossiers
from isnad.sanctions.dossiers_clocks import filing_clocks
from isnad.sanctions.programmes import library
from isnad.sanctions.programmes.clocks import State, clocks
from isnad.site.actors_pages import gate_of
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.words import Refusal, When

MOST_CLAIMS = 12  # beside one reason


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every dossier that was made, and when something is due."""
    gate = gate_of(reader_of(request))
    today = date.today()
    found = _visible(dossiers(None, gate), gate)
    names = named([each.actor for each in found], gate)
    dues = sorted(
        [*clocks(today), *filing_clocks(today, gate)], key=lambda each: (each.state is not State.RUNNING, each.day)
    )
    about = {
        "dossiers": [_dossier(each, names) for each in sorted(found, key=lambda each: not each.fallen)],
        "dues": [each for each in dues if each.state is not State.OVER],
    }
    return render(request, "site/treasury.html", about)


@require_safe
def actor(request: HttpRequest, number: int) -> HttpResponse:
    """One actor: criteria on a day, those who supplied, listings, dossiers."""
    gate = gate_of(reader_of(request))
    gathered = Gathered(gate)
    gathered.fetch([number])
    here = gathered.first(number)
    if not gathered.about.get(here):
        raise NotHere
    day, wrong = _day(request.GET.get("on", "").strip()[:40])
    network = support.network(here, day, gate)
    names = named([here], gate)
    about: dict[str, Any] = {
        "actor": here, "name": names[here], "day": day, "wrong": wrong,
        "programmes": _programmes([each for each in which_of(here, day, None, gate) if each.row.answer in SPEAKING]),
        "paths": [[_step(each, network.names) for each in path] for path in network.paths], "cut": network.cut,
        "listings": designations.sanctions_of(gathered, here), "decisions": designations.decided(gathered, here),
        "dossiers": [_dossier(each, names) for each in _visible(dossiers(here, gate), gate)],
    }  # fmt: skip
    return render(request, "site/treasury_actor.html", about)


def _visible(found: list[Dossier], gate: Gate) -> list[Dossier]:
    """Those on actors of whom the gate yields something."""
    gathered = Gathered(gate)
    gathered.fetch(each.actor for each in found)
    return [each for each in found if gathered.about.get(gathered.first(each.actor))]


def _dossier(each: Dossier, names: dict[int, str]) -> dict[str, Any]:
    return {
        "dossier": each, "name": names.get(each.actor, f"#{each.actor}"),
        "filings": [(filing, each.state_of(filing)) for filing in each.filings],
        "fallen": ", ".join(map(str, each.fallen)), "receivers": [filing.receiver for filing in each.filings],
    }  # fmt: skip


def _programmes(rows: list[Grounded]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for each in rows:
        reasons = [(str(told), each.claims_of(told)[:MOST_CLAIMS]) for told in each.row.because]
        found.setdefault(each.row.programme, []).append(
            {"criterion": each.row.criterion, "answer": each.row.answer.value, "reasons": reasons,
             "missing": [str(told) for told in each.row.missing], "warnings": [str(told) for told in each.row.warnings]}
        )  # fmt: skip
    return [{"key": key, "title": str(library()[key].title), "rows": told} for key, told in found.items()]


def _step(each: support.Edge, names: dict[int, str]) -> dict[str, Any]:
    relation, claims = each.relation, list[Stated](each.claims)
    kind = ", ".join((*relation.values("supportKind"), *(f"{share} %" for share in relation.values("percentage")),
                      *relation.values("role")))  # fmt: skip
    return {
        "schema": relation.schema, "one": names[relation.one], "other": names[relation.other], "kind": kind,
        "period": period(relation), "claims": [said.entry for said in claims], "criteria": each.criteria,
    }  # fmt: skip


def _day(written: str) -> tuple[date, bool]:
    if not written:
        return cases.today(), False
    try:
        when = When.parse(written)
    except Refusal:
        return cases.today(), True
    if when.earliest is None or when.earliest != when.latest:
        return cases.today(), True
    return when.earliest, False
