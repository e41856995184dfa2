"""The verbs of access: add and remove people, renew how they prove who they are, ask for a second person.

``OWNER`` is who sits at the data folder's own command line; the passphrase that opens the keys is the proof.
A second person proves who they are with their own passphrase, and is never the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db.models import F

from isnad.access.entries import UserAdded, UserRemoved
from isnad.access.models import Credential, Factor, Removal, User
from isnad.record.desk import desk
from isnad.record.entries import SigningKey
from isnad.record.pen import pen
from isnad.words import Refusal

OWNER = "owner"
ROLES = (
    "custodian",
    "analyst",
    "family-liaison",
    "investigator",
    "counsel",
    "sanctions-officer",
    "communications",
    "auditor",
    "administrator",
)
MOST_FAILURES = 10
_NAME = re.compile(r"[\w][\w .'-]{0,79}")
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Second:
    """A second person who agreed to one act, and proved who they are."""

    name: str


def add_user(name: str, passphrase: str, *, by: str, roles: tuple[str, ...] = ("custodian",)) -> int:
    """Adds a person; returns the entry's number."""
    if not _NAME.fullmatch(name) or name == OWNER:
        raise Refusal("access.not-a-name")
    if unknown := [role for role in roles if role not in ROLES]:
        raise Refusal("access.unknown-role", role=unknown[0], known=", ".join(ROLES))
    if current_user(name) is not None:
        raise Refusal("access.name-taken", name=name)
    with pen(by) as held:
        number = held.say(UserAdded(name, roles))
    _set(name, passphrase)
    return number


def remove_user(name: str, reason: str, *, by: str) -> int:
    """A person works here no longer; their credentials go, their entries keep their name."""
    user = current_user(name)
    if user is None:
        raise Refusal("access.unknown-user")
    with pen(by) as held:
        number = held.say(UserRemoved(user.entry, reason))
    Credential.objects.filter(name=name).delete()
    Factor.objects.filter(name=name).delete()
    return number


def reset(name: str, passphrase: str, *, factors: bool = False) -> None:
    """Gives a person a new passphrase: after a rebuild, or when it was forgotten. With ``factors`` those go too."""
    if current_user(name) is None:
        raise Refusal("access.unknown-user")
    _set(name, passphrase)
    if factors:
        Factor.objects.filter(name=name).delete()


def register_key(name: str, secret: str | None, public: Path) -> int:
    """From here on entries that ``name`` signs with this Ed25519 key (PEM) are theirs; they register it themselves.

    ``secret`` proves them; None is the owner, whose passphrase has opened the archive.
    """
    if secret is not None:
        prove(name, secret)
    elif name != OWNER:
        raise Refusal("access.not-proved")
    try:
        key = load_pem_public_key(public.read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal("access.not-a-public-key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise Refusal("access.not-a-public-key")
    with pen(name) as held:
        return held.say(SigningKey(name, key.public_bytes_raw().hex()))


def current_user(name: str) -> User | None:
    """The person of that name who works here now."""
    gone = Removal.objects.values_list("user_id", flat=True)
    return User.objects.filter(name=name).exclude(pk__in=gone).first()


def prove(name: str, passphrase: str) -> User:
    """The person of that name, who proved it; refused alike for an unknown, a locked and a wrong one.

    What was got wrong before is forgiven once all is right: where there is a second factor, not by the passphrase.
    """
    credential = Credential.objects.filter(name=name).first()
    # A hash is tried for unknown names too, so that the time taken does not tell who works here.
    right = _verify(credential.passphrase if credential else _nobody(), passphrase)
    user = current_user(name)
    if credential is None or user is None or credential.failures >= MOST_FAILURES or not right:
        blame(name)
        raise Refusal("access.not-proved")
    if credential.failures and not Factor.objects.filter(name=name).exists():
        forgive(name)
    return user


def blame(name: str) -> None:
    """Somebody got a proof wrong: a passphrase, a code, a passkey. Ten in all lock the name, whichever they were."""
    Credential.objects.filter(name=name).update(failures=F("failures") + 1)


def forgive(name: str) -> None:
    """All proofs were right."""
    Credential.objects.filter(name=name).update(failures=0)


def is_locked(name: str) -> bool:
    """Whether nobody gets in under this name until its passphrase is set anew."""
    return not Credential.objects.filter(name=name, failures__lt=MOST_FAILURES).exists()


def agree(name: str, passphrase: str, *, first: str) -> Second:
    """The second person of an act: somebody else than ``first``, who proves who they are."""
    if name == first:
        raise Refusal("access.second-is-the-first")
    try:
        return Second(prove(name, passphrase).name)
    except Refusal as refusal:
        raise Refusal("access.second-not-proved") from refusal


def two_people(second: Second | None) -> str | None:
    """The second person's name; refused where there is none, unless the archive is a demo."""
    if second is not None:
        return second.name
    if desk().demo:
        return None
    raise Refusal("access.second-person-needed")


def _set(name: str, passphrase: str) -> None:
    if not passphrase:
        raise Refusal("access.empty-passphrase")
    Credential.objects.update_or_create(name=name, defaults={"passphrase": _hasher.hash(passphrase), "failures": 0})


@cache
def _nobody() -> str:
    return _hasher.hash("nobody")


def _verify(stored: str, passphrase: str) -> bool:
    try:
        return _hasher.verify(stored, passphrase)
    except VerifyMismatchError:
        return False
