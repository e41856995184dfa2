"""The transcription station: one card, its lines laid straight, fields for its numbers, Enter, the next.

* Nothing else of a photograph is sent, and what the machine read is not on the page (blind double entry, a rule of
  the house); what was before the typist's eyes is recorded with their answer.
* Every step is a plain form; scripts add keys. The next cards are cut out while this one is typed.
* One may stop at any time; after a limit, and at the end, the page has words and no picture (VT-8).
* "I may know this person" closes the card for whoever says so, and goes to another; the liaison is told (VT-11).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isnad import speech
from isnad.access import rules
from isnad.access.sessions import Reader
from isnad.custody import sights
from isnad.custody.models import Item
from isnad.reading import answering, crops, shifts, station
from isnad.reading.answering import Answered
from isnad.reading.correcting import NUMBERS
from isnad.reading.models import Task
from isnad.reading.typed import CANNOT_TELL, FLAGGED, MAY_KNOW, NO, TYPED, YES
from isnad.site import finding, regions
from isnad.site.deeds import Deed, need
from isnad.site.door import reader_of
from isnad.speech import current_language
from isnad.words import Digest, Refusal

OUTCOMES = (TYPED, CANNOT_TELL, FLAGGED, MAY_KNOW)
AHEAD = 2  # cards that are cut out while one is typed
LONGEST = 40  # characters of a number
_ahead = ThreadPoolExecutor(1, "cards-ahead")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the station is, one's own day, and where to begin. Words alone."""
    reader = reader_of(request)
    need(reader, Deed.TYPE)
    day = shifts.of(reader.name, finding.today(), station.now())
    about = {"day": day, "waiting": station.waiting(reader.name), "blind": _is_blind()}
    return render(request, "site/station.html", about)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Lends the first card."""
    reader = reader_of(request)
    need(reader, Deed.TYPE)
    if shifts.of(reader.name, finding.today(), station.now()).over:
        return _to_start()
    for task, item in station.following(reader.name, reader.gate):
        if station.lend(task, reader.name):
            return _to_card(reader, sights.look(item.entry, answering.FORM, by=reader.name))
    return _to_start()


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, sight: int) -> HttpResponse:
    """A card that is lent to this person, and what they answer for it."""
    reader = reader_of(request)
    need(reader, Deed.TYPE)
    item, task = _card(reader, sight)
    if task is None:
        return _to_start()
    if request.method != "POST":
        return render(request, "site/card.html", _about(reader, item, task, sight))
    try:
        return _answer(reader, item, task, _given(request))
    except Refusal as refusal:
        why = {"why": speech.explain(refusal), "typed": request.POST}
        return render(request, "site/card.html", _about(reader, item, task, sight) | why, status=400)


def _card(reader: Reader, sight: int) -> tuple[Item, Task | None]:
    """The item that was shown under this entry, and its card where it is lent to this reader."""
    seen = finding.own_sight(reader, sight)
    item = finding.item(reader.gate, seen.item)
    task = station.lent_to(reader.name, item.entry) if regions.fresh(seen.at) else None
    return item, task


def _about(reader: Reader, item: Item, task: Task, sight: int) -> dict[str, Any]:
    lines = orjson.loads(task.lines)
    first = [name for name in orjson.loads(task.fields) if name in NUMBERS]
    fields = [*first, *(name for name in NUMBERS if name not in first)]
    _prepare(reader, item.entry)
    return {
        "item": item,
        "sight": sight,
        "lines": regions.as_address(crops.cut_out(item, lines)),
        "fields": fields,
        "day": shifts.of(reader.name, finding.today(), station.now()),
        "machine": [] if _is_blind() else finding.read_on(reader.gate, item.entry),
        "last": station.latest(reader.name),
    }


def _prepare(reader: Reader, besides: int) -> None:
    """Has the next cards cut out meanwhile, so that they are there when this one is answered."""
    coming = list(islice(station.following(reader.name, reader.gate, (besides,)), AHEAD))
    for task, item in coming:
        lines = orjson.loads(task.lines)
        if not crops.is_kept(Digest(bytes(item.payload)), lines):
            _ahead.submit(crops.cut_out, item, lines)


def _answer(reader: Reader, item: Item, task: Task, given: Answered) -> HttpResponse:
    """Says the answer and lends the next card, in one transaction of the record."""
    now, today, shown_at = station.now(), finding.today(), task.taken_at
    over = shifts.of(reader.name, today, now).over
    coming = None if over or given.outcome == MAY_KNOW else _next(reader, item.entry)
    seen = answering.answer(task, item, given, by=reader.name, following=coming)
    shifts.answered(reader.name, today, shown_at, now, typed=given.outcome in (TYPED, CANNOT_TELL))
    if given.outcome == MAY_KNOW:
        return HttpResponseRedirect(f"/{current_language()}/station/closed/")
    return _to_start() if seen is None else _to_card(reader, seen)


def _next(reader: Reader, besides: int) -> Item | None:
    for task, item in station.following(reader.name, reader.gate, (besides,)):
        if station.lend(task, reader.name):
            return item
    return None


def _given(request: HttpRequest) -> Answered:
    outcome = request.POST.get("outcome", TYPED)
    if outcome not in OUTCOMES:
        raise Refusal("station.not-an-answer")
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in NUMBERS}
    return Answered(outcome, typed, request.POST.get("note", ""), NO if _is_blind() else YES)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes the last answer back and shows its card again."""
    reader = reader_of(request)
    need(reader, Deed.TYPE)
    task = answering.take_back(by=reader.name)
    if task is None:
        return _to_start()
    shifts.taken_back(reader.name, finding.today(), station.now())
    station.give_back(reader.name)
    item = finding.item(reader.gate, task.item)
    if not station.lend(task, reader.name):
        return _to_start()
    return _to_card(reader, sights.look(item.entry, answering.FORM, by=reader.name))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Gives the card back and ends on words."""
    reader = reader_of(request)
    need(reader, Deed.TYPE)
    station.give_back(reader.name)
    return _to_start()


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """After "I may know this person": no picture, and what happens now."""
    need(reader_of(request), Deed.TYPE)
    return render(request, "site/closed.html")


@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """For the liaison: in which items somebody may know a person."""
    reader = reader_of(request)
    need(reader, Deed.LIAISE)
    rows, hidden = station.may_be_known(reader.gate)
    return render(request, "site/known.html", {"rows": rows, "hidden": hidden})


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """For whoever coordinates: who reached which limit today, and nothing of what they saw."""
    need(reader_of(request), Deed.COORDINATE)
    return render(request, "site/limits.html", {"rows": shifts.limits(finding.today())})


def _is_blind() -> bool:
    return rules.value("blind-entry") == "on"


def _to_card(reader: Reader, sight: int) -> HttpResponse:
    shifts.saw(reader.name, finding.today(), station.now())
    return HttpResponseRedirect(f"/{current_language()}/station/{sight}/")


def _to_start() -> HttpResponse:
    return HttpResponseRedirect(f"/{current_language()}/station/")
