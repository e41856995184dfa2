"""``isnad clocks``: what was promised to whom, and whether it was kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.clocks import actions, queries
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import When

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Number = Annotated[int, typer.Argument(min=0, help=phrase("clocks.help-number"))]
Reason = Annotated[str, typer.Option("--reason", help=phrase("clocks.help-reason"))]


@commands.command("list", help=phrase("clocks.help-list"))
def list_clocks(
    owner: Annotated[str | None, typer.Option("--owner", help=phrase("clocks.help-owner"))] = None,
    late: Annotated[bool, typer.Option("--overdue", help=phrase("clocks.help-overdue"))] = False,
    as_json: AsJson = False,
) -> None:
    """Every promise, those due first come first."""
    found = queries.clocks(owner=owner)
    today = When.on(datetime.now(UTC).date())
    if late:
        found = queries.overdue(found, today)
    if as_json:
        print_json([_as_json(each) for each in found])
        return
    for each in found:
        state = phrase(f"clocks.{each.ending or 'runs'}")
        typer.echo(phrase("clocks.line", entry=each.entry, due=each.due, owner=each.owner, what=each.what, state=state))


@commands.command("keep", help=phrase("clocks.help-keep"))
def keep(number: Number, reason: Reason, as_json: AsJson = False) -> None:
    """Says that a promise was kept, and how."""
    _said(actions.keep(number, reason, by=OWNER), as_json)


@commands.command("let-go", help=phrase("clocks.help-let-go"))
def let_go(number: Number, reason: Reason, as_json: AsJson = False) -> None:
    """Says that a promise is let go, and why."""
    _said(actions.let_go(number, reason, by=OWNER), as_json)


def _said(entry: int, as_json: bool) -> None:
    if as_json:
        print_json({"entry": entry})
    else:
        typer.echo(phrase("clocks.said", entry=entry))


def _as_json(each: queries.Clock) -> dict[str, object]:
    return {
        "entry": each.entry, "what": each.what, "owner": each.owner, "due": str(each.due),
        "concerns": list(each.concerns), "at": each.at, "ending": each.ending,
    }  # fmt: skip
