"""``isnad serve``: the site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.models import Credential
from isnad.record.desk import desk
from isnad.site.serving import HERE, PORT, Place
from isnad.site.serving import serve as serve_at
from isnad.speech import phrase


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help=phrase("site.help-port"))] = PORT,
    host: Annotated[str, typer.Option(help=phrase("site.help-host"))] = HERE,
    certificate: Annotated[Path | None, typer.Option(help=phrase("site.help-certificate"))] = None,
    certificate_key: Annotated[Path | None, typer.Option(help=phrase("site.help-certificate-key"))] = None,
) -> None:
    """Opens the site on this machine, until Ctrl-C."""
    place = Place(host, port, certificate, certificate_key)
    desk()
    if not Credential.objects.exists():
        typer.echo(phrase("site.nobody-yet"), err=True)
    serve_at(place, lambda: typer.echo(phrase("site.serving", address=place.address), err=True))
