"""Second factors: codes count once, recovery codes open once, and what is wrong locks whatever it was."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access_codes import code
from isnad.access import actions, factors, quota, rules
from isnad.access.actions import Second
from isnad.access.models import Factor
from isnad.custody import actions as custody
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.words import Label, Refusal
from visits import fill

LAYLA = Second("layla")


@pytest.fixture
def key(archive: Desk) -> bytes:
    """The key in layla's app, confirmed a minute ago."""
    actions.add_user("layla", "her own", by="owner")
    made = factors.new_key()
    factors.add_codes("layla", made, code(made))
    Factor.objects.update(last=0)
    return made


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, the last six of eight digits."""
    secret = b"12345678901234567890"
    for at, told in ((59, "94287082"), (1111111109, "07081804"), (20000000000, "65353130")):
        assert TOTP(secret, 8, SHA1(), 30).generate(at).decode() == told
        assert TOTP(secret, 6, SHA1(), 30).generate(at).decode() == told[2:]
    assert TOTP(secret + b"123456789012", 8, SHA256(), 30).generate(59).decode() == "46119246"


def test_a_code_opens_once_and_an_older_one_never_again(key: bytes) -> None:
    now = code(key)
    assert factors.check("layla", f"{now[:3]} {now[3:]}") == "totp"
    for steps in (0, -1):
        with pytest.raises(Refusal, match=r"access\.not-proved"):
            factors.check("layla", code(key, steps))
    assert factors.check("layla", code(key, 1)) == "totp"  # the phone is a little fast


@pytest.mark.parametrize("steps", [-3, -2, 3, 100])
def test_a_code_of_another_time_does_not_open(key: bytes, steps: int) -> None:
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        factors.check("layla", code(key, steps))


def test_an_app_that_shows_the_wrong_code_is_not_added(archive: Desk) -> None:
    actions.add_user("layla", "her own", by="owner")
    made = factors.new_key()
    with pytest.raises(Refusal, match=r"access\.wrong-code"):
        factors.add_codes("layla", made, code(factors.new_key()))
    assert factors.kinds("layla") == ()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=30))
def test_no_other_text_opens(key: bytes, guess: str) -> None:
    actions.forgive("layla")
    if "".join(guess.split()) not in {code(key, steps) for steps in (-1, 0, 1)}:
        with pytest.raises(Refusal, match=r"access\.not-proved"):
            factors.check("layla", guess)


def test_recovery_codes_open_once_and_are_kept_as_hashes_alone(key: bytes) -> None:
    codes = factors.add_recovery("layla")
    assert len(set(codes)) == 10
    stored = b"".join(bytes(row.secret) for row in Factor.objects.filter(kind="recovery"))
    assert not [each for each in codes if each.encode() in stored or each.replace("-", "").encode() in stored]
    assert stored.count(b"$argon2id$") == 10
    assert factors.check("layla", codes[3].upper()) == "recovery"
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        factors.check("layla", codes[3])
    assert factors.recovery_left("layla") == 9
    factors.add_recovery("layla")
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        factors.check("layla", codes[4])


def test_wrong_codes_and_wrong_passphrases_lock_together_and_the_passphrase_alone_forgives_nothing(
    key: bytes,
) -> None:
    for attempt in range(actions.MOST_FAILURES):
        with pytest.raises(Refusal, match=r"access\.not-proved"):
            if attempt % 2:
                factors.check("layla", "000000" if code(key) != "000000" else "111111")
            else:
                actions.prove("layla", "wrong")
        if attempt < actions.MOST_FAILURES - 1:
            actions.prove("layla", "her own")
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        factors.check("layla", code(key))
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        actions.prove("layla", "her own")


def test_factors_go_with_their_person_and_with_a_reset_that_says_so(key: bytes) -> None:
    factors.add_recovery("layla")
    actions.reset("layla", "another")
    assert factors.kinds("layla")
    actions.reset("layla", "another", factors=True)
    assert not Factor.objects.exists()
    made = factors.new_key()
    factors.add_codes("layla", made, code(made))
    actions.remove_user("layla", "she left", by="owner")
    assert not Factor.objects.exists()


def test_recovery_codes_alone_are_no_factor(key: bytes) -> None:
    factors.add_recovery("layla")
    (row,) = factors.held("layla")
    factors.drop("layla", row.pk)
    assert factors.kinds("layla") == ()
    assert not Factor.objects.exists()


def test_above_the_days_number_nobody_opens_one_more_and_the_auditor_is_told_once(archive: Desk) -> None:
    held = fill(archive)
    rules.change("openings-a-day", "2", "we grew careful", by="owner", second=None)

    def openings(*items: int, by: str = "rami") -> Any:
        return custody.open_original(items, "an order", by=by, second=LAYLA)

    items = list(held.items.values())
    openings(items[0])
    openings(items[1])
    for _ in range(2):
        with pytest.raises(Refusal, match=r"access\.quota-reached"):
            openings(items[2])
    assert openings(items[2], by="samir")  # each person has a number of their own
    assert openings(*items)  # two people decided about these as one act: told, not stopped
    told = Said.objects.filter(kind="quota-reached")
    assert [(row.by, row.at[:10]) for row in told] == [("rami", quota.today())]
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        rules.change("openings-a-day", "3", "more", by="owner", second=None)
    assert Label.SEALED in held.items
