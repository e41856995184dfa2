"""What a page says when it cannot be given: in words, with a reference where somebody must look into it."""

from __future__ import annotations

import sys

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from isnad import speech
from isnad.words import Broken, Refusal, Unavailable
from isnad.words.errors import IsnadError
from isnad.words.mishap import note

STATUS: dict[type[IsnadError], int] = {Refusal: 400, Broken: 500, Unavailable: 503}


class NotHere(Http404):
    """Not there, or not for this reader: one answer."""


def told(request: HttpRequest, error: IsnadError) -> HttpResponse:
    """A refusal, broken bytes or something out of reach; all but a refusal are noted under a reference."""
    status = next(number for family, number in STATUS.items() if isinstance(error, family))
    reference = None if isinstance(error, Refusal) else note(error)
    return _page(request, "refused", status, why=speech.explain(error), reference=reference)


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same for what is not there and what is not this reader's."""
    return _page(request, "not-here", 404)


def wrong_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no page of ours makes."""
    return _page(request, "wrong-request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """A form that did not come from our page, or from one that is too old."""
    return _page(request, "stale-form", 403)


def apology(request: HttpRequest) -> HttpResponse:
    """Anything nobody foresaw: where it happened is noted, what it was about is not."""
    error = sys.exc_info()[1]
    return _page(request, "apology", 500, reference=note(error) if error else None)


def _page(request: HttpRequest, what: str, status: int, **facts: object) -> HttpResponse:
    about = {"title": f"site.{what}-title", "text": f"site.{what}", **facts}
    return render(request, "site/error.html", about, status=status)
