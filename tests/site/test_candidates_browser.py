"""Candidates and a family's timeline in a real Chromium: accessible, in both languages, on a phone; loads nothing."""

from __future__ import annotations

import pytest

from browsing import Browser, browser, served
from families.deciding import World, decide, only
from isnad.access.actions import add_user
from isnad.families import candidates_actions, telling
from isnad.families.telling import Words
from isnad.record.desk import Desk
from visits import PASSPHRASE

__all__ = ["browser"]
pytestmark = pytest.mark.browser


def test_these_pages_are_accessible_fit_a_phone_and_load_no_picture(archive: Desk, browser: Browser) -> None:
    world = World(archive).begin()
    add_user("layla", PASSPHRASE, by="owner", roles=("analyst", "family-liaison"))
    world.body(detaineeNumber="6841", photographedAt="2013-05-14")
    world.body(detaineeNumber="7002")
    asked = world.family(name="نزار هيثم الدهان", detaineeNumber="6841", lastSeenDate="2014-02")
    other = world.family(liaison="layla", detaineeNumber="7002")
    candidates_actions.propose(by="owner")
    pair = only(other.person)
    decide(pair, "rima", "presumptive")
    done = decide(pair, "tareq", "presumptive")
    words = Words("what is said", "at-home", "her sister")
    telling.prepare(other.inquiry, "identification", words, by="owner", subject=done.decision)
    paths = ["candidates/", f"candidates/{only(asked.person).entry}/", f"candidates/{pair.entry}/",
             f"inquiries/{other.inquiry}/timeline/"]  # fmt: skip
    wrong: dict[str, object] = {}
    with served(archive.folder.root) as site:
        browser.sign_in(site, "layla", PASSPHRASE)
        for language, width, scheme in (("ar", 320, "light"), ("en", 320, "dark"), ("ar", 1100, "dark")):
            for path in paths:
                browser.look(width, scheme)
                browser.driver.get(f"{site}/{language}/{path}")
                over = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
                found = browser.complaints()
                if over > 0 or found["violations"] or found["incomplete"]:
                    wrong[f"{language} {path} {width} {scheme}"] = (over, found)
        asked_for = browser.asked_for()
    assert [each for each in asked_for if not each.startswith((site, "data:", "chrome"))] == []
    assert [each for each in asked_for if each.endswith((".jpg", ".png", "/look"))] == []
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())
