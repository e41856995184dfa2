"""``isnad claims`` and ``isnad chain``: claims at the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.claims import actions, exporting, importing, queries, schemata, showing, yielding
from isnad.claims.entries import Terms, Verification
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps
from isnad.words import Citation, Label, Refusal, Region, Whole

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Number = Annotated[int, typer.Argument(min=0, metavar="CLAIM", help=phrase("claims.help-claim"))]
EntityNumber = Annotated[int, typer.Argument(min=0, metavar="ENTITY", help=phrase("claims.help-entity"))]
Purpose = Annotated[str, typer.Option(help=phrase("claims.help-purpose"))]
Reason = Annotated[str, typer.Option(help=phrase("claims.help-reason"))]
Cites = Annotated[list[str], typer.Option(help=phrase("claims.help-cites"))]
Finding = typer.Option(help=phrase("claims.help-finding"))


@commands.command("import", help=phrase("claims.help-import"))
def import_file(
    file: Annotated[Path, typer.Argument(help=phrase("claims.help-file"))],
    dataset: Annotated[str | None, typer.Option(help=phrase("claims.help-dataset"))] = None,
    label: Annotated[str, typer.Option(help=phrase("claims.help-import-label"))] = "internal",
    as_json: AsJson = False,
) -> None:
    """Takes FollowTheMoney JSON lines over; what is refused is told by its line, and the rest goes on."""
    asked = importing.Request(file, OWNER, dataset, Label.parse(label))
    with steps(phrase("claims.importing"), None) as progress:
        taken = importing.take_over(asked, lambda count: progress)
    if as_json:
        print_json(showing.taken(taken))
    else:
        for line in showing.taken_in_words(taken):
            typer.echo(line)
    raise typer.Exit(2 if taken.refused and not taken.entities and not taken.already else 0)


@commands.command("export", help=phrase("claims.help-export"))
def export(
    out: Annotated[Path, typer.Argument(help=phrase("claims.help-out"))],
    label: Annotated[str, typer.Option(help=phrase("claims.help-label"))] = "internal",
    accepted: Annotated[bool, typer.Option(help=phrase("claims.help-accepted"))] = False,
    purpose: Purpose = "justice",
    receiver: Annotated[str | None, typer.Option("--for", help=phrase("claims.help-for"))] = None,
    second: Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))] = None,
    as_json: AsJson = False,
) -> None:
    """Writes what is claimed as FollowTheMoney JSON lines."""
    asked = exporting.Request(out, Label.parse(label), purpose, OWNER, receiver, accepted)
    with steps(phrase("claims.exporting"), None) as progress:
        given = exporting.give(asked, second=second_person(second), progress=progress)
    if as_json:
        print_json(showing.given(given))
    else:
        typer.echo(phrase("claims.exported", count=len(given.entities), claims=given.claims, entry=given.entry))
        if given.withheld:
            typer.echo(phrase("claims.withheld", count=given.withheld))


@commands.command("show", help=phrase("claims.help-show"))
def show(number: EntityNumber, purpose: Purpose = "justice", as_json: AsJson = False) -> None:
    """An entity as its claims add up, those that may be used for the purpose asked."""
    whole = yielding.entity(yielding.asked_by_owner(purpose), number)
    if as_json:
        print_json(showing.whole(whole))
        return
    for line in showing.whole_in_words(whole):
        typer.echo(line)


@commands.command("state", help=phrase("claims.help-state"))
def state(
    number: EntityNumber,
    schema: Annotated[str, typer.Argument(help=phrase("claims.help-schema"))],
    name: Annotated[str, typer.Argument(metavar="PROPERTY", help=phrase("claims.help-property"))],
    value: Annotated[str, typer.Argument(help=phrase("claims.help-value"))],
    cites: Cites,
    kind: Annotated[str, typer.Option(help=phrase("claims.help-kind"))] = "fact",
    label: Annotated[str, typer.Option(help=phrase("claims.help-own-label"))] = "internal",
    language: Annotated[str | None, typer.Option(help=phrase("claims.help-language"))] = None,
) -> None:
    """States a claim about an entity."""
    refers = schemata.schema(schema).property(name).range is not None and value.isdecimal()
    stated = actions.claim(
        number,
        schema,
        name,
        int(value) if refers else value,
        [_place(each) for each in cites],
        terms=Terms(kind, Label.parse(label)),
        language=language,
    )
    typer.echo(phrase("claims.was-stated", entry=actions.state([stated], by=OWNER)[0]))


@commands.command("introduce", help=phrase("claims.help-introduce"))
def introduce(schema: Annotated[str, typer.Argument(help=phrase("claims.help-schema"))]) -> None:
    """An entity for claims to be about."""
    typer.echo(phrase("claims.introduced", entry=actions.introduce(schema, by=OWNER)))


@commands.command("correct", help=phrase("claims.help-correct"))
def correct(
    number: Number,
    value: Annotated[str, typer.Argument(help=phrase("claims.help-value"))],
) -> None:
    """States another value in the place of a claim, resting on the same places."""
    typer.echo(phrase("claims.was-stated", entry=actions.correct(number, value, by=OWNER)))


def _place(text: str) -> Citation:
    """``17`` is an entry, ``17#xywh=pixel:120,44,300,80`` a rectangle of its picture."""
    number, _, fragment = text.partition("#")
    if not number.isascii() or not number.isdecimal():
        raise Refusal("words.not-a-citation")
    return Citation(int(number), Region.parse(fragment) if fragment else Whole())


@commands.command("review", help=phrase("claims.help-review"))
def review(
    number: Number,
    verdict: Annotated[str, typer.Argument(help=phrase("claims.help-verdict"))],
    reason: Reason,
    by: Annotated[str, typer.Option(help=phrase("claims.help-by"))],
    source: Annotated[str, Finding] = "not-done",
    content: Annotated[str, Finding] = "not-done",
    technical: Annotated[str, Finding] = "not-done",
) -> None:
    """A verdict on a claim or an identity, by somebody other than its author, who proves who they are."""
    person = second_person(by)
    assert person is not None
    found = Verification(source, content, technical)
    entry = actions.review(number, verdict, reason, by=person.name, verified=found)
    typer.echo(phrase("claims.reviewed", entry=entry))


@commands.command("withdraw", help=phrase("claims.help-withdraw"))
def withdraw(number: Number, reason: Reason) -> None:
    """Takes a claim back, or an import with all its claims."""
    typer.echo(phrase("claims.was-withdrawn", entry=actions.withdraw(number, reason, by=OWNER)))


@commands.command("merge", help=phrase("claims.help-merge"))
def merge(
    one: EntityNumber,
    other: Annotated[int, typer.Argument(min=0, metavar="OTHER", help=phrase("claims.help-entity"))],
    reason: Reason,
) -> None:
    """Claims that two entities are one; it counts when somebody else accepted it."""
    typer.echo(phrase("claims.merged", entry=actions.merge(one, other, reason, by=OWNER)))


@commands.command("unmerge", help=phrase("claims.help-unmerge"))
def unmerge(
    identity: Annotated[int, typer.Argument(min=0, metavar="IDENTITY", help=phrase("claims.help-identity"))],
    reason: Reason,
) -> None:
    """Undoes an identity."""
    typer.echo(phrase("claims.unmerged", entry=actions.unmerge(identity, reason, by=OWNER)))


def chain(number: Number, purpose: Purpose = "justice", as_json: AsJson = False) -> None:
    """Everything beneath a claim: down to bytes, carrier, source, custody, proofs and checkpoint."""
    found = queries.chain(yielding.claim(yielding.asked_by_owner(purpose), number).entry)
    told: Any = showing.chain(found)
    if as_json:
        print_json(told)
        return
    for line in showing.chain_in_words(found):
        typer.echo(line)
