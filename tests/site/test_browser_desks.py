"""In a real Chromium: the desks, the station and the pages of remains; their keys; looking into a whole picture."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browsing import Browser, browser, served
from isnad.access.actions import add_user
from isnad.claims import actions, queries
from isnad.claims.models import ClaimRow, ReviewRow
from isnad.reading.models import TypedRow
from isnad.record.desk import Desk
from isnad.words import Label
from site_things import queued, two
from visits import PASSPHRASE, Held

__all__ = ["browser", "queued", "two"]
pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ISNAD_TEST_SCREENSHOTS")


def element(browser: Browser, selector: str) -> object:
    """What a selector finds, as soon as it is there."""
    browser.driver.implicitly_wait(20)
    found = browser.driver.find_element(By.CSS_SELECTOR, selector)
    browser.driver.implicitly_wait(0)
    return found


def press(browser: Browser, *keys: str) -> None:
    """Keys, wherever the focus is."""
    browser.driver.switch_to.active_element.send_keys(*keys)


def leads_elsewhere(browser: Browser, act: object) -> str:
    """The address to which something led."""
    before = browser.driver.current_url
    act()  # type: ignore[operator]
    until = time.monotonic() + 20
    while browser.driver.current_url == before and time.monotonic() < until:
        time.sleep(0.05)
    return browser.driver.current_url


def test_the_desks_are_accessible_in_both_languages_and_fit_a_phone(
    queued: Held, two: tuple[int, int], archive: Desk, browser: Browser
) -> None:
    add_user("nour", PASSPHRASE, by="owner", roles=("investigator", "family-liaison", "custodian"))
    entity = queries.claim(queued.claims[Label.INTERNAL]).entity
    paths = ("review/", "review/machines/0/", "review/people/0/", "review/disagreements/0/", f"entities/{entity}/",
             "station/", "station/closed/", "station/known/", "station/limits/", "remains/", f"remains/{two[0]}/",
             "remains/statistics/", "remains/statistics/house/", f"claims/{queued.claims[Label.INTERNAL]}/package",
             f"items/{queued.items[Label.INTERNAL]}/")  # fmt: skip
    wrong: dict[str, object] = {}
    with served(archive.folder.root) as site:
        browser.sign_in(site, "nour", PASSPHRASE)
        for path in paths:
            for language, width, scheme in (("ar", 360, "light"), ("ar", 1100, "dark"), ("en", 1100, "light"),
                                            ("en", 320, "dark")):  # fmt: skip
                browser.look(width, scheme)
                browser.driver.get(f"{site}/{language}/{path}")
                over = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
                found = browser.complaints()
                if found["violations"] or found["incomplete"] or over > 0:
                    wrong[f"{language} {path} {width} {scheme}"] = (over, found)
                if SHOTS:
                    name = path.strip("/").replace("/", "-")
                    browser.whole_page(Path(SHOTS) / f"{name}-{language}-{width}-{scheme}.png")
        assert [each for each in browser.asked_for() if not each.startswith((site, "data:", "chrome"))] == []
        assert [each["message"] for each in browser.driver.get_log("browser")] == []
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def test_one_key_accepts_and_the_next_is_there_and_one_key_corrects(
    queued: Held, archive: Desk, browser: Browser
) -> None:  # W7, BP-11
    add_user("nour", PASSPHRASE, by="owner", roles=("investigator",))
    with served(archive.folder.root) as site:
        browser.sign_in(site, "nour", PASSPHRASE)
        browser.driver.get(f"{site}/en/review/machines/0/")
        address = leads_elsewhere(browser, lambda: press(browser, "a"))
        assert "/review/machines/" in address
        assert ReviewRow.objects.filter(by="nour", verdict="accepted").count() == 1
        press(browser, "c")
        assert browser.driver.switch_to.active_element.get_attribute("name") == "value"
        press(browser, "777")  # over what was there: the field's text is selected
        assert browser.driver.switch_to.active_element.get_attribute("value") == "777"
        leads_elsewhere(browser, lambda: press(browser, Keys.ENTER))
        assert ClaimRow.objects.get(supersedes__isnull=False).value == "777"
        browser.driver.get(f"{site}/en/review/machines/0/")
        element(browser, "[data-keys-switch]").click()  # type: ignore[attr-defined]
        browser.driver.execute_script("document.activeElement.blur()")
        press(browser, "a")
        assert ReviewRow.objects.filter(by="nour").count() == 1  # asleep


def test_one_types_by_keyboard_alone(queued: Held, archive: Desk, browser: Browser) -> None:
    add_user("nour", PASSPHRASE, by="owner", roles=("investigator",))
    with served(archive.folder.root) as site:
        browser.sign_in(site, "nour", PASSPHRASE)
        browser.driver.get(f"{site}/en/station/")
        leads_elsewhere(browser, lambda: press(browser, Keys.ENTER))
        assert browser.driver.switch_to.active_element.get_attribute("name") == "detaineeNumber"
        press(browser, "/")
        assert browser.driver.switch_to.active_element.get_attribute("name") != "detaineeNumber"
        second = leads_elsewhere(browser, lambda: press(browser, "215", Keys.ENTER))
        assert TypedRow.objects.get(by="nour").outcome == "typed"
        assert browser.driver.switch_to.active_element.get_attribute("name") == "detaineeNumber"
        if SHOTS:
            browser.whole_page(Path(SHOTS) / "card.png")
        assert browser.complaints() == {"violations": [], "incomplete": []}
        back = leads_elsewhere(browser, lambda: press(browser, Keys.CONTROL, "z"))
        assert back != second
        assert TypedRow.objects.filter(outcome="taken-back").count() == 1
        end = leads_elsewhere(browser, lambda: press(browser, "!"))
        assert TypedRow.objects.filter(outcome="cannot-tell").count() == 1
        assert "/station/" in end
        leads_elsewhere(browser, lambda: press(browser, Keys.ESCAPE))
        assert browser.driver.current_url == f"{site}/en/station/"


def test_the_station_and_the_desk_work_without_scripts(queued: Held, archive: Desk, browser: Browser) -> None:
    add_user("nour", PASSPHRASE, by="owner", roles=("investigator",))
    with served(archive.folder.root) as site:
        browser.sign_in(site, "nour", PASSPHRASE)
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        browser.driver.get(f"{site}/en/station/")
        browser.driver.find_element(By.CSS_SELECTOR, "form.sheet button").click()
        field = element(browser, "#detaineeNumber")
        field.send_keys("6841", Keys.ENTER)  # type: ignore[attr-defined]
        element(browser, "[data-do=undo]")
        assert TypedRow.objects.get(by="nour").outcome == "typed"
        browser.driver.get(f"{site}/en/review/machines/0/")
        browser.driver.find_element(By.CSS_SELECTOR, "button[value=rejected]").click()
        element(browser, ".eyebrow")
        assert ReviewRow.objects.get(by="nour").verdict == "rejected"


def test_a_whole_picture_is_looked_into_grey_and_goes_at_one_key_at_once(
    queued: Held, archive: Desk, browser: Browser
) -> None:  # VT-4
    add_user("nour", PASSPHRASE, by="owner", roles=("investigator",))
    with served(archive.folder.root) as site:
        browser.sign_in(site, "nour", PASSPHRASE)
        browser.driver.get(f"{site}/en/items/{queued.items[Label.INTERNAL]}/")
        element(browser, "details.reveal summary").click()  # type: ignore[attr-defined]
        leads_elsewhere(browser, element(browser, "form[action$='/open'] button").click)  # type: ignore[attr-defined]
        element(browser, "#shown[data-open]")
        assert browser.complaints() == {"violations": [], "incomplete": []}
        assert "grey" in element(browser, "#shown").get_attribute("class")  # type: ignore[attr-defined]
        press(browser, "c")
        assert "grey" not in element(browser, "#shown").get_attribute("class")  # type: ignore[attr-defined]
        took = browser.driver.execute_script(
            "const began = performance.now();"
            "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}));"
            "return document.getElementById('shown') ? -1 : performance.now() - began"
        )
        assert 0 <= took <= 50
        assert [
            each["message"] for each in browser.driver.get_log("browser") if "Autofocus" not in each["message"]
        ] == []


def test_two_that_are_said_to_be_one_are_accessible_too(queued: Held, archive: Desk, browser: Browser) -> None:
    one = queries.claim(queued.claims[Label.INTERNAL]).entity
    other = actions.introduce("Remains", by="samir")
    claim = queries.claim(queued.claims[Label.INTERNAL])
    actions.state([actions.claim(other, "Remains", "branchNumber", "215", claim.citations)], by="samir")
    actions.merge(one, other, "the same card", by="samir")
    add_user("nour", PASSPHRASE, by="owner", roles=("investigator",))
    with served(archive.folder.root) as site:
        browser.sign_in(site, "nour", PASSPHRASE)
        browser.driver.get(f"{site}/ar/review/merges/0/")
        assert browser.complaints() == {"violations": [], "incomplete": []}
