"""PFIF-6: nobody leaves as dead before their family was told, each of those who ask; a step back takes it away."""

from __future__ import annotations

import xml.etree.ElementTree as Tree
from collections.abc import Callable
from pathlib import Path

import pytest

from families.deciding import World, decide, only
from families.test_telling import TOLD, WORDS
from isnad.access.actions import Second
from isnad.claims import actions as claims
from isnad.claims.entries import Review
from isnad.families import actions, candidates_actions, identifications, inquiries_exporting, pfif, telling
from isnad.families.actions import Taken
from isnad.families.inquiries_drafts import chosen
from isnad.record.desk import Desk
from isnad.record.pen import say

OWN = "house.example"


@pytest.fixture
def world(demo_archive: Desk) -> World:
    return World(demo_archive).begin()


@pytest.fixture
def asked(world: World) -> Taken:
    taken = world.family(name="نزار هيثم الدهان", detaineeNumber="6841")
    allow(taken)
    return taken


@pytest.fixture
def dead(tmp_path: Path) -> Callable[..., list[dict[str, str]]]:
    """The notes by which a giving says that somebody is dead."""

    def give(receiver: str | None = "icrc") -> list[dict[str, str]]:
        path = tmp_path / f"out {len(list(tmp_path.iterdir()))}.xml"
        request = inquiries_exporting.Request(path, "pfif", "owner", OWN, receiver)
        inquiries_exporting.give(request, second=Second("samir"))
        notes = Tree.parse(path).getroot().iter(f"{{{pfif.NAMESPACE}}}note")
        found = [{each.tag.partition("}")[2]: each.text or "" for each in note} for note in notes]
        return [each for each in found if each.get("status") == pfif.DEAD]

    return give


def allow(taken: Taken) -> None:
    actions.allow(taken.inquiry, chosen(["publication"], ["icrc"], None, None), by="owner")


def identify(taken: Taken) -> int:
    candidates_actions.propose(by="owner")
    decide(only(taken.person), "rima", "presumptive")
    done = decide(only(taken.person), "tareq", "presumptive")
    assert done.decision is not None
    return done.decision


def tell(taken: Taken, decision: int) -> None:
    prepared = telling.prepare(taken.inquiry, "identification", WORDS, by="owner", subject=decision)
    telling.note(prepared, TOLD, by="owner")


def test_a_death_leaves_once_the_family_was_told_and_no_longer_than_it_stands(
    world: World, asked: Taken, dead: Callable[..., list[dict[str, str]]]
) -> None:
    world.body(detaineeNumber="6841")
    decision = identify(asked)
    telling.prepare(asked.inquiry, "identification", WORDS, by="owner", subject=decision)
    assert dead() == []  # decided and prepared, and not told
    tell(asked, decision)
    (note,) = dead()
    assert (note["person_record_id"], note["author_name"]) == (f"{OWN}/{asked.inquiry}", OWN)
    assert list(note) == [name for name in pfif.NOTE if name in note]
    assert note["source_date"].endswith("Z")
    identifications.step_back(decision, "The number was misread.", by="salma")
    assert dead() == []


def test_who_published_a_search_has_not_published_a_death(
    world: World, asked: Taken, dead: Callable[..., list[dict[str, str]]]
) -> None:
    world.body(detaineeNumber="6841")
    tell(asked, identify(asked))
    assert len(dead("icrc")) == 1
    assert dead(None) == []
    allow(asked)
    assert len(dead(None)) == 1


def test_a_row_of_a_list_is_no_death(world: World, asked: Taken, dead: Callable[..., list[dict[str, str]]]) -> None:
    world.row(name="نزار هيثم الدهان", detaineeNumber="6841")
    tell(asked, identify(asked))
    assert dead() == []


def test_every_relative_who_asks_was_told_before(
    world: World, asked: Taken, dead: Callable[..., list[dict[str, str]]]
) -> None:
    world.body(detaineeNumber="6841")
    decision = identify(asked)
    sister = world.family(name="نزار الدهان")
    allow(sister)
    one = claims.merge(asked.person, sister.person, "one son", by="rima")
    say([Review(one, "accepted", "they are")], by="tareq")
    tell(asked, decision)
    assert dead() == []
    tell(sister, decision)
    assert {each["person_record_id"] for each in dead()} == {f"{OWN}/{each.inquiry}" for each in (asked, sister)}
