"""``isnad keys split | restore``, ``isnad unlock``, ``isnad lock``; ``rotate``, which says an entry, is the house's.

Recovery words go to standard output, one list a line, everything else to standard error: words can be sent straight to
a printer, and nothing else is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from isnad import speech
from isnad.keys import holder, passphrase, recovery
from isnad.keys.folder import DataFolder

commands = typer.Typer(no_args_is_help=True)

Data = Annotated[Path | None, typer.Option("--data", help=speech.phrase("keys.option-data"))]
Needed = Annotated[int, typer.Option("--needed", min=1, max=16, help=speech.phrase("keys.option-needed"))]
Of = Annotated[int, typer.Option("--of", min=1, max=16, help=speech.phrase("keys.option-of"))]
AsJson = Annotated[bool, typer.Option("--json", help=speech.phrase("keys.option-json"))]
Minutes = Annotated[float, typer.Option("--minutes", min=0.05, max=1440.0, help=speech.phrase("keys.option-minutes"))]


@commands.command(help=speech.phrase("keys.help-split"))
def split(needed: Needed = 2, of: Of = 3, data: Data = None, as_json: AsJson = False) -> None:
    """Prints new recovery words."""
    folder = DataFolder.find(data)
    lists = recovery.split(folder, passphrase.current(), needed=needed, of=of)
    say("keys.words-heading", needed=needed, of=of)
    print(json.dumps({"needed": needed, "words": lists}) if as_json else "\n".join(lists))


@commands.command(help=speech.phrase("keys.help-restore"))
def restore(data: Data = None) -> None:
    """Reads lists of words from standard input, one a line, and locks the keys with a new passphrase."""
    folder = DataFolder.find(data)
    if sys.stdin.isatty():
        say("keys.type-words")
    lists = [line.strip() for line in sys.stdin if line.strip()]
    recovery.restore(folder, lists, passphrase.new())
    say("keys.restored")


def unlock(minutes: Minutes = holder.IDLE_MINUTES, data: Data = None) -> None:
    """Leaves the keys open until idle or locked."""
    holder.stay_unlocked(DataFolder.find(data), minutes=minutes)
    say("keys.unlocked", minutes=f"{minutes:g}")


def lock(data: Data = None) -> None:
    """Closes what ``isnad unlock`` left open."""
    say("keys.locked" if holder.lock(DataFolder.find(data)) else "keys.was-locked")


def passphrases() -> tuple[str, str]:
    """The passphrase of now and the one to be; from the environment they are the same unless two are given."""
    given = passphrase.given()
    to_be = passphrase.given(passphrase.NEW_VARIABLE)
    if given is not None:
        return given, to_be if to_be is not None else given
    now = passphrase.current()
    if to_be is not None:
        return now, to_be
    say("keys.rotate-new-passphrase")
    return now, passphrase.new()


def say(code: str, **facts: object) -> None:
    """Tells something beside what is printed."""
    print(speech.phrase(code, **facts), file=sys.stderr)
