"""The review desk: one thing to decide at a time, its evidence beside it, a verdict at one key and by a plain form.

* Four queues: what people said, what machines read, two that may be one, sources that say different things.
* Source, content and technical verification are told apart from the verdict (BP-11), and "not done" is a finding too.
* Nobody reviews their own: such claims are not laid before their author, and the law refuses them at the pen.
* A verdict without a reason of one's own says what was before the reviewer's eyes: the region, or words alone.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from isnad.access.sessions import Reader
from isnad.claims import actions
from isnad.claims.entries import FINDINGS, HUMAN, IMPORTED, MACHINE, VERDICTS, Verification
from isnad.claims.queries import Stated
from isnad.reading import correcting
from isnad.reading.beside import beside
from isnad.site import finding, finding_claims, regions
from isnad.site.deeds import Deed, need
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.site.finding_claims import Disagreement, Found, Merge
from isnad.speech import current_language, phrase
from isnad.words import Refusal

QUEUES = ("people", "machines", "merges", "disagreements")
PARTS = ("source", "content", "technical")
LONGEST_REASON = 2000
OURS = re.compile(r"/(ar|en)/[a-z0-9/-]{0,120}")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The four queues."""
    need(reader_of(request), Deed.REVIEW)
    return render(request, "site/desk.html", {"queues": QUEUES})


@require_safe
def queue(request: HttpRequest, name: str, after: int, sight: int = 0) -> HttpResponse:
    """The next thing of a queue behind an entry, with its evidence and the form."""
    reader = reader_of(request)
    need(reader, Deed.REVIEW)
    found = _next(reader, name, after)
    about: dict[str, Any] = {
        "queue": name,
        "after": after,
        "found": found,
        "findings": FINDINGS,
        "parts": PARTS,
        "sight": sight,
    }
    if isinstance(found.thing, Stated):
        about |= _about_claim(reader, found.thing, sight)
    elif isinstance(found.thing, Merge):
        about |= {"merge": found.thing}
    elif isinstance(found.thing, Disagreement):
        about |= _about_disagreement(reader, found.thing, sight)
    return render(request, "site/review.html", about)


def _next(reader: Reader, name: str, after: int) -> Found:
    if name == "people":
        return finding_claims.waiting_claim(reader, (HUMAN, IMPORTED), after)
    if name == "machines":
        return finding_claims.waiting_claim(reader, (MACHINE,), after)
    if name == "merges":
        return finding_claims.waiting_merge(reader, after)
    if name == "disagreements":
        return finding_claims.disagreement(reader, after)
    raise NotHere


def _about_claim(reader: Reader, claim: Stated, sight: int) -> dict[str, Any]:
    cited = [each.entry for each in claim.citations]
    return {
        "claim": claim,
        "by": finding_claims.authors([claim.entry]).get(claim.entry, ""),
        "place": regions.place_of(reader, claim, sight),
        "below": finding.claims_among(reader.gate, cited),
        "beside": beside(claim.entry) if claim.method == MACHINE else {},
    }


def _about_disagreement(reader: Reader, thing: Disagreement, sight: int) -> dict[str, Any]:
    by = finding_claims.authors(each.entry for each in thing.claims)
    placed = next((each for each in thing.claims if regions.place_of(reader, each)), thing.claims[0])
    return {
        "disagreement": thing,
        "rival": [(each, by.get(each.entry, "")) for each in thing.claims],
        "claim": placed,
        "place": regions.place_of(reader, placed, sight),
    }


@require_POST
def verdict(request: HttpRequest, number: int) -> HttpResponse:
    """A verdict on a claim or an identity; leads to the next of the queue."""
    reader = reader_of(request)
    need(reader, Deed.REVIEW)
    name = _one_of(request, "queue", QUEUES)
    if name == "merges":
        finding_claims.merge(reader, number)
    else:
        finding.claim(reader, number)
    given = _one_of(request, "verdict", VERDICTS)
    verified = Verification(*(_one_of(request, part, FINDINGS, "not-done") for part in PARTS))
    actions.review(number, given, _reason(request, reader, number), by=reader.name, verified=verified)
    return _to_queue(name, number)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Of claims that disagree about the entity ``number`` one is chosen: it is accepted and the others rejected.

    One's own are left to others: choosing one's own is refused, and one's own that lost stays for somebody else.
    """
    reader = reader_of(request)
    need(reader, Deed.REVIEW)
    numbers = [int(each) for each in request.POST.getlist("among")[:20] if each.isascii() and each.isdigit()]
    claims = [each for each in finding.claims_among(reader.gate, numbers) if each.entity == number]
    wanted = request.POST.get("chosen", "")
    if wanted not in {"none", *(str(each.entry) for each in claims)} or len({each.property for each in claims}) != 1:
        raise Refusal("review.choose-one")
    value = next((each.normal or each.value for each in claims if str(each.entry) == wanted), None)
    by = finding_claims.authors(each.entry for each in claims)
    if any(str(each.entry) == wanted and _own(each, by, reader) for each in claims):
        raise Refusal("record.own-work")
    for each in claims:
        if not _own(each, by, reader):
            given = "accepted" if (each.normal or each.value) == value else "rejected"
            actions.review(each.entry, given, _reason(request, reader, each.entry), by=reader.name)
    return _to_queue("disagreements", number)


def _own(claim: Stated, by: dict[int, str], reader: Reader) -> bool:
    return claim.method != MACHINE and by.get(claim.entry) == reader.name


@require_POST
def region(request: HttpRequest, number: int) -> HttpResponse:
    """Shows the place that a claim rests on, on the desk from which it was asked for."""
    reader = reader_of(request)
    need(reader, Deed.REVIEW)
    name, after = _one_of(request, "queue", QUEUES), request.POST.get("after", "")
    sight = regions.look(reader, finding.claim(reader, number))
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
    return HttpResponseRedirect(f"/{current_language()}/review/{name}/{start}/seen/{sight}/")


@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """States another value in the place of what a machine read (W7); leads back to the page from which it came."""
    reader = reader_of(request)
    need(reader, Deed.REVIEW)
    if finding.claim(reader, number).method != MACHINE:
        raise Refusal("review.not-a-reading")
    made = correcting.correct(number, request.POST.get("value", "").strip()[:200], by=reader.name)
    back = request.POST.get("back", "")
    return HttpResponseRedirect(back if OURS.fullmatch(back) else f"/{current_language()}/claims/{made}/")


def _one_of(request: HttpRequest, name: str, known: tuple[str, ...], otherwise: str | None = None) -> str:
    value = request.POST.get(name, otherwise or "")
    if value not in known:
        raise Refusal("review.not-a-form")
    return value


def _reason(request: HttpRequest, reader: Reader, number: int) -> str:
    """The reviewer's own reason; else what was before their eyes."""
    given = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if given:
        return given
    sight = request.POST.get("sight", "")
    if sight.isascii() and sight.isdigit() and finding.was_shown(reader, int(sight)):
        return phrase("review.reason-region", entry=int(sight))
    return phrase("review.reason-words")


def _to_queue(name: str, after: int) -> HttpResponse:
    return HttpResponseRedirect(f"/{current_language()}/review/{name}/{after}/")
