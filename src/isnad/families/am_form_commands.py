"""``isnad inquiries am-form``: INTERPOL's ante-mortem form, filled from one inquiry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.families import am_form
from isnad.families.entries import BASES
from isnad.speech import phrase
from isnad.speech.output import print_json


def fill(
    number: Annotated[int, typer.Argument(min=0, metavar="INQUIRY", help=phrase("families.help-inquiry"))],
    pdf: Annotated[Path, typer.Argument(help=phrase("findings.help-pdf"))],
    out: Annotated[Path, typer.Argument(help=phrase("amform.help-out"))],
    receiver: Annotated[str, typer.Option("--for", help=phrase("amform.help-for"))],
    basis: Annotated[str, typer.Option(help=phrase("families.help-basis"))] = BASES[0],
    second: Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False,
) -> None:
    """Fills what leaves no doubt, and tells the rest."""
    request = am_form.Request(number, pdf, out, OWNER, receiver, basis)
    filled = am_form.fill(request, second=second_person(second))
    if as_json:
        print_json({
            "fields": filled.fields, "blank": filled.blank, "without_field": filled.without,
            "digest": str(filled.digest), "disclosure": filled.disclosure,
        })  # fmt: skip
        return
    counts = {"filled": len(filled.fields), "blank": len(filled.blank), "entry": filled.disclosure}
    typer.echo(phrase("amform.written", **counts))
    for name, what in filled.fields.items():
        typer.echo(f"{name}: {what}")
    if filled.without:
        typer.echo(phrase("amform.without", what=", ".join(filled.without)))
