"""``isnad demo …``: the built-in archive."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from isnad import speech

commands = typer.Typer(no_args_is_help=True)


@commands.command(help=speech.phrase("demo.archive"))
def archive(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=speech.phrase("demo.out"))],
    bodies: Annotated[int, typer.Option(help=speech.phrase("demo.bodies"))] = 40,
    seed: Annotated[int, typer.Option(help=speech.phrase("demo.seed"))] = 1,
    as_json: Annotated[bool, typer.Option("--json", help=speech.phrase("demo.json"))] = False,
) -> None:
    """Makes the demonstration's drive."""
    from isnad.testing.demo.archive import make_archive

    print(speech.phrase("demo.making"), file=sys.stderr)
    made = make_archive(out, bodies, seed)
    if as_json:
        told = {"files": made.files, "bytes": made.bytes, "photographs": made.photographs, "bodies": made.bodies}
        print(json.dumps(told))
    else:
        print(speech.phrase("demo.made", files=made.files, photographs=made.photographs, bodies=made.bodies, out=out))


@commands.command(help=speech.phrase("demo.run"))
def run(
    data: Annotated[Path, typer.Option(help=speech.phrase("demo.data"))] = Path(".demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help=speech.phrase("demo.no-serve"))] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help=speech.phrase("demo.port"))] = 8460,
) -> None:
    """The main job from end to end, on the built-in archive."""
    from isnad.testing.run import run as tell

    story = tell(data)
    typer.echo(speech.phrase("demo.where-to-look", folder=data))
    if not no_serve and story.held:
        from isnad.site.serving import Place
        from isnad.testing.serving import open_site

        open_site(story.secret, Place(port=port))
    raise typer.Exit(0 if story.held else 1)
