"""One's own page: the purpose one works for, and one's second factors."""

from __future__ import annotations

import qrcode  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isnad import speech
from isnad.access import factors, passkeys, rules, sessions
from isnad.access.actions import current_user
from isnad.site.again import again, proved_lately
from isnad.site.door import COOKIE, own_page, reader_of
from isnad.site.signing import LONGEST, site_of
from isnad.words import Refusal


@own_page
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, for which purpose one works, and how one proves it."""
    name = reader_of(request).name
    about = {
        "factors": factors.held(name),
        "recovery": factors.recovery_left(name),
        "must": rules.value("second-factor") == "required" and not factors.kinds(name),
        "passkeys_here": site_of(request).has_passkeys,
    }
    return render(request, "site/account.html", about)


@own_page
@require_POST
def purpose(request: HttpRequest) -> HttpResponse:
    """From now on every page is asked for another purpose."""
    sessions.choose(_token(request), request.POST.get("purpose", "")[:LONGEST])
    return _back()


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately("factors")
def codes(request: HttpRequest) -> HttpResponse:
    """A key for one-time codes, as a picture and in letters; it counts once a first code of it was given."""
    name, token = reader_of(request).name, _token(request)
    why, key = None, factors.new_key()
    if request.method == "POST":
        kept = sessions.task(token)
        try:
            key = bytes.fromhex(kept) if len(kept) == 2 * len(key) else key
            factors.add_codes(name, key, request.POST.get("code", "")[:LONGEST])
            return _back()
        except Refusal as refusal:
            why = speech.explain(refusal)
        except ValueError:  # what was kept was the question to a passkey: another page was opened meanwhile
            return _back()
    sessions.set_task(token, key.hex())
    address = factors.address(name, key)
    about = {"letters": factors.key_in_letters(key), "address": address, "qr": qr(address), "why": why}
    return render(request, "site/codes.html", about, status=200 if why is None else 403)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately("factors")
def passkey(request: HttpRequest) -> HttpResponse:
    """Asks the browser for a passkey, and keeps the one it makes."""
    name, token, site = reader_of(request).name, _token(request), site_of(request)
    user, why = current_user(name), None
    assert user is not None
    if request.method == "POST":
        try:
            answer, told = request.POST.get("answer", "")[: passkeys.LONGEST], request.POST.get("told", "")
            passkeys.add(name, told, site, sessions.task(token), answer)
            return _back()
        except Refusal as refusal:
            why = speech.explain(refusal)
    question = None
    if site.has_passkeys:
        question, kept = passkeys.ask_to_add(name, user.entry, site)
        sessions.set_task(token, kept)
    return render(request, "site/passkey.html", {"question": question, "why": why}, status=200 if not why else 403)


@own_page
@require_POST
@proved_lately("factors")
def recovery(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, shown on this page alone."""
    name = reader_of(request).name
    if not factors.kinds(name):
        return _back()
    return render(request, "site/recovery.html", {"codes": factors.add_recovery(name)})


@own_page
@require_POST
@proved_lately("factors")
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Forgets one of one's own factors."""
    factors.drop(reader_of(request).name, number)
    return _back()


def qr(text: str) -> dict[str, object]:
    """A QR code as the path of a drawing, in modules, and how many modules wide it is with its quiet edge."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    drawn = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": drawn, "width": len(rows)}


def _token(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"/{speech.current_language()}/account")


ADDRESSES = [
    path("account", account, name="account"),
    path("account/purpose", purpose, name="purpose"),
    path("account/codes", codes, name="codes"),
    path("account/passkey", passkey, name="passkey"),
    path("account/recovery", recovery, name="recovery"),
    path("account/drop/<int:number>", drop, name="drop"),
    path("again", again, name="again"),
]
