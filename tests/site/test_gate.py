"""Every role × route × label × purpose, walked: nothing more than granted; "not there" and "not yours" are one answer.

A new route must say in ``tests/walking.py`` how it is walked.
"""

from __future__ import annotations

import ast
import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from isnad.access.actions import ROLES
from isnad.access.gate import PURPOSES, TABLE, Aspect, Gate
from isnad.custody.models import Item, Sight
from isnad.record.tables import key
from isnad.site import finding
from isnad.words import Label
from visits import MARKERS, Held, SignIn, visitor
from walking import WALK, Thing, Walk, entity_of, things, walled

ROOM = Path(finding.__file__).parent
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


@given(
    st.sets(st.sampled_from(sorted(TABLE))), st.none() | st.sampled_from(PURPOSES), st.sampled_from(list(Aspect)),
    st.sampled_from(list(Label)),
)  # fmt: skip
def test_several_roles_give_what_each_of_them_gives_and_no_more(
    roles: set[str], purpose: str | None, aspect: Aspect, label: Label
) -> None:
    alone = [Gate((role,), purpose) for role in roles]
    together = Gate(tuple(sorted(roles)), purpose)
    assert together.opens(aspect, label) == any(each.opens(aspect, label) for each in alone)
    assert together.purposes(label) == frozenset().union(*(each.purposes(label) for each in alone))


def test_every_route_is_known_to_this_walk() -> None:
    unknown = routes() - WALK.keys()
    assert not unknown, f"say in tests/walking.py how these are walked: {sorted(unknown)}"


def test_nobody_sees_anything_without_signing_in(held: Held) -> None:
    client = visitor()
    for path in ("", f"accessions/{held.accessions[Label.PUBLIC]}/", f"items/{held.items[Label.PUBLIC]}/",
                 f"claims/{held.claims[Label.PUBLIC]}/", "items/999999/"):  # fmt: skip
        response = client.get(f"/ar/{path}")
        assert (response.status_code, response.headers["Location"]) == (302, "/ar/enter")
    assert client.post(f"/ar/items/{held.items[Label.PUBLIC]}/look").status_code == 302
    assert not Sight.objects.exists()


WHO = [(role, purpose) for role in ROLES for purpose in sorted(TABLE[role].purposes) or (None,)]


@pytest.mark.parametrize("member", [False, True], ids=["outside", "member"])
def test_each_role_sees_its_grant_and_what_is_not_theirs_is_as_if_it_were_not_there(
    held: Held, sign_in: SignIn, member: bool
) -> None:
    """Every role × purpose × address × label, with what is bound to a purpose and what lies in a compartment."""
    walled(held)
    for role, purpose in WHO:
        client = sign_in(role, name=f"{role} {purpose}", compartment="inner" if member else None)
        if purpose is not None:
            client.post("/en/account/purpose", {"purpose": purpose})
        walker = Walker(client, role, purpose, member, things(held), entity_of(held))
        for name, walk in WALK.items():
            walker.walk(name, walk)
        assert walker.asked > 50


@dataclass
class Walker:
    """Somebody who asks for everything, and looks at what they are given."""

    client: Client
    role: str
    purpose: str | None
    member: bool
    things: list[Thing]
    entity: int
    asked: int = 0

    def walk(self, name: str, walk: Walk) -> None:
        for path in walk.paths:
            kind = next((each for each in ("accession", "item", "claim") if f"{{{each}}}" in path), None)
            for thing in [each for each in self.things if each.kind == kind] or [None]:
                full = "/en/" + path.format(entity=self.entity, **({thing.kind: thing.entry} if thing else {}))
                self._ask(name, walk, full, thing)

    def _ask(self, name: str, walk: Walk, path: str, thing: Thing | None) -> None:
        self.asked += 1
        where = f"{self.role} {self.purpose} {name} {path} {thing}"
        response = self.client.post(path) if walk.kind == "act" else self.client.get(path)
        mine = thing is not None and thing.for_(self.role, self.purpose, member=self.member)
        if walk.kind == "thing":
            assert response.status_code == (200 if mine else 404), where
        if thing is not None and not mine:
            self._looks_like_nothing(response, path, thing, walk, where)
        if response.status_code == 200 and "text/html" in response.headers["Content-Type"]:
            self._links_to_nothing_more(response.content.decode(), where)

    def _looks_like_nothing(self, response: Any, path: str, thing: Thing, walk: Walk, where: str) -> None:
        nowhere = path.replace(f"/{thing.entry}", "/999999")
        nothing = self.client.post(nowhere) if walk.kind == "act" else self.client.get(nowhere)
        assert response.status_code == nothing.status_code != 200, where
        same = REFERENCE.sub(b"", nothing.content).replace(b"999999", str(thing.entry).encode())
        assert REFERENCE.sub(b"", response.content) == same, where

    def _links_to_nothing_more(self, page: str, where: str) -> None:
        for kind, number in re.findall(r"/en/(accession|item|claim)s/(\d+)/", page):
            found = [each for each in self.things if (each.kind, each.entry) == (kind, int(number))]
            for each in found:
                assert each.for_(self.role, self.purpose, member=self.member), f"{where} links to {each}"


def test_a_picture_is_shown_where_it_is_granted_by_itself_and_after_its_entry_was_written(
    held: Held, sign_in: SignIn
) -> None:
    walled(held)
    for role, purpose in WHO:
        client = sign_in(role, name=f"{role} {purpose}")
        if purpose is not None:
            client.post("/en/account/purpose", {"purpose": purpose})
        for thing in [each for each in things(held) if each.kind == "item"]:
            before = Sight.objects.count()
            response = client.post(f"/en/items/{thing.entry}/look")
            may = all(thing.for_(role, purpose, member=False, aspect=each) for each in (Aspect.ITEMS, Aspect.PICTURES))
            assert response.status_code == (302 if may else 404), f"{role} {purpose} {thing}"
            assert Sight.objects.count() - before == may
            if may:
                assert b'id="shown"' in client.get(response.headers["Location"]).content


def test_a_role_that_keeps_does_not_lend_another_its_sight(held: Held, sign_in: SignIn) -> None:
    """An auditor sees that a bound item is there; an investigator sees pictures; neither sees this picture."""
    walled(held)
    both = sign_in("auditor", "investigator")
    entry = held.items[Label.RESTRICTED]
    assert both.get(f"/en/items/{entry}/").status_code == 200
    assert both.post(f"/en/items/{entry}/look").status_code == 404
    assert both.post(f"/en/items/{held.items[Label.INTERNAL]}/look").status_code == 302


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


GATED = re.compile(
    r"gate\.(through|opens|up_to)|accessions\(gate\)|items\(gate\)|gate_claims\(|by=reader|shown\(reader"
)
COUNTS = ("sights", "authors", "state")  # how many looked, who said a claim that passed, what is newest: no content


def test_queries_stand_in_one_file_and_pass_the_gate() -> None:
    for path in ROOM.rglob("*.py"):
        if not path.name.startswith("finding") and path.name != "commands.py":
            assert ".objects" not in path.read_text("utf-8"), path
    for path in sorted(ROOM.glob("finding*.py")):
        nodes = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
        texts = {node.name: ast.unparse(node) for node in nodes}
        for name, text in texts.items():
            if ".objects" in text and not name.startswith("_") and name not in COUNTS:
                asked = [text, *(texts[each] for each in texts if each.startswith("_") and f"{each}(reader" in text)]
                assert any(GATED.search(each) for each in asked), f"{path.name}: {name}"


@pytest.mark.parametrize(
    "path", ["/en/items/1.5/", "/en/items/-1/", "/xx/", "/en/nowhere", "/en/items/" + "9" * 30 + "/"]
)
def test_odd_addresses_are_not_here(sign_in: SignIn, path: str) -> None:
    assert sign_in("custodian").get(path).status_code == 404
