"""``isnad rebuild``, ``doctor``, ``selftest``, ``verify``: the house looks after itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.custody import checking, selftest
from isnad.custody.actions import report_selftest
from isnad.house import rebuilding
from isnad.house.doctor import examine
from isnad.record.desk import desk
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]


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
    keyless: Annotated[bool, typer.Option("--keyless", help=phrase("custody.help-keyless"))] = False,
    quick: Annotated[bool, typer.Option(help=phrase("custody.help-quick"))] = False,
    sample: Annotated[int | None, typer.Option(min=1, help=phrase("custody.help-sample"))] = None,
    rolling: Annotated[int | None, typer.Option(min=1, help=phrase("custody.help-rolling"))] = None,
    keys: Annotated[bool, typer.Option(help=phrase("custody.help-keys"))] = False,
    against: Annotated[Path | None, typer.Option(help=phrase("custody.help-against"))] = None,
    as_json: AsJson = False,
) -> None:
    """Checks what is held; exit 1 where anything is bad. The door deals with ``--keyless``, which needs no archive."""
    assert not keyless
    ask = checking.Ask(False, quick, sample, rolling, keys)
    with steps(phrase("custody.checking"), None) as progress:
        outcome = checking.check(desk(), ask, progress)
        if against is not None:
            outcome.bad.extend(checking.against(desk(), against))
    checking.note(outcome, by=OWNER)
    if as_json:
        print_json(checking.as_json(outcome))
    else:
        _tell(outcome)
    raise typer.Exit(1 if outcome.bad else 0)


def _tell(outcome: checking.Outcome) -> None:
    for code, findings in (("custody.notice", outcome.notices), ("custody.bad", outcome.bad)):
        for each in findings:
            typer.echo(phrase(code, what=each.what, where=each.where, why=checking.sentence(each)))
    if (loss := outcome.smallest_loss_found()) is not None:
        typer.echo(phrase("custody.sampled", count=outcome.sampled or 0, share=f"{100 * loss:.3g}"))
    code = "custody.checked-bad" if outcome.bad else "custody.checked-sound"
    typer.echo(phrase(code, count=len(outcome.bad), items=outcome.items, entries=outcome.entries))
