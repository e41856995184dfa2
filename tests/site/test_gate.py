"""Every role × route, walked: nothing more than its grant; "not there" and "not theirs" are one answer."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from isnad.access.actions import ROLES
from isnad.access.gate import TABLE, Aspect, Gate
from isnad.custody.models import Item, Sight
from isnad.record.tables import key
from isnad.site import finding
from isnad.words import Label
from visits import MARKERS, Held, SignIn, visitor

ROOM = Path(finding.__file__).parent
OPEN = {"enter", "factor", "promises", "roles", "front"}
REFERENCE = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"')


def routes() -> set[str]:
    """The names of every address of the site."""

    def walk(patterns: list[URLPattern | URLResolver]) -> set[str]:
        return {
            name
            for each in patterns
            for name in (walk(each.url_patterns) if isinstance(each, URLResolver) else {str(each.name)})
        }

    return walk(get_resolver().url_patterns)


def shown(client: Client, path: str) -> bytes:
    """The page, without what differs at every request."""
    return REFERENCE.sub(b"", client.get(path).content)


def test_the_table_names_every_role_and_none_else() -> None:
    assert set(TABLE) == set(ROLES)
    assert all(label < Label.SEALED for grant in TABLE.values() for label in grant.up_to.values())


@given(st.sets(st.sampled_from(sorted(TABLE))), st.sampled_from(list(Aspect)), st.sampled_from(list(Label)))
def test_several_roles_give_what_each_of_them_gives_and_no_more(roles: set[str], aspect: Aspect, label: Label) -> None:
    alone = [Gate((role,)) for role in roles]
    together = Gate(tuple(sorted(roles)))
    assert together.opens(aspect, label) == any(each.opens(aspect, label) for each in alone)
    assert together.purposes(label) == frozenset().union(*(each.purposes(label) for each in alone))


def test_every_route_is_known_to_this_walk() -> None:
    private = {"glance", "leave", "accession", "item", "look", "looked", "chain"}
    desks = {"desk", "queue", "queue-seen", "verdict", "decide", "region", "correct", "entity"}  # test_review
    typing = {
        "station",
        "station-begin",
        "card",
        "station-undo",
        "station-stop",
        "station-closed",
        "station-known",
        "station-limits",
    }
    own = {"account", "purpose", "codes", "passkey", "recovery", "drop", "again"}  # test_factors
    assert routes() == OPEN | private | desks | typing | own


def test_nobody_sees_anything_without_signing_in(held: Held) -> None:
    client = visitor()
    for path in ("", f"accessions/{held.accessions[Label.PUBLIC]}/", f"items/{held.items[Label.PUBLIC]}/",
                 f"claims/{held.claims[Label.PUBLIC]}/", "items/999999/"):  # fmt: skip
        response = client.get(f"/ar/{path}")
        assert (response.status_code, response.headers["Location"]) == (302, "/ar/enter")
    assert client.post(f"/ar/items/{held.items[Label.PUBLIC]}/look").status_code == 302
    assert not Sight.objects.exists()


def test_each_role_sees_its_grant_and_what_is_not_theirs_is_as_if_it_were_not_there(
    held: Held, sign_in: SignIn
) -> None:
    for role in ROLES:
        client, gate = sign_in(role), Gate((role,))
        for kind, entries, aspect in (
            ("accessions", held.accessions, Aspect.ITEMS),
            ("items", held.items, Aspect.ITEMS),
            ("claims", held.claims, Aspect.CLAIMS),
        ):
            nothing = client.get(f"/en/{kind}/999999/")
            assert nothing.status_code == 404
            for label, entry in entries.items():
                response = client.get(f"/en/{kind}/{entry}/")
                where = f"{role} {kind} {label}"
                assert response.status_code == (200 if gate.opens(aspect, label) else 404), where
                if response.status_code == 404:
                    same = REFERENCE.sub(b"", nothing.content).replace(b"999999", str(entry).encode())
                    assert REFERENCE.sub(b"", response.content) == same, where
        _lists_hold_no_more(client, gate, held)
        _claims_by_purpose(client, gate, held)
        _pictures(client, gate, held, role)


def _lists_hold_no_more(client: Client, gate: Gate, held: Held) -> None:
    page = shown(client, "/en/").decode()
    for label in held.accessions:
        assert (f"/en/accessions/{held.accessions[label]}/" in page) == gate.opens(Aspect.ITEMS, label)
    for label in held.claims:
        assert (f"/en/claims/{held.claims[label]}/" in page) == gate.opens(Aspect.CLAIMS, label)


def _claims_by_purpose(client: Client, gate: Gate, held: Held) -> None:
    """A wall: what was given for tracing is read for tracing alone. A sealed claim is on no page."""
    may = "tracing" in gate.purposes(Label.INTERNAL)
    assert client.get(f"/en/claims/{held.tracing}/").status_code == (200 if may else 404)
    assert client.get(f"/en/claims/{held.sealed}/").status_code == 404


def _pictures(client: Client, gate: Gate, held: Held, role: str) -> None:
    """A picture only where the label lets this role see one, and only after its entry was written."""
    for label, entry in held.items.items():
        before = Sight.objects.count()
        response = client.post(f"/en/items/{entry}/look")
        may = gate.opens(Aspect.ITEMS, label) and gate.opens(Aspect.PICTURES, label)
        assert response.status_code == (302 if may else 404), f"{role} {label}"
        assert Sight.objects.count() - before == may
        if may:
            seen = client.get(response.headers["Location"])
            assert b'id="shown"' in seen.content


def test_two_roles_do_not_add_up_to_a_claim_that_neither_may_read(held: Held, sign_in: SignIn) -> None:
    client = sign_in("sanctions-officer", "communications")
    assert client.get(f"/en/claims/{held.tracing}/").status_code == 404
    assert sign_in("family-liaison").get(f"/en/claims/{held.tracing}/").status_code == 200


def test_a_chain_follows_claims_that_rest_on_claims_and_counts_what_is_not_shown(held: Held, sign_in: SignIn) -> None:
    whole = sign_in("investigator").get(f"/en/claims/{held.grouped}/").content.decode()
    for each in (Label.INTERNAL, Label.RESTRICTED):
        assert f"/en/claims/{held.claims[each]}/" in whole
        assert f"/en/items/{held.items[each]}/" in whole
    assert "not yours to see" not in whole
    partial = sign_in("sanctions-officer").get(f"/en/claims/{held.grouped}/").content.decode()
    assert f"/en/items/{held.items[Label.INTERNAL]}/" in partial
    assert f"/en/claims/{held.claims[Label.RESTRICTED]}/" not in partial
    assert f"/en/items/{held.items[Label.RESTRICTED]}/" not in partial
    assert "2 more links are not yours to see" in partial


def test_digests_of_originals_are_for_those_who_may_see_them(held: Held, sign_in: SignIn) -> None:
    row = Item.objects.get(pk=key(held.items[Label.INTERNAL]))
    first = bytes(row.digest).hex()[:8].encode()
    path = f"/en/items/{held.items[Label.INTERNAL]}/"
    assert first in sign_in("custodian").get(path).content
    assert first not in sign_in("analyst").get(path).content


def test_what_one_person_was_shown_nobody_else_can_open_nor_she_later(held: Held, sign_in: SignIn) -> None:
    first, second = sign_in("custodian", name="layla"), sign_in("custodian", name="rami")
    entry = held.items[Label.INTERNAL]
    address = first.post(f"/en/items/{entry}/look").headers["Location"]
    assert b'id="shown"' in first.get(address).content
    assert second.get(address).status_code == 404
    other = held.items[Label.PUBLIC]
    assert first.get(address.replace(f"/{entry}/", f"/{other}/")).status_code == 404
    Sight.objects.update(at="2026-01-01T00:00:00.000Z")
    assert first.get(address).headers["Location"] == f"/en/items/{entry}/"


def test_nothing_sealed_is_on_any_page_nor_in_a_cookie_nor_in_an_address(held: Held, sign_in: SignIn) -> None:
    client = sign_in(*ROLES, name="everyone")
    entries = itertools.chain(
        (f"accessions/{each}/" for each in held.accessions.values()),
        (f"items/{each}/" for each in held.items.values()),
        (f"claims/{each}/" for each in [*held.claims.values(), held.tracing, held.sealed]), ["", "promises", "roles"],
    )  # fmt: skip
    addresses: set[str] = set()
    for language, path in itertools.product(("ar", "en"), list(entries)):
        content = client.get(f"/{language}/{path}").content.decode()
        assert not [marker for marker in MARKERS if marker in content], path
        assert "<b>&" not in content.replace("&lt;b&gt;&amp;", ""), "a title was not escaped"
        addresses.update(re.findall(r'(?:href|action)="([^"]*)"', content))
    assert not [each for each in addresses if not re.fullmatch(r"[#?/a-z0-9.=-]*", each)]
    assert not [marker for marker in MARKERS for cookie in client.cookies.values() if marker in cookie.value]


def test_queries_stand_in_one_file_and_pass_the_gate() -> None:
    for path in ROOM.rglob("*.py"):
        if not path.name.startswith("finding") and path.name != "commands.py":
            assert ".objects" not in path.read_text("utf-8"), path
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(ROOM.glob("finding*.py"))]
    nodes = [node for tree in trees for node in tree.body]
    for function in [node for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]:
        text = ast.unparse(function)
        if ".objects" in text:
            gated = re.search(
                r"gate\.(through|opens|up_to)|accessions\(gate\)|items\(gate\)|gate_claims\(|by=reader|shown\(reader",
                text,
            )
            assert gated or function.name in ("sights", "authors"), function.name


@pytest.mark.parametrize(
    "path", ["/en/items/1.5/", "/en/items/-1/", "/xx/", "/en/nowhere", "/en/items/" + "9" * 30 + "/"]
)
def test_odd_addresses_are_not_here(sign_in: SignIn, path: str) -> None:
    assert sign_in("custodian").get(path).status_code == 404
