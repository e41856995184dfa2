"""Candidates side by side, the blind review, a family's timeline: for those who trace, and for nobody else.

* Only who may read restricted claims for tracing is here at all; a purpose of justice sees none of it.
* Both sides stand next to each other in words. A picture is a page of its own, and shows what is needed first (VT-).
* What speaks against a pair stands before the form; whoever decides ticks that they have seen it.
* What a verdict says is on no page while the review is under way, not even on its author's.
* The device is marked by a random cookie, so that two names on one browser are on record.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from isnad.access.gate import TRACING, Aspect
from isnad.access.sessions import Reader
from isnad.families import candidates_queries as candidates
from isnad.families import candidates_showing as showing
from isnad.families import devices, identifications
from isnad.families import identifications_queries as decisions
from isnad.families import queries as inquiries
from isnad.families.candidates_queries import Pair
from isnad.families.deciding_parts import BASES, CERTAINTIES, Outcome
from isnad.families.identifications import Judgement
from isnad.families.queries import Asked
from isnad.families.telling_entries import IMAGES, MEANS, OUTCOMES
from isnad.families.telling_queries import corrections_owed, tellings
from isnad.families.timeline import timeline
from isnad.site import finding, telling_pages
from isnad.site.deeds import Deed, need
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import current_language
from isnad.words import Citation, Label, Refusal

DEVICE = "isnad-device"
A_YEAR = 365 * 86_400
MOST_LISTED = 30
MOST_CITED = 40
LONGEST = 4_000
_NUMBERS = re.compile(r"[0-9٠-٩]{1,15}")


@require_safe
def listed(request: HttpRequest, state: str = "") -> HttpResponse:
    """Candidates by state: those under review first, then the likeliest."""
    _tracer(request)
    if state and state not in set(Outcome):
        raise NotHere
    every = candidates.every()
    counts = {each: sum(pair.outcome is each for pair in every) for each in Outcome}
    shown = [pair for pair in every if not state or pair.outcome == state][:MOST_LISTED]
    about = {
        "pairs": [(pair, showing.state(pair), len(decisions.contradictions(pair))) for pair in shown],
        "counts": counts,
        "state": state,
        "more": sum(counts.values() if not state else [counts[Outcome(state)]]) - len(shown),
    }
    return render(request, "site/candidates.html", about)


@require_safe
def candidate(request: HttpRequest, number: int) -> HttpResponse:
    """One candidate: both sides, the reasons, how many would agree by chance, and the form of a verdict."""
    reader = _tracer(request)
    pair = _pair(number)
    asked = Asked(Label.RESTRICTED, TRACING)
    against = decisions.contradictions(pair)
    mine = any(row.by == reader.name for row in candidates.counting([number]).get(number, []))
    about: dict[str, Any] = {
        "pair": pair,
        "state": showing.state(pair),
        "reasons": showing.sentences(pair.reasons, asked),
        "against": showing.sentences(against, asked),
        "codes": list(dict.fromkeys(each.code for each in against)),
        "lines": _through(reader, showing.sides(pair, asked)),
        "chance": showing.chance(pair, showing.how_many([pair])[pair.kind]) if pair.method == "machine" else "",
        "verdicts": decisions.verdicts(pair),
        "one_device": decisions.one_device(pair),
        "waits_for_me": pair.open and not mine and not (pair.method == "human" and pair.by == reader.name),
        "mine": mine,
        "certainties": CERTAINTIES,
        "bases": BASES,
        "sought": decisions.is_sought(pair.person),
    }
    response = render(request, "site/candidate.html", about)
    if DEVICE not in request.COOKIES:
        response.set_cookie(
            DEVICE, secrets.token_hex(16), max_age=A_YEAR, httponly=True, samesite="Strict", secure=request.is_secure()
        )
    return response


@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """A verdict on a candidate; leads back to it."""
    reader = _tracer(request)
    _pair(number)
    sent = request.POST
    cited = [int(each) for each in _NUMBERS.findall(sent.get("cite", "")[:2_000])][:MOST_CITED]
    readable = {each.entry for each in finding.claims_among(reader.gate, cited)}
    readable |= set(finding.items_among(reader.gate, cited))
    if stray := [each for each in cited if each not in readable]:
        raise Refusal("candidates.not-cited", entry=stray[0])
    judgement = Judgement(
        sent.get("certainty", ""), tuple(sent.getlist("basis")[: len(BASES)]), sent.get("reason", "")[:LONGEST].strip(),
        tuple(Citation(each) for each in dict.fromkeys(cited)),
    )  # fmt: skip
    seen = sent.getlist("shown")[:40] if sent.get("seen") else []
    token = request.COOKIES.get(DEVICE, "")
    device = devices.mark(f"browser {token}") if re.fullmatch(r"[0-9a-f]{32}", token) else None
    identifications.review(number, judgement, by=reader.name, shown=seen, device=device)
    return HttpResponseRedirect(f"/{current_language()}/candidates/{number}/")


@require_POST
def step_back(request: HttpRequest, number: int) -> HttpResponse:
    """One step back from the decision of a candidate; leads back to it."""
    reader = _tracer(request)
    pair = _pair(number)
    if pair.decision is None:
        raise NotHere
    identifications.step_back(pair.decision.entry, request.POST.get("reason", "")[:LONGEST].strip(), by=reader.name)
    return HttpResponseRedirect(f"/{current_language()}/candidates/{number}/")


@require_safe
def family(request: HttpRequest, number: int) -> HttpResponse:
    """What happened around one inquiry, in order, and what is owed to who asks."""
    reader = _tracer(request)
    try:
        row = inquiries.asking_of(number)
    except Refusal as refusal:
        raise NotHere from refusal
    members, conversations = decisions.members_of(row.person), tellings([row.entry])
    about = {
        "inquiry": row.inquiry,
        "missing": members[0],
        "events": timeline(number),
        "liaison": inquiries.liaison_of(row),
        "owed": corrections_owed([row.entry]),
        "tellings": conversations,
        "waiting": [each for each in conversations if each.outcome is None],
        "choices": telling_pages.choices(row) if telling_pages.speaks(reader, row) else [],
        "outcomes": OUTCOMES,
        "means": MEANS,
        "images": IMAGES,
        "pairs": [(pair, showing.state(pair)) for pair in candidates.of_person(members)],
    }
    return render(request, "site/family.html", about)


def _tracer(request: HttpRequest) -> Reader:
    """Who is asking, where they may read for tracing what families told; for everybody else there is nothing here."""
    reader = reader_of(request)
    need(reader, Deed.REVIEW)
    if reader.purpose != TRACING or not reader.gate.opens(Aspect.CLAIMS, Label.RESTRICTED):
        raise NotHere
    return reader


def _pair(number: int) -> Pair:
    try:
        return candidates.pair(number)
    except Refusal as refusal:
        raise NotHere from refusal


def _through(reader: Reader, lines: list[showing.Line]) -> list[showing.Line]:
    """What of both sides passes this reader's gate."""
    numbers = {claim for line in lines for _, claim in (*line.told, *line.borne)}
    passed = {each.entry for each in finding.claims_among(reader.gate, numbers)}
    kept = [
        showing.Line(
            line.label, line.other_label, tuple(each for each in line.told if each[1] in passed),
            tuple(each for each in line.borne if each[1] in passed),
        )
        for line in lines
    ]  # fmt: skip
    return [line for line in kept if line.told or line.borne]
