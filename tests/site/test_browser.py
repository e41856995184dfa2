"""In a real Chromium: accessible in both languages, light and dark, wide and narrow; hides at one key; asks nobody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from browsing import Browser, browser, served
from isnad.access.actions import add_user
from isnad.record.desk import Desk
from isnad.words import Label
from visits import PASSPHRASE, Held

__all__ = ["browser"]
pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ISNAD_TEST_SCREENSHOTS")


def pages_of(held: Held) -> dict[str, str]:
    label = Label.INTERNAL
    return {
        "glance": "",
        "accession": f"accessions/{held.accessions[label]}/",
        "item": f"items/{held.items[label]}/",
        "chain": f"claims/{held.claims[label]}/",
        "promises": "promises",
        "roles": "roles",
        "not-here": "items/999999/",
        "enter": "enter",
    }


def test_every_page_is_accessible_and_fits_a_phone(held: Held, archive: Desk, browser: Browser) -> None:
    add_user("layla", PASSPHRASE, by="owner", roles=("custodian", "investigator"))
    wrong: dict[str, object] = {}
    with served(archive.folder.root) as site:
        browser.sign_in(site, "layla", PASSPHRASE)
        for language in ("ar", "en"):
            for name, path in pages_of(held).items():
                browser.look(320)
                browser.driver.get(f"{site}/{language}/{path}")
                over = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    wrong[f"{language} {name} 320"] = over
                for width, scheme in ((360, "light"), (360, "dark"), (1100, "light"), (1100, "dark")):
                    browser.look(width, scheme)
                    found = browser.complaints()
                    if found["violations"] or found["incomplete"]:
                        wrong[f"{language} {name} {width} {scheme}"] = found
                    if SHOTS:
                        browser.whole_page(Path(SHOTS) / f"{name}-{language}-{width}-{scheme}.png")
        assert [each for each in browser.asked_for() if not each.startswith((site, "data:", "chrome"))] == []
        assert [each["message"] for each in browser.driver.get_log("browser") if "404" not in each["message"]] == []
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())


@pytest.mark.parametrize("key", ["Escape", "x", "Enter"])
def test_a_picture_comes_when_asked_and_goes_at_one_key(
    held: Held, archive: Desk, browser: Browser, key: str
) -> None:  # VT-1, VT-4
    from selenium.webdriver.common.keys import Keys

    add_user("layla", PASSPHRASE, by="owner", roles=("custodian",))
    with served(archive.folder.root) as site:
        browser.sign_in(site, "layla", PASSPHRASE)
        browser.driver.get(f"{site}/en/items/{held.items[Label.INTERNAL]}/")
        assert not browser.driver.find_elements("id", "shown")
        browser.driver.find_element("css selector", "details.reveal summary").click()
        browser.driver.implicitly_wait(20)  # the picture is made in the sandbox
        browser.driver.find_element("css selector", "details.reveal button").click()
        shown = browser.driver.find_element("id", "shown")
        assert shown.size["width"] <= 320
        if SHOTS:
            browser.whole_page(Path(SHOTS) / "looked.png")
        keys = {"Escape": Keys.ESCAPE, "x": "x", "Enter": Keys.ENTER}
        browser.driver.switch_to.active_element.send_keys(keys[key])
        assert browser.driver.find_elements("css selector", "details.reveal")
        browser.driver.implicitly_wait(0)
        assert not browser.driver.find_elements("id", "shown")


def test_the_browser_checks_the_proof_itself(held: Held, archive: Desk, browser: Browser) -> None:
    add_user("layla", PASSPHRASE, by="owner", roles=("investigator",))
    with served(archive.folder.root) as site:
        browser.sign_in(site, "layla", PASSPHRASE)
        browser.driver.get(f"{site}/en/claims/{held.claims[Label.INTERNAL]}/")
        browser.driver.find_element("id", "check").click()
        assert browser.driver.find_element("id", "said").get_attribute("data-same") == "true"
        spoil = "proof.path[0] = proof.path[0].replace(/^./, c => c === '0' ? '1' : '0')"
        browser.driver.execute_script(spoil)
        browser.driver.find_element("id", "check").click()
        assert browser.driver.find_element("id", "said").get_attribute("data-same") == "false"
