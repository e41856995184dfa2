"""The review desk, corrections at one key, and an entity's page: what is laid before whom, and what a form does."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from isnad.access.actions import ROLES
from isnad.access.sessions import Reader
from isnad.claims import actions, queries
from isnad.claims.entries import How, Terms
from isnad.claims.models import ClaimRow, ReviewRow
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.custody.models import Sight
from isnad.site import finding_claims
from isnad.site.deeds import Deed, may
from isnad.words import Citation, Label, Region
from visits import Held, SignIn

MACHINE = How("machine", "numbers", "1", 930)


def laid(client: Client, queue: str, after: int = 0) -> int | None:
    """The claim that the desk lays before somebody."""
    found = re.search(r'action="/en/review/verdict/(\d+)"', client.get(f"/en/review/{queue}/{after}/").content.decode())
    return int(found[1]) if found else None


def reading(held: Held, value: str, label: Label = Label.INTERNAL, by: str = "owner") -> int:
    """A machine's reading of a number on an item."""
    entity = queries.claim(held.claims[Label.INTERNAL]).entity
    cited = [Citation(held.items[label], Region(384, 264, 180, 90))]
    made = actions.claim(entity, "Remains", "branchNumber", value, cited, how=MACHINE, terms=Terms(label=label))
    return actions.state([made], by=by)[0]


def test_the_desk_lays_before_each_what_others_said_one_after_the_other(held: Held, sign_in: SignIn) -> None:
    analyst, author = sign_in("analyst"), sign_in("analyst", name="samir")
    waiting = [held.claims[Label.PUBLIC], held.claims[Label.COALITION], held.claims[Label.RESTRICTED], held.tracing]
    found, after = [], 0
    while (number := laid(analyst, "people", after)) is not None:
        found.append(number)
        after = number
    assert found == waiting  # what was reviewed already is not among them, nor what is sealed
    assert laid(author, "people") is None


@pytest.mark.parametrize("verdict", ["accepted", "rejected", "disputed"])
def test_a_verdict_keeps_source_content_and_technical_apart_and_leads_to_the_next(
    held: Held, sign_in: SignIn, verdict: str
) -> None:  # BP-11
    client = sign_in("analyst", name="layla")
    number = reading(held, "215")
    form = {
        "queue": "machines",
        "verdict": verdict,
        "source": "confirmed",
        "content": "doubtful",
        "technical": "not-done",
    }
    response = client.post(f"/en/review/verdict/{number}", form)
    assert response.headers["Location"] == f"/en/review/machines/{number}/"
    row = ReviewRow.objects.get(subject=number)
    assert (row.by, row.verdict, row.source, row.content, row.technical) == (
        "layla", verdict, "confirmed", "doubtful", "not-done",
    )  # fmt: skip
    assert row.reason == "Decided by words alone; no picture was opened."
    assert laid(client, "machines", number - 1) != number


def test_what_was_before_the_reviewers_eyes_is_the_reason_unless_they_give_one(held: Held, sign_in: SignIn) -> None:
    client, number = sign_in("analyst", name="layla"), reading(held, "215")
    asked = client.post(f"/en/claims/{number}/region", {"queue": "machines", "after": str(number - 1)})
    sight = Sight.objects.get(by="layla")
    assert asked.headers["Location"] == f"/en/review/machines/{number - 1}/seen/{sight.entry}/"
    page = client.get(asked.headers["Location"]).content.decode()
    assert 'class="lines" src="data:image/jpeg;base64,' in page
    form = {"queue": "machines", "verdict": "accepted", "sight": str(sight.entry)}
    client.post(f"/en/review/verdict/{number}", form)
    assert f"(entry {sight.entry})" in ReviewRow.objects.get(subject=number).reason
    other = reading(held, "216")
    client.post(f"/en/review/verdict/{other}", {**form, "reason": "as on the list"})
    assert ReviewRow.objects.get(subject=other).reason == "as on the list"
    stranger = sign_in("analyst", name="rami")
    third = reading(held, "217")
    stranger.post(f"/en/review/verdict/{third}", form)  # somebody else's look
    assert ReviewRow.objects.get(subject=third).reason.startswith("Decided by words alone")


def test_nobody_reviews_their_own(held: Held, sign_in: SignIn) -> None:
    entity = queries.claim(held.claims[Label.INTERNAL]).entity
    made = actions.claim(entity, "Remains", "branchNumber", "215", [Citation(held.items[Label.INTERNAL])])
    (number,) = actions.state([made], by="layla")
    author, other = sign_in("analyst", name="layla"), sign_in("analyst", name="rami")
    assert laid(author, "people", number - 1) != number
    assert laid(other, "people", number - 1) == number
    form = {"queue": "people", "verdict": "accepted"}
    assert author.post(f"/en/review/verdict/{number}", form).status_code == 400
    assert not ReviewRow.objects.filter(subject=number).exists()
    assert other.post(f"/en/review/verdict/{number}", form).status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_each_deed_is_done_by_its_roles_on_what_they_may_read_and_by_nobody_else(
    held: Held, sign_in: SignIn, role: str
) -> None:
    client = sign_in(role)
    allowed = may(Reader("", (role,)), Deed.REVIEW)
    for path in ("", "people/0/", "machines/0/", "merges/0/", "disagreements/0/"):
        assert client.get(f"/en/review/{path}").status_code == (200 if allowed else 404), path
    for label in (Label.PUBLIC, Label.INTERNAL, Label.RESTRICTED):
        number = reading(held, "215", label)
        reads = allowed and client.get(f"/en/claims/{number}/").status_code == 200
        sees = (
            reads
            and f"/en/items/{held.items[label]}/look" in client.get(f"/en/items/{held.items[label]}/").content.decode()
        )
        asked = client.post(f"/en/claims/{number}/region", {"queue": "machines", "after": "0"})
        assert asked.status_code == (302 if sees else 404), label
        corrected = client.post(f"/en/claims/{number}/correct", {"value": "216"})
        assert corrected.status_code == (302 if reads else 404), label
        given = client.post(f"/en/review/verdict/{number}", {"queue": "machines", "verdict": "rejected"})
        assert given.status_code == (302 if reads else 404), label
        assert ReviewRow.objects.filter(subject=number).exists() == reads
    sealed = client.post(f"/en/review/verdict/{held.sealed}", {"queue": "people", "verdict": "accepted"})
    assert sealed.status_code == 404


def test_a_correction_takes_the_place_of_a_reading_and_both_stay(held: Held, sign_in: SignIn) -> None:  # W7
    client, number = sign_in("analyst", name="layla"), reading(held, "215")
    pages = (f"/en/items/{held.items[Label.INTERNAL]}/", f"/en/claims/{number}/", "/en/",
             f"/en/entities/{queries.claim(number).entity}/", f"/en/review/machines/{number - 1}/")  # fmt: skip
    for page in pages:
        assert f'action="/en/claims/{number}/correct"' in client.get(page).content.decode(), page
    response = client.post(f"/en/claims/{number}/correct", {"value": "٢١٦", "back": pages[0]})
    assert response.headers["Location"] == pages[0]
    (new,) = ClaimRow.objects.filter(supersedes=number)
    assert (new.value, new.normal, new.method) == ("٢١٦", "216", "human")
    assert queries.claim(number).standing is Standing.SUPERSEDED
    for page in pages[:4]:
        assert f'action="/en/claims/{number}/correct"' not in client.get(page).content.decode(), page


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example", "/en/../", "javascript:alert(1)", "/xx/"])
def test_a_correction_leads_to_no_other_site(held: Held, sign_in: SignIn, back: str) -> None:
    number = reading(held, "215")
    response = sign_in("analyst").post(f"/en/claims/{number}/correct", {"value": "216", "back": back})
    assert re.fullmatch(r"/en/claims/\d+/", response.headers["Location"])


def test_what_a_person_said_is_not_corrected_by_another(held: Held, sign_in: SignIn) -> None:
    response = sign_in("analyst").post(f"/en/claims/{held.claims[Label.INTERNAL]}/correct", {"value": "1"})
    assert response.status_code == 400
    assert not ClaimRow.objects.filter(supersedes__isnull=False).exists()


def test_two_become_one_when_somebody_else_accepts_it(held: Held, sign_in: SignIn) -> None:
    one = queries.claim(held.claims[Label.INTERNAL]).entity
    other = actions.introduce("Remains", by="samir")
    made = actions.claim(other, "Remains", "branchNumber", "215", [Citation(held.items[Label.INTERNAL])])
    actions.state([made], by="samir")
    number = actions.merge(one, other, "the same card", by="samir")
    author, client = sign_in("analyst", name="samir"), sign_in("analyst", name="layla")
    assert laid(author, "merges") is None
    assert laid(client, "merges") == number
    assert author.post(f"/en/review/verdict/{number}", {"queue": "merges", "verdict": "accepted"}).status_code == 400
    client.post(f"/en/review/verdict/{number}", {"queue": "merges", "verdict": "accepted"})
    assert queries.same(other) == (one, other)
    assert laid(client, "merges") is None


def test_sources_that_disagree_are_decided_by_choosing_one(held: Held, sign_in: SignIn) -> None:
    client = sign_in("analyst", name="layla")
    entity = actions.introduce("Remains", by="owner")
    cited = [Citation(held.items[Label.INTERNAL], Region(384, 264, 180, 90))]
    machine = actions.claim(entity, "Remains", "detaineeNumber", "6841", cited, how=MACHINE)
    person = actions.claim(entity, "Remains", "detaineeNumber", "6847", cited)
    first, second = (actions.state([each], by="samir")[0] for each in (machine, person))
    page = client.get("/en/review/disagreements/0/").content.decode()
    assert f'value="{first}"' in page
    assert f'value="{second}"' in page
    assert client.post(f"/en/review/decide/{entity}", {"among": [first, second]}).status_code == 400
    client.post(f"/en/review/decide/{entity}", {"among": [first, second], "chosen": str(second)})
    assert [queries.claim(each).standing for each in (first, second)] == [Standing.REJECTED, Standing.ACCEPTED]
    assert f'value="{first}"' not in client.get("/en/review/disagreements/0/").content.decode()


def test_one_does_not_choose_ones_own(held: Held, sign_in: SignIn) -> None:
    client, entity = sign_in("analyst", name="layla"), actions.introduce("Remains", by="owner")
    cited = [Citation(held.items[Label.INTERNAL])]
    numbers = [
        actions.state([actions.claim(entity, "Remains", "detaineeNumber", value, cited)], by=by)[0]
        for value, by in (("6841", "layla"), ("6847", "samir"))
    ]
    answer = client.post(f"/en/review/decide/{entity}", {"among": numbers, "chosen": str(numbers[0])})
    assert answer.status_code == 400
    assert not ReviewRow.objects.filter(subject__in=numbers).exists()


def test_an_entity_shows_what_stands_beside_what_contradicts_it(held: Held, sign_in: SignIn) -> None:
    entity = queries.claim(held.claims[Label.INTERNAL]).entity
    number = reading(held, "999")
    other = reading(held, "998")
    page = sign_in("investigator").get(f"/en/entities/{entity}/").content.decode()
    assert "Says otherwise" in page
    assert f"/en/claims/{number}/" in page
    assert f"/en/claims/{other}/" in page
    assert f"/en/claims/{held.tracing}/" not in page  # given for tracing, asked for justice
    assert f"/en/claims/{held.sealed}/" not in page
    assert sign_in("administrator").get(f"/en/entities/{entity}/").status_code == 404
    assert sign_in("investigator", name="another").get("/en/entities/999999/").status_code == 404


def _stated(number: int, value: str, confidence: int, standing: Standing) -> Stated:
    return Stated(
        number, 1, "Remains", "detaineeNumber", value, value, None, None, (), "machine", "r", "1", confidence, "fact",
        Label.INTERNAL, None, None, standing,
    )  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("1234"), st.integers(0, 1000), st.sampled_from(list(Standing)[:3]))))
def test_every_claim_stands_or_stands_against_and_none_is_lost(given: list[tuple[str, int, Standing]]) -> None:
    claims = [_stated(number, *each) for number, each in enumerate(given)]
    sides = list(finding_claims._sides(claims))
    shown = [each.entry for side in sides for each in (*side.standing, *side.against)]
    assert sorted(shown) == list(range(len(claims)))
    for side in sides:
        assert len({each.value for each in side.standing}) == 1
        assert not {each.value for each in side.against} & {each.value for each in side.standing}
        best = max(claims, key=finding_claims.worth)
        assert side.standing[0].entry == best.entry
