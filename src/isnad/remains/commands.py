"""``isnad remains``: photographs brought together, exported, counted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.remains import actions, counting, exporting, finding_commands, printing, publishing
from isnad.remains.counting import Statistics
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps

commands = typer.Typer(no_args_is_help=True)

commands.command("find", help=phrase("findings.help-find"))(finding_commands.find)
commands.command("findings", help=phrase("findings.help-findings"))(finding_commands.listed)
commands.command("forms", help=phrase("findings.help-forms"))(finding_commands.list_forms)
commands.command("interpol-form", help=phrase("findings.help-interpol-form"))(finding_commands.interpol_form)

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


@commands.command("statistics", help=phrase("remains.help-statistics"))
def statistics(
    csv: Annotated[Path | None, typer.Option("--csv", help=phrase("remains.help-csv"))] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help=phrase("remains.help-pdf"))] = None,
    internal: Annotated[bool, typer.Option("--internal", help=phrase("remains.help-internal"))] = False,
    purpose: Purpose = "justice",
    second: Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))] = None,
    as_json: AsJson = False,
) -> None:
    """Counts remains as an expert gives them to a court."""
    asked = publishing.Request(OWNER, purpose, internal, csv, pdf)
    found = publishing.give(asked, second=second_person(second))
    if as_json:
        print_json(counting.as_json(found))
    else:
        _say(found)


def _say(found: Statistics) -> None:
    for table in found.tables:
        typer.echo(phrase(f"remains.table-{table.name}"))
        for row in table.rows:
            value = printing.value_in_words(row.value)
            name = value if isinstance(value, str) else value.text
            typer.echo(f"  {name}\t{'–' if row.total is None else row.total}")
    typer.echo(phrase("remains.totals"))
    for each in found.totals:
        typer.echo(f"  {phrase(f'remains.way-{each.way}')}\t{'–' if each.count is None else each.count}")
