"""``isnad registers``: lists of people from elsewhere, at the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.registers import importing, queries, showing
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]


@commands.command("import", help=phrase("registers.help-import"))
def import_file(
    file: Annotated[Path, typer.Argument(help=phrase("registers.help-file"))],
    mapping: Annotated[Path, typer.Option("--map", help=phrase("registers.help-map"))],
    source: Annotated[int | None, typer.Option(min=0, help=phrase("registers.help-source"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=phrase("registers.help-dry-run"))] = False,
    as_json: AsJson = False,
) -> None:
    """Takes a list over, or says what taking it over would come to."""
    told = importing.read_mapping(mapping)
    with steps(phrase("registers.importing"), None) as progress:
        if dry_run:
            tally, problems = importing.try_out(file, told, progress)
        else:
            done = importing.take_over(importing.Request(file, told, source, OWNER), lambda _: progress)
    if dry_run:
        _print(as_json, showing.trial(tally, problems), list(showing.trial_in_words(tally, problems)))
        raise typer.Exit(0)
    _print(as_json, showing.outcome(done), list(showing.outcome_in_words(done)))
    raise typer.Exit(2 if done.taken.refused and not done.taken.entities and not done.taken.already else 0)


@commands.command("list", help=phrase("registers.help-list"))
def list_registers(as_json: AsJson = False) -> None:
    """Every register that was taken in."""
    found = queries.registers()
    if as_json:
        print_json(found)
        return
    for each in found:
        facts = {"entry": each["entry"], "name": each.get("name", ""), "kind": each.get("kind", "other")}
        typer.echo(phrase("registers.register", **facts))


def _print(as_json: bool, told: object, words: list[str]) -> None:
    if as_json:
        print_json(told)
        return
    for line in words:
        typer.echo(line)
