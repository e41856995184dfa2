"""The transcription station: what is sent, who gets which card, double entry, taking back, limits, what leaves."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from PIL import Image

from isnad.access import rules
from isnad.access.actions import ROLES, add_user, agree
from isnad.access.sessions import Reader
from isnad.claims import queries
from isnad.claims.models import ClaimRow, ReviewRow
from isnad.claims.standing import Standing
from isnad.custody.models import Item, Sight
from isnad.reading import agreeing, filling, handing_out, openings, station, typings
from isnad.reading.models import Shift, Task, TypedRow
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.site.deeds import Deed, may
from isnad.words import Label, Refusal
from site_things import MACHINE, queued
from visits import PASSPHRASE, Held, SignIn

__all__ = ["queued"]


def begin(client: Client) -> str | None:
    """The address of the first card; None where there is none."""
    address = client.post("/en/station/begin").headers["Location"]
    return None if address == "/en/station/" else address


def save(client: Client, address: str, number: str = "", outcome: str = "typed", **more: str) -> str:
    """Where an answer leads."""
    response = client.post(address, {"detaineeNumber": number, "outcome": outcome, **more})
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def visitor_of(client: Client) -> str:
    """What a liaison is told."""
    return str(client.get("/en/station/known/").content.decode())


def test_only_the_lines_are_sent_laid_straight_and_not_what_the_machine_read(queued: Held, sign_in: SignIn) -> None:
    client = sign_in("analyst", name="layla")
    address = begin(client)
    assert address is not None
    assert Sight.objects.filter(by="layla", item=queued.items[Label.INTERNAL]).exists()  # before the lines are sent
    page = client.get(address).content.decode()
    pictures = re.findall(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", page)
    assert len(pictures) == 1
    with Image.open(io.BytesIO(base64.b64decode(pictures[0]))) as lines:
        assert lines.width / lines.height < 3
        white = sum(value > 200 for value in lines.convert("L").get_flattened_data()) / (lines.width * lines.height)
        assert white > 0.4  # the card is white, and what lies around it is not
    assert MACHINE not in page
    assert "script src" in page  # the form beneath works without it
    assert 'method="post"' in page


def test_two_who_type_the_same_settle_it_and_accept_one_anothers(queued: Held, sign_in: SignIn) -> None:
    one, other = sign_in("analyst", name="layla"), sign_in("analyst", name="samir")
    first = begin(one)
    assert first is not None
    assert save(one, first, "٦٨٤١") == "/en/station/"  # the restricted card is not an analyst's to see
    second = begin(other)
    assert second is not None
    save(other, second, "6841")
    item = queued.items[Label.INTERNAL]
    assert Task.objects.get(item=item).stage == station.Stage.SETTLED
    mine, theirs = ClaimRow.objects.filter(schema="Photograph", method="human").order_by("pk")
    assert (mine.value, mine.normal, theirs.value) == ("٦٨٤١", "6841", "6841")
    assert [queries.claim(each.entry).standing for each in (mine, theirs)] == [Standing.ACCEPTED, Standing.PROPOSED]
    assert ReviewRow.objects.get(subject=mine.entry).by == "samir"
    assert begin(one) is None
    assert {(row.by, row.seen) for row in TypedRow.objects.all()} == {("layla", "no"), ("samir", "no")}
    (kappa,) = [each for each in agreeing.agreements(typings.typed()) if each.person == "layla" and each.other]
    assert (kappa.photographs, kappa.agreed) == (1, 1)
    assert openings.count() == openings.Openings(looks=2, accepted=1)  # VT-13


def test_where_two_differ_a_third_decides_without_seeing_either(queued: Held, sign_in: SignIn) -> None:
    people = [sign_in("analyst", name=name) for name in ("layla", "samir", "huda")]
    for client, number in zip(people, ("6841", "6847", "6847"), strict=True):
        address = begin(client)
        assert address is not None
        assert "6841" not in client.get(address).content.decode()
        save(client, address, number)
    claims = ClaimRow.objects.filter(schema="Photograph", method="human").order_by("pk")
    assert [queries.claim(each.entry).standing for each in claims] == [
        Standing.REJECTED, Standing.ACCEPTED, Standing.PROPOSED,
    ]  # fmt: skip
    assert {row.by for row in ReviewRow.objects.filter(subject__in=[each.entry for each in claims])} == {"huda"}
    assert begin(sign_in("analyst", name="rami")) is None


def test_cannot_tell_and_half_a_number_are_answers_and_no_claims(queued: Held, sign_in: SignIn) -> None:
    one, other = sign_in("analyst", name="layla"), sign_in("analyst", name="samir")
    save(one, begin(one) or "", "٦٨؟١")
    save(other, begin(other) or "", outcome="cannot-tell")
    assert not ClaimRow.objects.filter(schema="Photograph", method="human").exists()
    assert TypedRow.objects.get(by="layla").partial == '{"detaineeNumber":"68?1"}'
    assert Task.objects.get(item=queued.items[Label.INTERNAL]).stage == station.Stage.DIFFER


@pytest.mark.parametrize("wrong", ["", "abc", "2013-05-14", "1e9", "x" * 60, "=1+1"])
def test_what_is_no_number_is_told_on_the_same_card(queued: Held, sign_in: SignIn, wrong: str) -> None:
    client = sign_in("analyst", name="layla")
    address = begin(client) or ""
    answer = client.post(address, {"detaineeNumber": wrong})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not TypedRow.objects.exists()


def test_the_last_answers_are_taken_back_and_what_they_decided_with_them(queued: Held, sign_in: SignIn) -> None:
    one, other = sign_in("analyst", name="layla"), sign_in("analyst", name="samir")
    save(one, begin(one) or "", "6841")
    save(other, begin(other) or "", "6841")
    address = other.post("/en/station/undo").headers["Location"]
    assert re.fullmatch(r"/en/station/\d+/", address)
    mine, theirs = ClaimRow.objects.filter(schema="Photograph", method="human").order_by("pk")
    assert queries.claim(theirs.entry).standing is Standing.WITHDRAWN
    assert queries.claim(mine.entry).standing is Standing.DISPUTED
    save(other, address, "6847")
    assert Task.objects.get(item=queued.items[Label.INTERNAL]).stage == station.Stage.DIFFER
    assert Shift.objects.get(person="samir").typed == 1
    stranger = sign_in("analyst", name="rami")
    assert stranger.post("/en/station/undo").headers["Location"] == "/en/station/"


def test_who_may_know_the_person_sees_it_no_more_and_the_liaison_is_told(
    queued: Held, sign_in: SignIn
) -> None:  # VT-11
    one, other = sign_in("analyst", name="layla"), sign_in("analyst", name="samir")
    address = begin(one) or ""
    assert save(one, address, outcome="may-know", note="my street") == "/en/station/closed/"
    assert "data:image" not in one.get("/en/station/closed/").content.decode()
    assert one.get(address).headers["Location"] == "/en/station/"
    assert begin(one) is None
    assert begin(other) is not None
    told_to = sign_in("family-liaison", name="huda")
    told = visitor_of(told_to)
    assert f"/en/items/{queued.items[Label.INTERNAL]}/" in told
    assert "my street" in told
    both = sign_in("investigator", name="rami")  # who sees restricted pictures
    save(both, begin(both) or "", outcome="may-know")
    again = visitor_of(told_to)
    assert "1 more, in an item that is not yours to see" in again


def test_nobody_gets_a_card_that_is_lent_or_not_theirs_to_see(queued: Held, sign_in: SignIn) -> None:
    one, other, both = (sign_in(role, name=name) for role, name in
                        (("analyst", "layla"), ("analyst", "samir"), ("investigator", "rami")))  # fmt: skip
    first = begin(one)
    assert first is not None
    assert begin(other) is None  # lent to layla; the other card is restricted
    assert begin(both) is not None  # who sees restricted pictures
    assert other.get(first).status_code == 404
    one.post("/en/station/stop")
    assert begin(other) is not None
    assert one.get(first).headers["Location"] == "/en/station/"


def test_after_the_days_minutes_nothing_more_is_shown_and_it_ends_on_words(
    queued: Held, sign_in: SignIn
) -> None:  # VT-7, VT-8
    rules.change("station-day-minutes", "5", "care", by="owner", second=None)
    client = sign_in("investigator", name="layla")
    address = begin(client) or ""
    address = save(client, address, "6841")
    assert 0 < Shift.objects.get(person="layla").milliseconds < 60_000  # what passed, and no more
    Shift.objects.update(milliseconds=5 * 60_000)
    assert save(client, address, "6841") == "/en/station/"
    page = client.get("/en/station/").content.decode()
    assert "enough for today" in page
    assert "data:image" not in page
    assert begin(client) is None
    limits = sign_in("custodian", name="huda").get("/en/station/limits/").content.decode()
    assert "layla" in limits
    assert str(queued.items[Label.INTERNAL]) not in re.sub(r"<[^>]*>", "", limits)


def test_where_the_house_is_not_blind_that_is_recorded(queued: Held, sign_in: SignIn, archive: Desk) -> None:
    with pytest.raises(Refusal):  # to protect less takes two
        rules.change("blind-entry", "off", "a trial", by="owner", second=None)
    add_user("second", PASSPHRASE, by="owner", roles=("auditor",))
    rules.change("blind-entry", "off", "a trial", by="owner", second=agree("second", PASSPHRASE, first="owner"))
    client = sign_in("analyst", name="layla")
    address = begin(client) or ""
    assert MACHINE in client.get(address).content.decode()
    save(client, address, "6841")
    assert TypedRow.objects.get().seen == "yes"


@pytest.mark.parametrize("role", ROLES)
def test_the_station_is_for_its_roles(queued: Held, sign_in: SignIn, role: str) -> None:
    client, reader = sign_in(role), Reader("", (role,))
    assert client.get("/en/station/").status_code == (200 if may(reader, Deed.TYPE) else 404)
    assert client.post("/en/station/begin").status_code == (302 if may(reader, Deed.TYPE) else 404)
    assert client.get("/en/station/known/").status_code == (200 if may(reader, Deed.LIAISE) else 404)
    assert client.get("/en/station/limits/").status_code == (200 if may(reader, Deed.COORDINATE) else 404)


def test_answers_fold_again_and_the_queue_is_made_again_from_them(queued: Held, sign_in: SignIn, archive: Desk) -> None:
    one, other = sign_in("investigator", name="layla"), sign_in("analyst", name="samir")
    save(one, begin(one) or "", "6841")
    save(other, begin(other) or "", "6847")
    before = {row.item: (row.stage, row.first, row.second) for row in Task.objects.all()}
    Task.objects.all().delete()
    filling.fill()
    for row in Task.objects.all():
        station.restage(row)
    assert {row.item: (row.stage, row.first, row.second) for row in Task.objects.all()} == before
    bodies = Bodies(archive.folder, archive.holder)
    assert list(audit.lawless(bodies)) == []
    with audit.scratch(archive.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        assert list(audit.differences(scratch, "default")) == []
        TypedRow.objects.filter(by="layla").update(by="rami")
        assert list(audit.differences(scratch, "default")) != []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_typed_leaves_as_a_table_that_comes_in_again(
    queued: Held, sign_in: SignIn, tmp_path: Path, ending: str
) -> None:
    client = sign_in("analyst", name="layla")
    save(client, begin(client) or "", "6841")
    Item.objects.update(copy_digest=bytes(range(32)))
    out = tmp_path / f"typed.{ending}"
    given = handing_out.give(handing_out.Request(out, "owner"), second=None)
    assert (given.rows, given.photographs, given.withheld) == (1, 1, 0)
    if ending == "xlsx":
        head, row = openpyxl.load_workbook(out).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    else:
        head, row = (line.split(",") for line in out.read_text("utf-8-sig").splitlines())
    told = dict(zip(head, row, strict=True))
    assert (told["digest"], told["detainee"], told["by"]) == (bytes(range(32)).hex(), "6841", "layla")
    with pytest.raises(Refusal):
        handing_out.give(handing_out.Request(out, "owner"), second=None)
    with pytest.raises(Refusal):  # digests of originals are restricted
        handing_out.give(handing_out.Request(tmp_path / f"more.{ending}", "owner", digests=True), second=None)
    assert not (tmp_path / f"more.{ending}").exists()
