"""Files of claims that mean harm, or came to it: each line is refused or kept on purpose, and the rest goes on."""

from __future__ import annotations

import io
import json
import resource
from pathlib import Path
from typing import Any

import pytest

from isnad.access.actions import Second
from isnad.claims import importing, queries
from isnad.claims.importing import Taken
from isnad.claims.lines import LONGEST_LINE, lines
from isnad.claims.models import ClaimRow
from isnad.custody.actions import erase
from isnad.custody.entries import Accession, Pseudonym, Received
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.words import Digest, Label, Refusal

GOOD = {"id": "good", "schema": "Person", "properties": {"name": ["somebody"]}}


def write(path: Path, *given: Any) -> Path:
    path.write_bytes(b"".join((x if isinstance(x, bytes) else json.dumps(x).encode()) + b"\n" for x in given))
    return path


def take(path: Path) -> Taken:
    return importing.take_over(importing.Request(path, "samir", "hostile"))


def told(taken: Taken) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in taken.problems]


def citing(identifier: str, *citations: Any, origin: str | None = None, **more: Any) -> dict[str, Any]:
    claims = [{"property": "name", "value": identifier, "citations": list(citations), **more}]
    return {"id": identifier, "schema": "Person", "isnad": {"origin": origin, "claims": claims}}


@pytest.fixture
def item(archive: Desk) -> tuple[int, Digest]:
    (kept,) = archive.vault.put_many([io.BytesIO(b"a picture")])
    with pen("custodian") as held:
        source = held.say(Pseudonym("north wind"))
        accession = held.say(
            Accession("one", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
        )
        record = Received(
            accession, kept.payload, kept.digest, kept.size, "image/jpeg", None, 100, 80, {}, None, None, None,
            "0" * 32, None, {}, Sealed("a"), Sealed({}), Sealed({}), Sealed({}),
        )  # fmt: skip
        return held.say(record), kept.digest


def test_what_is_no_entity_is_told_by_its_line_and_the_rest_goes_on(archive: Desk, tmp_path: Path) -> None:
    bad = [
        (b"\xff\xfe broken", "claims.line-not-utf8"),
        ('{"id": "x", "schema": "Person", "properties": {"name": ["مرحبا"]}}'.encode("cp1256"), "claims.line-not-utf8"),
        (b'{"id": "x", "schema": "Person"', "claims.line-not-json"),
        (b'{"id": "x", "schema": "Person", "properties": {"name": ["\\ud800"]}}', "claims.line-not-json"),
        (b"[" * 100_000, "claims.line-not-json"),
        (b"[]", "claims.line-not-an-entity"),
        (b"null", "claims.line-not-an-entity"),
        ({"schema": "Person"}, "claims.line-not-an-entity"),
        ({"id": 7, "schema": "Person"}, "claims.line-not-an-entity"),
        ({"id": "", "schema": "Person"}, "claims.line-not-an-entity"),
        ({"id": "a\0b", "schema": "Person"}, "claims.line-not-an-entity"),
        ({"id": "x" * 2000, "schema": "Person"}, "claims.line-not-an-entity"),
        ({"id": "x", "schema": "Person", "properties": []}, "claims.line-not-an-entity"),
        ({"id": "x", "schema": "Spaceship", "properties": {}}, "claims.unknown-schema"),
        ({"id": "x", "schema": ["Person"]}, "claims.line-not-an-entity"),
    ]
    interleaved = [each for line, _ in bad for each in ({**GOOD, "id": f"good {len(str(line))}"}, line)]
    taken = take(write(tmp_path / "f", *interleaved))
    assert told(taken) == [(2 * index + 2, code) for index, (_, code) in enumerate(bad)]
    assert taken.claims == len({json.dumps(each) for each in interleaved[::2]})


def test_one_bad_value_does_not_cost_the_others(archive: Desk, tmp_path: Path) -> None:
    values = ["fine", 7, True, None, {"a": 1}, ["x"], "nul \0", "", "   ", 1.5]
    line = {"id": "x", "schema": "Person", "properties": {"name": values, "nmae": ["x"], "alias": "not a list"}}
    taken = take(write(tmp_path / "f", line))
    assert [code for _, code in told(taken)] == ["claims.not-a-value"] * 5 + ["claims.unknown-property"]
    assert set(ClaimRow.objects.values_list("value", flat=True)) == {"fine", "7", "true", "1.5", "not a list"}


def test_a_line_of_many_megabytes_is_passed_over_in_little_memory(archive: Desk, tmp_path: Path) -> None:
    path = tmp_path / "f"
    with path.open("wb") as out:
        out.write(json.dumps(GOOD).encode() + b"\n" + b'{"id": "')
        for _ in range(200):
            out.write(b"x" * (1 << 20))
        out.write(b'"}\n' + json.dumps({**GOOD, "id": "after"}).encode() + b"\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = take(path)
    assert told(taken) == [(2, "claims.line-too-long")]
    assert taken.claims == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000  # kB


def test_the_longest_line_is_read_and_one_byte_more_is_not() -> None:
    fits = b"x" * (LONGEST_LINE - 1) + b"\n"
    found = list(lines(io.BytesIO(fits + b"y" * (LONGEST_LINE + 1) + b"\nlast")))
    assert [number for number, _ in found] == [1, 2, 3]
    assert found[0][1] == fits
    assert found[1][1] is None
    assert found[2][1] == b"last"


@pytest.mark.slow
def test_a_line_of_a_gigabyte(archive: Desk, tmp_path: Path) -> None:
    path = tmp_path / "f"
    with path.open("wb") as out:
        for _ in range(1024):
            out.write(b"x" * (1 << 20))
        out.write(b"\n" + json.dumps(GOOD).encode() + b"\n")
    taken = take(path)
    assert told(taken) == [(1, "claims.line-too-long")]
    assert taken.claims == 1


@pytest.mark.parametrize("start", [b"\xff\xfe{\0", b"\xfe\xff\0{", b"\x1f\x8b\x08", b"PK\x03\x04"])
def test_what_is_not_lines_is_refused_whole(archive: Desk, tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "f"
    path.write_bytes(start + b"\n")
    with pytest.raises(Refusal, match=r"claims\.file-not-lines"):
        take(path)


def test_a_mark_of_order_and_windows_ends_are_read(archive: Desk, tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n")
    taken = take(path)
    assert (taken.claims, taken.refused) == (1, 0)


def test_citations_that_point_nowhere_are_refused_one_by_one(
    archive: Desk, tmp_path: Path, item: tuple[int, Digest]
) -> None:
    entry, digest = item
    ours = archive.folder.config.origin

    def here(**selector: Any) -> dict[str, Any]:
        return {"entry": entry, "selector": selector}

    def region(text: str) -> dict[str, Any]:
        return {"type": "region", "value": text}

    cases = [
        (citing("inside", {"item": str(digest), "selector": region("xywh=pixel:0,0,100,80")}), None),
        (citing("outside", here(**region("xywh=pixel:0,0,101,80")), origin=ours), "record.outside-the-picture"),
        (citing("own", {"entry": entry}, origin=ours), None),
        (citing("future", {"entry": 999_999}, origin=ours), "record.never-said"),
        (citing("backwards", here(type="span", start=9, end=3), origin=ours), "words.not-a-span"),
        (citing("odd", here(type="hologram"), origin=ours), "words.not-a-selector"),
        (citing("float", here(type="quote", page=1.5, exact="x"), origin=ours), "words.not-canonical"),
        (citing("text", "nowhere"), "words.not-a-citation"),
        (citing("digest", {"item": "abc"}), "words.not-a-digest"),
        (citing("elsewhere", {"item": "0" * 64}), "claims.cites-what-is-not-here"),
        (citing("foreign", {"entry": entry}, origin="isnad.archive/other"), None),
        (citing("label", label="top secret"), "words.not-a-label"),
        (citing("condition", conditions={"x": 1.5}), "words.not-canonical"),
    ]  # fmt: skip
    taken = take(write(tmp_path / "f", *[line for line, _ in cases]))
    expected = [(number, code) for number, (_, code) in enumerate(cases, start=1) if code is not None]
    assert sorted(told(taken)) == sorted(expected)
    kept = set(ClaimRow.objects.values_list("value", flat=True))
    assert kept == {"inside", "own", "elsewhere", "foreign"}
    (foreign,) = queries.saying("name", "foreign")
    assert [each.entry for each in foreign.citations] == [taken.entry]  # their numbers are not ours


def test_an_erased_item_can_be_cited_no_more(archive: Desk, tmp_path: Path, item: tuple[int, Digest]) -> None:
    entry, digest = item
    erase(entry, "a request", by="custodian", second=Second("layla"))
    ours = archive.folder.config.origin
    taken = take(
        write(
            tmp_path / "f",
            citing("by entry", {"entry": entry}, origin=ours),
            citing("by digest", {"item": str(digest)}),
            GOOD,
        )
    )
    assert sorted(told(taken)) == [(1, "record.ground-is-gone"), (2, "claims.cites-what-is-not-here")]
    assert taken.claims == 2


def test_no_line_makes_itself_wider_surer_or_accepted(archive: Desk, tmp_path: Path) -> None:
    line = citing("x", label="public", confidence=7, kind="certainty", standing="accepted", method="human", reader="me")
    taken = importing.take_over(importing.Request(write(tmp_path / "f", line), "samir", "hostile", Label.RESTRICTED))
    assert taken.claims == 1
    (found,) = queries.saying("name", "x")
    assert (found.label, found.confidence, found.kind, str(found.standing)) == (
        Label.RESTRICTED,
        1000,
        "fact",
        "proposed",
    )
    assert found.method == "imported"


def test_a_line_with_thousands_of_values_spans_transactions(archive: Desk, tmp_path: Path) -> None:
    line = {"id": "x", "schema": "Person", "properties": {"alias": [f"name {n}" for n in range(2500)]}}
    taken = take(write(tmp_path / "f", line))
    assert (taken.entities, taken.claims, taken.refused) == (1, 2500, 0)


def test_thousands_of_refused_lines_are_counted_and_the_first_told(archive: Desk, tmp_path: Path) -> None:
    taken = take(write(tmp_path / "f", *[b"broken"] * 3000, GOOD))
    assert (taken.refused, len(taken.problems), taken.claims) == (3000, 1000, 1)
