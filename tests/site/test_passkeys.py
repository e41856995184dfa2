"""Passkeys in a real Chromium, with an authenticator of its own: made, used, and of no use to anybody else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import Browser, browser, served
from isnad.access import passkeys
from isnad.access.actions import add_user
from isnad.access.models import Credential, Factor
from isnad.access.passkeys import Site
from isnad.record.desk import Desk
from isnad.words import Refusal
from visits import PASSPHRASE, visitor

__all__ = ["browser"]
SHOTS = os.environ.get("ISNAD_TEST_SCREENSHOTS")


@pytest.fixture
def site(archive: Desk, browser: Browser) -> Iterator[str]:
    """A served site under a name, as passkeys need it, and a browser with an authenticator."""
    from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

    add_user("layla", PASSPHRASE, by="owner", roles=("custodian", "analyst"))
    options = VirtualAuthenticatorOptions(has_resident_key=True, has_user_verification=True, is_user_verified=True)
    browser.driver.add_virtual_authenticator(options)
    browser.driver.implicitly_wait(10)
    with served(archive.folder.root) as address:
        yield address.replace("127.0.0.1", "localhost")


def make(browser: Browser, site: str) -> None:
    browser.driver.get(f"{site}/en/account/passkey")
    browser.driver.find_element("id", "told").send_keys("the phone")
    browser.driver.find_element("css selector", "#passkey button").click()
    browser.driver.find_element("css selector", "form[action*=drop]")


def give_passphrase(browser: Browser, site: str) -> None:
    browser.driver.delete_all_cookies()
    browser.driver.get(f"{site}/en/enter")
    browser.driver.find_element("id", "name").send_keys("layla")
    browser.driver.find_element("id", "passphrase").send_keys(PASSPHRASE)
    browser.driver.find_element("css selector", "form.form button").click()


@pytest.mark.browser
def test_a_passkey_is_made_and_signs_in(site: str, browser: Browser) -> None:
    browser.sign_in(site, "layla", PASSPHRASE)
    browser.driver.implicitly_wait(10)
    make(browser, site)
    row = Factor.objects.get()
    assert (row.kind, row.told, row.site) == ("passkey", "the phone", "localhost")
    counter = row.last
    give_passphrase(browser, site)
    button = browser.driver.find_element("css selector", "#passkey button")
    assert browser.driver.current_url.endswith("/en/factor")
    button.click()
    browser.driver.find_element("css selector", "ul.tally, p.lede, form.person")
    browser.driver.find_element("css selector", "form.person")
    assert Factor.objects.get().last > counter
    assert [each["message"] for each in browser.driver.get_log("browser")] == []


@pytest.mark.browser
def test_another_authenticator_does_not_sign_in(site: str, browser: Browser) -> None:
    from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

    browser.sign_in(site, "layla", PASSPHRASE)
    browser.driver.implicitly_wait(10)
    make(browser, site)
    give_passphrase(browser, site)
    browser.driver.find_element("css selector", "#passkey button")
    browser.driver.remove_virtual_authenticator()
    browser.driver.add_virtual_authenticator(VirtualAuthenticatorOptions(is_user_verified=True))
    failed = browser.driver.find_element("id", "failed")
    assert not failed.is_displayed()
    browser.driver.find_element("css selector", "#passkey button").click()
    for _ in range(100):
        if failed.is_displayed():
            break
        browser.driver.execute_async_script("setTimeout(arguments[0], 100)")
    assert failed.is_displayed()
    assert not browser.driver.find_elements("css selector", "form.person")


@pytest.mark.browser
def test_the_pages_of_signing_in_are_accessible_and_fit_a_phone(site: str, browser: Browser) -> None:
    browser.sign_in(site, "layla", PASSPHRASE)
    wrong: dict[str, object] = {}
    paths = {"account": "account", "codes": "account/codes", "passkey": "account/passkey",
             "again": "again?act=packing&to=/en/"}  # fmt: skip
    browser.driver.implicitly_wait(10)
    make(browser, site)
    _look(browser, site, paths, wrong)
    give_passphrase(browser, site)
    browser.driver.find_element("css selector", "#passkey button")
    _look(browser, site, {"factor": "factor"}, wrong)
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def _look(browser: Browser, site: str, paths: dict[str, str], wrong: dict[str, object]) -> None:
    for language in ("ar", "en"):
        for name, path in paths.items():
            browser.look(320)
            browser.driver.get(f"{site}/{language}/{path}")
            over = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wrong[f"{language} {name} 320"] = over
            for width, scheme in ((360, "light"), (1100, "dark")):
                browser.look(width, scheme)
                found = browser.complaints()
                if found["violations"] or found["incomplete"]:
                    wrong[f"{language} {name} {width} {scheme}"] = found
                if SHOTS:
                    browser.whole_page(Path(SHOTS) / f"{name}-{language}-{width}-{scheme}.png")


HERE = Site("localhost", "http://localhost:8460")


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.4", "[::1]", ""])
def test_a_host_that_is_a_number_has_no_passkeys(host: str) -> None:
    assert not Site(host, f"http://{host}").has_passkeys
    assert HERE.has_passkeys


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "null", "1", '"x"', "{}", '{"id": "x"}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
     '"signature":"AA"}}', "x" * 100_000],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused_and_counted(archive: Desk, answer: str) -> None:
    number = add_user("layla", PASSPHRASE, by="owner")
    _, kept = passkeys.ask_to_add("layla", number, HERE)
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        passkeys.add("layla", "the phone", HERE, kept, answer)
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        passkeys.check("layla", HERE, kept, answer)
    assert Credential.objects.get().failures == 1
    assert not Factor.objects.exists()


def test_what_was_not_asked_is_not_answered(archive: Desk) -> None:
    add_user("layla", PASSPHRASE, by="owner")
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        passkeys.check("layla", HERE, "", "{}")
    with pytest.raises(Refusal, match=r"access\.not-proved"):
        passkeys.add("layla", "x", HERE, "", "{}")
    assert passkeys.ask("layla", HERE) is None


def test_the_question_holds_nothing_of_anybody_else(archive: Desk) -> None:
    number = add_user("layla", PASSPHRASE, by="owner")
    question: dict[str, Any] = json.loads(passkeys.ask_to_add("layla", number, HERE)[0])
    assert question["rp"] == {"id": "localhost", "name": "Isnad"}
    assert question["user"]["name"] == "layla"
    assert visitor().get("/en/factor").status_code == 302
