"""The picture of arrests: who is counted where, to whom counts open, and that nothing small is shown to others."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browsing import Browser, browser, served
from families.deciding import World
from isnad.access.actions import ROLES, Second, add_user
from isnad.claims import actions as claims
from isnad.families import actions
from isnad.families.actions import Taken
from isnad.families.inquiries_drafts import chosen
from isnad.families.inquiries_withdrawing import withdraw
from isnad.families.picturing import month_of
from isnad.families.places import governorate_of, governorate_of_branch, governorates, number_in
from isnad.record.desk import Desk
from visits import PASSPHRASE, SignIn

__all__ = ["browser"]

PAGE = "/en/families/picture/"


@pytest.fixture
def world(archive: Desk) -> World:
    return World(archive).begin()


def told(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def told_of(world: World, count: int, **values: str) -> list[Taken]:
    return [world.family(name=f"Person {number}", **values) for number in range(count)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ريف دمشق - داريّا", "rif-dimashq"), ("دمشق", "damascus"), ("حاجز في مدينة حمص", "homs"), ("ادلب", "idlib"),
        ("Deir ez-Zor", "deir-ez-zor"), ("as-Suwayda", "suwayda"), ("Homs, Baba Amr", "homs"), ("al-Bab", "aleppo"),
        ("Bab Touma", None), ("باب توما", None), ("from Homs to Damascus", None), ("Beirut", None), ("", None),
    ],
)  # fmt: skip
def test_a_place_is_known_as_people_write_it_or_not_at_all(text: str, key: str | None) -> None:
    assert governorate_of(text) == key


def test_every_name_of_every_governorate_leads_to_it() -> None:
    assert len(governorates()) == 14
    for key, each in governorates().items():
        assert {governorate_of(name) for name in each.name.values()} == {key}


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_places_and_of_months(text: str) -> None:
    assert governorate_of(text) in {None, *governorates()}
    assert number_in(text) is None or number_in(f"branch {number_in(text)}") == number_in(text)
    assert month_of(text) is None or re.fullmatch(r"\d{4}-\d{2}", month_of(text) or "")


def test_a_branch_and_a_month_are_what_they_must_be() -> None:
    assert number_in("فرع ٢١٥ في دمشق") == "215"
    assert number_in("215 or 227") is None
    assert governorate_of_branch("215") == "damascus"
    assert governorate_of_branch("999") is None
    assert {month_of(each) for each in ("2013-05-14", "2013-05")} == {"2013-05"}
    assert {month_of(each) for each in ("2013", "2013-05~", "2013-05/2013-06", "1913-05", None)} == {None}


def test_who_traces_sees_each_count_and_opens_it(sign_in: SignIn, world: World) -> None:
    (one,) = told_of(world, 1, arrestPlace="داريا", arrestDate="2012-11-03", branchNumber="215")
    (two,) = told_of(world, 1, arrestPlace="a village nobody knows", arrestDate="2012")
    (silent,) = told_of(world, 1)
    body = world.body(branchNumber="215", deathDate="2013-05-14")
    page = sign_in("analyst").get(PAGE)
    assert page.status_code == 200
    text = page.content.decode()
    assert f"/en/inquiries/{one.inquiry}/timeline/" in text
    assert f"/en/remains/{body}/" in text
    assert f"/en/inquiries/{silent.inquiry}/timeline/" not in text
    assert f"/en/inquiries/{two.inquiry}/timeline/" not in text
    words = told(text)
    assert "Rural Damascus 1" in words
    assert "a village nobody knows" in words
    assert "Branch 215 Arrests 1 · Deaths 1" in words
    assert "1 arrests, 0 deaths" in words
    assert "<script" not in text
    arabic = sign_in("family-liaison", language="ar").get("/ar/families/picture/").content.decode()
    assert "ريف دمشق" in arabic


def test_who_does_not_trace_sees_nothing_under_five_and_opens_nothing(sign_in: SignIn, world: World) -> None:
    """Of what families chose to let justice read; of the rest nothing at all."""
    few = told_of(world, 4, arrestPlace="Aleppo", arrestDate="2012-11", branchNumber="227")
    many = told_of(world, 5, arrestPlace="Homs", arrestDate="2013-02", branchNumber="215")
    client = sign_in("investigator")
    assert "Homs 5" not in told(client.get(PAGE).content.decode())
    for taken in (*few, *many):
        actions.allow(taken.inquiry, chosen(["justice"], [], None, None), by="owner")
    text = client.get(PAGE).content.decode()
    words = told(text)
    assert "Homs 5" in words
    assert "Branch 215 Arrests 5" in words
    assert "Branch 227" not in words
    assert "2012-11" not in words
    assert "Aleppo 4" not in words
    assert "/inquiries/" not in text
    assert "people sought" not in words
    (control,) = re.findall(r"Aleppo (\d)", told(sign_in("analyst").get(PAGE).content.decode()))
    assert control == "4"


def test_only_who_reads_claims_reaches_it(sign_in: SignIn, world: World) -> None:
    there = {role for role in ROLES if sign_in(role).get(PAGE).status_code == 200}
    assert there == {"analyst", "family-liaison", "investigator", "counsel"}


def test_several_who_ask_for_one_person_count_once_and_a_withdrawn_one_not_at_all(
    sign_in: SignIn, world: World
) -> None:
    one, other = told_of(world, 2, arrestPlace="Hama")
    same = claims.merge(one.person, other.person, "one son", by="rima")
    claims.review(same, "accepted", "they are", by="tareq")
    client = sign_in("analyst")
    text = client.get(PAGE).content.decode()
    assert "Hama 1" in told(text)
    assert all(f"/inquiries/{each.inquiry}/" in text for each in (one, other))
    (alone,) = told_of(world, 1, arrestPlace="Idlib")
    assert "Idlib 1" in told(client.get(PAGE).content.decode())
    withdraw(alone.inquiry, "They no longer wish it.", by="owner", second=Second("samir"))
    assert "Idlib 1" not in told(client.get(PAGE).content.decode())


@pytest.mark.browser
def test_it_is_accessible_fits_a_phone_and_loads_nothing(archive: Desk, world: World, browser: Browser) -> None:
    add_user("layla", PASSPHRASE, by="owner", roles=("analyst",))
    fill_picture(world)
    wrong: dict[str, object] = {}
    with served(archive.folder.root) as site:
        browser.sign_in(site, "layla", PASSPHRASE)
        for language, width, scheme in (("ar", 360, "light"), ("en", 360, "dark"), ("ar", 1100, "dark"),
                                        ("en", 1100, "light")):  # fmt: skip
            browser.look(width, scheme)
            browser.driver.get(f"{site}/{language}/families/picture/")
            for each in browser.driver.find_elements("css selector", "details > summary"):
                browser.driver.execute_script("arguments[0].parentElement.open = true", each)
            over = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
            found = browser.complaints()
            found["incomplete"] = [each for each in found["incomplete"] if "<text " not in each]  # axe judges no SVG
            if over > 0 or found["violations"] or found["incomplete"]:
                wrong[f"{language} {width} {scheme}"] = (over, found)
            if where := os.environ.get("ISNAD_SHOTS"):
                browser.whole_page(Path(where) / f"picture-{language}-{width}.png")
        asked_for = browser.asked_for()
    assert [each for each in asked_for if not each.startswith((site, "data:", "chrome"))] == []
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def fill_picture(world: World) -> None:
    """Invented families from several places, over two years, and bodies of two branches."""
    places = ("داريا", "حمص", "Douma", "درعا", "حلب", "دمشق", "Hama", "Idlib", "دير الزور", "قرية لا يعرفها أحد")
    for number in range(30):
        place = places[number % len(places) if number % 3 else 0]
        world.family(
            name=f"Person {number}", arrestPlace=place, arrestDate=f"20{12 + number % 2}-{1 + number % 12:02}",
            **({"branchNumber": ("215", "227")[number % 2]} if number % 4 else {"branch": "سجن صيدنايا"}),
        )  # fmt: skip
    for number in range(12):
        world.body(branchNumber=("215", "227")[number % 2], deathDate=f"2013-{1 + number % 9:02}-14")
