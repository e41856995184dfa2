"""What every request passes: the language, who is asking, what goes wrong in words, and the headers of every answer.

A page is shut unless its view says ``open_to_all``; who is not signed in is sent to sign in, whatever they asked for.
Where the house wants a second factor of everybody, who has none is sent to add one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from isnad.access import factors, rules, sessions
from isnad.site import errors, languages
from isnad.speech import current_language, spoken_in
from isnad.words.errors import IsnadError

COOKIE = "isnad"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; script-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), clipboard-read=()",
    # Nothing is told to any other site. Not "no-referrer": with that, browsers hide from us where a form came from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}

Answer = Callable[[HttpRequest], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to_all(view: View) -> View:
    """Marks a view that may be asked for without signing in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def own_page(view: View) -> View:
    """Marks a view of one's own page, which one reaches also while the house asks for a factor one does not have."""
    view.own_page = True  # type: ignore[attr-defined]
    return view


def _needs_a_factor(reader: sessions.Reader) -> bool:
    return rules.value("second-factor") == "required" and not factors.kinds(reader.name)


class Door:
    """Django's middleware for all of the above."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers in the language of the address."""
        accept = request.headers.get("Accept-Language", "")
        with spoken_in(languages.of_path(request.path_info) or languages.asked_for(accept)):
            response = self._answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()  # a page elsewhere that gives itself our address is not one of ours
        except DisallowedHost:
            return errors.wrong_request(request)
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        """Finds who is asking; sends whoever is nobody to sign in."""
        named.pop("language", None)
        token = request.COOKIES.get(COOKIE)
        reader = sessions.reader(token) if token else None
        request.reader = reader  # type: ignore[attr-defined]
        if getattr(view, "open_to_all", False):
            return None
        if reader is None:
            return HttpResponseRedirect(f"/{current_language()}/enter")
        if not getattr(view, "own_page", False) and _needs_a_factor(reader):
            return HttpResponseRedirect(f"/{current_language()}/account")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A rule that said no, or bytes that do not verify, in words."""
        return errors.told(request, error) if isinstance(error, IsnadError) else None


def reader_of(request: HttpRequest) -> sessions.Reader:
    """Who is asking for a page that is not open to all."""
    reader = request.reader  # type: ignore[attr-defined]
    assert isinstance(reader, sessions.Reader)
    return reader
