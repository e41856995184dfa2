"""Signing in and out, sessions that end, languages, headers, errors, and texts that stand where templates ask."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from isnad import site
from isnad.access import actions, sessions
from isnad.access.models import Credential, Session
from isnad.record.desk import Desk
from isnad.site import languages
from isnad.site.dates import in_words
from isnad.site.drawing import growth, spine
from isnad.site.serving import Place
from isnad.speech import spoken_in
from isnad.speech.phrases import texts
from isnad.words import Label, Refusal
from visits import PASSPHRASE, Held, SignIn, visitor

ROOM = Path(site.__file__).parent
ROOT = Path(__file__).parents[2]
ISOLATED = re.compile(
    r'<(bdi|span)[^>]*dir="ltr".*?</\1>|<pre.*?</pre>|<code>.*?</code>|<script.*?</script>', re.DOTALL
)


def signed_in(client: Client) -> bool:
    return client.get("/en/").status_code == 200


def test_a_wrong_name_a_wrong_passphrase_and_a_locked_name_are_one_answer(archive: Desk) -> None:
    actions.add_user("layla", PASSPHRASE, by="owner")
    client = visitor()
    answers = [client.post("/en/enter", {"name": name, "passphrase": "wrong"}) for name in ("layla", "nobody")]
    Credential.objects.update(failures=actions.MOST_FAILURES)
    answers.append(client.post("/en/enter", {"name": "layla", "passphrase": PASSPHRASE}))
    plain = {re.sub(rb'value="[^"]*"', b"", each.content) for each in answers}
    assert {each.status_code for each in answers} == {403}
    assert len(plain) == 1
    assert not Session.objects.exists()


def test_a_session_dies_with_its_person_its_passphrase_idleness_age_and_signing_out(sign_in: SignIn) -> None:
    leaving = sign_in("custodian", name="leaving")
    assert signed_in(leaving)
    leaving.post("/en/leave")
    assert not signed_in(leaving)
    for name, end in (
        ("removed", lambda: actions.remove_user("removed", "left", by="owner")),
        ("renewed", lambda: actions.reset("renewed", "another")),
        ("idle", lambda: Session.objects.update(used=0)),
        ("old", lambda: Session.objects.update(began=0)),
    ):
        client = sign_in("custodian", name=name)
        assert signed_in(client), name
        end()
        assert not signed_in(client), name
    assert sessions.reader("made up") is None


def test_the_table_of_sessions_signs_nobody_in(sign_in: SignIn) -> None:
    client = sign_in("custodian")
    row = Session.objects.get()
    assert client.cookies["isnad"].value != row.token
    thief = visitor()
    thief.cookies["isnad"] = row.token
    assert not signed_in(thief)


def test_a_form_from_elsewhere_does_nothing(archive: Desk) -> None:
    actions.add_user("layla", PASSPHRASE, by="owner")
    stranger = visitor(enforce_csrf_checks=True)
    response = stranger.post("/ar/enter", {"name": "layla", "passphrase": PASSPHRASE})
    assert response.status_code == 403
    assert "هذا النموذج قديم" in response.content.decode()


def test_every_answer_carries_the_headers(held: Held, sign_in: SignIn) -> None:
    client = sign_in("custodian")
    for path in ("/", "/en/", f"/ar/items/{held.items[Label.INTERNAL]}/", "/en/nowhere", "/en/enter", "/en/roles"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
    cookie = client.cookies["isnad"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"]


def test_an_unknown_host_is_refused(archive: Desk) -> None:
    assert Client(SERVER_NAME="elsewhere.example").get("/en/enter").status_code == 400


def test_what_nobody_foresaw_is_an_apology_with_a_reference_and_no_word_more(sign_in: SignIn) -> None:
    client = sign_in("custodian")
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        response = client.get("/en/breaks")
    assert response.status_code == 500
    assert re.search(r'<bdi dir="ltr">[0-9a-f]{8}</bdi>', response.content.decode())
    assert b"MARKER" not in response.content


def test_the_language_is_the_addresss_else_the_browsers_else_arabic(archive: Desk) -> None:
    client = visitor()
    for accept, language in (("", "ar"), ("en-GB,en;q=0.9", "en"), ("fr,de;q=0.5", "ar"), ("en;q=0.5,ar;q=0.8", "ar")):
        assert client.get("/", headers={"accept-language": accept}).headers["Location"] == f"/{language}/"
    page = client.get("/ar/enter", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'href="/en/enter" lang="en"' in page


@given(st.text(max_size=300))
def test_any_header_of_languages_gives_one_of_ours(accept: str) -> None:
    assert languages.asked_for(accept) in ("ar", "en")


def test_dates_in_digits_stand_in_bdi_and_months_are_syrian(held: Held, sign_in: SignIn) -> None:
    client = sign_in("custodian", "investigator", language="ar")
    for path in ("", f"items/{held.items[Label.INTERNAL]}/", f"claims/{held.claims[Label.INTERNAL]}/"):
        page = ISOLATED.sub("", client.get(f"/ar/{path}").content.decode())
        text = re.sub(r"<[^>]*>", " ", page)
        assert not re.search(r"\d-\d", text), path
    with spoken_in("ar"):
        assert in_words("2013-05-14T09:12:00") == "14 أيار 2013"


def test_every_text_that_a_template_asks_for_stands_and_holds_no_markup() -> None:
    known = texts("site")
    for path in ROOM.rglob("*.html"):
        for name in re.findall(r'"site\.([a-z0-9-]+)"', path.read_text("utf-8")):
            assert name in known, f"{path.name}: {name}"
    assert not [name for name, entry in known.items() if re.search(r"[<>&]", str(entry))]


def test_pages_bring_no_style_script_or_address_of_their_own() -> None:
    for path in ROOM.rglob("*.html"):
        text = path.read_text("utf-8")
        assert " style=" not in text, path
        assert not re.search(r"<script(?! src=\"{% asset)", text), path
        assert "http:" not in text.replace("http://www.w3.org/2000/svg", ""), path
        assert "https:" not in text, path
    for path in (ROOM / "static").glob("*.css"):
        assert not re.search(
            r"(?<![-\w])(margin|padding|border)-(left|right)|url\((?!fonts/)", path.read_text("utf-8")
        ), path


def test_the_promises_are_those_of_the_documentation() -> None:
    for language in ("en", "ar"):
        shown = (ROOM / "promises" / f"{language}.md").read_text("utf-8")
        assert shown == (ROOT / "docs" / language / "promises.md").read_text("utf-8")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "archive.example"])
def test_other_machines_are_served_only_with_a_certificate(host: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"site\.needs-tls"):
        Place(host)
    with pytest.raises(Refusal, match=r"site\.no-such-file"):
        Place(host, certificate=tmp_path / "absent.pem", key=tmp_path / "absent.key")
    assert Place("::1").address == "http://[::1]:8460/"


@given(st.lists(st.integers(min_value=0, max_value=10**9), max_size=50))
def test_growth_never_falls(counts: list[int]) -> None:
    heights = [float(each) for each in re.findall(r"V([-\d.]+)", growth(counts))]
    assert heights == sorted(heights, reverse=True)


@given(st.integers(min_value=1, max_value=300), st.data())
def test_the_spine_leads_from_every_entry_to_the_root(size: int, data: st.DataObject) -> None:
    from isnad.ledger import merkle
    from isnad.ledger.note import Note
    from isnad.ledger.proof import Proof

    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    leaves = [merkle.leaf_hash(b"%d" % each) for each in range(size)]
    path, root = _path(leaves, index), _root(leaves)
    hashed = leaves[index]
    for step in reversed(spine(Proof(index, tuple(path), Note("", ())), size)):
        sibling = bytes.fromhex(step.digest)
        hashed = merkle.node_hash(sibling, hashed) if step.side == "left" else merkle.node_hash(hashed, sibling)
    assert hashed == root


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def _root(leaves: list[bytes]) -> bytes:
    from isnad.ledger import merkle

    if len(leaves) == 1:
        return leaves[0]
    half = _split(len(leaves))
    return merkle.node_hash(_root(leaves[:half]), _root(leaves[half:]))


def _path(leaves: list[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*_path(leaves[:half], index), _root(leaves[half:])]
    return [*_path(leaves[half:], index - half), _root(leaves[:half])]


def _breaks(request: object) -> None:
    raise ValueError("MARKER")


def __getattr__(name: str) -> object:
    """This module is also a site of one page, which breaks."""
    from django.urls import path

    if name == "urlpatterns":
        from isnad.site.urls import urlpatterns

        return [path("en/breaks", _breaks), *urlpatterns]
    if name.startswith("handler"):
        from isnad.site import urls

        return getattr(urls, name)
    raise AttributeError(name)
