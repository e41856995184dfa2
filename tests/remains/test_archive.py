"""Remains in an archive: proposals with reasons, people's decisions, what leaves, what is counted."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from isnad.access.actions import add_user, agree
from isnad.claims import actions as claims
from isnad.claims import queries
from isnad.claims.entries import How
from isnad.claims.standing import Standing
from isnad.reading.actions import Batch, Outcome
from isnad.reading.queries import Waiting
from isnad.reading.readers import Reading, Seen
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.remains import actions, counting, exporting, printing, publishing
from isnad.remains import queries as remains
from isnad.remains.entries import Grouped
from isnad.remains.queries import Asked
from isnad.words import Citation, Digest, Label, Refusal
from reading.received import Shelf, shelf


def read(item: int, minute: int, **numbers: str) -> None:
    """What two readers would say of one photograph."""
    for reader, readings in (
        ("captures", [Reading("photographedAt", f"2013-05-14 09:{minute:02}:00", "2013-05-14", None, 900)]),
        ("numbers", [Reading(f"{role}Number", text, text, None, 970) for role, text in numbers.items()]),
    ):
        batch = Batch(Outcome(reader, "1"), "owner")
        batch.add(Waiting(item, Digest(bytes(32)), "image/jpeg", Label.INTERNAL, "[]"), Seen(item, tuple(readings)))
        batch.say()


@pytest.fixture
def box(demo_archive: Desk) -> Shelf:
    return shelf(demo_archive)


@pytest.fixture
def items(box: Shelf) -> list[int]:
    """Two bodies of three and two photographs, and one that nobody knows."""
    found = [box.put()[0] for _ in range(6)]
    read(found[0], 0, detainee="6841", branch="215")
    read(found[1], 1, detainee="6841", branch="215")
    read(found[2], 1)
    read(found[3], 20, detainee="7002", branch="227")
    read(found[4], 21, detainee="7002", branch="227")
    read(found[5], 50)
    return found


def test_photographs_come_together_as_proposals_that_cite_what_they_rest_on(
    archive_sound: None, items: list[int]
) -> None:
    outcome = actions.bring_together(by="owner")
    assert (outcome.photographs, outcome.remains, outcome.left_alone) == (6, 2, 1)
    one, other = remains.bodies()
    assert (sorted(one.items), sorted(other.items)) == (items[:3], items[3:5])
    assert one.proposed
    assert {role: each.normal for role, each in one.numbers.items()} == {"detainee": "6841", "branch": "215"}
    for each in (*one.items.values(), *one.numbers.values()):
        assert (each.method, each.reader) == ("machine", "grouping")
        assert all(each.entry > citation.entry for citation in each.citations)


@pytest.fixture
def archive_sound(demo_archive: Desk):  # type: ignore[no-untyped-def]
    """At the end of the test the tables follow from the ledger, and the law holds."""
    yield
    bodies = Bodies(demo_archive.folder, demo_archive.holder)
    assert list(audit.lawless(bodies)) == []
    with audit.scratch(demo_archive.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        assert list(audit.differences(scratch, "default")) == []


def test_run_again_without_anything_new_it_says_nothing(items: list[int]) -> None:
    actions.bring_together(by="owner")
    count = Said.objects.count()
    again = actions.bring_together(by="owner")
    assert (again.remains, again.said, again.withdrawn) == (2, 0, 0)
    assert Said.objects.count() == count


def test_reasons_are_kept_beside_the_claims(demo_archive: Desk, items: list[int]) -> None:
    actions.bring_together(by="owner")
    bodies = Bodies(demo_archive.folder, demo_archive.holder)
    entry = Said.objects.get(kind=Grouped.KIND).entry
    record = bodies.saying(entry).record
    assert isinstance(record, Grouped)
    reasons = dict(record.reasons)
    one, _ = remains.bodies()
    assert "taken-after" in reasons[one.items[items[2]].entry]


def test_what_a_person_accepted_stays_and_what_they_rejected_does_not_come_again(items: list[int]) -> None:
    actions.bring_together(by="owner")
    one, other = remains.bodies()
    claims.review(one.items[items[0]].entry, "accepted", "I see it", by="samir")
    claims.review(one.items[items[2]].entry, "rejected", "another person", by="samir")
    actions.bring_together(by="owner")
    found = {body.entry: body for body in remains.bodies()}
    assert items[2] not in found[one.entry].items
    assert not found[one.entry].proposed
    assert found[one.entry].items[items[0]].standing is Standing.ACCEPTED
    assert sorted(found[other.entry].items) == items[3:5]


def test_a_number_that_people_settle_moves_a_photograph(box: Shelf, items: list[int]) -> None:
    actions.bring_together(by="owner")
    one, other = remains.bodies()
    entity = one.items[items[1]].entity
    typed = claims.claim(entity, "Photograph", "detaineeNumber", "7002", [Citation(items[1])], how=How())
    (number,) = claims.state([typed], by="samir")
    claims.review(number, "accepted", "so it is", by="layla")
    branch = claims.claim(entity, "Photograph", "branchNumber", "227", [Citation(items[1])], how=How())
    claims.review(claims.state([branch], by="samir")[0], "accepted", "so it is", by="layla")
    actions.bring_together(by="owner")
    found = {body.entry: sorted(body.items) for body in remains.bodies()}
    assert items[1] in found[other.entry]
    assert items[1] not in found.get(one.entry, [])
    history = [each for each in queries.about([entity]) if each.property == "shows"]
    assert [each.standing for each in history] == [Standing.SUPERSEDED, Standing.PROPOSED]


def test_what_leaves_is_a_line_for_each_remains_and_a_disclosure(items: list[int], tmp_path: Path) -> None:
    actions.bring_together(by="owner")
    out = tmp_path / "remains.jsonl"
    given = exporting.give(exporting.Request(out, "owner"), second=None)
    lines = [json.loads(each) for each in out.read_text().splitlines()]
    assert [each["items"] for each in lines] == [items[:3], items[3:5]]
    assert all(each.keys() == {"id", "items", "numbers", "score", "proposed"} for each in lines)
    assert all(each["proposed"] is True and 0 < each["score"] < 1 for each in lines)
    assert Said.objects.get(pk=given.entry * 1024).kind == "disclosure"
    with pytest.raises(Refusal, match=r"remains\.out-exists"):
        exporting.give(exporting.Request(out, "owner"), second=None)


def test_digests_of_originals_leave_by_two_people_only(archive: Desk, tmp_path: Path) -> None:
    item, digest = shelf(archive).put()
    read(item, 0, detainee="6841")
    actions.bring_together(by="owner")
    asked = exporting.Request(tmp_path / "out.jsonl", "owner", digests=True)
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        exporting.give(asked, second=None)
    assert not asked.out.exists()
    add_user("layla", "a passphrase of hers", by="owner")
    exporting.give(asked, second=agree("layla", "a passphrase of hers", first="owner"))
    assert json.loads(asked.out.read_text())["items"] == [str(digest)]


def test_statistics_say_what_nobody_stated_and_hide_small_counts(items: list[int], tmp_path: Path) -> None:
    actions.bring_together(by="owner")
    inside = counting.as_json(counting.count(Asked(), internal=True))
    tables = inside["tables"]
    assert isinstance(tables, dict)
    assert [row["value"] for row in tables["departments"]["rows"]] == ["215", "227"]
    assert [row["value"] for row in tables["mistreatment"]["rows"]] == ["not-stated"]
    assert all(row["accepted"] == 0 and row["remains"] for row in tables["departments"]["rows"])
    asked = publishing.Request("owner", "justice", False, tmp_path / "csv", tmp_path / "out.pdf")
    outside = publishing.give(asked, second=None)
    cells = [each for table in outside.tables for row in table.rows
             for each in (row.accepted, row.proposed, row.total)]  # fmt: skip
    assert not any(each in range(1, 5) for each in cells)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert "2" not in (tmp_path / "csv" / "departments.csv").read_text("utf-8-sig")
    assert Said.objects.filter(kind="disclosure").count() == 2


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    assert printing._harmless("=cmd()") == "'=cmd()"
    assert printing._harmless("215") == "215"


@pytest.mark.slow
def test_a_thousand_photographs_are_grouped_in_seconds(box: Shelf) -> None:
    for body in range(250):
        for minute in range(4):
            read(box.put()[0], minute, detainee=str(1000 + body), branch="215")
    began = time.process_time()
    assert actions.bring_together(by="owner").remains == 250
    assert time.process_time() - began < 20
