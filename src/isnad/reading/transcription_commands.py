"""``isnad transcriptions``: tables of what people typed, and how far two of them agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.reading import agreeing, filling, handing_out, openings, transcription, typings
from isnad.reading.transcription import Taken
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]


@commands.command("import", help=phrase("transcriptions.help-import"))
def import_table(
    file: Annotated[Path, typer.Argument(help=phrase("transcriptions.help-file"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=phrase("transcriptions.help-dry-run"))] = False,
    person: Annotated[str, typer.Option("--by", help=phrase("transcriptions.help-by"))] = "",
    second: Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))] = None,
    as_json: AsJson = False,
) -> None:
    """Takes a CSV or XLSX table over; every row has an answer."""
    asked = transcription.Request(file, OWNER, person, dry_run)
    with steps(phrase("transcriptions.importing"), None) as progress:
        taken = transcription.take_over(asked, second=second_person(second), progress=progress)
    if as_json:
        print_json(_as_json(taken, dry_run=dry_run))
    else:
        _say(taken, dry_run=dry_run)
    raise typer.Exit(2 if taken.rows and not (taken.claims or taken.already or taken.untold) else 0)


@commands.command("agreement", help=phrase("transcriptions.help-agreement"))
def agreement(as_json: AsJson = False) -> None:
    """Cohen's kappa for each person and field, where two people typed the same."""
    found = agreeing.agreements(typings.typed())
    if as_json:
        print_json([each.as_json() for each in found])
        return
    if not found:
        typer.echo(phrase("transcriptions.no-pairs"))
    for each in found:
        told = phrase("transcriptions.no-kappa") if each.kappa is None else f"{each.kappa:.3f}"
        code = "transcriptions.agree-all" if each.other is None else "transcriptions.agree"
        typer.echo(
            phrase(
                code, person=each.person, other=each.other, field=each.field, photographs=each.photographs,
                agreed=each.agreed, kappa=told,
            )
        )  # fmt: skip


@commands.command("queue", help=phrase("station.help-queue"))
def queue(as_json: AsJson = False) -> None:
    """Fills the station's queue from what machines read and people typed."""
    with steps(phrase("station.filling"), None) as progress:
        counted = filling.fill(progress)
    if as_json:
        print_json(counted)
        return
    for stage, count in counted.items():
        typer.echo(f"{count}\t{phrase('station.count-' + stage)}")


@commands.command("openings", help=phrase("station.help-openings"))
def openings_command(as_json: AsJson = False) -> None:
    """How often pictures were shown for each accepted reading."""
    found = openings.count()
    if as_json:
        print_json({"openings": found.looks, "accepted": found.accepted, "for_each": found.for_each})
        return
    told = "–" if found.for_each is None else found.for_each
    typer.echo(phrase("station.openings", looks=found.looks, accepted=found.accepted, each=told))


@commands.command("export", help=phrase("transcriptions.help-export"))
def export(
    out: Annotated[Path, typer.Argument(help=phrase("transcriptions.help-out"))],
    digests: Annotated[bool, typer.Option("--digests", help=phrase("transcriptions.help-digests"))] = False,
    purpose: Annotated[str, typer.Option(help=phrase("claims.help-purpose"))] = "tracing",
    receiver: Annotated[str | None, typer.Option("--for", help=phrase("claims.help-for"))] = None,
    second: Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))] = None,
    as_json: AsJson = False,
) -> None:
    """Writes what people typed as a table again."""
    asked = handing_out.Request(out, OWNER, digests, purpose, receiver)
    given = handing_out.give(asked, second=second_person(second))
    if as_json:
        print_json({"rows": given.rows, "photographs": given.photographs, "withheld": given.withheld,
                    "entry": given.entry})  # fmt: skip
        return
    typer.echo(phrase("transcriptions.exported", rows=given.rows, photographs=given.photographs, entry=given.entry))
    if given.withheld:
        typer.echo(phrase("transcriptions.export-withheld", count=given.withheld))


def _as_json(taken: Taken, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run, "entry": taken.entry, "rows": taken.rows, "photographs": taken.photographs,
        "claims": taken.claims, "already": taken.already, "cannot_tell": taken.untold, "answers": dict(taken.answers),
        "told": [{"line": each.line, "answer": each.code, "field": each.field} for each in taken.told],
    }  # fmt: skip


def _say(taken: Taken, *, dry_run: bool) -> None:
    code = "transcriptions.would-take" if dry_run else "transcriptions.taken"
    typer.echo(
        phrase(
            code, rows=taken.rows, claims=taken.claims, photographs=taken.photographs, already=taken.already,
            untold=taken.untold,
        )
    )  # fmt: skip
    for answer, count in taken.answers.most_common():
        typer.echo(f"{count}\t{phrase(answer)}")
    for each in taken.told[:20]:
        typer.echo(phrase("transcriptions.line", line=each.line, answer=phrase(each.code)))
