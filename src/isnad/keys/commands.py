"""``isnad keys split | restore | rotate``, ``isnad unlock``, ``isnad lock``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from isnad import speech
from isnad.keys import holder, passphrase, recovery, rotation
from isnad.keys.folder import DataFolder

commands = typer.Typer(no_args_is_help=True)

Data = Annotated[Path | None, typer.Option("--data", help=speech.phrase("keys.option-data"))]
Needed = Annotated[int, typer.Option("--needed", min=1, max=16, help=speech.phrase("keys.option-needed"))]
Of = Annotated[int, typer.Option("--of", min=1, max=16, help=speech.phrase("keys.option-of"))]


@commands.command(help=speech.phrase("keys.help-split"))
def split(needed: Needed = 2, of: Of = 3, data: Data = None) -> None:
    """Prints new recovery words."""
    folder = DataFolder.find(data)
    _print_words(recovery.split(folder, passphrase.current(), needed=needed, of=of), needed)


@commands.command(help=speech.phrase("keys.help-restore"))
def restore(data: Data = None) -> None:
    """Reads lists of words from standard input, one a line, and locks the keys with a new passphrase."""
    folder = DataFolder.find(data)
    if sys.stdin.isatty():
        print(speech.phrase("keys.type-words"), file=sys.stderr)
    lists = [line.strip() for line in sys.stdin if line.strip()]
    recovery.restore(folder, lists, passphrase.new())
    print(speech.phrase("keys.restored"), file=sys.stderr)


@commands.command(help=speech.phrase("keys.help-rotate"))
def rotate(needed: Needed = 2, of: Of = 3, data: Data = None) -> None:
    """Locks everything anew and prints new recovery words."""
    folder = DataFolder.find(data)
    now = passphrase.current()
    then = passphrase.given(passphrase.NEW_VARIABLE) or (passphrase.new() if sys.stdin.isatty() else now)
    count = rotation.rotate(folder, now, then)
    print(speech.phrase("keys.rotated", count=count), file=sys.stderr)
    _print_words(recovery.split(folder, then, needed=needed, of=of), needed)


def unlock(
    minutes: Annotated[
        float, typer.Option("--minutes", min=0.05, max=1440.0, help=speech.phrase("keys.option-minutes"))
    ] = holder.IDLE_MINUTES,
    data: Data = None,
) -> None:
    """Leaves the keys open until idle or locked."""
    holder.stay_unlocked(DataFolder.find(data), minutes=minutes)
    print(speech.phrase("keys.unlocked", minutes=f"{minutes:g}"), file=sys.stderr)


def lock(data: Data = None) -> None:
    """Closes what ``isnad unlock`` left open."""
    done = holder.lock(DataFolder.find(data))
    print(speech.phrase("keys.locked" if done else "keys.was-locked"), file=sys.stderr)


def _print_words(lists: list[str], needed: int) -> None:
    print(speech.phrase("keys.words-heading", needed=needed, of=len(lists)), file=sys.stderr)
    for number, words in enumerate(lists, 1):
        print(speech.phrase("keys.words-list", number=number, of=len(lists)), file=sys.stderr)
        print(words)
