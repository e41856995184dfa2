"""``isnad package verify``: the program that travels in each package, at the command line. Loads no Django, needs no
data folder, no key and no network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.verify import package as checking
from isnad.words import Refusal

commands = typer.Typer(no_args_is_help=True)


@commands.callback()
def _group() -> None:
    """Keeps ``verify`` a word of its own."""


@commands.command("verify", help=phrase("packages.help-verify"))
def verify(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=phrase("packages.help-path"))],
    against: Annotated[Path | None, typer.Option(help=phrase("packages.help-against"))] = None,
    policy_digest: Annotated[str | None, typer.Option(help=phrase("packages.help-policy-digest"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))] = False,
) -> None:
    """Checks a package; exit 1 where anything does not hold."""
    if not path.exists():
        raise Refusal("packages.no-such-package")
    found = checking.check_path(path, _read(against), policy_digest)
    if as_json:
        print_json(checking.as_json(found))
    else:
        _tell(found)
    raise typer.Exit(1 if found.bad else 0)


def _tell(found: checking.Package) -> None:
    for code, facts in found.held.items():
        typer.echo(phrase("packages.holds", what=phrase(f"packages.held-{code}", **facts)))
    for code, facts in found.notices.items():
        typer.echo(phrase("packages.notice", what=phrase(f"packages.notice-{code}", **facts)))
    for bad in found.bad:
        where = checking.printable(bad["where"])
        why = phrase(f"packages.why-{bad['why']}")
        typer.echo(phrase("packages.bad", what=phrase(f"packages.what-{bad['what']}"), where=where, why=why))
    typer.echo(phrase("packages.not-sound" if found.bad else "packages.sound", count=len(found.bad)))
    if found.stands_on:
        typer.echo(phrase("packages.compare-policy", digest=found.stands_on["policy_digest"]))
    typer.echo(phrase("packages.does-not-show"))


def _read(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("custody.anchor-unreadable") from error
