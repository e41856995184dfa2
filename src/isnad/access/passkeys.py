"""Passkeys (W3C WebAuthn), checked by Yubico's ``fido2``.

What a passkey is asked is kept with the session and can be answered once. The browser's part is a small script of
ours; nothing of it is trusted: the challenge, the host, the address the page came from, the key and the counter are
checked here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from isnad.access.actions import blame, forgive, is_locked
from isnad.access.factors import PASSKEY
from isnad.access.models import Factor
from isnad.words import Refusal

MOST = 10  # passkeys of one person
LONGEST = 50_000  # characters of an answer


@dataclass(frozen=True, slots=True)
class Site:
    """Where a page was asked for: the host without its port, and the whole origin."""

    host: str
    origin: str

    @property
    def has_passkeys(self) -> bool:
        """Whether browsers make passkeys for such a host: for names, never for numbers."""
        return self.host != "" and not self.host.replace(".", "").isdigit() and ":" not in self.host


def ask_to_add(name: str, user: int, site: Site) -> tuple[str, str]:
    """What the browser is asked so that it makes a passkey, and what to keep until it answers; both as JSON."""
    if Factor.objects.filter(name=name, kind=PASSKEY).count() >= MOST:
        raise Refusal("access.too-many-passkeys", most=MOST)
    person = PublicKeyCredentialUserEntity(id=f"isnad-{user}".encode(), name=name, display_name=name)
    options, state = _server(site).register_begin(
        person, _known(name, site), user_verification=UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options)["publicKey"]), json.dumps(state)


def add(name: str, told: str, site: Site, kept: str, answer: str) -> None:
    """Keeps the passkey that the browser made."""
    made = _checked(lambda: _server(site).register_complete(json.loads(kept), json.loads(answer)))
    assert made.credential_data is not None
    Factor.objects.create(
        name=name, kind=PASSKEY, told=told.strip()[:80], secret=bytes(made.credential_data), site=site.host,
        last=made.counter, made=int(time.time()),
    )  # fmt: skip


def ask(name: str, site: Site) -> tuple[str, str] | None:
    """What the browser is asked so that a passkey answers, and what to keep; None where the person has none here."""
    known = _known(name, site)
    if not known:
        return None
    options, state = _server(site).authenticate_begin(known, user_verification=UserVerificationRequirement.PREFERRED)
    return json.dumps(dict(options)["publicKey"]), json.dumps(state)


def check(name: str, site: Site, kept: str, answer: str) -> str:
    """That one of this person's passkeys answered; refused alike for whatever is wrong with it."""
    try:
        if is_locked(name) or not kept or len(answer) > LONGEST:
            raise Refusal("access.not-proved")
        _count(name, site, kept, answer)
    except Refusal:
        blame(name)
        raise
    forgive(name)
    return PASSKEY


def _count(name: str, site: Site, kept: str, answer: str) -> None:
    """Checks an answer, and that the passkey's counter did not go back, as it would where somebody has a copy."""
    told = _checked(lambda: AuthenticationResponse.from_dict(json.loads(answer)))
    used = _checked(lambda: _server(site).authenticate_complete(json.loads(kept), _known(name, site), told))
    counter = told.response.authenticator_data.counter
    for row in Factor.objects.filter(name=name, kind=PASSKEY, site=site.host):
        if AttestedCredentialData(bytes(row.secret)).credential_id == used.credential_id:
            if (counter or row.last) and counter <= row.last:
                raise Refusal("access.not-proved")
            Factor.objects.filter(pk=row.pk).update(last=counter)


def _known(name: str, site: Site) -> list[AttestedCredentialData]:
    rows = Factor.objects.filter(name=name, kind=PASSKEY, site=site.host).order_by("pk")
    return [AttestedCredentialData(bytes(row.secret)) for row in rows]


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.host, name="Isnad"), verify_origin=lambda origin: origin == site.origin
    )


def _checked(act: Callable[[], Any]) -> Any:
    """What ``act`` gives; an answer that is none, or that does not verify, is a refusal in words that tell nothing."""
    try:
        return act()
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature) as error:
        raise Refusal("access.not-proved") from error
