"""Remains: a page of small blurred tiles around the enlarged numbers, and the verbs for one or many of them.

* Numbers first, in words; each photograph is 24 × 18 pixels. The lines of writing are shown for all tiles at once when
  somebody asks, and that they were seen is written down for each.
* What a machine brought together stays *proposed* until a person accepts it; a photograph that bears another number
  than its remains is marked.
* Every verb is a plain form over ticked tiles; the last act of each person is taken back by one button.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from isnad.access.gate import Aspect
from isnad.access.sessions import Reader
from isnad.custody.sights import Seen
from isnad.reading import crops
from isnad.record.pen import say
from isnad.remains import arranging, why
from isnad.remains.arranging import ACCEPT, MERGE, MOVE, REFUSE, SPLIT, Done, Membership
from isnad.site import finding, finding_remains, pages, regions
from isnad.site.deeds import Deed, may, need
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.site.finding_remains import Body, Tile
from isnad.speech import current_language, phrase
from isnad.words import Refusal, Region

VERBS = (ACCEPT, REFUSE, MOVE, SPLIT, MERGE)
MOST_SHOWN = 24  # tiles whose lines are shown at once
LONGEST_REASON = 500


@require_safe
def listed(request: HttpRequest, after: int = 0) -> HttpResponse:
    """Remains, a page at a time."""
    reader = reader_of(request)
    need(reader, Deed.READ)
    bodies, more_after = finding_remains.listed(reader, after)
    about = {"bodies": [_told(each) for each in bodies], "more_after": more_after, "after": after}
    return render(request, "site/remains.html", about)


def _told(body: Body) -> dict[str, Any]:
    return {"body": body, "blur": next((pages.picture(tile.item, "blur") for tile in body.tiles), None)}


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One remains with its photographs."""
    reader = reader_of(request)
    need(reader, Deed.READ)
    body = finding_remains.body(reader, number)
    if body.entry != number:
        return HttpResponseRedirect(_address(body.entry))
    return render(request, "site/body.html", _about(reader, body))


def _about(reader: Reader, body: Body) -> dict[str, Any]:
    told = why.reasons(tile.membership.claim.entry for tile in body.tiles if tile.membership.claim.reader)
    since = (datetime.now(UTC) - timedelta(seconds=regions.SHOWN_FOR)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    seen = finding_remains.freshly_seen(reader, [tile.item.entry for tile in body.tiles], since)
    tiles = [
        {
            "tile": tile,
            "blur": pages.picture(tile.item, "blur"),
            "lines": _lines(tile) if tile.item.entry in seen else None,
            "reasons": told.get(tile.membership.claim.entry, ()),
        }
        for tile in body.tiles
    ]
    arranges = may(reader, Deed.ARRANGE)
    return {
        "body": body,
        "tiles": tiles,
        "may_look": any(_place(tile) and _sees(reader, tile) for tile in body.tiles),
        "latest": arranging.latest(reader.name) if arranges else None,
    }


def _place(tile: Tile) -> list[tuple[Region, Any]]:
    """Where on the photograph the numbers stand that are shown with it."""
    return [
        (cited.selector, claim)
        for claim in tile.numbers
        for cited in claim.citations
        if cited.entry == tile.item.entry and isinstance(cited.selector, Region)
    ]


def _lines(tile: Tile) -> str | None:
    places = {region: regions.line_of(claim, region) for region, claim in _place(tile)}
    lines = [line for line in places.values() if line is not None]
    return regions.as_address(crops.cut_out(tile.item, lines)) if lines else None


def _sees(reader: Reader, tile: Tile) -> bool:
    return finding.shows(reader.gate, tile.item, Aspect.PICTURES)


@require_POST
def look(request: HttpRequest, number: int) -> HttpResponse:
    """Shows the lines of writing of the first tiles that have some, for ten minutes."""
    reader = reader_of(request)
    need(reader, Deed.READ)
    body = finding_remains.body(reader, number)
    items = [tile.item.entry for tile in body.tiles if _place(tile) and _sees(reader, tile)][:MOST_SHOWN]
    if not items:
        raise NotHere
    say([Seen(each, regions.FORM) for each in items], by=reader.name)
    return HttpResponseRedirect(_address(body.entry))


@require_POST
def arrange(request: HttpRequest, number: int) -> HttpResponse:
    """One verb over the tiles that are ticked."""
    reader = reader_of(request)
    need(reader, Deed.ARRANGE)
    body = finding_remains.body(reader, number)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Refusal("arranging.not-an-act")
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON] or phrase(f"arranging.reason-{verb}")
    done = _do(verb, body, _chosen(request, body), _other(request, reader, verb), reason, reader.name)
    return HttpResponseRedirect(_address(done.other if verb == SPLIT and done.other else body.entry))


def _chosen(request: HttpRequest, body: Body) -> list[Membership]:
    wanted = set(request.POST.getlist("item")[: arranging.MOST_AT_ONCE + 1])
    return [tile.membership for tile in body.tiles if str(tile.item.entry) in wanted]


def _other(request: HttpRequest, reader: Reader, verb: str) -> int:
    """The remains to which something is moved, or with which this is one: one that this reader may see."""
    if verb not in (MOVE, MERGE):
        return 0
    text = request.POST.get("other", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refusal("arranging.no-such-remains")
    return finding_remains.body(reader, int(text)).entry


def _do(verb: str, body: Body, chosen: list[Membership], other: int, reason: str, by: str) -> Done:
    if verb == MERGE:
        return arranging.merge(body.entry, other, reason, by=by)
    if verb == MOVE:
        return arranging.move(body.entry, chosen, other, reason, by=by)
    if verb == SPLIT:
        return arranging.split(body.entry, chosen, reason, by=by)
    return arranging.judge(body.entry, chosen, verb, reason, by=by)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes this person's last act back."""
    reader = reader_of(request)
    need(reader, Deed.ARRANGE)
    act = arranging.take_back(by=reader.name)
    return HttpResponseRedirect(_address(act.remains) if act else f"/{current_language()}/remains/")


def _address(number: int) -> str:
    return f"/{current_language()}/remains/{number}/"
