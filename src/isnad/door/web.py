"""Requests and answers: as much of the web as the door needs, and no more.

* A body is read up to what its page allows, and never touches a disk; Django's parser takes a form with photographs
  apart in memory.
* A form that another site sent is refused, where the browser says so; forms of a sitting carry its stamp besides.
* The one cookie is gone with the window, unreadable for scripts, and sent to no other site's request.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from isnad.words import Refusal

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

COOKIE = "s"
FORM_LIMIT = 256 << 10
MOST_FIELDS = 120
LISTENS_TO = 64 << 20  # bytes of a body, before the connection is cut


@dataclass(slots=True)
class Request:
    """What a browser asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    address: str
    form: dict[str, list[str]] = field(default_factory=dict, repr=False)
    files: list[bytes] = field(default_factory=list, repr=False)

    def value(self, name: str, longest: int = 300) -> str:
        """A field as it was typed, without what no text holds; empty where it is not there."""
        given = self.form.get(name, [""])[0][:longest]
        return "".join(each for each in given.replace("\r\n", "\n") if each == "\n" or ord(each) >= 32).strip()

    @property
    def cookie(self) -> str | None:
        """The name of the sitting."""
        try:
            found = SimpleCookie(self.headers.get("cookie", "")[:4000]).get(COOKIE)
        except CookieError:
            return None
        return None if found is None else found.value

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether the browser says that another site sent it."""
        return self.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


@dataclass(slots=True)
class Answer:
    """What a browser gets. ``cookie``: a name to keep until the window closes; empty: forget it."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    location: str | None = None
    cookie: str | None = None

    @classmethod
    def to(cls, place: str, cookie: str | None = None) -> Answer:
        """Sends the browser to another page."""
        return cls(status=303, location=place, cookie=cookie)


async def request_of(scope: Scope, receive: Receive, limit: int) -> Request:
    """The request, its form read; refused where it is larger than ``limit`` bytes or is no form."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    client = scope.get("client") or ("", 0)
    request = Request(scope["method"], scope["path"], headers, str(client[0]))
    if request.method == "POST":
        _take_apart(request, await _body(headers, receive, limit))
    return request


async def _body(headers: Mapping[str, str], receive: Receive, limit: int) -> bytes:
    """The body. One that is too large is read to its end and thrown away, so that a browser hears why."""
    told = headers.get("content-length", "0")
    if not told.isdecimal() or int(told) > LISTENS_TO:
        raise Refusal("door.too-large")
    body, size, more = bytearray(), 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Refusal("door.not-a-form")
        part = message.get("body", b"")
        size, more = size + len(part), bool(message.get("more_body"))
        if size > LISTENS_TO:
            break
        if size <= limit:
            body += part
    if size > limit:
        raise Refusal("door.too-large")
    return bytes(body)


def _take_apart(request: Request, body: bytes) -> None:
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        _take_apart_parts(request, kind, body)
        return
    try:
        pairs = parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Refusal("door.not-a-form") from error
    for name, value in pairs:
        request.form.setdefault(name, []).append(value)


def _take_apart_parts(request: Request, kind: str, body: bytes) -> None:
    about = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": len(body)}
    try:
        form, files = MultiPartParser(about, io.BytesIO(body), [_InMemory()], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation, StopUpload) as error:
        raise Refusal("door.not-a-form") from error
    request.form = {name: [str(each) for each in form.getlist(name)] for name in form}
    request.files = [each.open().read() for _, found in files.lists() for each in found if each.size]


class _InMemory(FileUploadHandler):
    """Takes a file's bytes, and leaves its name and kind, which the sender chose, where they are."""

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super().new_file(*arguments, **named)
        self._parts = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._parts.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        return InMemoryUploadedFile(self._parts, self.field_name, "photograph", "", file_size, None)
