"""``isnad compartment``: what only its members see."""

from __future__ import annotations

from typing import Annotated

import typer

from isnad.access import actions, grants
from isnad.access.asking import second_person
from isnad.speech import phrase
from isnad.speech.output import print_json

commands = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=phrase("access.help-compartment"))]
Entry = Annotated[int, typer.Argument(min=0, metavar="ENTRY", help=phrase("access.help-entry"))]
Reason = Annotated[str, typer.Option(help=phrase("access.help-reason"))]


@commands.command(help=phrase("access.help-compartment-make"))
def make(name: Name, reason: Reason) -> None:
    """Makes a compartment."""
    number = grants.make_compartment(name, reason, by=actions.OWNER)
    typer.echo(phrase("access.made-compartment", name=name, entry=number))


@commands.command(help=phrase("access.help-compartment-place"))
def place(name: Name, entry: Entry, reason: Reason) -> None:
    """Puts an entry into a compartment, with all that rests on it."""
    number = grants.place(name, entry, reason, by=actions.OWNER)
    typer.echo(phrase("access.placed", name=name, subject=entry, entry=number))


@commands.command("take-out", help=phrase("access.help-compartment-take-out"))
def take_out(
    name: Name,
    entry: Entry,
    reason: Reason,
    second: Annotated[str | None, typer.Option(help=phrase("access.help-second"))] = None,
) -> None:
    """Takes an entry out of a compartment; two people."""
    grants.take_out(name, entry, reason, by=actions.OWNER, second=second_person(second))
    typer.echo(phrase("access.taken-out", name=name, subject=entry))


@commands.command("list", help=phrase("access.help-compartment-list"))
def list_compartments(as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False) -> None:
    """Every compartment, its members and what lies in it."""
    found = grants.compartments()
    if as_json:
        print_json(found)
        return
    for each in found:
        typer.echo(f"{each['name']}  {', '.join(each['members']) or '–'}  {' '.join(map(str, each['placed'])) or '–'}")
