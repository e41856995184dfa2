"""The treasury's pages: for justice alone, each reason and step down to its claims, what is stale first."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from browsing import Browser, browser, served
from isnad.access.actions import add_user
from isnad.actors.gathering import JUSTICE
from isnad.claims import actions as claims
from isnad.house import opening
from isnad.record.desk import Desk
from isnad.sanctions import dossiers
from isnad.sanctions.dossiers import Asked
from sanctions.treasury_scene import Scene
from visits import PASSPHRASE, visitor

__all__ = ["browser"]
SHOTS = os.environ.get("ISNAD_TEST_SCREENSHOTS")


def signed_in(role: str, purpose: str, language: str = "en") -> Client:
    """A browser in which somebody with this role asks for that purpose."""
    name = f"{role} {purpose}"
    add_user(name, PASSPHRASE, by="owner", roles=(role,))
    client = visitor()
    client.post(f"/{language}/enter", {"name": name, "passphrase": PASSPHRASE})
    client.post(f"/{language}/account/purpose", {"purpose": purpose})
    return client


def test_the_officer_sees_paths_criteria_and_what_is_stale(scene: Scene, tmp_path: Path) -> None:
    done = dossiers.make(
        Asked(scene.commander, "us-eo13894", tmp_path / "d", date(2025, 9, 1)), JUSTICE, by="owner", second=None
    )
    dossiers.file_with(done.entry, "An invented treasury", date(2025, 9, 2), by="owner")
    client = signed_in("sanctions-officer", "justice")
    told = client.get("/en/treasury/").content.decode()
    assert "An invented treasury" in told
    assert ">stale<" not in told
    about = client.get(f"/en/treasury/{scene.commander}/?on=2021-03-01").content.decode()
    assert "Invented Fuels LLC" in about
    for entry in (*scene.claims("Conduct", "offence"), *scene.claims("Support", "supportKind")):
        assert f"/en/claims/{entry}/" in about
    (offence,) = scene.claims("Conduct", "offence")
    claims.review(offence, "rejected", "another person", by="samir")
    assert ">stale<" in client.get("/en/treasury/").content.decode()
    arabic = client.get(f"/ar/treasury/{scene.supplier}/").content.decode()
    assert 'dir="rtl"' in arabic
    assert client.get("/en/treasury/999999/").status_code == 404


def test_for_another_purpose_there_is_nothing(scene: Scene) -> None:
    client = signed_in("family-liaison", "tracing")
    assert client.get("/en/treasury/").status_code == 404
    assert client.get(f"/en/treasury/{scene.commander}/").status_code == 404


@pytest.mark.browser
def test_in_chromium_at_every_width_nothing_is_wrong_and_nothing_scrolls_sideways(
    scene: Scene, tmp_path: Path, demo_archive: Desk, browser: Browser
) -> None:
    done = dossiers.make(
        Asked(scene.commander, "us-eo13894", tmp_path / "d", date(2025, 9, 1)), JUSTICE, by="owner", second=None
    )
    dossiers.file_with(done.entry, "An invented treasury", date(2025, 9, 2), by="owner")
    add_user("omar", PASSPHRASE, by="owner", roles=("sanctions-officer",))
    opening.close()
    with served(demo_archive.folder.root) as site:
        browser.sign_in(site, "omar", PASSPHRASE)
        for language, width in (("en", 1100), ("ar", 360), ("ar", 1100)):
            for path in ("treasury/", f"treasury/{scene.commander}/?on=2021-03-01"):
                browser.look(width)
                browser.driver.get(f"{site}/{language}/{path}")
                assert browser.complaints() == {"violations": [], "incomplete": []}, (language, width, path)
                wide = browser.driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
                assert wide <= 0, (language, width, path)
                if SHOTS:
                    name = f"{language}-{width}-{'actor' if 'on=' in path else 'treasury'}.png"
                    browser.whole_page(Path(SHOTS) / name)
