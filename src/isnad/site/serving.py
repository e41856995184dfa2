"""Serves the site: granian in this very process, so that keys stay where they were opened.

* Only on this machine unless a certificate is given; what can be reached from elsewhere speaks TLS.
* Nothing of a request is logged. The files of the look come from the package, by whitenoise.
* Ends with Ctrl-C or a signal to terminate, after the answers under way.
"""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isnad.words import Refusal

HERE = "127.0.0.1"
PORT = 8460
CONNECTIONS = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site is served, and with which certificate."""

    host: str = HERE
    port: int = PORT
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if not _is_here(self.host) and (self.certificate is None or self.key is None):
            raise Refusal("site.needs-tls", host=self.host)
        if not all(path.is_file() for path in (self.certificate, self.key) if path is not None):
            raise Refusal("site.no-such-file")

    @property
    def address(self) -> str:
        """What to type into a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.certificate else ''}://{host}:{self.port}/"


def serve(place: Place, begun: Callable[[], None], application: Any = None) -> None:
    """Serves until told to end; ``begun`` is called once the port is ours.

    What is served is the site, or the ``application`` given (ASGI), which then looks after itself.
    """
    _refuse_taken(place)
    asyncio.run(_serve(place, begun, application or _site(place)))


def _site(place: Place) -> Any:
    from django.conf import settings
    from django.core.asgi import get_asgi_application

    # whitenoise's files are opened once and small: reading them on this thread is meant
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
    if not _is_here(place.host):
        settings.ALLOWED_HOSTS = ["*"]  # under TLS the certificate says who we are
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = place.certificate is not None
    return get_asgi_application()


async def _serve(place: Place, begun: Callable[[], None], application: Any) -> None:
    from granian.constants import Interfaces
    from granian.server.embed import Server

    server = Server(
        application,
        address=place.host,
        port=place.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,  # by default 128, and whoever comes next waits half a minute (measured)
        log_enabled=False,
        ssl_cert=place.certificate,
        ssl_key=place.key,
    )
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, server.stop)
    loop.call_soon(begun)
    await server.serve()


def _refuse_taken(place: Place) -> None:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((place.host, place.port))
        except OSError as error:
            raise Refusal("site.port-taken", port=place.port) from error


def _is_here(host: str) -> bool:
    """Whether only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
