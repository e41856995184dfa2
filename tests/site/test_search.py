"""The page of search: it says why; what is looked for stands in no address; who may read no claim has no such page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from browsing import Browser, browser, served
from isnad.access.actions import add_user
from isnad.families import actions
from isnad.families.inquiries_forms import parse
from isnad.record.desk import Desk
from visits import PASSPHRASE, Held, SignIn

__all__ = ["browser"]
SHOTS = os.environ.get("ISNAD_TEST_SCREENSHOTS")
SOUGHT = {"person": {"name": ["سامر محمود الحداد", "Samer Haddad"], "detaineeNumber": "6841"}, "risk": "none seen"}


@pytest.fixture
def sought(archive: Desk) -> int:
    """Somebody who is sought."""
    return actions.take_down(parse(SOUGHT), channel="voice", liaison="owner", by="owner").person


def test_a_liaison_finds_who_is_sought_and_is_told_why(sought: int, sign_in: SignIn) -> None:
    client = sign_in("family-liaison")
    response = client.post("/en/search", {"text": "Samer Haddad"})
    page = response.content.decode()
    assert response.status_code == 200
    assert f"/en/entities/{sought}/" in page
    assert "the name: \u2068Samer Haddad" in page
    assert "no-store" in response.headers["Cache-Control"]


def test_a_case_officer_gets_the_page_and_nothing_given_for_tracing(sought: int, held: Held, sign_in: SignIn) -> None:
    page = sign_in("investigator").post("/en/search", {"text": "6841"}).content.decode()
    assert f"/en/entities/{sought}/" not in page
    assert "Number of the detainee" in page  # the control: remains with that number are found


@pytest.mark.parametrize("role", ["auditor", "administrator", "custodian"])
def test_who_may_read_no_claim_has_no_such_page(archive: Desk, sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    assert client.get("/en/search").status_code == client.post("/en/search", {"text": "x"}).status_code == 404


def test_what_is_looked_for_stands_in_no_address(sought: int, sign_in: SignIn) -> None:
    client = sign_in("family-liaison")
    assert "Samer" not in client.get("/en/search?text=Samer").content.decode()
    assert 'method="post"' in client.get("/en/search").content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 301, "<script>alert(1)</script>", "\u202e", "😀", "'; DROP TABLE x; --"])
def test_strange_things_typed_are_answered_in_words(sought: int, sign_in: SignIn, typed: str) -> None:
    response = sign_in("family-liaison").post("/ar/search", {"text": typed})
    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.browser
def test_the_page_is_accessible_and_fits_a_phone(sought: int, held: Held, archive: Desk, browser: Browser) -> None:
    add_user("layla", PASSPHRASE, by="owner", roles=("family-liaison",))
    wrong: dict[str, object] = {}
    with served(archive.folder.root) as site:
        browser.sign_in(site, "layla", PASSPHRASE)
        for language in ("ar", "en"):
            for typed in ("سامر الحداد 6841", "zzzz"):
                browser.look(320)
                browser.driver.get(f"{site}/{language}/search")
                browser.driver.find_element("id", "text").send_keys(typed)
                browser.driver.find_element("css selector", "form.seek button").click()
                browser.driver.implicitly_wait(20)
                browser.driver.find_element("id", "h-found")
                browser.driver.implicitly_wait(0)
                widest = "return Math.max(...[...document.querySelectorAll('.sheet *')].map(e => e.scrollWidth))"
                assert typed == "zzzz" or browser.driver.execute_script(widest) <= 320
                assert browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
                for width, scheme in ((360, "light"), (360, "dark"), (1100, "light"), (1100, "dark")):
                    browser.look(width, scheme)
                    found = browser.complaints()
                    if found["violations"] or found["incomplete"]:
                        wrong[f"{language} {typed} {width} {scheme}"] = found
                    if SHOTS:
                        browser.whole_page(Path(SHOTS) / f"search-{language}-{typed[:1]}-{width}-{scheme}.png")
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())
