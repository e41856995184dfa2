"""Looking at a picture: the needed part first, then small, then whole; each an act on record; what looks alike."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from PIL import Image

from isnad.access.models import Session
from isnad.claims import actions
from isnad.claims.entries import How, Terms
from isnad.custody import pictures, sights
from isnad.custody.entries import ReceivedAgain
from isnad.custody.models import Item, Sight
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.record.tables import key
from isnad.words import Citation, Digest, Label, Region
from visits import Held, SignIn

MACHINE = How("machine", "numbers", "1", 930)


@pytest.fixture
def read(held: Held) -> Held:
    """A machine's reading on the internal item."""
    photograph = actions.introduce("Photograph", by="owner")
    cited = [Citation(held.items[Label.INTERNAL], Region(384, 264, 180, 90))]
    terms = Terms(label=Label.INTERNAL)
    actions.state([actions.claim(photograph, "Photograph", "detaineeNumber", "6841", cited, how=MACHINE, terms=terms)],
                  by="owner")  # fmt: skip
    return held


def forget_the_proof() -> None:
    """As if everybody had proved who they are longer ago than ten minutes."""
    Session.objects.update(proved=0)


def test_the_needed_part_is_an_act_of_its_own_before_the_whole(read: Held, sign_in: SignIn) -> None:  # VT-3
    client, item = sign_in("custodian", "investigator", name="layla"), read.items[Label.INTERNAL]
    page = client.get(f"/en/items/{item}/").content.decode()
    assert page.index("lines of writing alone") < page.index("Show it small") < page.index("Open the whole picture")
    assert "data:image/jpeg" in page  # the blur
    shown = client.get(client.post(f"/en/items/{item}/look", {"form": "region"}).headers["Location"]).content.decode()
    assert 'class="lines"' in shown
    assert 'class="shown"' not in shown
    assert sights.form_of(Sight.objects.get(by="layla").entry) == "region"
    again = client.get(f"/en/items/{item}/").content.decode()
    assert "You were shown it on" in again  # VT-6
    assert ">6841<" in again


def test_what_has_no_lines_shows_none(held: Held, sign_in: SignIn) -> None:
    client = sign_in("custodian", name="layla")
    for form in ("region", "whole", "original", ""):
        assert client.post(f"/en/items/{held.items[Label.PUBLIC]}/look", {"form": form}).status_code == 404
    assert not Sight.objects.exists()


def whole_of(client: Client, item: int) -> str:
    """The address of the page in which the whole picture is looked into."""
    return client.post(f"/en/items/{item}/open").headers["Location"]


def test_the_whole_picture_is_opened_anew_by_who_proved_it_lately_and_for_them_alone(
    held: Held, sign_in: SignIn
) -> None:
    layla, rami = (sign_in("custodian", name=name) for name in ("layla", "rami"))
    item = held.items[Label.INTERNAL]
    forget_the_proof()
    assert whole_of(layla, item).startswith("/en/again?")
    assert not Sight.objects.exists()
    Session.objects.update(proved=2**40)
    address = whole_of(layla, item)
    assert re.fullmatch(rf"/en/items/{item}/opened/\d+/", address)
    page = layla.get(address).content.decode()
    assert "<noscript><img" in page
    answer = layla.get(address + "whole")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (640, 480)
        assert not picture.getexif()
    assert rami.get(address + "whole").status_code == 404
    assert rami.get(address).status_code == 404
    small = layla.post(f"/en/items/{item}/look").headers["Location"].split("/")[-2]
    assert layla.get(f"/en/items/{item}/opened/{small}/whole").status_code == 404  # the small one opens no whole one
    Sight.objects.update(at="2026-01-01T00:00:00.000Z")
    assert layla.get(address + "whole").status_code == 404
    assert layla.get(address).headers["Location"] == f"/en/items/{item}/"


def test_no_page_loads_a_picture_before_somebody_asked_for_it(read: Held, sign_in: SignIn) -> None:  # VT-1, VT-10
    client = sign_in("custodian", "investigator", name="layla")
    todo, seen, pictures_seen = ["/en/"], set(), 0
    while todo:
        address = todo.pop()
        if address in seen or len(seen) > 120:
            continue
        seen.add(address)
        response = client.get(address)
        if response.status_code != 200 or "text/html" not in response.headers["Content-Type"]:
            continue
        page = response.content.decode()
        for tag in re.findall(r"<img[^>]*>", page):
            assert 'src="data:image/jpeg' in tag, f"{address}: {tag[:80]}"
            assert 'width="24"' in tag, f"{address}: {tag[:80]}"
            pictures_seen += 1
        assert not re.search(r'(og:image|rel="preload"|<video|<audio|autoplay)', page), address
        todo += [each for each in re.findall(r'href="(/en/[a-z0-9/.-]*)"', page) if "leave" not in each]
    assert pictures_seen
    assert len(seen) > 20
    assert not Sight.objects.exists()


def test_what_looks_alike_is_shown_as_far_as_it_may_be_seen(held: Held, sign_in: SignIn, archive: Desk) -> None:
    bits = bytes(range(32)).hex()
    near = bytes([0x07, *range(1, 32)]).hex()
    for label, perceptual in ((Label.INTERNAL, bits), (Label.PUBLIC, near), (Label.RESTRICTED, bits)):
        Item.objects.filter(pk=key(held.items[label])).update(perceptual=perceptual, quality=90)
    address = f"/en/items/{held.items[Label.INTERNAL]}/"
    both = sign_in("investigator").get(address).content.decode()
    assert f'href="/en/items/{held.items[Label.PUBLIC]}/"' in both
    assert f'href="/en/items/{held.items[Label.RESTRICTED]}/"' in both
    assert "3 of 256 differ" in both
    some = sign_in("family-liaison").get(address).content.decode()
    assert f'href="/en/items/{held.items[Label.PUBLIC]}/"' in some
    assert f'href="/en/items/{held.items[Label.RESTRICTED]}/"' not in some


def test_what_was_made_of_an_erased_original_goes_with_it(read: Held, sign_in: SignIn, archive: Desk) -> None:
    client, item = sign_in("custodian", "investigator", name="layla"), read.items[Label.INTERNAL]
    client.get(client.post(f"/en/items/{item}/look", {"form": "region"}).headers["Location"])
    client.get(whole_of(client, item) + "whole")
    payload = Digest(bytes(Item.objects.get(pk=key(item)).payload))
    kept = list((archive.folder.cache / "pictures").rglob(f"{payload}.*"))
    assert {each.suffix.split("-")[0] for each in kept} == {".thumbnail", ".blur", ".region", ".whole"}
    pictures.forget(payload)
    assert not list((archive.folder.cache / "pictures").rglob(f"{payload}.*"))


def test_what_came_again_is_told_with_where_as_far_as_that_may_be_seen(
    held: Held, sign_in: SignIn, archive: Desk
) -> None:
    row = Item.objects.get(pk=key(held.items[Label.INTERNAL]))
    with pen("custodian") as writing:
        for label in (Label.PUBLIC, Label.RESTRICTED):
            digests = Digest(bytes(row.payload)), Digest(bytes(row.digest))
            path, times = Sealed("a.jpg"), Sealed[object]({})
            accession = held.accessions[label]
            writing.say(ReceivedAgain(accession, row.entry, f"{label:032x}", *digests, None, path, times))
    address = f"/en/items/{row.entry}/"
    whole = sign_in("custodian").get(address).content.decode()
    assert "The same bytes came again" in whole
    some = sign_in("family-liaison").get(address).content.decode()
    for label, seen in ((Label.PUBLIC, True), (Label.RESTRICTED, False)):
        assert f"/en/accessions/{held.accessions[label]}/" in whole
        assert (f"/en/accessions/{held.accessions[label]}/" in some) is seen
