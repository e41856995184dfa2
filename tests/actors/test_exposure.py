"""The bodies under somebody's posts: what is sure, and what is kept apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actors.service import SERVICE, accept, photograph, take, who
from isnad.actors.exposure import Kind, exposure, units_under
from isnad.actors.models import BodyRow, MarkRow
from isnad.actors.queries import posts_of
from isnad.claims.models import ClaimRow
from isnad.custody.actions import erase
from isnad.record.desk import Desk
from isnad.remains import actions as grouping
from isnad.remains import queries as remains
from reading.received import Shelf, shelf


@pytest.fixture
def box(demo_archive: Desk) -> Shelf:
    return shelf(demo_archive)


@pytest.fixture
def bodies(box: Shelf) -> dict[str, int]:
    """Bodies by the name of what is special about them; each its own photograph and remains."""
    given = {
        "within": ("2013-05-14 09:00:00", {"detainee": "6841", "branch": "215"}),
        "after": ("2013-12-01 09:00:00", {"detainee": "7002", "branch": "215"}),
        "at the edge": ("2012-06-14 09:00:00", {"detainee": "7113", "branch": "215"}),
        "another branch": ("2013-05-20 09:00:00", {"detainee": "8224", "branch": "227"}),
        "no branch": ("2013-06-20 09:00:00", {"detainee": "9335"}),
    }
    items = {}
    for name, (taken, numbers) in given.items():
        items[name] = box.put()[0]
        photograph(items[name], taken, **numbers)
    grouping.bring_together(by="owner")
    found = {body.entry: body for body in remains.bodies()}
    return {name: next(e for e, body in found.items() if item in body.items) for name, item in items.items()}


def kinds(actor: str) -> dict[int, Kind]:
    return {each.remains: each.kind for each in exposure(who(actor)).bodies}


def test_what_machines_read_is_kept_apart_from_what_people_accepted(bodies: dict[str, int], tmp_path: Path) -> None:
    take(tmp_path)
    assert kinds("Rasim Invented") == {
        bodies["within"]: Kind.BRANCH_PROPOSED, bodies["at the edge"]: Kind.BOTH
    }  # fmt: skip
    accept(bodies["within"], bodies["at the edge"])
    assert kinds("Rasim Invented") == {bodies["within"]: Kind.SURE, bodies["at the edge"]: Kind.DAYS_VAGUE}


def test_a_body_whose_branch_nobody_could_read_is_counted_beside(bodies: dict[str, int], tmp_path: Path) -> None:
    take(tmp_path)
    (post,) = exposure(who("Rasim Invented")).posts
    assert post.unread == 1
    assert bodies["no branch"] not in {each.remains for each in post.bodies}


def test_a_superior_answers_for_the_units_under_it_on_the_days_of_command(
    bodies: dict[str, int], tmp_path: Path
) -> None:
    take(tmp_path)
    assert set(kinds("Head Invented")) == {bodies["within"], bodies["after"], bodies["at the edge"]}
    (post,) = posts_of(who("Head Invented"))
    reached = {each.unit: each.time for each in units_under(post)}
    assert reached[who("215")].sure_first == date(2010, 12, 31)


def test_a_body_counts_once_however_many_ways_lead_to_it(bodies: dict[str, int], tmp_path: Path) -> None:
    more = {"id": "p4", "schema": "Post", "holder": ["rasim"], "unit": ["service"], "commands": ["in_fact"],
            "startDate": ["2013"]}  # fmt: skip
    take(tmp_path, (*SERVICE, more))
    found = exposure(who("Rasim Invented"))
    assert len(found.posts) == 2
    assert sum(found.total(kind) for kind in Kind) == len({each.remains for each in found.bodies}) == 3


def test_a_post_of_which_nobody_says_that_it_commands_is_not_added_up(bodies: dict[str, int], tmp_path: Path) -> None:
    take(tmp_path, [
        *SERVICE[:2], {"id": "clerk", "schema": "Person", "name": ["Clerk Invented"]},
        {"id": "desk", "schema": "Post", "holder": ["clerk"], "unit": ["b215"], "startDate": ["2013"]},
        {"id": "none", "schema": "Post", "holder": ["clerk"], "unit": ["b215"], "commands": ["none"]},
    ])  # fmt: skip
    found = exposure(who("Clerk Invented"))
    assert [(len(each.bodies), each.post.form) for each in found.posts] == [(2, "not_stated")]
    assert found.bodies == []


def test_the_table_is_worked_out_anew_when_something_is_said_of_a_body_and_only_then(
    bodies: dict[str, int], tmp_path: Path
) -> None:
    take(tmp_path)
    kinds("Rasim Invented")
    BodyRow.objects.update(photographs=99)  # a mark that lasts as long as the table
    take(tmp_path, [{"id": "x", "schema": "Person", "name": ["Somebody"]}], "other")
    kinds("Rasim Invented")
    assert set(BodyRow.objects.values_list("photographs", flat=True)) == {99}
    accept(bodies["within"])
    kinds("Rasim Invented")
    assert 99 not in set(BodyRow.objects.values_list("photographs", flat=True))


def test_an_erasure_takes_along_what_was_worked_out(bodies: dict[str, int], tmp_path: Path) -> None:
    take(tmp_path)
    kinds("Rasim Invented")
    assert BodyRow.objects.exists()
    item = min(remains.bodies()[0].items)
    erase(item, "asked for", by="owner", second=None)
    assert not BodyRow.objects.exists()
    assert not MarkRow.objects.exists()


def test_what_may_not_be_seen_for_the_purpose_is_not_counted(bodies: dict[str, int], tmp_path: Path) -> None:
    take(tmp_path)
    before = kinds("Rasim Invented")
    ClaimRow.objects.filter(about=bodies["within"]).update(conditions='{"purposes":["tracing"]}')
    MarkRow.objects.all().delete()
    assert set(before) - set(kinds("Rasim Invented")) == {bodies["within"]}
