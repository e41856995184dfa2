"""A person's own signature in a body: what it binds, and what is found where it does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from conftest import reopen
from isnad.access import actions
from isnad.custody import actions as custody
from isnad.house import opening
from isnad.ledger.body import signed_message
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.signatures import Signer
from isnad.words import Refusal


def key_files(folder: Path) -> tuple[Ed25519PrivateKey, Path, Path]:
    key = Ed25519PrivateKey.generate()
    private, public = folder / "key.pem", folder / "public.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return key, private, public


def test_who_registered_a_key_signs_the_commitment_of_what_they_say_and_of_nothing_else(
    archive: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, private, public = key_files(tmp_path)
    actions.register_key("owner", None, public)
    opening.close()
    monkeypatch.setenv("ISNAD_SIGNING_KEY", str(private))
    desk = reopen(archive.folder.root)
    signed = custody.incident("intake.hash-broken", by="owner")
    other = custody.incident("intake.hash-broken", by="layla")
    bodies = Bodies(desk.folder, desk.holder)
    key.public_key().verify(bodies.saying(signed).signature, signed_message(bodies.leaf(signed).commitment))
    assert bodies.saying(other).signature == b""
    assert list(audit.lawless(bodies)) == []


def test_a_signature_by_another_key_is_found(archive: Desk) -> None:
    """The negative control: without a signature the same entry is sound."""
    archive.signer = Signer("owner", Ed25519PrivateKey.generate())
    forged = custody.incident("intake.hash-broken", by="owner")
    archive.signer = None
    custody.incident("intake.hash-broken", by="owner")
    found = list(audit.lawless(Bodies(archive.folder, archive.holder)))
    assert found == [(forged, "record.signature-fails")]


def test_a_key_that_nobody_registered_signs_nothing(
    archive: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, private, _ = key_files(tmp_path)
    opening.close()
    monkeypatch.setenv("ISNAD_SIGNING_KEY", str(private))
    with pytest.raises(Refusal, match=r"house\.signing-key-of-nobody"):
        reopen(archive.folder.root)
    private.write_text("not a key")
    with pytest.raises(Refusal, match=r"house\.no-signing-key"):
        reopen(archive.folder.root)


def test_somebody_registers_a_key_by_their_own_passphrase_alone(archive: Desk, tmp_path: Path) -> None:
    _, private, public = key_files(tmp_path)
    actions.add_user("layla", "her passphrase, long", by="owner")
    assert actions.register_key("layla", "her passphrase, long", public)
    for name, secret, file in (("layla", "another", public), ("layla", None, public), ("owner", None, private)):
        with pytest.raises(Refusal):
            actions.register_key(name, secret, file)
