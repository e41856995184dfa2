"""The door as an ASGI application: addresses, the headers of every answer, and what goes wrong in words.

* Pages that are the same for everybody are made once and sent from memory.
* Every answer forbids keeping, framing, other sites' scripts and telling other sites where somebody came from.
* The way out ends the sitting first and then leads to a page that has nothing to do with us.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from isnad.door import asking, inside
from isnad.door.door import Door
from isnad.door.look import still
from isnad.door.questions import LARGEST_PHOTOGRAPH, PHOTOGRAPHS
from isnad.door.web import COOKIE, FORM_LIMIT, Answer, Receive, Request, Scope, Send, request_of
from isnad.words.errors import IsnadError, Unavailable
from isnad.words.mishap import note

View = Callable[[Door, Request, str], Awaitable[Answer]]

STILL = {
    "": "front",
    "before": "before",
    "aloud": "aloud",
    "honest": "honest",
    "report": "report",
    "reported": "reported",
    "person": "person",
    "paper": "paper",
    "over": "over",
    "enter": "enter",
    "sent": "sent",
}
FILES = {"/look.css": "text/css; charset=utf-8", "/leave.js": "text/javascript; charset=utf-8"}
POSTS: dict[str, View] = {"before": asking.begin, "enter": inside.enter, "report": inside.report}
WITH_SITTING: dict[str, View] = {
    "status": inside.status,
    **{f"ask/{name}": partial(asking.ask, name=name) for name in asking.ORDER},
    **{name: partial(inside.act, name=name) for name in inside.PAGES},
}
WITH_PHOTOGRAPHS = ("ask/check", "add")
PHOTOGRAPHS_LIMIT = PHOTOGRAPHS * LARGEST_PHOTOGRAPH + FORM_LIMIT
STATUSES = {"door.too-large": 413, "door.come-again": 503, "door.no-room": 503}
NOTHING = {"/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"}


class Application:
    """What granian calls."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._made: dict[tuple[str, str], bytes] = {}
        self._headers = _headers(door)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return
        answer = await self._answer(scope, receive)
        await send({"type": "http.response.start", "status": answer.status, "headers": self._headers_of(answer)})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        found = self._door.voice.of_path(scope["path"])
        language = found[0] if found else self._door.voice.languages[0]
        try:
            if scope["method"] in ("GET", "HEAD") and found and found[1] in STILL:
                return Answer(self._still(*found))
            if found and found[1] in WITH_PHOTOGRAPHS and scope["method"] == "POST":
                async with self._door.uploads:
                    return await self._view(await request_of(scope, receive, PHOTOGRAPHS_LIMIT), found)
            return await self._view(await request_of(scope, receive, FORM_LIMIT), found)
        except IsnadError as error:
            status = STATUSES.get(error.code, 503 if isinstance(error, Unavailable) else 400)
            return self._trouble(language, error.code.partition(".")[2], status)
        except Exception as error:  # noqa: BLE001  the one place where anything else becomes an apology
            return self._trouble(language, "apology", 500, reference=note(error))

    async def _view(self, request: Request, found: tuple[str, str] | None) -> Answer:
        if request.path == "/":
            return Answer.to(f"/{self._door.voice.asked_for(request.headers.get('accept-language', ''))}/")
        if request.path == "/leave":
            self._door.forget(request.cookie)
            return Answer.to(self._door.prepared.way_out, cookie="")
        if found is None or request.method not in ("GET", "HEAD", "POST"):
            return self._file(request)
        language, place = found
        if request.method == "POST" and request.is_from_elsewhere:
            return Answer.to(f"/{language}/")
        view = POSTS.get(place) if request.method == "POST" and place in POSTS else WITH_SITTING.get(place)
        return await view(self._door, request, language) if view else self._trouble(language, "no-such-page", 404)

    def _file(self, request: Request) -> Answer:
        if (kind := FILES.get(request.path)) is not None:
            return Answer(still(request.path.removeprefix("/")), kind=kind)
        if request.path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /\n", kind="text/plain")
        if request.path in NOTHING:
            return Answer(status=204)
        return self._trouble(self._door.voice.languages[0], "no-such-page", 404)

    def _still(self, language: str, place: str) -> bytes:
        if (language, place) not in self._made:
            shown = {"rows": asking.paper_rows(self._door, language)} if place == "paper" else {}
            self._made[language, place] = self._door.look.page(language, place, STILL[place], **shown)
        return self._made[language, place]

    def _trouble(self, language: str, name: str, status: int, **facts: object) -> Answer:
        said = self._door.voice.say(language, name, **facts)
        return Answer(self._door.look.page(language, "", "trouble", said=said), status)

    def _headers_of(self, answer: Answer) -> list[tuple[bytes, bytes]]:
        headers = [*self._headers, (b"content-type", answer.kind.encode())]
        headers.append((b"content-length", str(len(answer.body)).encode()))
        if answer.location is not None:
            headers.append((b"location", answer.location.encode()))
        if answer.cookie is not None:
            end = "" if answer.cookie else "; Max-Age=0"
            secure = "; Secure" if self._door.secure else ""
            headers.append(
                (b"set-cookie", f"{COOKIE}={answer.cookie}; Path=/; HttpOnly; SameSite=Strict{secure}{end}".encode())
            )
        return headers


def _headers(door: Door) -> list[tuple[bytes, bytes]]:
    policy = (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action 'self' {door.prepared.way_out_origin}"
    )
    told = {
        "cache-control": "no-store",
        "content-security-policy": policy,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "x-robots-tag": "noindex, nofollow, noarchive",
    }
    return [(name.encode(), value.encode()) for name, value in told.items()]
