"""A dossier from claims to its package: every sentence down to bytes and proofs, stale when it must be; its history."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import handovers
from isnad.actors.gathering import JUSTICE
from isnad.claims import actions as claims
from isnad.claims.entries import Terms
from isnad.claims.models import ClaimRow
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.sanctions import dossiers
from isnad.sanctions.dossiers import Asked, Done
from isnad.sanctions.dossiers_clocks import filing_clocks
from isnad.sanctions.dossiers_sentences import Person
from isnad.sanctions.programmes.clocks import State
from isnad.words import Citation, Label, Refusal
from sanctions.treasury_scene import Scene, accept_all

DAY = date(2025, 9, 1)


def _make(actor: int, out: Path, programme: str = "us-eo13894", **more: Any) -> Done:
    return dossiers.make(Asked(actor, programme, out, more.pop("day", DAY), **more), JUSTICE, by="owner", second=None)


def test_every_sentence_of_every_dossier_resolves_down_to_bytes_and_proofs(scene: Scene, tmp_path: Path) -> None:
    for name, actor in (("commander", scene.commander), ("supplier", scene.supplier)):
        out = tmp_path / name
        done = _make(actor, out, written=Person("A submitter", "It would tell others."))
        checked = subprocess.run([sys.executable, "-I", str(out / "verify.py"), "--json"], capture_output=True, env={})
        assert json.loads(checked.stdout)["sound"], checked.stdout
        told, package = json.loads((out / "dossier.json").read_bytes()), json.loads((out / "package.json").read_bytes())
        assert len(told["sentences"]) == done.sentences > 40
        assert done.gaps == sum(each["text"]["en"].startswith("Gap: ") for each in told["sentences"]) > 0
        assert done.withheld == 0
        assert set(_walk(told, package, out)) == {"claim", "law", "rule"}
        assert [each["number"] for each in told["sentences"]] == list(range(1, done.sentences + 1))
        for language in done.languages:
            assert (out / f"dossier.{language}.pdf").read_bytes().startswith(b"%PDF-1.7")
            assert all(each["text"][language].strip() for each in told["sentences"])
        everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
        assert handovers.MARKER.encode() not in everything  # nothing that could betray the source
        assert (out / "claims.ftm.jsonl").exists() or list(out.rglob("*.jsonl"))


def _walk(told: dict[str, Any], package: dict[str, Any], out: Path) -> Iterator[str]:
    """Every source of every sentence; fails where one does not resolve."""
    proven = {each["entry"]: each for each in package["claims"]}
    files = {each["number"]: each for each in told["exhibits"]}
    known = {each["entry"] for each in told["files_taken_over"]} | {each["entry"] for each in told["exhibits"]}
    for sentence in told["sentences"]:
        assert sentence["sources"], sentence
        for source in sentence["sources"]:
            if "claim" not in source:
                assert source.get("rule") or (source["law"] and source["as_of"])
                yield "law" if "law" in source else "rule"
                continue
            opened = json.loads((out / source["disclosure"]).read_bytes())["opened"]
            fields = {each["name"]: each["value"] for each in opened}
            assert fields["format"] == "isnad/claim/1"
            assert (out / source["proof"]).read_bytes().startswith(b"c2sp.org/tlog-proof@v1")
            for place in fields["citations"]:
                entry = place["entry"]
                assert entry in proven or entry in known or not ClaimRow.objects.filter(pk=entry * 1024).exists()
            for number in source["exhibits"]:
                assert (out / files[number]["file"]).is_file()
            yield "claim"


def test_an_ended_programme_is_refused_unless_as_history(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"sanctions-archive\.programme-ended"):
        _make(scene.supplier, tmp_path / "no", "us-caesar", day=date(2026, 2, 1))
    with pytest.raises(Refusal, match=r"sanctions-archive\.not-history"):
        _make(scene.supplier, tmp_path / "no", day=None, historical=True)
    with pytest.raises(Refusal, match=r"sanctions\.unknown-programme"):
        _make(scene.supplier, tmp_path / "no", "us-moonlight")
    assert not (tmp_path / "no").exists()
    done = _make(scene.supplier, tmp_path / "history", "us-caesar", day=None, historical=True)
    told = json.loads((tmp_path / "history" / "dossier.json").read_bytes())
    assert (told["historical"], told["on"]) == (True, "2025-12-17")
    assert "history" in told["sentences"][0]["text"]["en"]
    assert done.sentences == len(told["sentences"])


def test_what_is_restricted_stands_in_annex_b_and_what_may_not_leave_nowhere(scene: Scene, tmp_path: Path) -> None:
    place = [Citation(scene.items[0])]
    for value, label in (("A-RESTRICTED-1", Label.RESTRICTED), ("ONLY-FOR-TRACING-2", Label.INTERNAL)):
        conditions = {"purposes": ["tracing"]} if label is Label.INTERNAL else None
        terms = Terms(label=label, conditions=conditions)
        said = claims.claim(scene.commander, "Person", "idNumber", value, place, terms=terms)
        claims.state([said], by="owner")
    out = tmp_path / "dossier"
    _make(scene.commander, out)
    told = json.loads((out / "dossier.json").read_bytes())
    restricted = [each for each in told["sentences"] if "A-RESTRICTED-1" in each["text"]["en"]]
    assert {each["annex"] for each in restricted} == {"B"}
    assert {"annex-b.en.pdf", "annex-b.ar.pdf"} <= {path.name for path in out.iterdir()}
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"ONLY-FOR-TRACING-2" not in everything
    lower = tmp_path / "lower"
    _make(scene.commander, lower, label=Label.INTERNAL)
    assert b"A-RESTRICTED-1" not in b"".join(path.read_bytes() for path in lower.rglob("*") if path.is_file())
    assert not (lower / "annex-b.en.pdf").exists()


def test_what_tells_against_blocks_ready_until_it_is_answered(scene: Scene, tmp_path: Path) -> None:
    assert not _make(scene.commander, tmp_path / "proposed").ready  # nobody has accepted a word of it
    accept_all()
    assert _make(scene.commander, tmp_path / "before").ready
    (conduct,) = {row.about for row in ClaimRow.objects.filter(schema="Conduct")}
    place = [Citation(scene.items[0])]
    against = claims.claim(conduct, "Conduct", "exculpatory", "He was abroad in 2013.", place)
    (number,) = claims.state([against], by="owner")
    assert not _make(scene.commander, tmp_path / "against").ready
    told = json.loads((tmp_path / "against" / "dossier.json").read_bytes())
    assert any("He was abroad" in each["text"]["en"] for each in told["sentences"])
    reply = claims.claim(conduct, "Conduct", "description", "The stamp is from 2014.", [Citation(number)])
    claims.state([reply], by="owner")
    assert _make(scene.commander, tmp_path / "answered").ready


def test_a_claim_withdrawn_after_filing_marks_it_stale_and_says_with_whom_it_was_filed(
    scene: Scene, tmp_path: Path, demo_archive: Desk
) -> None:
    done = _make(scene.commander, tmp_path / "dossier")
    (found,) = dossiers.dossiers(scene.commander)
    assert (found.entry, found.fallen, found.filings) == (done.entry, (), ())
    filing = dossiers.file_with(done.entry, "An invented treasury", date(2025, 9, 2), by="owner")
    (found,) = dossiers.dossiers(scene.commander)
    assert found.state_of(found.filings[0]) == "no_answer"
    assert [each.state for each in filing_clocks(date(2025, 10, 1))] == [State.RUNNING]
    (late,) = filing_clocks(date(2026, 11, 1))
    assert (late.state, late.day) == (State.RUNNING, date(2026, 3, 1))  # what was not answered is not over
    dossiers.answered(filing, "acknowledged", date(2025, 9, 20), by="owner")
    assert [each.state for each in filing_clocks(date(2025, 10, 1))] == [State.RUNNING]  # a receipt is no answer
    dossiers.answered(filing, "declined", date(2025, 11, 1), by="owner", what="no reasons given")
    assert [each.state for each in filing_clocks(date(2025, 12, 1))] == [State.OVERTAKEN]
    (offence,) = scene.claims("Conduct", "offence")
    claims.review(offence, "rejected", "another person", by="samir")
    (found,) = dossiers.dossiers(scene.commander)
    assert offence in found.fallen
    assert [each.receiver for each in found.filings] == ["An invented treasury"]
    assert found.state_of(found.filings[0]) == "declined"
    assert list(audit.lawless(Bodies(demo_archive.folder, demo_archive.holder))) == []


def test_what_cannot_be_a_filing_is_refused(scene: Scene, tmp_path: Path) -> None:
    done = _make(scene.commander, tmp_path / "dossier")
    filing = dossiers.file_with(done.entry, "An invented treasury", date(2025, 9, 2), by="owner")
    with pytest.raises(Refusal, match=r"sanctions-archive\.no-such-dossier"):
        dossiers.file_with(scene.commander, "x", DAY, by="owner")
    with pytest.raises(Refusal, match=r"sanctions-archive\.receiver-needed"):
        dossiers.file_with(done.entry, " ", DAY, by="owner")
    with pytest.raises(Refusal, match=r"sanctions-archive\.due-before"):
        dossiers.file_with(done.entry, "x", DAY, by="owner", due=date(2020, 1, 1))
    with pytest.raises(Refusal, match=r"sanctions-archive\.unknown-answer"):
        dossiers.answered(filing, "shrugged", DAY, by="owner")
    with pytest.raises(Refusal, match=r"sanctions-archive\.answer-before"):
        dossiers.answered(filing, "listed", date(2025, 1, 1), by="owner")
    with pytest.raises(Refusal, match=r"sanctions-archive\.no-such-filing"):
        dossiers.answered(scene.commander, "listed", DAY, by="owner")
