"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from isnad import speech
from isnad.access import sessions
from isnad.access.actions import prove
from isnad.site.door import COOKIE, open_to_all
from isnad.words import Refusal

LONGEST = 1000  # characters of a name or passphrase


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The form, and what it sends. A wrong name and a wrong passphrase are one answer."""
    if request.method != "POST":
        return render(request, "site/enter.html")
    name, passphrase = (request.POST.get(field, "")[:LONGEST] for field in ("name", "passphrase"))
    try:
        user = prove(name, passphrase)
    except Refusal as refusal:
        return render(request, "site/enter.html", {"why": speech.explain(refusal)}, status=403)
    forget(request)
    response = HttpResponseRedirect(f"/{speech.current_language()}/")
    response.set_cookie(
        COOKIE, sessions.begin(user), httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@open_to_all
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out, and asks the browser to forget what it kept of this site."""
    forget(request)
    response = HttpResponseRedirect(f"/{speech.current_language()}/enter")
    response.delete_cookie(COOKIE, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def forget(request: HttpRequest) -> None:
    """Ends the session that this browser has."""
    if token := request.COOKIES.get(COOKIE):
        sessions.end(token)
