"""The command line: a door. It finds the room that a first word belongs to, and imports no other.

A room's ``commands.py`` offers either a ``typer.Typer`` (a group: ``isnad names compare``) or a function (``isnad
verify``). What goes wrong is turned into words here, and nowhere else: a refusal ends with 2, bytes that do not
verify with 3, something out of reach with 4; a check that found something ends with 1.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NamedTuple

from isnad import speech
from isnad.words.errors import IsnadError


class Word(NamedTuple):
    """Where a first word leads: a module and the name in it."""

    module: str
    name: str


WORDS: dict[str, Word] = {
    "cases": Word("isnad.cases.commands", "commands"),
    "demo": Word("isnad.testing.commands", "commands"),
    "keys": Word("isnad.keys.commands", "commands"),
    "lists": Word("isnad.sanctions.lists.commands", "commands"),
    "lock": Word("isnad.keys.commands", "lock"),
    "names": Word("isnad.instruments.naming.commands", "commands"),
    "read": Word("isnad.reading.commands", "commands"),
    "sanctions": Word("isnad.sanctions.commands", "commands"),
    "unlock": Word("isnad.keys.commands", "unlock"),
}


def main(arguments: list[str] | None = None) -> None:
    """Entry point of ``isnad``."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        _run(given)
    except KeyboardInterrupt:
        _say(speech.phrase("cli.stopped"))
        sys.exit(130)
    except IsnadError as error:
        _say(speech.explain(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  the one place where anything else becomes an apology
        _say(_apology(error))
        sys.exit(4)


def _run(given: list[str]) -> None:
    """Runs one command and exits as it says; wrong use ends with 2 and the usage."""
    import typer

    root = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=speech.phrase("cli.isnad"),
    )
    root.callback()(lambda: None)
    word = next((each for each in given if not each.startswith("-")), None)
    for name in [word] if word in WORDS else sorted(WORDS):
        assert name is not None
        _register(root, name, loaded=word in WORDS)
    typer.main.get_command(root).main(given, prog_name="isnad")


def _register(root: Any, name: str, *, loaded: bool) -> None:
    import typer

    help_text = speech.phrase(f"cli.{name}")
    if not loaded:
        root.command(name, help=help_text)(lambda: None)
        return
    found = getattr(import_module(WORDS[name].module), WORDS[name].name)
    if isinstance(found, typer.Typer):
        root.add_typer(found, name=name, help=help_text, no_args_is_help=True)
    else:
        root.command(name, help=help_text)(found)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _apology(error: Exception) -> str:
    """An apology with a reference; where it happened goes to the log, what it was about does not."""
    from isnad.words.mishap import note

    return speech.phrase("cli.apology", reference=note(error))
