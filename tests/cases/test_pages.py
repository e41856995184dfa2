"""Pages of actors and cases: for justice alone, read without script, what exculpates as large as what accuses."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from actors.service import who
from browsing import Browser, browser, served
from cases.scenery import Scene
from isnad.access.actions import add_user
from isnad.actors.gathering import JUSTICE
from isnad.actors.times import time_of
from isnad.cases import actions, filing
from isnad.claims import actions as claims
from isnad.record.desk import Desk
from isnad.site import timeline
from isnad.words import Citation
from visits import PASSPHRASE, visitor

__all__ = ["browser"]
SHOTS = os.environ.get("ISNAD_TEST_SCREENSHOTS")


def signed_in(role: str, purpose: str = "justice", language: str = "en") -> Client:
    """A browser in which somebody with this role asks for that purpose."""
    name = f"{role} {purpose}"
    add_user(name, PASSPHRASE, by="owner", roles=(role,))
    client = visitor()
    client.post(f"/{language}/enter", {"name": name, "passphrase": PASSPHRASE})
    client.post(f"/{language}/account/purpose", {"purpose": purpose})
    return client


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def pages(scene: Scene) -> list[str]:
    unit, case = who("branch:215"), scene.case
    fixed = ["actors/", "actors/?q=215", "cases/", "warrants/", "warrants/?on=2024-01-01"]
    return [*fixed, f"actors/{scene.accused}/", f"actors/{unit}/", f"actors/{unit}/command/",
            f"actors/{unit}/command/?on=2013-05-14", f"actors/{scene.accused}/ways/?q=Head Invented",
            f"cases/{case}/"]  # fmt: skip


def test_an_actors_file_shows_posts_bodies_and_what_speaks_for_them(scene: Scene) -> None:
    conduct = claims.introduce("Conduct", by="owner")
    place = [Citation(scene.items[0])]
    claims.state([
        claims.claim(conduct, "Conduct", "actor", scene.accused, place),
        claims.claim(conduct, "Conduct", "exculpatory", "He was abroad that week.", place),
    ], by="owner")  # fmt: skip
    page = shown(signed_in("investigator"), f"/en/actors/{scene.accused}/")
    for told in ("Rasim Invented", "Abu Grey", "Branch 215", "He was abroad that week.", "number read by machine only"):
        assert told in page
    assert page.count("/en/claims/") > 5  # each with its chain


def test_the_chain_of_command_is_shown_for_a_day_a_month_and_never_for_nonsense(scene: Scene) -> None:
    client, unit = signed_in("analyst"), who("branch:215")
    page = shown(client, f"/en/actors/{unit}/command/?on=2013-05-14")
    assert page.index("Rasim Invented") < page.index("Grey Directorate")
    assert "Who commanded in law and who commanded in fact are not the same." in page
    assert "Nobody is said to have commanded" in shown(client, f"/en/actors/{unit}/command/?on=2008-05-14")
    for wrong in ("2013", "soon", "<b>", "9999999999999"):
        assert "That is not one day" in shown(client, f"/en/actors/{unit}/command/?on={wrong}")
    for month in ("0", "3", "x", "99999", "-1"):
        shown(client, f"/en/actors/{unit}/command/?month={month}")


def test_the_matrix_shows_for_and_against_side_by_side_and_a_stale_file(scene: Scene, tmp_path: Path) -> None:
    (support,) = actions.attach(scene.charge, "s1", [scene.claim("commands", "in_law")], by="owner")
    actions.attach(scene.charge, "s4", [scene.claim("unit", "b215")], by="owner", against=True)
    filing.file_case(filing.Asked(scene.case, tmp_path / "file"), JUSTICE, by="owner", second=None)
    client = signed_in("counsel")
    page = shown(client, f"/en/cases/{scene.case}/")
    assert "s4: blocked" in page
    assert "s1: proposed" in page
    assert "not answered" in page
    assert "all it rests on still stands" in page
    claims.withdraw(support, "mistaken", by="owner")
    assert "is stale" in shown(client, f"/en/cases/{scene.case}/")


def test_they_are_for_justice_alone(scene: Scene) -> None:
    refused = [signed_in("family-liaison", "tracing"), signed_in("analyst", "tracing"), signed_in("administrator"),
               signed_in("communications", "publication"), signed_in("custodian")]  # fmt: skip
    for path in pages(scene):
        for client in refused:
            assert client.get(f"/en/{path}").status_code == 404, path
        assert visitor().get(f"/en/{path}").status_code == 302
    allowed = signed_in("counsel")
    assert [allowed.get(f"/en/{path}").status_code for path in pages(scene)] == [200] * len(pages(scene))
    for other in (scene.case, 999_999):
        assert allowed.get(f"/en/actors/{other}/").status_code == 404
    assert allowed.get(f"/en/cases/{scene.accused}/").status_code == 404


def test_dates_in_digits_stay_left_to_right_in_arabic(scene: Scene) -> None:
    client = signed_in("investigator", language="ar")
    for path in pages(scene):
        text = re.sub(r"<(bdi|code)[^>]*>.*?</\1>|<[^>]+>|value=\"[^\"]*\"", " ", shown(client, f"/ar/{path}"))
        assert not re.search(r"\d{4}-\d{2}", text), path


def test_bars_of_time_hold_what_is_sure_within_what_may_be() -> None:
    times = [time_of(["2012"], ["2013-06"]), time_of([], []), time_of(["2011-05-01"], [])]
    scale = timeline.scale_of(times, date(2013, 1, 1))
    for each in times:
        bar = scale.stretch(each)
        assert 0 <= bar.start < bar.end <= timeline.WIDTH + 4
        if bar.sure_start is not None and bar.sure_end is not None:
            assert bar.start <= bar.sure_start <= bar.sure_end <= bar.end
    assert timeline.months(scale)[0] <= scale.first
    assert all(scale.first <= each <= scale.last for each in timeline.changes(times, scale))


@pytest.mark.browser
def test_the_pages_are_accessible_in_both_languages_and_fit_a_phone(
    scene: Scene, demo_archive: Desk, browser: Browser
) -> None:
    actions.attach(scene.charge, "s1", [scene.claim("commands", "in_law")], by="owner")
    actions.attach(scene.charge, "s4", [scene.claim("unit", "b215")], by="owner", against=True)
    add_user("rania", PASSPHRASE, by="owner", roles=("counsel",))
    wrong: dict[str, object] = {}
    with served(demo_archive.folder.root) as site:
        browser.sign_in(site, "rania", PASSPHRASE)
        for path in pages(scene):
            for language, width, scheme in (("ar", 360, "light"), ("en", 1100, "light"), ("ar", 1100, "dark")):
                browser.look(width, scheme)
                browser.driver.get(f"{site}/{language}/{path}")
                over = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
                found = browser.complaints()
                if found["violations"] or found["incomplete"] or over > 0:
                    wrong[f"{language} {path} {width} {scheme}"] = (over, found)
                if SHOTS:
                    name = re.sub(r"\W+", "-", path)
                    browser.whole_page(Path(SHOTS) / f"{name}-{language}-{width}-{scheme}.png")
        assert [each["message"] for each in browser.driver.get_log("browser")] == []
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())
