"""Sessions of people who signed in at the site.

* The browser holds a random token; the table holds its SHA-256, so a copy of the table signs nobody in.
* A session ends after 30 minutes without a page, and in any case after twelve hours.
* It dies at once with the person's removal, with a new passphrase, and with signing out.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

import orjson

from isnad.access.actions import current_user
from isnad.access.gate import Gate
from isnad.access.models import Credential, Session, User
from isnad.record.tables import key

IDLE = 30 * 60  # seconds
LONGEST = 12 * 3600
NOTED_EVERY = 60  # seconds between two writes of when a session was last used


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page, and what passes the gate for them."""

    name: str
    roles: tuple[str, ...]

    @property
    def gate(self) -> Gate:
        """What this person may see."""
        return Gate(self.roles)


def begin(user: User) -> str:
    """A new session of somebody who proved who they are; returns the token. What ended long ago is swept."""
    token = secrets.token_urlsafe(32)
    now = int(time.time())
    Session.objects.filter(used__lt=now - IDLE).delete()
    proof = _proof(user.name)
    Session.objects.create(token=_hashed(token), user=user.entry, proof=proof or "", began=now, used=now)
    return token


def reader(token: str) -> Reader | None:
    """Whose session this is, if it still runs."""
    row = Session.objects.filter(token=_hashed(token)).first()
    if row is None:
        return None
    user = _person(row)
    now = int(time.time())
    if user is None or now - row.used > IDLE or now - row.began > LONGEST:
        row.delete()
        return None
    if now - row.used > NOTED_EVERY:
        Session.objects.filter(token=row.token).update(used=now)
    return Reader(user.name, tuple(orjson.loads(user.roles)))


def end(token: str) -> None:
    """Signs out."""
    Session.objects.filter(token=_hashed(token)).delete()


def _person(row: Session) -> User | None:
    """The person of a session, while they work here under the passphrase with which it began."""
    user = User.objects.filter(pk=key(row.user)).first()
    if user is None or current_user(user.name) != user:
        return None
    return user if _proof(user.name) == row.proof else None


def _proof(name: str) -> str | None:
    """Tells one passphrase of somebody from the next."""
    credential = Credential.objects.filter(name=name).first()
    return None if credential is None else sha256(credential.passphrase.encode()).hexdigest()[:32]


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
