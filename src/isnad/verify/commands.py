"""``isnad verify --keyless``: files alone. Loads no Django, asks for no passphrase, works on any copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps
from isnad.verify.keyless import check_archive
from isnad.words import Refusal


def verify_keyless(
    keyless: Annotated[bool, typer.Option("--keyless", help=phrase("custody.help-keyless"))] = True,
    quick: Annotated[bool, typer.Option("--quick", help=phrase("verify.help-quick"))] = False,
    against: Annotated[list[Path] | None, typer.Option(help=phrase("custody.help-against"))] = None,
    data: Annotated[Path | None, typer.Option(envvar="ISNAD_DATA", help=phrase("cli.help-data"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False,
) -> None:
    """Checks ``ledger/`` and ``vault/`` of a folder, wherever they were copied; exit 1 where anything is bad."""
    assert keyless
    if data is None or not data.is_dir():
        raise Refusal("keys.no-data-folder")
    anchors = [_read(path) for path in against or []]
    with steps(phrase("custody.checking"), None) as progress:
        report = check_archive(data, against=anchors, chosen=lambda digest: not quick, progress=progress)
    if as_json:
        print_json(report.as_json())
    else:
        for finding in report.notices:
            typer.echo(phrase("verify.notice", finding=str(finding)))
        for finding in report.bad:
            typer.echo(phrase("verify.finding", finding=str(finding)))
        code = "verify.sound" if report.clean else "verify.not-sound"
        typer.echo(phrase(code, items=report.items, entries=report.entries, bad=len(report.bad)))
    raise typer.Exit(0 if report.clean else 1)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("custody.anchor-unreadable") from error
