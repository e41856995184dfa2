"""Before a grave act (opening an original, erasing, packing, changing one's own factors) one proves again who one is.

Mark the view: ``@proved_lately("packing")``, under the decorators that name its methods. Whoever proved who they are
within the last ten minutes goes on; anybody else is asked for their factor first, or for their passphrase where they
have none. That they proved it, for what and by what is an entry in their name, which the auditor is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from isnad import speech
from isnad.access import factors, sessions
from isnad.access.actions import prove
from isnad.access.entries import ProvedAgain
from isnad.record.pen import say
from isnad.site.door import COOKIE, own_page, reader_of
from isnad.site.errors import NotHere
from isnad.site.signing import LONGEST, asked, check_factor
from isnad.words import Refusal

ACTS = ("opening", "erasing", "packing", "factors")
_OURS = re.compile(r"/(ar|en)/[a-z0-9/-]*")

View = TypeVar("View", bound=Callable[..., HttpResponse])


def proved_lately(act: str) -> Callable[[View], View]:
    """Lets only those through who proved within the last ten minutes who they are; asks the others, then returns."""
    assert act in ACTS, act

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if reader_of(request).fresh:
                return view(request, *arguments, **named)
            back = request.path if request.method == "GET" else urlsplit(request.headers.get("Referer", "")).path
            question = urlencode({"act": act, "to": back})
            return HttpResponseRedirect(f"/{speech.current_language()}/again?{question}")

        guarded.proved_lately = act  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Asks for the factor again, says so in the ledger, and leads back to the page of the act."""
    told = request.POST if request.method == "POST" else request.GET
    act, to = told.get("act", ""), told.get("to", "")
    if act not in ACTS:
        raise NotHere
    token, reader = request.COOKIES.get(COOKIE, ""), reader_of(request)
    why = None
    if request.method == "POST":
        try:
            factor = _check(request, token, reader.name)
        except Refusal as refusal:
            why = speech.explain(refusal)
        else:
            say([ProvedAgain(act, factor)], by=reader.name)
            sessions.prove_again(token)
            return HttpResponseRedirect(to if _OURS.fullmatch(to) else f"/{speech.current_language()}/")
    has = bool(factors.kinds(reader.name))
    about = {"act": act, "to": to, "has_factor": has, "why": why, **asked(request, token, reader.name)}
    return render(request, "site/again.html", about, status=200 if why is None else 403)


def _check(request: HttpRequest, token: str, name: str) -> str:
    if factors.kinds(name):
        return check_factor(request, token, name)
    prove(name, request.POST.get("passphrase", "")[:LONGEST])
    return "passphrase"
