"""Where a passphrase comes from.

* ``ISNAD_PASSPHRASE``, where nobody can type: read once and removed, also from what the system shows of this process;
  taken whatever its strength, with a warning.
* Else the terminal. A new one typed there is asked twice and has at least 12 characters.
* With neither, a refusal.
"""

from __future__ import annotations

import getpass
import os
import sys

from isnad import speech
from isnad.instruments.sealing.hardening import take_from_environment
from isnad.words import Refusal

VARIABLE = "ISNAD_PASSPHRASE"
NEW_VARIABLE = "ISNAD_NEW_PASSPHRASE"
SHORTEST = 12


def given(variable: str = VARIABLE) -> str | None:
    """The passphrase in the environment, which is then gone from it."""
    return take_from_environment(variable)


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return sys.stdin is not None and sys.stdin.isatty()
    return True


def current() -> str:
    """The passphrase of the archive, from the environment or asked."""
    found = given()
    if found is not None:
        return found
    _need_terminal()
    return getpass.getpass(speech.phrase("keys.ask-passphrase") + " ")


def new(variable: str = VARIABLE) -> str:
    """A passphrase to be, from the environment or asked twice."""
    found = given(variable)
    if found is not None:
        if len(found) < SHORTEST:
            print(speech.phrase("keys.weak-passphrase", shortest=SHORTEST), file=sys.stderr)
        return found
    _need_terminal()
    first = getpass.getpass(speech.phrase("keys.ask-new-passphrase", shortest=SHORTEST) + " ")
    if len(first) < SHORTEST:
        raise Refusal("keys.passphrase-too-short", shortest=SHORTEST)
    if getpass.getpass(speech.phrase("keys.ask-again") + " ") != first:
        raise Refusal("keys.passphrases-differ")
    return first


def _need_terminal() -> None:
    if not can_ask():
        raise Refusal("keys.no-passphrase")
