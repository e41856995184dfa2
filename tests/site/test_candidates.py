"""Candidates, the blind review and a family's timeline on pages: who reaches them, what is there, what is hidden."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from families.deciding import World, decide, only
from isnad.access.actions import ROLES
from isnad.families import candidates_actions, candidates_queries, telling
from isnad.families.actions import Taken
from isnad.families.candidates_queries import Pair
from isnad.families.telling import Words
from isnad.families.telling_queries import tellings
from isnad.record.desk import Desk
from visits import SignIn

NAME = "نزار هيثم الدهان"


@pytest.fixture
def world(archive: Desk) -> World:
    return World(archive).begin()


@pytest.fixture
def asked(world: World) -> Taken:
    world.body(detaineeNumber="6841", photographedAt="2013-05-14")
    taken = world.family(name=NAME, detaineeNumber="6841", lastSeenDate="2014-02")
    candidates_actions.propose(by="owner")
    return taken


@pytest.fixture
def pair(asked: Taken) -> Pair:
    return only(asked.person)


def form(pair: Pair, **changed: object) -> dict[str, object]:
    cited = ", ".join(map(str, pair.citations))
    return {
        "certainty": "presumptive", "basis": ["number"], "reason": "The number stands there.", "cite": cited,
        "seen": "yes", "shown": ["seen-after-death"], **changed,
    }  # fmt: skip


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_only_who_traces_reaches_them(sign_in: SignIn, pair: Pair, asked: Taken) -> None:
    paths = ("candidates/", f"candidates/{pair.entry}/", f"inquiries/{asked.inquiry}/timeline/")
    verdicts = 0
    for role in ROLES:
        client, seen = sign_in(role), role in ("analyst", "family-liaison")
        assert {client.get(f"/en/{path}").status_code for path in paths} == {200 if seen else 404}, role
        if verdicts < 1 or not seen:
            posted = client.post(f"/en/candidates/{pair.entry}/review", form(pair))
            assert (posted.status_code == 302) is seen, role
            verdicts += seen
        assert len(candidates_queries.pair(pair.entry).verdicts) == verdicts


def test_both_sides_stand_next_to_each_other_with_what_speaks_against_first(sign_in: SignIn, pair: Pair) -> None:
    told = page(sign_in("analyst"), f"/en/candidates/{pair.entry}/")
    assert NAME in told
    assert told.count("6841") >= 2
    assert told.index("2014-02") < told.index("Both sides")
    assert "By chance alone" in told
    assert "<img" not in told
    arabic = page(sign_in("analyst", name="salma", language="ar"), f"/ar/candidates/{pair.entry}/")
    assert "يقول الأهل" in arabic


def test_a_review_is_blind_until_two_agree(sign_in: SignIn, pair: Pair) -> None:
    rima, tareq = sign_in("analyst", name="rima"), sign_in("family-liaison", name="tareq")
    where = f"/en/candidates/{pair.entry}/"
    reason = "MARKER-reason of the first"
    assert rima.post(f"{where}review", form(pair, reason=reason)).status_code == 302
    for client in (rima, tareq):
        assert reason not in page(client, where)
        assert "awaits a second reviewer" in page(client, where)
    assert 'name="certainty"' not in page(rima, where)
    assert "MARKER" not in page(tareq, "/en/candidates/")
    assert tareq.post(f"{where}review", form(pair)).status_code == 302
    assert reason in page(tareq, where)
    assert "identified: presumptive" in page(rima, where)


def test_whoever_has_not_seen_what_speaks_against_it_is_shown_it(sign_in: SignIn, pair: Pair) -> None:
    client = sign_in("analyst")
    blind = form(pair)
    del blind["seen"]
    response = client.post(f"/en/candidates/{pair.entry}/review", blind)
    assert response.status_code >= 400
    assert "speaks against it" in response.content.decode()
    assert candidates_queries.pair(pair.entry).verdicts == ()


def test_a_wrong_form_decides_nothing(sign_in: SignIn, pair: Pair) -> None:
    client = sign_in("analyst")
    for changed in (
        {"certainty": "sure"}, {"certainty": "positive"}, {"basis": ["name"]}, {"basis": ["a feeling"]},
        {"reason": "  "}, {"cite": ""}, {"cite": "999999"}, {"cite": "x" * 5000},
    ):  # fmt: skip
        response = client.post(f"/en/candidates/{pair.entry}/review", form(pair, **changed))
        assert 400 <= response.status_code < 500, changed
    assert candidates_queries.pair(pair.entry).verdicts == ()


def test_one_browser_under_two_names_is_on_record(sign_in: SignIn, pair: Pair) -> None:
    where = f"/en/candidates/{pair.entry}/"
    one, other = sign_in("analyst", name="rima"), sign_in("analyst", name="tareq")
    page(one, where)
    other.cookies["isnad-device"] = one.cookies["isnad-device"].value
    one.post(f"{where}review", form(pair))
    other.post(f"{where}review", form(pair))
    assert "on one device" in page(one, where)
    cookie = one.cookies["isnad-device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_one_step_back_leads_to_a_new_review(sign_in: SignIn, pair: Pair) -> None:
    decide(pair, "rima", "excluded")
    decide(pair, "tareq", "excluded")
    client = sign_in("analyst")
    where = f"/en/candidates/{pair.entry}/"
    assert client.post(f"{where}back", {"reason": ""}).status_code >= 400
    assert client.post(f"{where}back", {"reason": "The wrong body."}).status_code == 302
    assert 'name="certainty"' in page(client, where)
    assert client.post(f"{where}back", {"reason": "again"}).status_code == 404


def test_a_familys_timeline_tells_all_and_no_verdict_under_way(sign_in: SignIn, asked: Taken, pair: Pair) -> None:
    decide(pair, "rima", "presumptive")
    client = sign_in("family-liaison")
    where = f"/en/inquiries/{asked.inquiry}/timeline/"
    told = page(client, where)
    assert "A reviewer gave a verdict." in told
    assert "rima" not in told
    done = decide(pair, "tareq", "presumptive")
    words = Words("WORDS to be said", "at-home", "her sister")
    telling.prepare(asked.inquiry, "identification", words, by="owner", subject=done.decision)
    told = page(client, where)
    assert "WORDS to be said" in told
    assert "rima" in told
    events = [m[1] for m in re.finditer(r"Entry (\d+)", told)]
    assert events == sorted(events, key=int)


def test_what_does_not_exist_is_not_here(sign_in: SignIn, asked: Taken) -> None:
    client = sign_in("analyst")
    for path in ("candidates/1/", "candidates/in/nonsense/", "inquiries/1/timeline/", "candidates/99999999/"):
        assert client.get(f"/en/{path}").status_code == 404
    assert client.get("/en/candidates/in/proposed/").status_code == 200


def test_the_liaison_of_the_inquiry_prepares_and_notes_and_nobody_else(sign_in: SignIn, world: World) -> None:
    huda = sign_in("family-liaison", name="huda")
    asked = world.family(liaison="huda", name=NAME)
    where = f"/en/inquiries/{asked.inquiry}"
    words = {
        "what": "nothing-yet 0",
        "words": "We look on.",
        "means": "telephone",
        "with": "nobody",
        "images": "refused",
    }
    other = sign_in("family-liaison", name="salma")
    assert "We look on" not in page(other, f"{where}/timeline/")
    assert "Prepare what is said" not in page(other, f"{where}/timeline/")
    assert other.post(f"{where}/prepare", words).status_code == 404
    assert "Prepare what is said" in page(huda, f"{where}/timeline/")
    for wrong in ({"what": "identification 3"}, {"means": "by pigeon"}, {"words": " "}):
        assert huda.post(f"{where}/prepare", {**words, **wrong}).status_code >= 400
    assert huda.post(f"{where}/prepare", words).status_code == 302
    (prepared,) = tellings([asked.asking])
    went = {"telling": prepared.entry, "outcome": "told", "note": "She thanked us.", "support": "a centre\na lawyer",
            "wishes": "No publicity.", "promise": "Call again.", "due": "2027-01-31"}  # fmt: skip
    assert other.post(f"{where}/note", went).status_code == 404
    assert huda.post(f"{where}/note", {**went, "due": "soon"}).status_code >= 400
    assert huda.post(f"{where}/note", {**went, "support": ""}).status_code >= 400
    assert huda.post(f"{where}/note", went).status_code == 302
    assert huda.post(f"{where}/note", went).status_code >= 400
    told = page(huda, f"{where}/timeline/")
    assert "a lawyer" in told
    assert "2027-01-31" in told
