"""The ways from one actor to another: the shortest, each step on its claims."""

from __future__ import annotations

from pathlib import Path

from actors.service import SERVICE, take, who
from isnad.actors.paths import between
from isnad.claims import actions as claims
from isnad.record.desk import Desk

MORE = (
    {"id": "fuels", "schema": "Company", "name": ["Invented Fuels"]},
    {"id": "owner", "schema": "Person", "name": ["Owner Invented"]},
    {"id": "owns", "schema": "Ownership", "owner": ["owner"], "asset": ["fuels"], "percentage": ["60"]},
    {"id": "supply", "schema": "Support", "supporter": ["fuels"], "supported": ["service"]},
    {"id": "kin", "schema": "Family", "person": ["owner"], "relative": ["head"], "relationship": ["brother"]},
    {"id": "alone", "schema": "Person", "name": ["Alone Invented"]},
)  # fmt: skip


def test_from_an_owner_to_the_head_of_a_branch_each_step_with_its_claims(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path, (*SERVICE, *MORE))
    found = between(who("Owner Invented"), who("Rasim Invented"))
    assert found.whole
    assert {tuple(step.schema for step in way.steps) for way in found.ways} == {
        ("Ownership", "Support", "Command", "Post"), ("Family", "Post", "Command", "Post")
    }  # fmt: skip
    for way in found.ways:
        assert (way.actors[0], way.actors[-1]) == (who("Owner Invented"), who("Rasim Invented"))
        for step, one, other in zip(way.steps, way.actors[:-1], way.actors[1:], strict=True):
            assert {step.one, step.other} == {one, other}
            assert step.claims
        assert way.weakest in [each for step in way.steps for each in step.claims]


def test_a_way_falls_with_what_it_rests_on(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path, (*SERVICE, *MORE))
    one, other = who("Owner Invented"), who("Rasim Invented")
    for way in between(one, other).ways:
        claims.review(way.steps[0].claims[0].entry, "rejected", "another person", by="samir")
    assert between(one, other).ways == ()


def test_there_is_no_way_to_oneself_or_to_who_is_tied_to_nobody(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path, (*SERVICE, *MORE))
    assert between(who("Alone Invented"), who("Rasim Invented")).ways == ()
    assert between(who("Rasim Invented"), who("Rasim Invented")).ways == ()
