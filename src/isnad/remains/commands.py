"""``isnad remains``: photographs brought together, exported, counted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.remains import actions, exporting
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Purpose = Annotated[str, typer.Option(help=phrase("claims.help-purpose"))]


@commands.command("group", help=phrase("remains.help-group"))
def group(as_json: AsJson = False) -> None:
    """Brings the photographs of one person together, as proposals."""
    with steps(phrase("remains.grouping"), None) as progress:
        outcome = actions.bring_together(by=OWNER, progress=progress)
    if as_json:
        print_json(
            {
                "photographs": outcome.photographs,
                "remains": outcome.remains,
                "left_alone": outcome.left_alone,
                "contradicting": outcome.contradicting,
                "said": outcome.said,
                "withdrawn": outcome.withdrawn,
            }
        )
        return
    typer.echo(phrase("remains.grouped", photographs=outcome.photographs, remains=outcome.remains))
    typer.echo(phrase("remains.for-people", left_alone=outcome.left_alone, contradicting=outcome.contradicting))


@commands.command("export", help=phrase("remains.help-export"))
def export(
    out: Annotated[Path, typer.Argument(help=phrase("remains.help-out"))],
    digests: Annotated[bool, typer.Option("--digests", help=phrase("remains.help-digests"))] = False,
    purpose: Purpose = "tracing",
    receiver: Annotated[str | None, typer.Option("--for", help=phrase("claims.help-for"))] = None,
    second: Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))] = None,
    as_json: AsJson = False,
) -> None:
    """Writes every remains, one JSON value a line."""
    asked = exporting.Request(out, OWNER, digests, purpose, receiver)
    given = exporting.give(asked, second=second_person(second))
    if as_json:
        print_json({"remains": given.remains, "photographs": given.photographs, "entry": given.entry})
    else:
        typer.echo(phrase("remains.exported", remains=given.remains, photographs=given.photographs, entry=given.entry))
