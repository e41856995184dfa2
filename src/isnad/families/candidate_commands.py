"""``isnad candidates``: who may be whom, as proposals for reviewers; never for a family."""

from __future__ import annotations

from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.families import candidates_actions as actions
from isnad.families import candidates_queries as queries
from isnad.families import candidates_showing as showing
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps
from isnad.words import Citation

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
By = Annotated[str | None, typer.Option("--by", help=phrase("candidates.help-by"))]
Cites = Annotated[list[int], typer.Option("--cite", min=0, help=phrase("candidates.help-cite"))]
Person = Annotated[int, typer.Argument(min=0, help=phrase("candidates.help-person"))]


@commands.command("propose", help=phrase("candidates.help-propose"))
def propose(as_json: AsJson = False) -> None:
    """Looks for candidates for everybody who is sought."""
    with steps(phrase("candidates.proposing"), None) as progress:
        outcome = actions.propose(by=OWNER, progress=progress)
    if as_json:
        print_json(outcome.as_json())
        return
    typer.echo(phrase("candidates.outcome", **outcome.as_json()))
    typer.echo(phrase("candidates.never-to-a-family"))


@commands.command("list", help=phrase("candidates.help-list"))
def list_candidates(person: Person, as_json: AsJson = False) -> None:
    """The candidates of one missing person."""
    found = showing.find(person)
    if as_json:
        print_json([showing.as_json(each) for each in found])
        return
    many = showing.how_many(found)
    for each in found:
        for line in showing.in_words(each, many[each.kind]):
            typer.echo(line)


@commands.command("show", help=phrase("candidates.help-show"))
def show(
    candidate: Annotated[int, typer.Argument(min=0, help=phrase("candidates.help-candidate"))], as_json: AsJson = False
) -> None:
    """One candidate, both sides next to each other."""
    pair = queries.pair(candidate)
    lines = showing.sides(pair)
    if as_json:
        both = [
            {"told": [each for each, _ in line.told], "borne": [each for each, _ in line.borne], "label": line.label}
            for line in lines
        ]
        print_json({**showing.as_json(pair), "sides": both})
        return
    for line in showing.in_words(pair, showing.how_many([pair])[pair.kind]):
        typer.echo(line)
    for each in lines:
        told, borne = (" / ".join(value for value, _ in side) or "–" for side in (each.told, each.borne))
        typer.echo(f"{each.label}\t{told}\t|\t{borne}")


@commands.command("add", help=phrase("candidates.help-add"))
def add(
    person: Person,
    other: Annotated[int, typer.Argument(min=0, help=phrase("candidates.help-other"))],
    reason: Annotated[str, typer.Option("--reason", help=phrase("candidates.help-reason"))],
    cite: Cites,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Proposes a pair by hand."""
    entry = actions.add(person, other, reason, [Citation(each) for each in cite], by=who(by))
    if as_json:
        print_json({"entry": entry})
    else:
        typer.echo(phrase("candidates.said", entry=entry))


def who(by: str | None) -> str:
    """Who acts: a user who proved who they are, or the owner."""
    proved = second_person(by)
    return OWNER if proved is None else proved.name
