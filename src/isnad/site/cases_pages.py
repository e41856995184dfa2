"""Pages of cases: every case, one as a matrix read at a glance, and warrants per person across all countries.

* The matrix shows each element as one sign: supported, proposed, missing, blocked; and beneath it the same in words,
  what speaks for it and what speaks against it side by side, at the same size.
* A file that rests on a claim that fell since is shown as stale.
* Every page says that it prepares a lawyer's work and is not advice.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from isnad.actors import queries as actors
from isnad.cases import queries
from isnad.cases.elements import book
from isnad.cases.matters import Charge, Ground, State
from isnad.cases.proceedings import Warrant, example, warrants
from isnad.cases.standing_warrants import in_archive
from isnad.site.actors_pages import gate_of
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import current_language
from isnad.words import Answer, Refusal, When


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every case."""
    gate = gate_of(reader_of(request))
    found = [{"case": each, "name": next(iter(each.values("name")), None), "states": _counts(each.charges)}
             for each in queries.all_cases(gate)]  # fmt: skip
    return render(request, "site/cases.html", {"cases": found})


@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case."""
    gate = gate_of(reader_of(request))
    try:
        found = queries.matter(number, gate, law=True)
    except Refusal as refusal:
        raise NotHere from refusal
    relied = _relied(found.charges)
    wanted = [*found.accused, *(each.entity for each in relied),
              *(each.refers for each in relied if each.refers is not None)]  # fmt: skip
    names = actors.named(wanted, gate)
    about: dict[str, Any] = {
        "case": found, "name": next(iter(found.values("name")), None), "court": " ".join(found.values("court")),
        "accused": [(each, names[each]) for each in found.accused],
        "charges": [_charge(each, names) for each in found.charges],
        "files": queries.files(found.entity, gate),
    }  # fmt: skip
    return render(request, "site/case.html", about)


def _relied(charges: list[Charge]) -> list[Any]:
    return [each for charge in charges for proof in charge.proofs
            for ground in (*proof.supporting, *proof.weakening) for each in ground.relies_on]  # fmt: skip


def _charge(charge: Charge, names: dict[int, str]) -> dict[str, Any]:
    language = current_language()
    crime, mode = book().crimes.get(charge.crime), book().modes.get(charge.mode)
    days = [next(iter(charge.values(name)), "…") for name in ("startDate", "endDate")]
    return {
        "charge": charge, "accused": names.get(charge.accused or -1), "days": days,
        "crime": crime.name[language] if crime else charge.crime, "mode": mode.name[language] if mode else charge.mode,
        "states": _counts([charge]), "place": " ".join(charge.values("place")).upper(),
        "proofs": [{"proof": each, "text": each.element.text[language], "state": str(each.state),
                    "for": _grounds(each.supporting, names), "against": _grounds(each.weakening, names)}
                   for each in charge.proofs],
    }  # fmt: skip


def _grounds(grounds: tuple[Ground, ...], names: dict[int, str]) -> list[dict[str, Any]]:
    """What speaks for or against, claim by claim: whom it is about, and another actor by name."""
    return [
        {"answers": ground.answers, "told": [
            {"claim": each, "whom": names.get(each.entity), "named": names.get(each.refers or -1)}
            for each in ground.relies_on]}
        for ground in grounds
    ]  # fmt: skip


def _counts(charges: list[Charge]) -> list[tuple[str, int]]:
    return [(str(state), sum(proof.state is state for charge in charges for proof in charge.proofs)) for state in State]


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """Warrants per person across all countries, on a day: the public example, and the archive's own."""
    gate = gate_of(reader_of(request))
    day, wrong = _day(request.GET.get("on", "").strip()[:40])
    public = example()
    found = [*((each, False) for each in warrants(in_archive(gate), day)),
             *((each, True) for each in warrants(public, day))]  # fmt: skip
    by_person: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each, is_public in found:
        by_person[each.proceedings.name].append(_warrant(each, is_public))
    countries = sorted({each.proceedings.country for each, _ in found if each.proceedings.country})
    about = {"day": day, "wrong": wrong, "people": sorted(by_person.items()), "countries": countries,
             "seen": public.as_of, "contradictions": public.contradictions}  # fmt: skip
    return render(request, "site/warrants.html", about)


def _warrant(each: Warrant, is_public: bool) -> dict[str, Any]:
    event = each.event
    return {"country": each.proceedings.country, "event": event, "perhaps": each.stands is not Answer.YES,
            "public": is_public, "role": each.proceedings.role}  # fmt: skip


def _day(written: str) -> tuple[date, bool]:
    if written:
        try:
            when = When.parse(written)
            if when.earliest is not None and when.earliest == when.latest:
                return when.earliest, False
        except Refusal:
            return queries.today(), True
        return queries.today(), True
    return queries.today(), False
