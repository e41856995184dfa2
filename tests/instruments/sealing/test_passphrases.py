"""A passphrase as a lock, with pyrage as the second opinion, and a work factor that does not depend on the machine."""

from __future__ import annotations

import pyrage
import pytest

from isnad.instruments.sealing import open_with_passphrase, seal_with_passphrase
from isnad.words import Broken, IsnadError, Refusal

PASSPHRASE = "كلمات طويلة six words"


def test_the_work_factor_is_eighteen_and_others_open_it() -> None:
    sealed = seal_with_passphrase(b"an identity", PASSPHRASE)
    assert sealed.split(b"\n")[1].endswith(b" 18")
    assert pyrage.passphrase.decrypt(sealed, PASSPHRASE) == b"an identity"
    assert open_with_passphrase(sealed, PASSPHRASE) == b"an identity"


def test_a_wrong_passphrase_is_a_refusal_and_a_changed_file_is_broken() -> None:
    sealed = seal_with_passphrase(b"an identity", PASSPHRASE, work_factor=10)
    with pytest.raises(Refusal, match="wrong-passphrase"):
        open_with_passphrase(sealed, PASSPHRASE + " ")
    with pytest.raises(Broken):
        open_with_passphrase(sealed[:-1], PASSPHRASE)


@pytest.mark.parametrize("factor", [b"23", b"018", b"0", b"-1", b"1e1", b"99999999999", "١٨".encode()])
def test_a_work_factor_that_would_stop_the_machine_is_not_tried(factor: bytes) -> None:
    sealed = seal_with_passphrase(b"an identity", PASSPHRASE, work_factor=10)
    with pytest.raises(Broken):
        open_with_passphrase(sealed.replace(b" 10\n", b" " + factor + b"\n", 1), PASSPHRASE)


def test_a_file_for_a_recipient_is_not_a_passphrase_file() -> None:
    theirs = pyrage.encrypt(b"x", [pyrage.x25519.Identity.generate().to_public()])
    with pytest.raises(IsnadError, match="not-a-passphrase-file"):
        open_with_passphrase(theirs, PASSPHRASE)
