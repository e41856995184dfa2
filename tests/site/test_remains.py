"""The pages of remains and their statistics: what is shown to whom, the verbs as forms, files that are disclosures."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from isnad.access.actions import ROLES
from isnad.access.sessions import Reader
from isnad.claims import actions, queries
from isnad.claims.standing import Standing
from isnad.custody.models import Event, Sight
from isnad.record.models import Said
from isnad.remains import arranging
from isnad.site.deeds import Deed, may
from isnad.words import Label
from site_things import two
from visits import Held, SignIn

__all__ = ["two"]


def standing(held: Held, label: Label, remains: int) -> Standing:
    """What the claim that a photograph shows a remains is worth."""
    claims = [each for each in queries.referring(remains) if each.citations[0].entry == held.items[label]]
    return claims[-1].standing


def test_tiles_are_blurred_until_somebody_asks_and_only_what_they_may_see(
    held: Held, sign_in: SignIn, two: tuple[int, int]
) -> None:
    client = sign_in("family-liaison", name="huda")
    assert client.get(f"/en/remains/{two[0]}/").status_code == 200
    page = client.get(f"/en/remains/{two[0]}/").content.decode()
    assert f"/en/items/{held.items[Label.INTERNAL]}/" in page
    assert f"/en/items/{held.items[Label.RESTRICTED]}/" not in page
    assert "1 photograph bears another number" in page
    assert 'class="lines"' not in page
    client.post(f"/en/remains/{two[0]}/look")
    assert {row.item for row in Sight.objects.filter(by="huda")} == {held.items[Label.INTERNAL]}
    assert client.get(f"/en/remains/{two[0]}/").content.decode().count('class="lines"') == 1
    other = sign_in("family-liaison", name="rami").get(f"/en/remains/{two[0]}/").content.decode()
    assert 'class="lines"' not in other


def test_the_verbs_act_on_what_was_ticked_and_seen(held: Held, sign_in: SignIn, two: tuple[int, int]) -> None:
    client = sign_in("analyst", name="layla")
    address = f"/en/remains/{two[0]}/arrange"
    internal, restricted = held.items[Label.INTERNAL], held.items[Label.RESTRICTED]
    assert client.post(address, {"verb": "accept"}).status_code == 400
    assert client.post(address, {"verb": "burn", "item": [internal]}).status_code == 400
    assert client.post(address, {"verb": "move", "item": [internal], "other": "999999"}).status_code == 404
    client.post(address, {"verb": "accept", "item": [internal, restricted, 999999]})
    assert standing(held, Label.INTERNAL, two[0]) is Standing.ACCEPTED
    response = client.post(address, {"verb": "split", "item": [internal], "reason": "two people"})
    assert re.fullmatch(r"/en/remains/\d+/", response.headers["Location"])
    assert standing(held, Label.INTERNAL, two[0]) is Standing.REJECTED
    client.post("/en/remains/undo")
    assert standing(held, Label.INTERNAL, two[0]) is Standing.ACCEPTED
    moved = client.post(address, {"verb": "move", "item": [internal], "other": str(two[1])})
    assert moved.headers["Location"] == f"/en/remains/{two[0]}/"
    assert standing(held, Label.INTERNAL, two[1]) is Standing.PROPOSED
    client.post(address, {"verb": "merge", "other": str(two[1])})
    assert queries.same(two[0]) == (two[0],)
    found = arranging.latest("layla")
    assert found is not None
    actions.review(found[1].identity or 0, "accepted", "yes", by="samir")
    assert client.get(f"/en/remains/{two[1]}/").headers["Location"] == f"/en/remains/{two[0]}/"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_its_deeds_and_no_other(held: Held, sign_in: SignIn, two: tuple[int, int], role: str) -> None:
    client, reader = sign_in(role), Reader("", (role,))
    reads = may(reader, Deed.READ)
    for path in ("", "statistics/", f"{two[1]}/"):
        assert client.get(f"/en/remains/{path}").status_code == (200 if reads else 404), path
    arranges = may(reader, Deed.ARRANGE)
    assert client.get("/en/remains/statistics/house/").status_code == (200 if arranges else 404)
    form = {"verb": "accept", "item": [held.items[Label.PUBLIC]]}
    count = Said.objects.filter(kind="arranged").count()
    assert client.post(f"/en/remains/{two[1]}/arrange", form).status_code == (302 if arranges else 404)
    assert Said.objects.filter(kind="arranged").count() - count == arranges
    packs = may(reader, Deed.PACK)
    assert client.post("/en/remains/statistics/public/csv").status_code == (200 if packs else 404)
    assert client.get("/en/remains/999999/").status_code == 404


def test_statistics_leave_as_files_after_an_entry_and_the_public_form_names_nobody(
    held: Held, sign_in: SignIn, two: tuple[int, int]
) -> None:
    client = sign_in("investigator", name="layla")
    public = client.get("/en/remains/statistics/").content.decode()
    house = client.get("/en/remains/statistics/house/").content.decode()
    assert f"/en/remains/{two[0]}/" not in public
    assert f"/en/remains/{two[0]}/" in house
    before = Said.objects.filter(kind="disclosure").count()
    packed = client.post("/en/remains/statistics/public/csv")
    with zipfile.ZipFile(BytesIO(packed.content)) as found:
        assert "totals.csv" in found.namelist()
    assert client.post("/en/remains/statistics/public/pdf").content.startswith(b"%PDF")
    assert client.post("/en/remains/statistics/public/exe").status_code == 400
    assert Said.objects.filter(kind="disclosure").count() - before == 2
    assert not Event.objects.filter(kind="disclosure").exists()  # no item left
