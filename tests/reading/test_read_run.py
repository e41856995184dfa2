"""Readers over an archive: everything once, each reading in its place, resumable, never overwritten."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from isnad.claims import actions as claims
from isnad.claims import queries
from isnad.claims.models import ClaimRow
from isnad.claims.standing import Standing
from isnad.engine import Local
from isnad.reading import actions, cell
from isnad.reading import queries as reading
from isnad.reading.actions import Batch, Outcome, Request
from isnad.reading.queries import Waiting
from isnad.reading.readers import Picture, Reading, Seen, reader
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Digest, Label, PathPart, Refusal, Region
from reading.peeking import peek, peek_in, peeked
from reading.received import Shelf, shelf


def card(text: str, taken: str = "2013:05:14 09:12:00") -> bytes:
    picture = Image.new("RGB", (1280, 960), (150, 140, 130))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((340, 300, 940, 660), fill=(240, 240, 235))
    draw.text((400, 400), text, fill=(20, 20, 40), font_size=150)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "NIKON", "COOLPIX"
    exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def sound(desk: Desk) -> bool:
    bodies = Bodies(desk.folder, desk.holder)
    with audit.scratch(desk.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        return not list(audit.differences(scratch, "default")) and not list(audit.lawless(bodies))


def test_everything_is_read_once_and_each_reading_has_its_place(archive: Desk) -> None:
    box = shelf(archive)
    shown, _ = box.put(card("6841"))
    empty, _ = box.put(card(""))
    broken, _ = box.put(b"\xff\xd8\xff\xe0 no photograph")
    box.put(b"a letter", media_type="text/plain")
    numbers, captures, paths = actions.run(Request("owner"))
    assert (numbers.items, captures.items, paths.items) == (3, 3, 4)
    assert numbers.unreadable == 1
    assert reading.read_already("numbers", numbers.version) == {shown, empty, broken}
    for each in queries.citing(shown):
        assert (each.method, each.version) == ("machine", reader(each.reader or "").version)
        if each.reader == "numbers":
            assert isinstance(each.citations[0].selector, Region)
            assert each.citations[0].selector.fits(1280, 960)
            assert each.standing is Standing.PROPOSED
    assert any(each.value == "2013-05-14 09:12:00" for each in queries.citing(shown))
    again = actions.run(Request("owner"))
    assert [each.items for each in again] == [0, 0, 0]
    assert sound(archive)


def test_a_camera_is_told_by_a_mark_that_tells_nothing_else(archive: Desk) -> None:
    box = shelf(archive)
    one, _ = box.put(card("1", "2013:05:14 09:12:00"))
    other, _ = box.put(card("2", "2013:05:14 09:13:00"))
    actions.run(Request("owner", ("captures",)))
    marks = [each for item in (one, other) for each in queries.citing(item) if each.property == "camera"]
    assert len({each.value for each in marks}) == 1
    assert all(each.label is Label.RESTRICTED and "NIKON" not in each.value for each in marks)


def test_a_run_goes_on_where_it_stopped(archive: Desk) -> None:
    box = shelf(archive)
    for number in range(5):
        box.put(card("", f"2013:05:14 09:1{number}:00"))
    assert actions.run(Request("owner", ("captures",), limit=2))[0].items == 2
    assert actions.run(Request("owner", ("captures",)))[0].items == 3


def test_an_unknown_reader_is_refused(archive: Desk) -> None:
    with pytest.raises(Refusal, match=r"reading\.unknown-reader"):
        actions.run(Request("owner", ("entrails",)))


def test_what_paths_say_cites_the_part_and_is_restricted(archive: Desk) -> None:
    codes = [{"part": 1, "meaning": "branch", "value": "٢١٥", "series": "demo"},
             {"part": 1, "meaning": "date", "value": "20150209", "series": "demo"},
             {"part": 0, "meaning": "weather", "value": "rain", "series": "demo"}]  # fmt: skip
    item, _ = shelf(archive).put(codes=codes)
    actions.run(Request("owner", ("paths",)))
    found = {each.property: each for each in queries.citing(item)}
    assert found.keys() == {"branchNumber", "photographedAt"}
    assert (found["branchNumber"].value, found["branchNumber"].normal) == ("٢١٥", "215")
    assert found["photographedAt"].normal == "2015-02-09"
    assert all(each.citations[0].selector == PathPart(1) for each in found.values())
    assert all(each.label is Label.RESTRICTED for each in found.values())


def say(box: Shelf, item: int, version: str, *readings: Reading) -> Outcome:
    outcome = Outcome("numbers", version)
    batch = Batch(outcome, "owner")
    batch.add(Waiting(item, Digest(bytes(32)), "image/jpeg", Label.INTERNAL, "[]"), Seen(item, readings))
    batch.say()
    return outcome


def seen(name: str, text: str, sure: int = 900) -> Reading:
    return Reading(name, text, text, Region(1, 2, 30, 40), sure)


def test_a_newer_version_takes_the_place_of_the_older_and_both_stay(archive: Desk) -> None:
    box = shelf(archive)
    item, _ = box.put()
    say(box, item, "1", seen("detaineeNumber", "6841"), seen("branchNumber", "275"), seen("otherNumber", "12"))
    told = say(box, item, "2", seen("detaineeNumber", "6841"), seen("branchNumber", "215"))
    assert (told.superseded, told.withdrawn) == (2, 1)
    worth = {(each.version, each.property): each.standing for each in queries.citing(item)}
    assert worth == {
        ("1", "detaineeNumber"): Standing.SUPERSEDED, ("1", "branchNumber"): Standing.SUPERSEDED,
        ("1", "otherNumber"): Standing.WITHDRAWN, ("2", "detaineeNumber"): Standing.PROPOSED,
        ("2", "branchNumber"): Standing.PROPOSED,
    }  # fmt: skip


def test_what_a_person_accepted_is_not_taken_back_by_a_newer_version(archive: Desk) -> None:
    box = shelf(archive)
    item, _ = box.put()
    say(box, item, "1", seen("detaineeNumber", "6841"), seen("otherNumber", "12"))
    for each in queries.citing(item):
        claims.review(each.entry, "accepted", "seen by eye", by="samir")
    say(box, item, "2", seen("detaineeNumber", "6847"))
    standing = {each.value: each.standing for each in queries.citing(item)}
    assert standing["6841"] is standing["12"] is Standing.ACCEPTED
    assert standing["6847"] is Standing.PROPOSED


def test_what_is_firm_is_kept_beside_the_claims_and_accepts_nothing(archive: Desk) -> None:
    box = shelf(archive)
    item, _ = box.put()
    firm = Reading("detaineeNumber", "٦٨٤١", "6841", None, 990, firm=True, more={"script": "arabic-indic"})
    say(box, item, "1", firm)
    (claim,) = queries.citing(item)
    (told,) = list(reading.readings("numbers", "1"))
    assert told == {"claim": claim.entry, "firm": True, "script": "arabic-indic"}
    assert claim.standing is Standing.PROPOSED
    assert ClaimRow.objects.get(pk=claim.entry * 1024).value == "٦٨٤١"


def test_the_worker_reaches_no_file_and_no_network(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("here")
    ((_, before),) = list(Local(1).run(peek, [str(secret)]))
    ((_, after),) = list(Local(1, peek_in, (str(secret),)).run(peeked, ["now"]))
    assert before == "here"
    assert after == ["refused", "refused"]


def test_a_confined_worker_still_reads() -> None:
    pictures = (Picture(1, "image/jpeg", card("6841")), Picture(2, "image/png", b"\x89PNG\r\n nothing"))
    ((_, found),) = list(Local(1, cell.prepare, (("numbers",),)).run(cell.look, [cell.Task("numbers", pictures)]))
    assert isinstance(found, list)
    assert [each.finding for each in found] == [None, "reading.no-picture"]
    assert found[0].readings
