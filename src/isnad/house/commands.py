"""``isnad init``, ``rebuild``, ``doctor``, ``selftest``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from isnad.access.actions import OWNER
from isnad.custody import checking, selftest
from isnad.custody.actions import report_selftest
from isnad.house import opening, rebuilding
from isnad.house.doctor import examine
from isnad.keys import passphrase
from isnad.record.desk import desk
from isnad.speech import phrase
from isnad.speech.progress import steps
from isnad.words import Refusal

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]


def print_json(value: Any) -> None:
    """Exactly one JSON value on standard output."""
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()


def init(
    data: Annotated[Path | None, typer.Option(envvar="ISNAD_DATA", help=phrase("cli.help-data"))] = None,
    demo: Annotated[bool, typer.Option(help=phrase("house.help-demo"))] = False,
    as_json: AsJson = False,
) -> None:
    """Makes a data folder, its keys and its database; refuses to overwrite."""
    if data is None:
        raise Refusal("keys.no-data-folder")
    if data.exists() and (not data.is_dir() or any(data.iterdir())) and not _unfinished(data):
        raise Refusal("keys.folder-not-empty")
    laid = opening.create(data, passphrase.new(), demo=demo)
    config = laid.folder.config
    if as_json:
        print_json({"origin": config.origin, "recipient": config.recipient, "demo": config.demo})
        return
    typer.echo(phrase("house.made", origin=config.origin))
    typer.echo(phrase("house.next-steps"))


def _unfinished(data: Path) -> bool:
    """Whether an earlier ``init`` was cut short there; making keys decides, and refuses what is finished."""
    return (data / "archive.json").is_file()


def rebuild(
    into: Annotated[Path | None, typer.Option(help=phrase("house.help-into"))] = None,
    as_json: AsJson = False,
) -> None:
    """The tables anew from files; exit 1 where they differed."""
    with steps(phrase("house.rebuilding"), None) as progress:
        found = rebuilding.rebuild(desk(), into, progress)
    if as_json:
        print_json({"equal": found.equal, "rows": found.rows, "different": found.different})
    elif found.equal:
        typer.echo(phrase("house.tables-equal", count=found.rows))
    else:
        typer.echo(phrase("house.tables-differed", count=len(found.different)))
    raise typer.Exit(0 if found.equal else 1)


def doctor(as_json: AsJson = False) -> None:
    """What a careful custodian would mend; exit 1 where there is something."""
    advice = list(examine(desk()))
    if as_json:
        print_json([{"what": each.code, "facts": each.facts} for each in advice])
    for each in advice if not as_json else []:
        typer.echo("• " + phrase(each.code, **each.facts))
    if not advice and not as_json:
        typer.echo(phrase("house.nothing-to-mend"))
    raise typer.Exit(1 if advice else 0)


def run_selftest(as_json: AsJson = False) -> None:
    """Runs known answers; the result is an entry."""
    passed, failed = selftest.run()
    number = report_selftest(passed, failed, by=OWNER)
    if as_json:
        print_json({"passed": passed, "failed": failed, "entry": number})
    else:
        for name in passed:
            typer.echo(phrase("house.selftest-passed", name=name))
        for name in failed:
            typer.echo(phrase("house.selftest-failed", name=name))
    raise typer.Exit(1 if failed else 0)


def verify(
    keyless: Annotated[bool, typer.Option(help=phrase("custody.help-keyless"))] = False,
    quick: Annotated[bool, typer.Option(help=phrase("custody.help-quick"))] = False,
    sample: Annotated[int | None, typer.Option(min=1, help=phrase("custody.help-sample"))] = None,
    rolling: Annotated[int | None, typer.Option(min=1, help=phrase("custody.help-rolling"))] = None,
    keys: Annotated[bool, typer.Option(help=phrase("custody.help-keys"))] = False,
    against: Annotated[Path | None, typer.Option(help=phrase("custody.help-against"))] = None,
    as_json: AsJson = False,
) -> None:
    """Checks what is held; exit 1 where anything is bad. (``--keyless`` is dealt with at the door, without Django.)"""
    ask = checking.Ask(False, quick, sample, rolling, keys)
    with steps(phrase("custody.checking"), None) as progress:
        outcome = checking.check(desk(), ask, progress)
        if against is not None:
            outcome.bad.extend(checking.against(desk(), against))
    checking.note(outcome, by=OWNER)
    checking.tell(outcome, as_json=as_json)
