"""``isnad serve --door``: the families' door, a process that never opens the house.

It asks for no passphrase, loads no Django tables and reads one folder: the one that ``isnad door prepare`` made.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from isnad.door.application import Application
from isnad.door.door import Door
from isnad.door.folder import DoorFolder, usual_place
from isnad.site.serving import HERE, Place
from isnad.site.serving import serve as serve_at
from isnad.speech import phrase

PORT = 8461
HOUSE = ("ISNAD_PASSPHRASE", "ISNAD_SECOND_PASSPHRASE", "ISNAD_DATA", "ISNAD_DATABASE", "ISNAD_VAULT")


def serve(
    door: Annotated[bool, typer.Option("--door", help=phrase("door.help-door"))] = True,
    folder: Annotated[Path | None, typer.Option(envvar="ISNAD_DOOR", help=phrase("door.help-folder"))] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help=phrase("site.help-port"))] = PORT,
    host: Annotated[str, typer.Option(help=phrase("site.help-host"))] = HERE,
    certificate: Annotated[Path | None, typer.Option(help=phrase("site.help-certificate"))] = None,
    certificate_key: Annotated[Path | None, typer.Option(help=phrase("site.help-certificate-key"))] = None,
) -> None:
    """Opens the families' door, until Ctrl-C."""
    assert door
    where = folder or usual_place()
    for name in HOUSE:
        os.environ.pop(name, None)  # a door that knew the way into the house would be no door
    place = Place(host, port, certificate, certificate_key)
    application = Application(Door(DoorFolder(where.absolute()), secure=certificate is not None))
    told = phrase("door.serving", address=place.address)
    serve_at(place, lambda: typer.echo(told, err=True), application)
