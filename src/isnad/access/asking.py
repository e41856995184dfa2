"""Asks people at the terminal for what only they know. A passphrase never stands on a command line."""

from __future__ import annotations

import getpass

from isnad.access.actions import OWNER, Second, agree
from isnad.keys import passphrase
from isnad.speech import phrase
from isnad.words import Refusal

SECOND = "ISNAD_SECOND_PASSPHRASE"
NEW_USER = "ISNAD_USER_PASSPHRASE"


def second_person(name: str | None, *, first: str = OWNER) -> Second | None:
    """The second person of an act, proved; None where nobody was named."""
    if name is None:
        return None
    return agree(name, _ask(SECOND, phrase("access.ask-second", name=name)), first=first)


def new_passphrase(name: str) -> str:
    """A new passphrase for somebody, from ``ISNAD_USER_PASSPHRASE`` or typed twice."""
    given = passphrase.given(NEW_USER)
    if given is not None:
        return given
    first = _ask(NEW_USER, phrase("access.ask-new", name=name))
    if _ask(NEW_USER, phrase("access.ask-again", name=name)) != first:
        raise Refusal("keys.passphrases-differ")
    return first


def passphrase_of(name: str) -> str | None:
    """The passphrase of somebody who proves who they are, from ``ISNAD_USER_PASSPHRASE`` or typed; None for the owner,
    whose passphrase has opened the archive."""
    return None if name == OWNER else _ask(NEW_USER, phrase("access.ask-own", name=name))


def _ask(variable: str, prompt: str) -> str:
    given = passphrase.given(variable)
    if given is not None:
        return given
    if not passphrase.can_ask():
        raise Refusal("access.nobody-to-ask", variable=variable)
    return getpass.getpass(prompt + " ")
