"""Tables taken over as claims of people, and this archive's own measure of its machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.claims import actions as claims
from isnad.claims import queries
from isnad.reading import agreeing, calibration, typings
from isnad.reading.actions import Batch, Outcome
from isnad.reading.queries import Waiting
from isnad.reading.readers import Reading, Seen
from isnad.reading.transcription import Request, take_over
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.words import Digest, Label, Line, Refusal
from reading.received import Shelf, shelf


@pytest.fixture
def box(demo_archive: Desk) -> Shelf:
    return shelf(demo_archive)


def table(tmp_path: Path, *lines: str, head: str = "file,detainee,branch,by") -> Path:
    path = tmp_path / "table.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def test_each_row_becomes_claims_that_cite_photograph_and_line(box: Shelf, tmp_path: Path) -> None:
    item, _ = box.put(path="sub/IMG_0001.JPG")
    taken = take_over(Request(table(tmp_path, "IMG_0001.JPG,٦٨٤١,215,samir"), "owner"))
    assert (taken.claims, taken.photographs) == (2, 1)
    found = {each.property: each for each in queries.citing(item)}
    detainee = found["detaineeNumber"]
    assert (detainee.value, detainee.normal, detainee.method) == ("٦٨٤١", "6841", "human")
    assert detainee.citations[1].entry == taken.entry
    assert detainee.citations[1].selector == Line(2)
    assert typings.persons()[detainee.entry] == "samir"


def test_whoever_brought_the_table_in_cannot_also_be_the_second(box: Shelf, tmp_path: Path) -> None:
    item, _ = box.put(path="a.jpg")
    take_over(Request(table(tmp_path, "a.jpg,6841,,samir"), "owner"))
    (claim,) = queries.citing(item)
    with pytest.raises(Refusal, match=r"record\.own-work"):
        claims.review(claim.entry, "accepted", "it is right", by="owner")
    claims.review(claim.entry, "accepted", "it is right", by="layla")


def test_a_dry_run_says_what_would_be_and_claims_nothing(box: Shelf, tmp_path: Path) -> None:
    item, _ = box.put(path="a.jpg")
    path = table(tmp_path, "a.jpg,6841,215,samir", "b.jpg,1,2,samir")
    tried = take_over(Request(path, "owner", dry_run=True))
    assert (tried.claims, dict(tried.answers)) == (2, {"transcriptions.unknown-file": 1})
    assert queries.citing(item) == []
    assert not Said.objects.filter(kind="claims-import").exists()


def test_the_same_table_again_says_nothing(box: Shelf, tmp_path: Path) -> None:
    box.put(path="a.jpg")
    path = table(tmp_path, "a.jpg,6841,215,samir", "a.jpg,?,,layla")
    first = take_over(Request(path, "owner"))
    assert (first.claims, first.untold) == (2, 1)
    second = take_over(Request(path, "owner"))
    assert (second.claims, second.untold, second.already, second.entry) == (0, 0, 3, first.entry)


def test_every_row_has_its_answer(box: Shelf, tmp_path: Path) -> None:
    _, digest = box.put(path="a.jpg")
    box.put(path="one/same.jpg")
    box.put(path="two/same.jpg")
    path = table(
        tmp_path,
        "nobody.jpg,,1,samir", "same.jpg,,1,samir", ",short,1,samir", f",{'0' * 64},1,samir", f",{digest},12-Jan,samir",
        f",{digest},,samir", f",{digest},6841,samir", f",{digest},6842,samir", r"ONE\SAME.JPG,,7,samir",
        head="file,digest,detainee,by",
    )  # fmt: skip
    taken = take_over(Request(path, "owner"))
    assert [each.code.removeprefix("transcriptions.") for each in taken.told] == [
        "unknown-file", "several-files", "not-a-digest", "not-held", "date", "nothing", "contradicts-itself",
    ]  # fmt: skip
    assert (taken.rows, taken.claims) == (9, 2)


def test_paths_are_opened_by_two_people_as_an_entry(archive: Desk, tmp_path: Path) -> None:
    _, digest = shelf(archive).put(path="a.jpg")
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        take_over(Request(table(tmp_path, "a.jpg,6841,,samir"), "owner"))
    taken = take_over(Request(table(tmp_path, f"{digest},6841,,samir", head="digest,detainee,branch,by"), "owner"))
    assert taken.claims == 1
    assert not Said.objects.filter(kind="paths-opened").exists()


def test_two_people_make_agreement_and_the_machine_is_measured_by_it(box: Shelf, tmp_path: Path) -> None:
    lines, outcome = [], Outcome("numbers", "1")
    batch = Batch(outcome, "owner")
    for at in range(20):
        item, _ = box.put(path=f"{at}.jpg")
        lines += [f"{at}.jpg,{1000 + at},215,samir", f"{at}.jpg,{1000 + at if at else 7},215,layla"]
        read = str(1000 + at) if at < 15 else "9"
        seen = Reading("detaineeNumber", read, read, None, 950 if at < 15 else 100, firm=at < 10)
        batch.add(Waiting(item, Digest(bytes(32)), "image/jpeg", Label.INTERNAL, "[]"), Seen(item, (seen,)))
    batch.say()
    assert calibration.calibrate().settled == 0
    take_over(Request(table(tmp_path, *lines), "owner"))
    agreement = {each.field: each for each in agreeing.agreements(typings.typed()) if each.other is not None}
    assert (agreement["detaineeNumber"].agreed, agreement["detaineeNumber"].photographs) == (19, 20)
    assert agreement["branchNumber"].kappa is None
    found = calibration.calibrate()
    assert (found.by_two_people, found.by_review) == (39, 0)
    assert (found.emitted.right, found.emitted.of) == (14, 19)
    assert (found.firm.right, found.firm.of) == (9, 9)
    assert (found.firm_of_settled.right, found.firm_of_settled.of) == (9, 39)
    assert found.error is not None
    assert 0 < found.error < 0.15


def test_a_share_has_its_interval() -> None:
    low, high = calibration.wilson(98, 100)
    assert 0.92 < low < 0.94
    assert 0.99 < high < 1
