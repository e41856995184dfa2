"""Sessions of people who signed in at the site.

* The browser holds a random token; the table holds its SHA-256, so a copy of the table signs nobody in.
* Who has a second factor is not signed in until it was given: until then the session *waits*, for five minutes.
* A session ends after 30 minutes without a page, and in any case after twelve hours.
* It dies at once with the person's removal, with a new passphrase, with any change of their grants (one that ends by
  its date among them), and with signing out.
* It carries one purpose at a time, one of those the person was granted.
* It knows when its person last proved who they are; before a grave act that must be fresh.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

from isnad.access.actions import current_user
from isnad.access.gate import Gate
from isnad.access.grants import Standing, standing
from isnad.access.models import Credential, Session, User
from isnad.record.tables import key
from isnad.words import Refusal

IDLE = 30 * 60  # seconds
LONGEST = 12 * 3600
WAITS = 5 * 60
FRESH = 10 * 60
NOTED_EVERY = 60  # seconds between two writes of when a session was last used

_NOTHING = Standing((), frozenset(), {})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page, for which purpose, and what passes the gate for them."""

    name: str
    roles: tuple[str, ...]
    purpose: str | None = None
    standing: Standing = _NOTHING
    proved: int = 0  # Unix seconds

    @property
    def gate(self) -> Gate:
        """What this person may see for the purpose of their session."""
        return self.gate_for(self.purpose)

    @property
    def purposes(self) -> tuple[str, ...]:
        """The purposes for which this person may ask."""
        return self.standing.purposes()

    @property
    def fresh(self) -> bool:
        """Whether they proved who they are within the last ten minutes."""
        return time.time() - self.proved < FRESH

    def gate_for(self, purpose: str | None) -> Gate:
        """What this person may see for a purpose: of one that they do not have, what they keep and no more."""
        return Gate(self.roles, purpose, self.standing.compartments, self.standing.narrowed)


def begin(user: User, *, waits: bool = False) -> str:
    """A new session of somebody who proved who they are; returns the token. What ended long ago is swept."""
    token = secrets.token_urlsafe(32)
    now = int(time.time())
    Session.objects.filter(used__lt=now - IDLE).delete()
    Session.objects.create(
        token=_hashed(token), user=user.entry, proof=_proof(user) or "", began=now, used=now, waits=waits,
        proved=0 if waits else now,
    )  # fmt: skip
    return token


def reader(token: str) -> Reader | None:
    """Whose session this is, if it still runs and waits for nothing."""
    found = _running(token, waits=False)
    if found is None:
        return None
    row, user = found
    now = int(time.time())
    if now - row.used > NOTED_EVERY:
        Session.objects.filter(token=row.token).update(used=now)
    stands = standing(user.entry)
    purposes = stands.purposes()
    purpose = row.purpose if row.purpose in purposes else next(iter(purposes), None)
    return Reader(user.name, stands.roles, purpose, stands, row.proved)


def waiting(token: str) -> str | None:
    """The name of whoever gave their passphrase and has yet to give the second factor."""
    found = _running(token, waits=True)
    return None if found is None else found[1].name


def admit(token: str) -> str:
    """Ends the waiting: a session under a new token takes its place."""
    found = _running(token, waits=True)
    if found is None:
        raise Refusal("access.not-proved")
    end(token)
    return begin(found[1])


def prove_again(token: str) -> None:
    """Notes that whoever has this session proved anew who they are."""
    Session.objects.filter(token=_hashed(token)).update(proved=int(time.time()))


def choose(token: str, purpose: str) -> None:
    """From now on this session asks for ``purpose``; refused where it is none of its person's."""
    found = reader(token)
    if found is None or purpose not in found.purposes:
        raise Refusal("access.not-your-purpose")
    Session.objects.filter(token=_hashed(token)).update(purpose=purpose)


def set_task(token: str, task: str) -> None:
    """Keeps what this session was asked, until it is answered."""
    Session.objects.filter(token=_hashed(token)).update(task=task)


def task(token: str) -> str:
    """What this session was asked; it can be answered once."""
    row = Session.objects.filter(token=_hashed(token)).first()
    Session.objects.filter(token=_hashed(token)).update(task="")
    return "" if row is None else row.task


def end(token: str) -> None:
    """Signs out."""
    Session.objects.filter(token=_hashed(token)).delete()


def _running(token: str, *, waits: bool) -> tuple[Session, User] | None:
    row = Session.objects.filter(token=_hashed(token)).first()
    if row is None:
        return None
    user = _person(row)
    now = int(time.time())
    longest = WAITS if row.waits else LONGEST
    if user is None or now - row.used > IDLE or now - row.began > longest:
        row.delete()
        return None
    return (row, user) if row.waits == waits else None


def _person(row: Session) -> User | None:
    """The person of a session, while they work here under the passphrase and the grants with which it began."""
    user = User.objects.filter(pk=key(row.user)).first()
    if user is None or current_user(user.name) != user:
        return None
    return user if _proof(user) == row.proof else None


def _proof(user: User) -> str | None:
    """Tells one passphrase and one set of grants of somebody from the next."""
    credential = Credential.objects.filter(name=user.name).first()
    if credential is None:
        return None
    return sha256(f"{credential.passphrase}\0{standing(user.entry).as_text()}".encode()).hexdigest()[:32]


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
