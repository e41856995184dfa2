"""Statements: consent binds, nobody is asked twice without a reason, and what is taken back is gone from sight."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from conftest import PASSPHRASE
from isnad import cli
from isnad.access.grants import make_compartment
from isnad.claims.yielding import asked_by_owner
from isnad.custody.entries import Received
from isnad.packages import terms
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.testimony import actions, queries
from isnad.testimony.actions import Consent, Statement, Translation
from isnad.testimony.transcripts import Part
from isnad.words import Refusal, Span
from reading.received import Shelf, shelf

FOUR_HOURS = 4 * 3_600_000
TRACING, JUSTICE = asked_by_owner("tracing"), asked_by_owner("justice")


@pytest.fixture
def box(demo_archive: Desk) -> Shelf:
    return shelf(demo_archive)


def recording(box: Shelf, milliseconds: int = FOUR_HOURS) -> int:
    """A video that lasts so long, as intake would say of it."""
    box.count += 1
    (kept,) = box.desk.vault.put_many([io.BytesIO(b"video %d" % box.count)])
    record = Received(
        box.accession, kept.payload, kept.digest, kept.size, "video/mp4", None, None, None, {"duration": milliseconds},
        None, None, None, f"{box.count:032x}", None, [], Sealed("a.mp4"), Sealed({}), Sealed({}), Sealed([]),
    )  # fmt: skip
    with pen("custodian") as held:
        return held.say(record)


def a_statement(item: int, **more: object) -> Statement:
    given = {"witness": "W-17", "consent": Consent(("justice",)), "risk_note": "weighed on 3 May", "medium": "video",
             "asked_about": ("the ward",)}  # fmt: skip
    return Statement(item, **{**given, **more})  # type: ignore[arg-type]


def parts(count: int, each: int = 5000) -> list[Part]:
    return [Part(n + 1, Span(n * each, (n + 1) * each), "W-17", f"words {n}") for n in range(count)]


def test_a_video_of_four_hours_is_transcribed_by_spans_alone(box: Shelf) -> None:
    statement, _ = actions.take(a_statement(recording(box)), by="owner")
    actions.transcribe(statement, parts(240, FOUR_HOURS // 240), by="owner")
    found = queries.transcript(statement)
    assert len(found) == 240
    assert (found[0].span.start, found[-1].span.end) == (0, FOUR_HOURS)
    assert [each.span.start for each in found] == sorted(each.span.start for each in found)
    assert all(each.said.citations[0].selector == each.span for each in found)


def test_a_span_outside_the_recording_is_refused_whole(box: Shelf) -> None:
    statement, _ = actions.take(a_statement(recording(box, 8000)), by="owner")
    with pytest.raises(Refusal, match=r"record\.outside-the-recording"):
        actions.transcribe(statement, parts(2), by="owner")
    assert queries.transcript(statement) == []


def test_a_translation_stands_beside_the_original_with_who_made_it(box: Shelf) -> None:
    statement, _ = actions.take(a_statement(recording(box)), by="owner")
    part = Part(1, Span(0, 1000), "W-17", "في الفرع", "ara", "In the branch")
    with pytest.raises(Refusal, match=r"testimony\.translator-needed"):
        actions.transcribe(statement, [part], by="owner")
    actions.transcribe(statement, [part], by="owner", translation=Translation("T-3", "eng", sworn=True))
    (spoken,) = queries.transcript(statement)
    assert spoken.translation is not None
    assert (spoken.said.value, spoken.translation.value) == ("في الفرع", "In the branch")
    assert (spoken.translator, spoken.sworn) == ("T-3", True)


def test_nobody_is_asked_twice_without_a_reason_and_what_was_asked_is_shown(box: Shelf) -> None:  # EJ-3, MC-3
    first, witness = actions.take(a_statement(recording(box)), by="owner")
    with pytest.raises(Refusal, match=r"testimony\.heard-before"):
        actions.take(a_statement(recording(box)), by="owner")
    again = a_statement(recording(box), heard_again_because="the court asks about another ward")
    second, same = actions.take(again, by="owner")
    assert same == witness
    assert queries.statements(witness) == [first, second]
    assert [each.values("askedAbout") for each in queries.heard(witness)] == [["the ward"], ["the ward"]]


def test_risks_children_and_consent_come_first(box: Shelf) -> None:  # EJ-1, EJ-2, EJ-4
    item = recording(box)
    for more, code in (
        ({"risk_note": " "}, "testimony.risks-first"),
        ({"child": True}, "testimony.leave-to-specialists"),
        ({"consent": Consent(())}, "testimony.no-consent"),
        ({"consent": Consent(("gossip",))}, "testimony.unknown-purpose"),
        ({"medium": "rumour"}, "testimony.unknown-medium"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.take(a_statement(item, **more), by="owner")
        assert refused.value.code == code
    actions.take(a_statement(item, child=True, specialist="S-2"), by="owner")


def test_consent_for_one_purpose_is_nothing_for_another(box: Shelf) -> None:  # MC-2
    item = recording(box)
    statement, witness = actions.take(a_statement(item, consent=Consent(("tracing",))), by="owner")
    actions.transcribe(statement, parts(3), by="owner")
    assert len(queries.transcript(statement, TRACING)) == 3
    assert queries.transcript(statement, JUSTICE) == []
    assert queries.heard(witness, JUSTICE) == []
    with pytest.raises(Refusal, match=r"packages\.condition-forbids"):
        terms.refuse_forbidden(terms.binding([item]), "justice", None)


def test_consent_ends_with_its_day(box: Shelf) -> None:
    over, _ = actions.take(a_statement(recording(box), consent=Consent(("justice",), until="2020-01-01")), by="owner")
    actions.transcribe(over, parts(1), by="owner")
    assert queries.transcript(over) == []


def test_what_is_taken_back_is_neither_shown_nor_given_and_still_counts_as_heard(box: Shelf) -> None:
    item = recording(box)
    statement, witness = actions.take(a_statement(item), by="owner")
    actions.transcribe(statement, parts(3), by="owner")
    assert len(queries.transcript(statement)) == 3
    actions.take_back(statement, "I no longer want this", by="owner")
    for gate in (TRACING, JUSTICE):
        assert queries.transcript(statement, gate) == []
    with pytest.raises(Refusal, match=r"packages\.condition-forbids"):
        terms.refuse_forbidden(terms.binding([item]), "justice", "A court")
    assert queries.statements(witness) == [statement]


def test_a_survivors_record_lies_in_its_compartment(box: Shelf) -> None:  # MC-1
    make_compartment("survivors", "protected", by="owner")
    statement, _ = actions.take(a_statement(recording(box), compartment="survivors"), by="owner")
    actions.transcribe(statement, parts(2), by="owner")
    investigator = type(JUSTICE)(("investigator",), "justice", frozenset())
    assert queries.transcript(statement, investigator) == []
    assert len(queries.transcript(statement, JUSTICE)) == 2


def test_at_the_command_line(
    box: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ISNAD_DATA", str(box.desk.folder.root))
    item = recording(box)
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({"start": "0:01", "end": "0:02", "speaker": "W-9", "said": "yes"}) + "\n", "utf-8")

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setenv("ISNAD_PASSPHRASE", PASSPHRASE)
        with pytest.raises(SystemExit) as ended:
            cli.main(["testimony", *words])
        return int(ended.value.code or 0), capsys.readouterr().out

    code, out = run("take", str(item), "--witness", "W-9", "--consent", "justice", "--risks", "weighed", "--json")
    assert code == 0
    statement = str(json.loads(out)["statement"])
    assert run("transcript", statement, str(path))[0] == 0
    assert json.loads(run("show", statement, "--json")[1])[0]["said"] == "yes"
    assert json.loads(run("before", "W-9", "--json")[1])["statements"] == 1
    assert run("take-back", statement)[0] == 0
    assert json.loads(run("show", statement, "--json")[1]) == []
    assert run("before", "W-1")[0] == 2
