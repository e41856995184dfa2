"""A small picture of an item, when somebody asks for that one.

* Asking is a form; what it sends is first written down as an entry, then the picture is shown.
* The picture has no address of its own: it is part of one page, which shows it to one reader for ten minutes.
* Going back, hiding and reloading later give the page without it.
"""

from __future__ import annotations

import time
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from isnad.access.gate import Aspect
from isnad.custody import sights
from isnad.custody.models import Item
from isnad.site import finding, pages
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import current_language

SHOWN_FOR = 10 * 60  # seconds


@require_POST
def look(request: HttpRequest, number: int) -> HttpResponse:
    """Writes down that this reader asked, then leads to the page with the picture."""
    row = _item(request, number)
    if pages.picture(row, "thumbnail") is None:
        raise NotHere
    entry = sights.look(row.entry, "thumbnail", by=reader_of(request).name)
    return HttpResponseRedirect(f"/{current_language()}/items/{number}/looked/{entry}/")


@require_safe
def looked(request: HttpRequest, number: int, sight: int) -> HttpResponse:
    """The item's page with its small picture, grey and dim, for whoever asked and while it is fresh."""
    reader, row = reader_of(request), _item(request, number)
    asked = finding.sight(reader, row, sight)
    if time.time() - datetime.fromisoformat(asked.at).timestamp() > SHOWN_FOR:
        return HttpResponseRedirect(f"/{current_language()}/items/{number}/")
    about = pages.about_item(reader, row)
    today = finding.today()
    about |= {"picture": pages.picture(row, "thumbnail"), "today": finding.shown_today(reader, today)}
    return render(request, "site/item.html", about)


def _item(request: HttpRequest, number: int) -> Item:
    """The item, if this reader may see its picture."""
    gate = reader_of(request).gate
    row = finding.item(gate, number)
    if not finding.shows(gate, row, Aspect.PICTURES):
        raise NotHere
    return row
