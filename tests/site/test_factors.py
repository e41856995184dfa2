"""Second factors at the site: nobody is signed in by half, and a grave act is proved anew."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from access_codes import code
from isnad.access import actions, factors, grants, rules, sessions
from isnad.access.actions import Second
from isnad.access.models import Factor, Session
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.site.again import proved_lately
from isnad.words import Refusal
from visits import PASSPHRASE, Held, SignIn, visitor

ENTER = {"name": "layla", "passphrase": PASSPHRASE}


@pytest.fixture
def key(archive: Desk) -> bytes:
    """Layla has an app with this key."""
    actions.add_user("layla", PASSPHRASE, by="owner", roles=("analyst", "custodian"))
    made = factors.new_key()
    factors.add_codes("layla", made, code(made))
    Factor.objects.update(last=0)
    return made


def signed_in(client: Client) -> bool:
    return client.get("/en/").status_code == 200


def test_the_passphrase_alone_signs_nobody_in_who_has_a_factor(key: bytes) -> None:
    client = visitor()
    answer = client.post("/en/enter", ENTER)
    assert answer.headers["Location"] == "/en/factor"
    first = client.cookies["isnad"].value
    assert not signed_in(client)
    for private in ("", "account", "account/codes", "items/1/", "again?act=packing"):
        assert client.get(f"/en/{private}").headers["Location"] == "/en/enter"
    page = client.get("/ar/factor").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert client.post("/en/factor", {"code": "12"}).status_code == 403
    assert not signed_in(client)
    assert client.post("/en/factor", {"code": code(key)}).headers["Location"] == "/en/"
    assert signed_in(client)
    assert client.cookies["isnad"].value != first  # whoever saw the first token has nothing


def test_a_wait_for_a_factor_ends_by_itself(key: bytes) -> None:
    client = visitor()
    client.post("/en/enter", ENTER)
    Session.objects.update(began=0)
    assert client.post("/en/factor", {"code": code(key)}).headers["Location"] == "/en/enter"
    assert visitor().get("/en/factor").headers["Location"] == "/en/enter"


def test_ten_wrong_codes_lock_the_name_at_the_site_too(key: bytes) -> None:
    client = visitor()
    client.post("/en/enter", ENTER)
    for _ in range(actions.MOST_FAILURES):
        client.post("/en/factor", {"code": "not a code"})
    assert client.post("/en/factor", {"code": code(key)}).status_code == 403
    assert client.post("/en/enter", ENTER).status_code == 403


def test_codes_are_added_on_ones_own_page_and_recovery_codes_are_shown_once(sign_in: SignIn) -> None:
    client = sign_in("analyst", name="layla")
    page = client.get("/en/account/codes").content.decode()
    letters = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert letters
    assert '<svg class="qr"' in page
    (row,) = Session.objects.all()
    made = bytes.fromhex(row.task)
    assert letters.group(1) == factors.key_in_letters(made)
    wrong = client.post("/en/account/codes", {"code": "000000"})
    assert wrong.status_code in (302, 403)
    if wrong.status_code == 403:
        assert letters.group(1) in wrong.content.decode()  # the same key: what the phone read still counts
        assert client.post("/en/account/codes", {"code": code(made)}).status_code == 302
    assert factors.kinds("layla") == ("totp",)
    shown = re.findall(r"<code>([a-z0-9-]{24})</code>", client.post("/en/account/recovery").content.decode())
    assert len(shown) == 10
    assert "10 recovery codes" in client.get("/en/account").content.decode()
    assert shown[0] not in client.get("/en/account").content.decode()
    other = visitor()
    other.post("/en/enter", {"name": "layla", "passphrase": PASSPHRASE})
    assert other.post("/en/factor", {"code": shown[0]}).headers["Location"] == "/en/"


def test_nobody_drops_anothers_factor(key: bytes, sign_in: SignIn) -> None:
    other = sign_in("analyst", name="rami")
    (row,) = Factor.objects.all()
    other.post(f"/en/account/drop/{row.pk}")
    assert Factor.objects.count() == 1
    assert other.get(f"/en/account/drop/{row.pk}").status_code == 405


def test_what_one_works_for_is_chosen_among_what_was_granted(held: Held, sign_in: SignIn) -> None:
    client = sign_in("analyst", name="layla")
    claim = f"/en/claims/{held.tracing}/"
    assert client.get(claim).status_code == 200  # tracing is the first of an analyst's purposes
    client.post("/en/account/purpose", {"purpose": "justice"})
    assert client.get(claim).status_code == 404
    assert "justice" in client.get("/en/account").content.decode()
    for wrong in ("publication", "", "x" * 2000):
        assert client.post("/en/account/purpose", {"purpose": wrong}).status_code == 400
    assert client.get(claim).status_code == 404
    assert sign_in("investigator").get(claim).status_code == 404
    assert sign_in("custodian").get("/en/account").status_code == 200


def test_a_session_dies_with_every_change_of_its_grants(sign_in: SignIn) -> None:
    grants.make_compartment("inner", "for some", by="owner")
    for name, change in (
        ("granted", lambda: grants.grant("granted", "more", by="owner", role="counsel")),
        ("revoked", lambda: grants.revoke("revoked", "less", by="owner", role="analyst")),
        ("member", lambda: grants.grant("member", "inside", by="owner", compartment="inner")),
    ):
        client = sign_in("analyst", "custodian", name=name)
        assert signed_in(client), name
        change()
        assert not signed_in(client), name


def test_a_house_that_wants_a_factor_shows_who_has_none_their_own_page_alone(sign_in: SignIn) -> None:
    client = sign_in("custodian", name="layla")
    rules.change("second-factor", "required", "we grew careful", by="owner", second=None)
    assert client.get("/en/").headers["Location"] == "/en/account"
    assert client.get("/en/items/1/").headers["Location"] == "/en/account"
    assert 'role="alert"' in client.get("/en/account").content.decode()
    made = factors.new_key()
    factors.add_codes("layla", made, code(made))
    assert signed_in(client)
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        rules.change("second-factor", "optional", "too hard", by="owner", second=None)
    rules.change("second-factor", "optional", "both of us", by="owner", second=Second("rami"))


@proved_lately("packing")
def grave(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


def __getattr__(name: str) -> object:
    """This module is also a site with one grave act more."""
    from isnad.site import urls

    if name == "urlpatterns":
        return [path("en/grave", grave), *urls.urlpatterns]
    return getattr(urls, name)


@override_settings(ROOT_URLCONF=__name__)
def test_a_grave_act_is_proved_anew_and_that_is_an_entry(key: bytes) -> None:
    client = visitor()
    client.post("/en/enter", ENTER)
    client.post("/en/factor", {"code": code(key)})
    assert client.get("/en/grave").content == b"done"  # who came in just now has just proved it
    Session.objects.update(proved=0)
    asked = client.get("/en/grave").headers["Location"]
    assert asked == "/en/again?act=packing&to=%2Fen%2Fgrave"
    back = client.post("/en/grave", headers={"referer": "http://127.0.0.1/en/items/7/?q=1"}).headers["Location"]
    assert back == "/en/again?act=packing&to=%2Fen%2Fitems%2F7%2F"
    assert 'name="code"' in client.get(asked).content.decode()
    told = {"act": "packing", "to": "/en/grave"}
    assert client.post("/en/again", {**told, "passphrase": PASSPHRASE}).status_code == 403
    assert client.get("/en/grave").status_code == 302
    assert client.post("/en/again", {**told, "code": code(key, 1)}).headers["Location"] == "/en/grave"
    assert client.get("/en/grave").content == b"done"
    (said,) = Said.objects.filter(kind="proved-again")
    assert (said.by, said.traits) == ("layla", '{"act":"packing","factor":"totp"}')


@override_settings(ROOT_URLCONF=__name__)
def test_who_has_no_factor_proves_it_by_the_passphrase_and_is_led_to_no_other_site(sign_in: SignIn) -> None:
    client = sign_in("custodian", name="layla")
    Session.objects.update(proved=0)
    for away in ("https://elsewhere.example/", "//elsewhere.example/en/", "/en/../x", "javascript:x"):
        Session.objects.update(proved=0)
        told = {"act": "packing", "to": away, "passphrase": PASSPHRASE}
        assert client.post("/en/again", told).headers["Location"] == "/en/", away
    assert client.get("/en/again?act=nothing&to=/en/").status_code == 404
    assert client.get("/en/grave").content == b"done"


def test_a_session_that_waits_is_nobodys(key: bytes) -> None:
    user = actions.current_user("layla")
    assert user is not None
    token = sessions.begin(user, waits=True)
    assert sessions.reader(token) is None
    assert sessions.waiting(token) == "layla"
    with pytest.raises(Refusal, match=r"access\.not-your-purpose"):
        sessions.choose(token, "tracing")
