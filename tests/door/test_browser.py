"""The door in a real browser: every page at 320 and 360 pixels, in both languages, with axe; the way out with and
without script; nothing asked from elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from browsing import Browser, browser
from doorway import ANSWERS, WORD, Served

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ISNAD_SHOTS")
PLACES = ("", "before", "aloud", "honest", "report", "person", "paper", "enter", "over")
__all__ = ["browser"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_holds_on_a_small_old_phone_and_axe_finds_nothing(
    door: Served, browser: Browser, language: str
) -> None:
    site, driver, wrong = f"http://127.0.0.1:{door.port}", browser.driver, []

    def look(name: str) -> None:
        browser.look(320)
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        if wide > 320:
            wrong.append(f"{name}: {wide} pixels wide")
        browser.look(360)
        wrong.extend(f"{name}: {each}" for found in browser.complaints().values() for each in found)
        small = driver.execute_script(
            "return [...document.querySelectorAll('button, .main, .other, .pick, .ways a, input:not([type=hidden])')]"
            ".filter(e => !e.closest('.pick') || e.matches('.pick')).map(e => e.getBoundingClientRect())"
            ".filter(r => r.height > 0 && r.height < 56).length"
        )
        if small:
            wrong.append(f"{name}: {small} targets under 56 pixels")  # FD-14
        if SHOTS:
            browser.whole_page(Path(SHOTS) / f"door-{language}-{name}.png")

    for place in PLACES:
        driver.get(f"{site}/{language}/{place}")
        look(place or "front")
    family = door.family(language=language)
    family.post(f"/{language}/before", {})
    driver.add_cookie({"name": "s", "value": family.cookie.removeprefix("s="), "path": "/"})
    for step, form in ANSWERS.items():
        driver.get(f"{site}/{language}/ask/{step}")
        look(f"ask-{step}")
        family.answer(step, form)
    driver.get(f"{site}/{language}/ask/check")
    look("ask-check")
    driver.find_element("css selector", "button[value=send]").click()
    driver.implicitly_wait(10)
    code = " ".join(each.text for each in driver.find_elements("css selector", ".code b"))
    look("code")
    driver.get(f"{site}/{language}/enter")
    driver.find_element("id", "code").send_keys(code)
    driver.find_element("id", "word").send_keys(WORD)
    driver.find_element("css selector", "main form button").click()
    driver.find_element("css selector", ".ways a[href$=withdraw]")
    look("status")
    for name in ("add", "consent", "words", "withdraw"):
        driver.get(f"{site}/{language}/{name}")
        look(f"inside-{name}")
    assert not wrong, "\n".join(wrong)
    asked = [each for each in browser.asked_for() if not each.startswith((site, "data:", "chrome"))]
    assert asked == []
    assert [each["message"] for each in driver.get_log("browser")] == []


def test_escape_ends_the_sitting_and_leaves(door: Served, browser: Browser) -> None:  # FD-1
    from selenium.webdriver.common.keys import Keys

    site, driver = f"http://127.0.0.1:{door.port}", browser.driver
    driver.set_page_load_timeout(20)
    driver.get(f"{site}/ar/before")
    driver.find_element("css selector", "main form button").click()
    driver.find_element("id", "full-name").send_keys("خالد")
    cookie = driver.get_cookie("s")
    assert cookie is not None
    driver.find_element("id", "full-name").send_keys(Keys.ESCAPE)
    assert _left(browser, site), driver.current_url
    family = door.family()
    family.cookie = f"s={cookie['value']}"
    assert family.get("/ar/ask/person").headers["location"] == "/ar/over"


def test_the_way_out_leaves_without_script_too(door: Served, browser: Browser) -> None:  # FD-1
    site, driver = f"http://127.0.0.1:{door.port}", browser.driver
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(f"{site}/ar/honest")
    driver.find_element("css selector", "#out button").click()
    assert _left(browser, site), driver.current_url


def _left(browser: Browser, site: str) -> bool:
    """Whether the browser went to the other page: there is no network here, so it says which it could not reach."""
    import time

    asked: list[str] = []
    for _ in range(100):
        asked += browser.asked_for()
        if any(each.startswith("https://ar.wikipedia.org/") for each in asked):
            return not browser.driver.current_url.startswith(site)
        time.sleep(0.1)
    return False
