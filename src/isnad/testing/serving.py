"""The end of ``isnad demo run``: people who may sign in, and the site, until Ctrl-C."""

from __future__ import annotations

import typer

from isnad.access.actions import OWNER, add_user
from isnad.site.serving import Place, serve
from isnad.speech import phrase

PEOPLE = {
    "amal": ("custodian",),
    "samir": ("analyst",),
    "layla": ("investigator",),
    "rami": ("communications",),
    "huda": ("auditor",),
}


def open_site(secret: str, place: Place) -> None:
    """Adds the demo's people, each with the demo's own passphrase, says where and who, and serves."""
    for name, roles in PEOPLE.items():
        add_user(name, secret, by=OWNER, roles=roles)

    def begun() -> None:
        typer.echo(phrase("demo.site", address=place.address))
        for name, roles in PEOPLE.items():
            typer.echo(phrase("demo.site-person", name=name, role=", ".join(roles)))

    serve(place, begun)
