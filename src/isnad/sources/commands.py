"""``isnad source``: pseudonyms, and who is behind them, by a quorum alone.

Words and identities are typed or come on standard input; neither ever stands on a command line or in a variable.
"""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.custody import actions as custody
from isnad.custody import queries
from isnad.sources import actions
from isnad.sources.models import IdentityRow, QuorumRow
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import Refusal

commands = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="PSEUDONYM", help=phrase("sources.help-pseudonym"))]
Needed = Annotated[int, typer.Option("--needed", min=1, max=16, help=phrase("sources.help-needed"))]
Of = Annotated[int, typer.Option("--of", min=1, max=16, help=phrase("sources.help-of"))]
AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]


@commands.command(help=phrase("sources.help-add"))
def add(
    name: Name,
    identity: Annotated[bool, typer.Option("--identity", help=phrase("sources.help-identity"))] = False,
    as_json: AsJson = False,
) -> None:
    """Makes a pseudonym, and seals who is behind it where that is told."""
    number, new = custody.name_source(name, by=OWNER)
    sealed = None
    if identity:
        sealed = actions.seal(number, _read(phrase("sources.type-identity")), by=OWNER)
    if as_json:
        print_json({"entry": number, "new": new, "sealed_identity": sealed})
        return
    typer.echo(phrase("sources.added" if new else "sources.known", name=name, entry=number))
    if sealed is not None:
        typer.echo(phrase("sources.sealed", entry=sealed))


@commands.command("quorum", help=phrase("sources.help-quorum"))
def quorum(needed: Needed = 2, of: Of = 3) -> None:
    """Makes and splits the room's key; the words are printed once."""
    _, words = actions.form_quorum(needed=needed, of=of, by=OWNER)
    _print(words, needed)


@commands.command("holders", help=phrase("sources.help-holders"))
def holders(
    needed: Needed = 2,
    of: Of = 3,
    second: Annotated[str | None, typer.Option("--second", metavar="USER", help=phrase("access.help-second"))] = None,
) -> None:
    """Other holders: a new key, every identity sealed anew, the old words worthless; two people."""
    agreed = second_person(second)
    row = QuorumRow.objects.order_by("-pk").first()
    given = _words(row.needed if row else 1)
    _, words = actions.change_holders(given, needed=needed, of=of, by=OWNER, second=agreed)
    _print(words, needed)


@commands.command("open", help=phrase("sources.help-open"))
def open_source(name: Name, reason: Annotated[str, typer.Option(help=phrase("sources.help-reason"))]) -> None:
    """Shows who a source is, once, by the words of enough holders."""
    known = queries.source(name)
    if known is None:
        raise Refusal("sources.no-identity")
    row = IdentityRow.objects.filter(source=known.entry).order_by("-pk").first()
    needed = QuorumRow.objects.get(pk=row.quorum * 1024).needed if row else 1
    typer.echo(actions.open_identity(known.entry, _words(needed), reason, by=OWNER))


def _words(needed: int) -> list[str]:
    """One list of words for each holder who is needed: typed unseen, or a line each on standard input."""
    if not sys.stdin.isatty():
        return [line.strip() for line in sys.stdin if line.strip()]
    return [getpass.getpass(phrase("sources.type-words", number=n, of=needed) + " ") for n in range(1, needed + 1)]


def _read(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(prompt + " ")
    return sys.stdin.read()


def _print(words: list[str], needed: int) -> None:
    print(phrase("sources.words-heading", needed=needed, of=len(words)), file=sys.stderr)
    for each in words:
        typer.echo(each)
