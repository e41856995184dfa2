"""Signing in and out: name and passphrase, then the second factor of whoever has one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from isnad import speech
from isnad.access import factors, passkeys, sessions
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
    waits = bool(factors.kinds(user.name))
    return _signed_in(sessions.begin(user, waits=waits), "factor" if waits else "")


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """The second factor of whoever has just given name and passphrase. Until it is right, nobody is signed in."""
    token = request.COOKIES.get(COOKIE, "")
    name = sessions.waiting(token)
    if name is None:
        return HttpResponseRedirect(f"/{speech.current_language()}/enter")
    if request.method != "POST":
        return render(request, "site/factor.html", asked(request, token, name))
    try:
        check_factor(request, token, name)
        return _signed_in(sessions.admit(token), "")
    except Refusal as refusal:
        about = asked(request, token, name)
        return render(request, "site/factor.html", {**about, "why": speech.explain(refusal)}, status=403)


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


def site_of(request: HttpRequest) -> passkeys.Site:
    """The host and origin under which the browser reached us: one that we answer to."""
    host = request.get_host()
    return passkeys.Site(host.rsplit(":", 1)[0] if not host.endswith("]") else host, f"{request.scheme}://{host}")


def asked(request: HttpRequest, token: str, name: str) -> dict[str, Any]:
    """What a page that asks for a factor shows; the question to a passkey is kept until it is answered."""
    site = site_of(request)
    question = passkeys.ask(name, site) if site.has_passkeys else None
    if question is not None:
        sessions.set_task(token, question[1])
    kinds = factors.kinds(name)
    return {
        "asks_code": bool(set(kinds) - {factors.PASSKEY}),
        "elsewhere": factors.PASSKEY in kinds and question is None,
        "question": None if question is None else question[0],
    }


def check_factor(request: HttpRequest, token: str, name: str) -> str:
    """Which kind of factor the form gave; refused where it is wrong."""
    if answer := request.POST.get("answer", ""):
        return passkeys.check(name, site_of(request), sessions.task(token), answer)
    return factors.check(name, request.POST.get("code", "")[:LONGEST])


def _signed_in(token: str, page: str) -> HttpResponse:
    response = HttpResponseRedirect(f"/{speech.current_language()}/{page}")
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE)
    return response
