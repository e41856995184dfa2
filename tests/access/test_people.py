"""People: names, passphrases, and that a second person is somebody else who proves it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isnad.access import actions, queries
from isnad.access.models import Credential
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.words import Refusal


def test_a_person_is_added_proves_herself_and_is_removed(archive: Desk) -> None:
    actions.add_user("layla", "her own", by="owner", roles=("analyst", "auditor"))
    assert actions.agree("layla", "her own", first="owner").name == "layla"
    assert queries.people() == [
        {"name": "layla", "roles": ["analyst", "auditor"], "has_passphrase": True, "factors": []}
    ]
    actions.remove_user("layla", "she left", by="owner")
    assert queries.people() == []
    with pytest.raises(Refusal, match=r"access\.second-not-proved"):
        actions.agree("layla", "her own", first="owner")
    assert Said.objects.filter(kind="user").exists()


@pytest.mark.parametrize("name", ["", "owner", "../x", "a\nb", "x" * 81, " layla"])
def test_odd_names_are_refused(archive: Desk, name: str) -> None:
    with pytest.raises(Refusal, match=r"access\.not-a-name"):
        actions.add_user(name, "a passphrase", by="owner")


def test_arabic_names_are_names(archive: Desk) -> None:
    actions.add_user("ليلى", "عبارتها", by="owner")
    assert actions.agree("ليلى", "عبارتها", first="owner").name == "ليلى"


def test_the_second_is_never_the_first(archive: Desk) -> None:
    actions.add_user("layla", "her own", by="owner")
    with pytest.raises(Refusal, match=r"access\.second-is-the-first"):
        actions.agree("layla", "her own", first="layla")


def test_after_ten_failures_even_the_right_passphrase_is_refused(archive: Desk) -> None:
    actions.add_user("layla", "her own", by="owner")
    for _ in range(actions.MOST_FAILURES):
        with pytest.raises(Refusal):
            actions.agree("layla", "wrong", first="owner")
    with pytest.raises(Refusal, match=r"access\.second-not-proved"):
        actions.agree("layla", "her own", first="owner")
    actions.reset("layla", "a new one")
    assert actions.agree("layla", "a new one", first="owner")


def test_unknown_roles_and_taken_names_are_refused(archive: Desk) -> None:
    actions.add_user("layla", "her own", by="owner")
    with pytest.raises(Refusal, match=r"access\.name-taken"):
        actions.add_user("layla", "another", by="owner")
    with pytest.raises(Refusal, match=r"access\.unknown-role"):
        actions.add_user("rami", "his own", by="owner", roles=("king",))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1, max_size=20))
def test_no_other_passphrase_opens(archive: Desk, guess: str) -> None:
    if actions.current_user("layla") is None:
        actions.add_user("layla", "her very own", by="owner")
    actions.reset("layla", "her very own")
    if guess != "her very own":
        with pytest.raises(Refusal):
            actions.agree("layla", guess, first="owner")


def test_no_passphrase_is_kept_as_it_is(archive: Desk) -> None:
    actions.add_user("layla", "her very own", by="owner")
    stored = Credential.objects.get().passphrase
    assert stored.startswith("$argon2id$")
    assert "her very own" not in stored


def test_an_archive_that_is_no_demo_wants_two(archive: Desk) -> None:
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        actions.two_people(None)


def test_a_demo_does_not(demo_archive: Desk) -> None:
    assert actions.two_people(None) is None
