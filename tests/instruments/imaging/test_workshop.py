"""The workshop: whatever comes in by the pipe, an answer comes out, and it is the one the examination gives."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from instruments.imaging.making import FULL, PHOTOS, full_jpeg, needs_photos, pixels
from isnad import speech
from isnad.instruments.imaging import Workshop, kinds, pictures, values
from isnad.instruments.imaging.examination import examine
from isnad.instruments.imaging.values import Isolation
from isnad.words import Digest, Refusal

pictures.ready()


@pytest.fixture(scope="module", params=[True, False], ids=["bubblewrap where usable", "alone"])
def workshop(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    with Workshop(2, bubblewrap=request.param) as one:
        yield one


def test_the_worker_says_what_the_examination_says(workshop: Workshop) -> None:
    for make in FULL.values():
        data = make()
        assert workshop.examine(data) == examine(data)


def test_many_are_answered_in_their_order(workshop: Workshop) -> None:
    many = [pictures.as_jpeg(pixels(64 + 8 * n, 64), 80) for n in range(14)]
    assert [found.width for found in workshop.each(many)] == [64 + 8 * n for n in range(14)]


def test_a_path_and_its_bytes_are_answered_alike(workshop: Workshop, tmp_path: Path) -> None:
    path = tmp_path / "one.jpg"
    path.write_bytes(full_jpeg())
    assert (
        workshop.examine(path) == workshop.examine(memoryview(full_jpeg())) == workshop.examine(bytearray(full_jpeg()))
    )


def test_what_is_no_picture_never_reaches_a_worker(tmp_path: Path) -> None:
    with Workshop(1) as idle:
        assert idle.examine(b"").finding == values.EMPTY
        assert idle.examine(b"text").finding == values.NOT_A_PICTURE
        assert idle._isolation is None, "no worker was started"


def test_a_file_of_too_many_bytes_never_reaches_a_decoder() -> None:
    with Workshop(1, most=1_000) as small:
        assert small.examine(full_jpeg()).finding == values.TOO_LARGE


def test_the_evidence_copy_is_the_one_that_was_named(workshop: Workshop) -> None:
    named = workshop.examine(full_jpeg(6)).evidence_copy
    assert named is not None
    assert Digest.of(workshop.evidence_copy(full_jpeg(6))) == named.digest


def test_without_a_copy_on_the_structure_the_refusal_says_so(workshop: Workshop) -> None:
    with pytest.raises(Refusal) as refused:
        workshop.evidence_copy(b"\xff\xd8\xff\xe0nothing")
    assert "decod" in speech.explain(refused.value, "en")
    assert speech.explain(refused.value, "ar")


def test_the_isolation_in_force_is_told_in_words(workshop: Workshop) -> None:
    told = workshop.isolation
    assert told.file_refused
    assert told.network_refused
    assert told.environment == 0
    assert speech.phrase(told.code, "ar")
    assert speech.phrase(told.code, "en")


def test_a_door_that_stands_open_is_told_as_such() -> None:
    assert Isolation(True, 7, True, False, True, 0).code == "imaging.isolation-none"
    assert Isolation(False, 0, True, True, True, 0).code == "imaging.isolation-limits"


def test_every_finding_has_its_words() -> None:
    for finding in values.FINDINGS:
        assert speech.phrase(finding, "ar")
        assert speech.phrase(finding, "en")


def alive_in_group(group: int) -> list[str]:
    """States of the processes of a group that are more than a name in the table."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its = stat.read_text().rpartition(")")[2].split()[:3]
            if its == str(group) and state not in "ZX":
                found.append(state)
    return found


def test_the_workers_end_with_the_workshop() -> None:
    workshop = Workshop(1)
    workshop.examine(full_jpeg())
    bench = workshop._free[0]
    assert bench is not None
    process = bench._process
    workshop.close()
    assert process.poll() is not None
    for _ in range(100):  # a kill is asked for, not awaited
        if not alive_in_group(process.pid):
            return
        time.sleep(0.05)
    pytest.fail("a worker lives on")


@needs_photos
def test_heic_is_opened_inside_the_sandbox(workshop: Workshop) -> None:
    found = workshop.examine(PHOTOS / "heic/IMG_5195.HEIC")
    assert (found.media_type, found.finding, found.evidence_copy) == (kinds.HEIC, None, None)
    assert found.thumbnail
    assert found.sealed_fields["exif"]["0"]["Make"]
