"""Second factors: one-time codes (RFC 6238), passkeys, and recovery codes for the day a phone is lost.

* A code counts for its 30 seconds and one step on either side, and once: whoever reads it over a shoulder is late.
* Ten recovery codes are shown once, kept as Argon2id hashes, and each opens once.
* Whatever is wrong counts with wrong passphrases, and ten in all lock the name.
* A passkey is bound to the host it was made for; a page elsewhere gets no answer out of it.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from functools import cache
from urllib.parse import quote

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from isnad.access.actions import blame, forgive, is_locked
from isnad.access.models import Factor
from isnad.words import Refusal

TOTP_KIND, PASSKEY, RECOVERY = "totp", "passkey", "recovery"
STEP = 30  # seconds
DIGITS = 6
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"  # none that is read as another
_hasher = PasswordHasher()


def kinds(name: str) -> tuple[str, ...]:
    """The kinds of second factors that a person has; empty where the passphrase is all."""
    found = set(Factor.objects.filter(name=name).values_list("kind", flat=True))
    return tuple(each for each in (PASSKEY, TOTP_KIND, RECOVERY) if each in found) if found - {RECOVERY} else ()


def held(name: str) -> list[Factor]:
    """The codes and passkeys of a person, as they were added."""
    return list(Factor.objects.filter(name=name).exclude(kind=RECOVERY).order_by("pk"))


def recovery_left(name: str) -> int:
    """How many recovery codes are unused."""
    return Factor.objects.filter(name=name, kind=RECOVERY).count()


def new_key() -> bytes:
    """A key for one-time codes, not yet anybody's."""
    return secrets.token_bytes(20)


def key_in_letters(key: bytes) -> str:
    """A key as one types it into an app, in groups of four."""
    text = base64.b32encode(key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(name: str, key: bytes) -> str:
    """A key as apps read it off a QR code."""
    secret = base64.b32encode(key).decode()
    return f"otpauth://totp/Isnad:{quote(name)}?secret={secret}&issuer=Isnad&digits={DIGITS}&period={STEP}"


def add_codes(name: str, key: bytes, code: str) -> None:
    """From now on codes of this key are a factor; a first code shows that the app has it."""
    step = _step_of(key, code, after=0)
    if step is None:
        raise Refusal("access.wrong-code")
    Factor.objects.create(name=name, kind=TOTP_KIND, secret=key, last=step, made=int(time.time()))


def add_recovery(name: str) -> list[str]:
    """Ten new recovery codes, to be shown once; those of before count no longer."""
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    made = int(time.time())
    rows = [
        Factor(name=name, kind=RECOVERY, told=code[:4], secret=_hasher.hash(_plain(code)).encode(), made=made)
        for code in codes
    ]
    with transaction.atomic():
        Factor.objects.filter(name=name, kind=RECOVERY).delete()
        Factor.objects.bulk_create(rows)
    return codes


def drop(name: str, number: int) -> None:
    """Forgets one factor. With the last of them the recovery codes go too."""
    Factor.objects.filter(name=name, pk=number).exclude(kind=RECOVERY).delete()
    if not kinds(name):
        Factor.objects.filter(name=name).delete()


def check(name: str, code: str) -> str:
    """Which kind of factor a code is of; refused alike where it is none, was used, or the name is locked."""
    text = "".join(code.split())
    kind = None if is_locked(name) else _used(name, text)
    if kind is None:
        blame(name)
        raise Refusal("access.not-proved")
    forgive(name)
    return kind


def _used(name: str, text: str) -> str | None:
    with transaction.atomic():  # so that one code does not open twice at once
        if len(text) == DIGITS and text.isascii() and text.isdigit():
            for row in Factor.objects.select_for_update().filter(name=name, kind=TOTP_KIND):
                step = _step_of(bytes(row.secret), text, after=row.last)
                if step is not None:
                    Factor.objects.filter(pk=row.pk).update(last=step)
                    return TOTP_KIND
            return None
        for row in Factor.objects.select_for_update().filter(name=name, kind=RECOVERY, told=_plain(text)[:4]):
            if _opens(bytes(row.secret).decode(), _plain(text)):
                row.delete()
                return RECOVERY
    _opens(_nobody(), text)  # so that the time taken tells nothing
    return None


def _step_of(key: bytes, code: str, *, after: int) -> int | None:
    """The step of time whose code this is, among now and one on either side, later than the last one used."""
    now = int(time.time()) // STEP
    totp = TOTP(key, DIGITS, SHA1(), STEP)  # noqa: S303  what RFC 6238 asks and every app speaks
    given = "".join(code.split()).encode("utf-8", "replace")
    found = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(totp.generate(step * STEP), given)]
    return next((step for step in found if step > after), None)


def _recovery_code() -> str:
    text = "".join(secrets.choice(_LETTERS) for _ in range(20))
    return "-".join(text[start : start + 4] for start in range(0, 20, 4))


def _plain(code: str) -> str:
    return "".join(each for each in code.lower() if each in _LETTERS)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody")


def _opens(stored: str, text: str) -> bool:
    try:
        return _hasher.verify(stored, text)
    except VerifyMismatchError:
        return False
