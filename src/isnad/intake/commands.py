"""``isnad intake`` and ``isnad compare``."""

from __future__ import annotations

import gc
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.intake import actions, carriers, comparing, report, series
from isnad.record.desk import desk
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import counting
from isnad.words import Label, Moment


def intake(
    path: Annotated[Path, typer.Argument(help=phrase("intake.help-path"))],
    accession: Annotated[str, typer.Option(help=phrase("intake.help-accession"))],
    source: Annotated[str, typer.Option(help=phrase("intake.help-source"))],
    carrier: Annotated[Path | None, typer.Option(help=phrase("intake.help-carrier"))] = None,
    label: Annotated[str, typer.Option(help=phrase("intake.help-label"))] = "internal",
    series_name: Annotated[str | None, typer.Option("--series", help=phrase("intake.help-series"))] = None,
    accept_writable: Annotated[bool, typer.Option(help=phrase("intake.help-accept-writable"))] = False,
    report_folder: Annotated[Path | None, typer.Option("--report", help=phrase("intake.help-report"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False,
) -> None:
    """Takes a path in; exit 0 when every file was kept or reported."""
    request = actions.Request(
        path,
        accession,
        source,
        OWNER,
        carriers.read(carrier) if carrier else None,
        Label.parse(label),
        accept_writable,
        series.path_reading(series_name),
    )
    gc.freeze()  # what is loaded stays: looking through it at every collection costs a twentieth of the time
    with counting(phrase("intake.taking-in")) as measure:
        taken = actions.take_in(request, measure)
    at = desk()
    with at.alone():
        size, root = at.writer().size, str(at.writer().root)
    made = report.Report(accession, Moment.now(), taken, size, root)
    folder = report_folder or at.folder.cache / "reports" / f"{taken.accession}"
    report.write(made, folder)
    _tell(taken, size, root, as_json=as_json)


def _tell(taken: actions.Taken, size: int, root: str, *, as_json: bool) -> None:
    names = ("received", "already_held", "unreadable", "damaged", "bytes", "seconds")
    counts = {name: getattr(taken, name) for name in names}
    if as_json:
        told = {**counts, "accession": taken.accession, "dealt_with_before": taken.dealt_with_before}
        told["seconds"] = round(taken.seconds, 3)
        told["checkpoint"] = {"size": size, "root": root}
        print_json(told)
        return
    typer.echo(phrase("intake.done-received", count=taken.received))
    for name in ("already_held", "unreadable", "damaged", "dealt_with_before"):
        if count := getattr(taken, name):
            typer.echo(phrase(f"intake.done-{name.replace('_', '-')}", count=count))
    typer.echo(phrase("intake.done-sealed", size=size, root=root[:16]))


def compare(
    one: Annotated[str, typer.Argument(help=phrase("intake.help-compare-one"))],
    other: Annotated[str, typer.Argument(help=phrase("intake.help-compare-other"))],
    as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False,
) -> None:
    """Sets two accessions side by side, or an accession and another holder's list of digests."""
    found = comparing.compare(one, other)
    if as_json:
        print_json(asdict(found))
        return
    for name in ("same", "missing", "additional", "near"):
        typer.echo(phrase(f"intake.compare-{name}", count=len(getattr(found, name))))
