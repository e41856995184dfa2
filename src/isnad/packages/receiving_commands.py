"""``isnad package receive``: takes a partner's package in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.packages import receiving
from isnad.speech import explain, phrase
from isnad.speech.output import print_json
from isnad.words import Label, Refusal

TOLD = 20  # refused lines that are told one by one


def receive(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=phrase("packages.help-path"))],
    partner: Annotated[str, typer.Option("--from", help=phrase("packages.help-from"))],
    accession: Annotated[str, typer.Option(help=phrase("packages.help-receive-accession"))],
    label: Annotated[str, typer.Option(help=phrase("packages.help-receive-label"))] = "internal",
    purpose: Annotated[str | None, typer.Option(help=phrase("packages.help-receive-purpose"))] = None,
    despite: Annotated[str | None, typer.Option(help=phrase("packages.help-despite"))] = None,
    against: Annotated[Path | None, typer.Option(help=phrase("packages.help-against"))] = None,
    policy_digest: Annotated[str | None, typer.Option(help=phrase("packages.help-policy-digest"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=phrase("packages.help-dry-run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False,
) -> None:
    """Checks a partner's package and takes it in; with ``--dry-run`` exit 1 where something does not hold."""
    request = receiving.Request(
        path, partner, accession, Label.parse(label), purpose, despite, _read(against), policy_digest, dry_run
    )
    taken = receiving.receive(request, by=OWNER)
    if as_json:
        print_json({**receiving.as_json(taken), "dry_run": dry_run})
    else:
        _tell(taken, dry=dry_run)
    raise typer.Exit(1 if dry_run and taken.findings else 0)


def _tell(taken: receiving.Taken, *, dry: bool) -> None:
    found, came = taken.told, taken.came
    for each in taken.findings:
        typer.echo(receiving.tell_finding(each), err=not dry)
    purpose, label = phrase(f"packages.purpose-{found.purpose}"), phrase(f"packages.label-{found.label}")
    typer.echo(phrase("packages.receive-terms", label=label, purpose=purpose, count=len(found.conditions) + 1))
    if taken.before:
        typer.echo(phrase("packages.received-before", entry=taken.entry))
        return
    if dry:
        typer.echo(phrase("packages.receive-would", count=taken.files, claims=len(found.claims)))
        return
    typer.echo(phrase("packages.received", count=taken.files, claims=came.claims, entry=taken.entry))
    if came.unsupported:
        typer.echo(phrase("packages.receive-unsupported", count=len(came.unsupported)))
        typer.echo("  " + ", ".join(str(each) for each in came.unsupported[:TOLD]))
    for problem in came.refused[:TOLD]:
        why = _words(problem.code, problem.facts)
        typer.echo(phrase("packages.receive-refused", line=problem.line, why=why), err=True)
    typer.echo(phrase("packages.compare-policy", digest=found.policy))


def _words(code: str, facts: dict[str, object]) -> str:
    """Why a line was refused, as the room says that has the words."""
    return explain(Refusal(code, **facts))


def _read(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("custody.anchor-unreadable") from error
