"""What of an item's picture somebody asks for: the lines of writing, a small picture, or the whole.

* Asking is a form; what it sends is first written down as an entry, then the picture is shown.
* The needed part first (VT-3): the lines that claims rest on are one act, a small picture another, the whole a third,
  which asks anew who one is.
* Lines and small picture have no address of their own: they are part of one page, which shows them to one reader for
  ten minutes. The whole has one, which answers that reader alone, for the same ten minutes.
* Going back, hiding and reloading later give the page without it. No original is ever sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from isnad.access.gate import Aspect
from isnad.access.sessions import Reader
from isnad.claims.queries import Stated
from isnad.custody import sights
from isnad.custody.models import Item
from isnad.reading import crops
from isnad.reading.correcting import NUMBERS
from isnad.site import finding, pages, regions
from isnad.site.again import proved_lately
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import current_language
from isnad.words import Json, Region

LINES, SMALL, WHOLE = "region", "thumbnail", "whole"
MOST_LINES = 8


@require_POST
def look(request: HttpRequest, number: int) -> HttpResponse:
    """Writes down that this reader asked for the lines or the small picture, then leads to the page with it."""
    row, form = _item(request, number), request.POST.get("form", SMALL)
    reader = reader_of(request)
    there = pages.picture(row, SMALL) if form == SMALL else lines_on(reader, row) if form == LINES else None
    if not there:
        raise NotHere
    entry = sights.look(row.entry, form, by=reader.name)
    return HttpResponseRedirect(f"/{current_language()}/items/{number}/looked/{entry}/")


@require_safe
def looked(request: HttpRequest, number: int, sight: int) -> HttpResponse:
    """The item's page with what was asked for, grey and dim, for whoever asked and while it is fresh."""
    reader, row = reader_of(request), _item(request, number)
    if not regions.fresh(finding.sight(reader, row, sight).at):
        return HttpResponseRedirect(f"/{current_language()}/items/{number}/")
    about = pages.about_item(reader, row) | _shown(reader, row, sights.form_of(sight))
    return render(request, "site/item.html", about)


def _shown(reader: Reader, row: Item, form: str) -> dict[str, Any]:
    today = {"today": finding.shown_today(reader, finding.today())}
    if form == LINES:
        lines = crops.cut_out(row, lines_on(reader, row))
        return {"picture": regions.as_address(lines), "are_lines": True, **today}
    return {"picture": pages.picture(row, SMALL), **today}


@require_POST
@proved_lately("opening")
def open_whole(request: HttpRequest, number: int) -> HttpResponse:
    """Writes down that this reader opened the whole picture, then leads to the page in which it is looked into."""
    row = _item(request, number)
    if row.width is None:
        raise NotHere
    entry = sights.look(row.entry, WHOLE, by=reader_of(request).name)
    return HttpResponseRedirect(f"/{current_language()}/items/{number}/opened/{entry}/")


@require_safe
def opened(request: HttpRequest, number: int, sight: int) -> HttpResponse:
    """The page in which the whole picture is looked into: enlarged, turned, in colour at a key, hidden at one."""
    row = _item(request, number)
    if not _is_open(request, row, sight):
        return HttpResponseRedirect(f"/{current_language()}/items/{number}/")
    about = {"item": row, "sight": sight, "today": finding.shown_today(reader_of(request), finding.today())}
    return render(request, "site/opened.html", about)


@require_safe
def whole(request: HttpRequest, number: int, sight: int) -> HttpResponse:
    """The whole picture, encoded anew, for whoever opened it and while it is fresh."""
    row = _item(request, number)
    data = crops.whole(row) if _is_open(request, row, sight) else None
    if data is None:
        raise NotHere
    return HttpResponse(data, content_type="image/jpeg")


def _is_open(request: HttpRequest, row: Item, sight: int) -> bool:
    seen = finding.sight(reader_of(request), row, sight)
    return regions.fresh(seen.at) and sights.form_of(sight) == WHOLE


def lines_on(reader: Reader, row: Item) -> list[Json]:
    """The lines of writing on an item that this reader's claims rest on, each once."""
    found: dict[Region, Stated] = {}
    for claim in finding.claims_citing(reader.gate, row.entry):
        if claim.property in NUMBERS and claim.standing.holds:
            for region in _regions(claim, row.entry):
                found.setdefault(region, claim)
    return [regions.line_of(claim, region) for region, claim in list(found.items())[:MOST_LINES]]


def _regions(claim: Stated, item: int) -> Sequence[Region]:
    cited = (each for each in claim.citations if each.entry == item)
    return [each.selector for each in cited if isinstance(each.selector, Region)]


def _item(request: HttpRequest, number: int) -> Item:
    """The item, if this reader may see its picture."""
    gate = reader_of(request).gate
    row = finding.item(gate, number)
    if not finding.shows(gate, row, Aspect.PICTURES):
        raise NotHere
    return row
