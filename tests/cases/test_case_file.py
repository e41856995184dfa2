"""A case from its opening to its file: every sentence down to bytes and proofs, and stale when it must be."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import handovers
from actors.service import accept, take, who
from cases.scenery import Scene
from conftest import PASSPHRASE
from isnad import cli
from isnad.access.actions import add_user, agree
from isnad.actors.gathering import JUSTICE
from isnad.actors.queries import command_on
from isnad.cases import actions, derived, filing, queries
from isnad.cases.actions import Alleged
from isnad.cases.matters import State
from isnad.cases.proceedings import warrants
from isnad.cases.standing_warrants import in_archive
from isnad.claims import actions as claims
from isnad.claims.models import ClaimRow
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Citation, Label, Refusal


def test_a_charge_has_its_elements_and_what_is_missing_is_seen(scene: Scene) -> None:
    matter = queries.matter(scene.case, law=True)
    assert matter.country == "DE"
    assert matter.law == "open"
    (charge,) = matter.charges
    assert {each.state for each in charge.proofs} == {State.MISSING}
    assert not matter.ready


def test_what_supports_an_element_falls_with_the_claim_it_relies_on(scene: Scene) -> None:
    relied = scene.claim("commands", "in_law")
    actions.attach(scene.charge, "s1", [relied], by="owner")
    assert _state(scene, "s1") is State.PROPOSED
    claims.review(relied, "accepted", "compared", by="samir")
    assert _state(scene, "s1") is State.SUPPORTED
    claims.review(relied, "rejected", "another person", by="samir")
    assert _state(scene, "s1") is State.MISSING


def test_an_unanswered_exculpatory_claim_blocks_ready_and_an_answer_frees_it(scene: Scene) -> None:
    for code in [each.element.code for each in queries.matter(scene.case).charges[0].proofs]:
        actions.attach(scene.charge, code, [scene.claim("commands", "in_law")], by="owner")
    claims.review(scene.claim("commands", "in_law"), "accepted", "compared", by="samir")
    assert queries.matter(scene.case, law=True).ready
    (against,) = actions.attach(scene.charge, "s4", [scene.claim("role", "head of branch")], by="owner", against=True)
    assert _state(scene, "s4") is State.BLOCKED
    assert not queries.matter(scene.case, law=True).ready
    answer = actions.answer(against, "He signed the daily reports.", [scene.claim("unit", "b215")], by="owner")
    assert queries.matter(scene.case, law=True).ready
    claims.withdraw(answer, "mistaken", by="owner")
    assert _state(scene, "s4") is State.BLOCKED


def test_a_witness_about_whose_protection_nobody_decided_keeps_a_case_from_being_ready(scene: Scene) -> None:
    witness = claims.introduce("Witness", by="owner")
    said = claims.claim(witness, "Witness", "pseudonym", "W-17", [Citation(witness)])
    claims.state([said, claims.claim(witness, "Witness", "inCase", scene.case, [Citation(witness)])], by="owner")
    assert "witness-unprotected" in queries.matter(scene.case).lacks
    actions.protect(witness, ["pseudonym", "closed-session"], by="owner")
    assert "witness-unprotected" not in queries.matter(scene.case).lacks
    with pytest.raises(Refusal, match=r"case\.unknown-measure"):
        actions.protect(witness, ["moustache"], by="owner")


def test_what_cannot_be_a_case_is_refused(scene: Scene) -> None:
    with pytest.raises(Refusal, match=r"case\.accused-needed"):
        actions.open_case("x", "DE", [], by="owner")
    with pytest.raises(Refusal, match=r"case\.unknown-country"):
        actions.open_case("x", "XX", [scene.accused], by="owner")
    with pytest.raises(Refusal, match=r"case\.unknown-crime"):
        actions.charge(scene.case, scene.accused, Alleged("theft", "direct"), by="owner")
    with pytest.raises(Refusal, match=r"actors\.ends-before-it-begins"):
        actions.charge(scene.case, scene.accused, Alleged("cah-murder", "direct", "2014", "2012"), by="owner")
    with pytest.raises(Refusal, match=r"words\.not-a-date"):
        actions.charge(scene.case, scene.accused, Alleged("cah-murder", "direct", "spring"), by="owner")
    with pytest.raises(Refusal, match=r"case\.unknown-element"):
        actions.attach(scene.charge, "zz", [scene.claim("commands", "in_law")], by="owner")
    with pytest.raises(Refusal, match=r"claims\.no-such-claim"):
        actions.attach(scene.charge, "s1", [scene.case], by="owner")
    with pytest.raises(Refusal, match=r"case\.not-weakening"):
        actions.answer(scene.claim("commands", "in_law"), "no", by="owner")
    with pytest.raises(Refusal, match=r"case\.no-such-case"):
        queries.matter(scene.accused)


def test_facts_for_the_law_come_from_claims_each_with_its_ground(scene: Scene) -> None:
    found = derived.facts_about(scene.accused, JUSTICE, derived.Wish(("torture",)))
    assert found.facts["acts"] == [{"from": "2012-06", "to": "2013-08-31"}]
    assert found.facts["suspect"]["nationality"] == [{"state": "SY"}]
    assert found.facts["suspect"]["capacity"] == "official"
    assert "present" not in found.facts["suspect"]  # what nobody claimed is missing, not denied
    assert all(ClaimRow.objects.filter(pk=entry * 1024).exists() for key in found.ground for entry in found.ground[key])
    tie = claims.introduce("Tie", by="owner")
    claims.state([
        claims.claim(tie, "Tie", "bearer", scene.accused, [Citation(scene.items[0])]),
        claims.claim(tie, "Tie", "state", "fr", [Citation(scene.items[0])]),
        claims.claim(tie, "Tie", "tieKind", "presence", [Citation(scene.items[0])]),
    ], by="owner")  # fmt: skip
    assert derived.facts_about(scene.accused).facts["suspect"]["present"] == ["FR"]


def test_warrants_of_the_archive_stand_until_they_are_annulled(scene: Scene) -> None:
    place = [Citation(scene.items[0])]
    issued = actions.step(scene.case, "warrant", "2024-03-01", scene.accused, place, by="owner", state="FR")
    other = actions.step(scene.case, "warrant", "2024-06", scene.accused, place, by="owner", state="DE")
    actions.step(scene.case, "annulment", "2025-01-10", scene.accused, place, by="owner", state="FR", of=issued)
    assert [each.proceedings.country for each in warrants(in_archive(), date(2024, 12, 1))] == ["DE", "FR"]
    assert [each.event.key for each in warrants(in_archive(), date(2025, 2, 1))] == [str(other)]
    assert [each.kind for each in queries.matter(scene.case).steps] == ["warrant", "warrant", "annulment"]
    with pytest.raises(Refusal, match=r"claims\.no-citation"):
        actions.step(scene.case, "warrant", "2024", scene.accused, [], by="owner")
    with pytest.raises(Refusal, match=r"case\.unknown-step"):
        actions.step(scene.case, "gossip", "2024", scene.accused, place, by="owner")


def test_every_sentence_of_every_brief_resolves_down_to_bytes_and_proofs(scene: Scene, tmp_path: Path) -> None:
    bodies = [row.entry for row in ClaimRow.objects.filter(schema="Remains", property="branchNumber")]
    actions.attach(scene.charge, "e2", bodies, by="owner")
    actions.attach(scene.charge, "s1", [scene.claim("commands", "in_law")], by="owner")
    actions.attach(scene.charge, "s4", [scene.claim("unit", "b215")], by="owner", against=True)
    out = tmp_path / "file"
    done = filing.file_case(filing.Asked(scene.case, out, "A court"), JUSTICE, by="owner", second=None)
    assert done.languages == ("en", "ar", "de")
    checked = subprocess.run([sys.executable, "-I", str(out / "verify.py"), "--json"], capture_output=True, env={})
    assert json.loads(checked.stdout)["sound"], checked.stdout
    told, package = json.loads((out / "case.json").read_bytes()), json.loads((out / "package.json").read_bytes())
    assert len(told["sentences"]) == done.sentences
    walked = list(_walk(told, package, out))
    assert {"claim", "law", "rule"} == {kind for kind, _ in walked}
    exhibits = {number for kind, numbers in walked if kind == "claim" for number in numbers}
    assert exhibits == {each["number"] for each in told["exhibits"]} == {"E1", "E2", "E3"}
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert handovers.MARKER.encode() not in everything  # nothing that could betray the source
    for language in done.languages:
        assert (out / f"brief.{language}.pdf").read_bytes().startswith(b"%PDF-1.7")
        assert all(each["text"][language].strip() for each in told["sentences"])


def _walk(told: dict[str, Any], package: dict[str, Any], out: Path) -> Iterator[tuple[str, list[str]]]:
    """Every source of every sentence; fails where one does not resolve."""
    proven = {each["entry"]: each for each in package["claims"]}
    files = {each["number"]: each for each in told["exhibits"]}
    taken_over = {each["entry"] for each in told["files_taken_over"]}
    for sentence in told["sentences"]:
        assert sentence["sources"], sentence
        for source in sentence["sources"]:
            if "claim" not in source:
                assert source.get("rule") or (source["law"] and source["as_of"])
                yield ("law" if "law" in source else "rule"), []
                continue
            assert source["claim"] in proven
            opened = json.loads((out / source["disclosure"]).read_bytes())["opened"]
            fields = {each["name"]: each["value"] for each in opened}
            assert fields["format"] == "isnad/claim/1"
            assert (out / source["proof"]).read_bytes().startswith(b"c2sp.org/tlog-proof@v1")
            for place in fields["citations"]:
                assert _reaches(place["entry"], proven, files, taken_over, told), place
            for number in source["exhibits"]:
                assert (out / files[number]["file"]).is_file()
            yield "claim", source["exhibits"]


def _reaches(entry: int, proven: dict[int, Any], files: dict[str, Any], taken_over: set[int], told: Any) -> bool:
    """A claim in the package, an exhibit, a file taken over whose entry is proved, or what the case is about."""
    return (
        entry in proven
        or entry in taken_over
        or any(each["entry"] == entry for each in files.values())
        or (entry in {told["case"]} or not ClaimRow.objects.filter(pk=entry * 1024).exists())
    )


def test_a_file_is_stale_once_a_claim_it_rests_on_is_withdrawn(scene: Scene, tmp_path: Path) -> None:
    (attached,) = actions.attach(scene.charge, "s1", [scene.claim("commands", "in_law")], by="owner")
    filing.file_case(filing.Asked(scene.case, tmp_path / "file"), JUSTICE, by="owner", second=None)
    ((entry, _, fallen),) = queries.files(scene.case)
    assert fallen == []
    claims.withdraw(attached, "mistaken", by="owner")
    assert queries.files(scene.case)[0][0::2] == (entry, [attached])


def test_what_may_not_leave_is_withheld_and_no_name_slips_out(scene: Scene, tmp_path: Path) -> None:
    name = claims.introduce("Person", by="owner")
    secret = "Zrqmarker Person"
    sealed = claims.claim(name, "Person", "name", secret, [Citation(scene.items[0])],
                          terms=claims.Terms(label=Label.RESTRICTED))  # fmt: skip
    claims.state([sealed], by="owner")
    tie = claims.introduce("Associate", by="owner")
    ends = {"person": scene.accused, "associate": name}
    claims.state(
        [claims.claim(tie, "Associate", end, whom, [Citation(scene.items[0])]) for end, whom in ends.items()],
        by="owner",
    )
    rows = ClaimRow.objects.filter(about=tie)
    actions.attach(scene.charge, "s2", [row.entry for row in rows], by="owner")
    out = tmp_path / "file"
    asked = filing.Asked(scene.case, out, label=Label.INTERNAL)
    done = filing.file_case(asked, JUSTICE, by="owner", second=None)
    assert done.withheld > 0
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert secret.encode() not in everything
    told = json.loads((out / "case.json").read_bytes())
    assert told["withheld_sentences"] == done.withheld


def test_a_file_needs_a_second_person_outside_a_demo(
    make_archive: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_archive("grave")
    take(tmp_path)
    case = actions.open_case("Against R.", "DE", [who("Rasim Invented")], by="owner")
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        filing.file_case(filing.Asked(case, tmp_path / "one"), JUSTICE, by="owner", second=None)
    assert not (tmp_path / "one").exists()
    add_user("layla", "her own words", by="owner")
    second = agree("layla", "her own words", first="owner")
    filing.file_case(filing.Asked(case, tmp_path / "two"), JUSTICE, by="owner", second=second)


def test_the_graph_passes_case_validate(scene: Scene, tmp_path: Path) -> None:
    tool = os.environ.get("ISNAD_TEST_CASE_VALIDATE") or shutil.which("case_validate")
    if tool is None:
        pytest.skip("case_validate of case-utils is not here")
    filing.file_case(filing.Asked(scene.case, tmp_path / "file"), JUSTICE, by="owner", second=None)
    done = subprocess.run([tool, str(tmp_path / "file" / "case.jsonld")], capture_output=True, text=True)
    assert "Conforms: True" in done.stdout, done.stdout


def test_the_tables_are_what_the_ledger_says(scene: Scene, tmp_path: Path, demo_archive: Desk) -> None:
    filing.file_case(filing.Asked(scene.case, tmp_path / "file"), JUSTICE, by="owner", second=None)
    bodies = Bodies(demo_archive.folder, demo_archive.holder)
    assert list(audit.lawless(bodies)) == []


def test_at_the_command_line(
    scene: Scene, tmp_path: Path, demo_archive: Desk, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("ISNAD_DATA", str(demo_archive.folder.root))

    def run(*words: str) -> tuple[int, Any]:
        monkeypatch.setenv("ISNAD_PASSPHRASE", PASSPHRASE)
        with pytest.raises(SystemExit) as ended:
            cli.main(["cases", *words, "--json"])
        out = capsys.readouterr().out
        return int(ended.value.code or 0), json.loads(out) if out.strip() else None

    code, told = run("readiness", str(scene.case))
    assert code == 1
    assert told["elements"]["missing"] == len(told["charges"][0]["elements"])
    code, rows = run("where", "Rasim Invented", "--offence", "torture", "--on", "2025-09-01")
    assert (code, {each["offence"] for each in rows}) == (0, {"torture"})
    assert {"country", "answer", "because", "needs", "missing", "sources", "doors"} <= rows[0].keys()
    code, told = run("file", str(scene.case), "--out", str(tmp_path / "file"))
    assert (code, told["withheld_sentences"]) == (0, 0)
    assert run("readiness", "99999")[0] == 2


def _state(scene: Scene, code: str) -> State:
    proofs = queries.matter(scene.case).charges[0].proofs
    return next(each.state for each in proofs if each.element.code == code)


def test_the_line_of_command_leads_from_a_body_to_the_accused(scene: Scene) -> None:
    accept(who("branch:215"))
    line = command_on(who("branch:215"), date(2013, 5, 14))
    assert scene.accused in {each.relation.one for each in line.steps[0].commanders}
