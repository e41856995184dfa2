"""The command line: a door. It finds the room that a first word belongs to, and imports no other.

A room's ``commands.py`` offers either a ``typer.Typer`` (a group: ``isnad names compare``) or a function (``isnad
verify``). What goes wrong is turned into words here, and nowhere else: a refusal ends with 2, bytes that do not
verify with 3, something out of reach with 4; a check that found something ends with 1.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from isnad import speech
from isnad.words.errors import IsnadError


class Word(NamedTuple):
    """Where a first word leads: a module, the name in it, and whether it works inside an archive."""

    module: str
    name: str
    in_archive: bool = False


WORDS: dict[str, Word] = {
    "actors": Word("isnad.actors.commands", "commands", in_archive=True),
    "candidates": Word("isnad.families.candidate_commands", "commands", in_archive=True),
    "cases": Word("isnad.cases.commands", "commands"),
    "chain": Word("isnad.claims.commands", "chain", in_archive=True),
    "checkpoint": Word("isnad.custody.commands", "checkpoint", in_archive=True),
    "claims": Word("isnad.claims.commands", "commands", in_archive=True),
    "clocks": Word("isnad.clocks.commands", "commands", in_archive=True),
    "compare": Word("isnad.intake.commands", "compare", in_archive=True),
    "compartment": Word("isnad.access.compartment_commands", "commands", in_archive=True),
    "demo": Word("isnad.testing.commands", "commands"),
    "doctor": Word("isnad.house.commands", "doctor", in_archive=True),
    "door": Word("isnad.families.door_commands", "commands", in_archive=True),
    "erase": Word("isnad.custody.commands", "erase", in_archive=True),
    "hold": Word("isnad.custody.commands", "hold", in_archive=True),
    "inquiries": Word("isnad.families.commands", "commands", in_archive=True),
    "identifications": Word("isnad.families.identification_commands", "commands", in_archive=True),
    "init": Word("isnad.house.init", "init"),
    "intake": Word("isnad.intake.commands", "intake", in_archive=True),
    "item": Word("isnad.custody.commands", "item", in_archive=True),
    "keys": Word("isnad.house.keys", "commands"),
    "ledger": Word("isnad.house.ledger", "commands"),
    "leave": Word("isnad.packages.commands", "leave", in_archive=True),
    "lists": Word("isnad.sanctions.lists.commands", "commands"),
    "lock": Word("isnad.keys.commands", "lock"),
    "names": Word("isnad.instruments.naming.commands", "commands"),
    "package": Word("isnad.packages.commands", "commands", in_archive=True),
    "read": Word("isnad.reading.commands", "commands"),
    "registers": Word("isnad.registers.commands", "commands", in_archive=True),
    "rebuild": Word("isnad.house.commands", "rebuild", in_archive=True),
    "rule": Word("isnad.access.commands", "rule", in_archive=True),
    "remains": Word("isnad.remains.commands", "commands", in_archive=True),
    "sanctions": Word("isnad.sanctions.commands", "commands"),
    "screen": Word("isnad.sanctions.lists.screen_command", "screen"),
    "search": Word("isnad.families.search_commands", "search", in_archive=True),
    "selftest": Word("isnad.house.commands", "run_selftest", in_archive=True),
    "serve": Word("isnad.site.commands", "serve", in_archive=True),
    "similar": Word("isnad.custody.commands", "similar", in_archive=True),
    "source": Word("isnad.sources.commands", "commands", in_archive=True),
    "tellings": Word("isnad.families.telling_commands", "commands", in_archive=True),
    "testimony": Word("isnad.testimony.commands", "commands", in_archive=True),
    "transfer": Word("isnad.custody.commands", "transfer", in_archive=True),
    "transcriptions": Word("isnad.reading.transcription_commands", "commands", in_archive=True),
    "unlock": Word("isnad.keys.commands", "unlock"),
    "user": Word("isnad.access.commands", "commands", in_archive=True),
    "verify": Word("isnad.house.commands", "verify", in_archive=True),
}

KEYLESS = Word("isnad.verify.commands", "verify_keyless")
"""What ``isnad verify --keyless`` is: a check of files alone, which loads no Django and asks for no passphrase."""

WITH_ARCHIVE: dict[str, Word] = {
    "cases": Word("isnad.cases.archive_commands", "commands", in_archive=True),
    "sanctions": Word("isnad.sanctions.archive_commands", "commands", in_archive=True),
}
"""Where a first word leads whose second word, or what that is given, needs an archive."""

FILES_ALONE: dict[str, dict[str, bool]] = {
    "cases": {"where": True, "warrants": False, "elements": False, "example": False},
    "sanctions": {"which": True, "ownership": True, "check": False, "clocks": False, "programmes": False},
}
"""By such a first word the second words that work without an archive; true: only where they are given a file."""

PACKAGE_VERIFY = Word("isnad.verify.package_commands", "commands")
"""What ``isnad package verify`` is: the program that travels in packages; it needs no archive either."""

DOOR = Word("isnad.site.door_command", "serve")
"""What ``isnad serve --door`` is: the families' door, which never opens an archive."""


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
    name = next((each for each in given if not each.startswith("-")), "")
    if name in WORDS:
        word = _pure(name, given) or _with_archive(name, given) or WORDS[name]
        if word.in_archive or _reads_an_archive(name, given):
            given = _wake(given)
        _register(root, name, word)
    else:
        for each in sorted(WORDS):
            root.command(each, help=speech.phrase(f"cli.{each}"))(lambda: None)
    try:
        typer.main.get_command(root).main(given, prog_name="isnad")
    finally:
        _close()


def _reads_an_archive(name: str, given: list[str]) -> bool:
    """Whether it is ``isnad read`` with another word than ``numbers``, which reads any folder and loads no Django."""
    words = [each for each in given if not each.startswith("-")]
    return name == "read" and len(words) > 1 and words[1] != "numbers"


def _pure(name: str, given: list[str]) -> Word | None:
    """What works without an archive, though its first word does not."""
    if name == "verify" and "--keyless" in given:
        return KEYLESS
    if name == "serve" and "--door" in given:
        return DOOR
    words = [each for each in given if not each.startswith("-")]
    return PACKAGE_VERIFY if words[:2] == ["package", "verify"] else None


def _with_archive(name: str, given: list[str]) -> Word | None:
    """Where a word leads that needs an archive for what it is asked; none where it needs no archive."""
    words = [each for each in given if not each.startswith("-")][1:]
    if name not in WITH_ARCHIVE or not words or ("--help" in given and words[0] in FILES_ALONE[name]):
        return None
    of_file = FILES_ALONE[name].get(words[0])
    named = any(_is_a_file(each) for each in words[1:]) or any(each.startswith("--graph") for each in given)
    alone = of_file is False or (of_file and named)
    return None if alone and "--archive" not in given else WITH_ARCHIVE[name]


def _is_a_file(word: str) -> bool:
    return word.endswith((".yaml", ".yml", ".json")) or Path(word).is_file()


def _register(root: Any, name: str, word: Word) -> None:
    import typer

    found = getattr(import_module(word.module), word.name)
    if isinstance(found, typer.Typer):
        root.add_typer(found, name=name, help=speech.phrase(f"cli.{name}"), no_args_is_help=True)
    else:
        root.command(name, help=speech.phrase(f"cli.{name}"))(found)


def _wake(given: list[str]) -> list[str]:
    """Makes the archive ready that ``--data`` or ``ISNAD_DATA`` names; returns what else was given.

    Who only asks for help needs no archive.
    """
    from isnad.house.waking import start_django, wake

    data, rest = _take_data(given)
    if "--help" in given:
        start_django()
    else:
        wake(data)
    return rest


def _take_data(given: list[str]) -> tuple[Path | None, list[str]]:
    for index, each in enumerate(given):
        if each == "--data" and index + 1 < len(given):
            return Path(given[index + 1]), given[:index] + given[index + 2 :]
        if each.startswith("--data="):
            return Path(each.removeprefix("--data=")), given[:index] + given[index + 1 :]
    return None, given


def _close() -> None:
    """Lets go of the archive, where one was opened: its keys end with the command."""
    if opening := sys.modules.get("isnad.house.opening"):
        opening.close()


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _apology(error: Exception) -> str:
    """An apology with a reference; where it happened goes to the log, what it was about does not."""
    from isnad.words.mishap import note

    return speech.phrase("cli.apology", reference=note(error))
