"""``isnad actors``: files of actors taken over, the chain of command on a day, the bodies under somebody's posts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.actors import importing, queries, showing
from isnad.actors.exposure import exposure as exposure_of
from isnad.actors.paths import between
from isnad.claims import showing as claims_showing
from isnad.claims import yielding
from isnad.claims.showing import MOST_IN_WORDS
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps
from isnad.words import Label, Refusal, When

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Purpose = Annotated[str, typer.Option(help=phrase("claims.help-purpose"))]


@commands.command("import", help=phrase("actors.help-import"))
def import_file(
    file: Annotated[Path, typer.Argument(help=phrase("actors.help-file"))],
    mapping: Annotated[Path | None, typer.Option("--map", help=phrase("actors.help-map"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=phrase("actors.help-dry-run"))] = False,
    dataset: Annotated[str | None, typer.Option(help=phrase("claims.help-dataset"))] = None,
    label: Annotated[str, typer.Option(help=phrase("claims.help-import-label"))] = "internal",
    as_json: AsJson = False,
) -> None:
    """Takes actors over; what cannot be is refused by its line, and the rest goes on."""
    asked = importing.Request(file, OWNER, mapping, dataset, Label.parse(label))
    if dry_run:
        _try_out(asked, as_json=as_json)
        return
    with steps(phrase("claims.importing"), None) as progress:
        taken = importing.take_over(asked, lambda count: progress)
    if as_json:
        print_json(claims_showing.taken(taken))
    else:
        for line in claims_showing.taken_in_words(taken):
            typer.echo(line)
    raise typer.Exit(2 if taken.refused and not taken.entities and not taken.already else 0)


def _try_out(asked: importing.Request, *, as_json: bool) -> None:
    trial = importing.try_out(asked)
    if as_json:
        print_json(showing.trial(trial))
        return
    for each in trial.problems[:MOST_IN_WORDS]:
        typer.echo(phrase("claims.problem", line=each.line, why=phrase(each.code, **each.facts)))
    for name, count in trial.entities.items():
        typer.echo(f"  {name}: {count}")
    typer.echo(phrase("actors.tried", claims=trial.claims, lines=trial.lines, refused=len(trial.problems)))


@commands.command("command", help=phrase("actors.help-command"))
def command(
    unit: Annotated[str, typer.Argument(help=phrase("actors.help-unit"))],
    on: Annotated[str, typer.Option("--on", help=phrase("actors.help-on"))],
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """The line upward from a unit on a day, with the claims that each step rests on and the weakest."""
    gate = yielding.asked_by_owner(purpose)
    found = queries.command_on(queries.find(unit, gate), the_day(on), gate)
    if as_json:
        print_json(showing.line(found))
        return
    for line in showing.line_in_words(found):
        typer.echo(line)


@commands.command("exposure", help=phrase("actors.help-exposure"))
def exposure(
    actor: Annotated[str, typer.Argument(help=phrase("actors.help-actor"))],
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """The bodies under an actor's posts: counts and lists, what is uncertain kept apart."""
    gate = yielding.asked_by_owner(purpose)
    found = exposure_of(queries.find(actor, gate), gate)
    wanted = [found.actor, *(unit.unit for post in found.posts for unit in post.units)]
    names = queries.named([*wanted, *(post.post.other for post in found.posts)], gate)
    if as_json:
        print_json(showing.exposure(found, names))
        return
    for line in showing.exposure_in_words(found, names):
        typer.echo(line)


@commands.command("paths", help=phrase("actors.help-paths"))
def paths(
    one: Annotated[str, typer.Argument(help=phrase("actors.help-actor"))],
    other: Annotated[str, typer.Argument(metavar="OTHER", help=phrase("actors.help-actor"))],
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """The shortest ways from one actor to another, each step with its claims."""
    gate = yielding.asked_by_owner(purpose)
    found = between(queries.find(one, gate), queries.find(other, gate), gate)
    names = queries.named([each for way in found.ways for each in way.actors], gate)
    if as_json:
        print_json(showing.ways(found, names))
        return
    for line in showing.ways_in_words(found, names):
        typer.echo(line)


def the_day(text: str) -> date:
    """The one day that ``text`` means; a month or a year is not one."""
    try:
        when = When.parse(text)
    except Refusal as error:
        raise Refusal("actors.not-a-day", text=text[:40]) from error
    if when.interval or when.earliest is None or when.earliest != when.latest:
        raise Refusal("actors.not-a-day", text=text[:40])
    return when.earliest
