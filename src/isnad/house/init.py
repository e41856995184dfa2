"""``isnad init``: a new data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.house.waking import start_django
from isnad.keys import passphrase
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import Refusal


def init(
    data: Annotated[Path | None, typer.Option(envvar="ISNAD_DATA", help=phrase("cli.help-data"))] = None,
    demo: Annotated[bool, typer.Option("--demo", help=phrase("house.help-demo"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False,
) -> None:
    """Makes a data folder, its keys and its database; refuses to overwrite."""
    if data is None:
        raise Refusal("keys.no-data-folder")
    if data.exists() and (not data.is_dir() or (any(data.iterdir()) and not (data / "archive.json").is_file())):
        raise Refusal("keys.folder-not-empty")
    if (data / "archive.json").is_file():
        raise Refusal("house.archive-exists")
    start_django(data)
    from isnad.house import opening  # models can be imported only now

    config = opening.create(data, passphrase.new(), demo=demo).folder.config
    if as_json:
        print_json({"origin": config.origin, "recipient": config.recipient, "demo": config.demo})
        return
    typer.echo(phrase("house.made", origin=config.origin))
    typer.echo(phrase("house.next-steps"))
