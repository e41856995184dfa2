"""The line upward on a day: each step with its claims; contradictions side by side, circles told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from actors.service import SERVICE, accept, take, who, write
from conftest import PASSPHRASE
from isnad import cli
from isnad.actors import importing, queries
from isnad.actors.importing import Request
from isnad.claims import actions as claims
from isnad.claims import queries as asked_of_claims
from isnad.claims.models import ClaimRow
from isnad.record.desk import Desk
from isnad.words import Answer, Refusal

MAY = date(2013, 5, 14)


def people(line: queries.Line, step: int = 0) -> list[tuple[str, Answer]]:
    return [(line.names[each.relation.one], each.answer) for each in line.steps[step].commanders]


def test_the_line_goes_from_a_branch_to_the_top_each_step_on_its_claims(demo_archive: Desk, tmp_path: Path) -> None:
    assert take(tmp_path).refused == 0
    line = queries.command_on(who("215"), MAY)
    assert [line.names[each.unit] for each in line.steps] == ["Branch 215", "Grey Directorate"]
    assert people(line) == [("Rasim Invented", Answer.YES), ("Nadir Invented", Answer.YES)]
    assert people(line, 1) == [("Head Invented", Answer.YES)]
    for step in line.steps:
        for held in (*step.commanders, *step.superiors):
            assert {asked_of_claims.claim(each.entry).entity for each in held.relation.claims} == {held.relation.entity}
    assert line.steps[0].contradictions == ["law-and-fact-differ-commanders"]


def test_before_and_after_the_post_somebody_else_or_nobody_commands(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path)
    assert people(queries.command_on(who("215"), date(2014, 1, 1))) == []
    assert people(queries.command_on(who("215"), date(2012, 6, 15))) == [("Rasim Invented", Answer.CANNOT_TELL)]
    assert queries.command_on(who("215"), date(2009, 1, 1)).steps[0].superiors == []


def test_the_weakest_claim_is_the_one_that_nobody_accepted(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path)
    line = queries.command_on(who("215"), MAY)
    accept(*(held.relation.entity for step in line.steps for held in (*step.commanders, *step.superiors)))
    last = ClaimRow.objects.get(property="endDate", value="2013-08-31").entry
    new = claims.correct(last, "2013-09", by="owner")
    proposed = [each.relation.weakest.entry for each in queries.command_on(who("215"), MAY).steps[0].commanders]
    assert proposed[0] == new  # beside the accepted date, which still counts


def test_rival_sources_stand_side_by_side(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path)
    rival = {"id": "post1", "schema": "Post", "holder": ["nadir"], "unit": ["b215"], "startDate": ["2013-05-20"]}
    take(tmp_path, (*SERVICE, rival), "service")
    line = queries.command_on(who("215"), MAY)
    found = {
        each.relation.one: each for each in line.steps[0].commanders if each.relation.value("role") != "acting head"
    }
    assert len(found) == 2
    assert all(each.relation.contested and each.answer is Answer.CANNOT_TELL for each in found.values())
    assert {"rival-ends", "rival-dates", "rival-commanders"} <= set(line.steps[0].contradictions)


def test_a_withdrawn_import_leaves_no_line(demo_archive: Desk, tmp_path: Path) -> None:
    taken = take(tmp_path)
    unit = who("215")
    claims.withdraw(taken.entry, "another archive's", by="owner")
    line = queries.command_on(unit, MAY)
    assert [len(each.commanders) for each in line.steps] == [0]
    with pytest.raises(Refusal, match=r"actors\.no-such-actor"):
        who("215")


def test_a_circle_of_command_is_refused_by_its_line_and_told_where_files_make_one_together(
    demo_archive: Desk, tmp_path: Path
) -> None:
    back = {"id": "back", "schema": "Command", "superior": ["b215"], "subordinate": ["service"], "startDate": ["2011"]}
    taken = take(tmp_path, (*SERVICE, back))
    assert [(each.line, each.code) for each in taken.problems] == [(10, "actors.would-command-itself")]
    ids = [{"id": "b215", "schema": "Unit"}, {"id": "service", "schema": "Unit"}, back]
    write(tmp_path / "second.jsonl", ids)
    second = importing.take_over(Request(tmp_path / "second.jsonl", "owner", dataset="service"))
    assert second.refused == 0
    line = queries.command_on(who("215"), MAY)
    assert line.circles == [(who("branch:215"), who("Grey Directorate"))]
    assert len(line.steps) == 2
    assert queries.command_on(who("215"), date(2010, 12, 1)).circles == []  # before they met


def test_no_circle_where_two_commands_share_no_day(demo_archive: Desk, tmp_path: Path) -> None:
    pair = [
        {"id": "one", "schema": "Command", "superior": ["a"], "subordinate": ["b"], "endDate": ["2011"]},
        {"id": "two", "schema": "Command", "superior": ["b"], "subordinate": ["a"], "startDate": ["2012"]},
        {"id": "own", "schema": "Command", "superior": ["a"], "subordinate": ["a"]},
    ]
    trial = importing.try_out(Request(write(tmp_path / "pair.jsonl", pair), "owner"))
    assert [each.line for each in trial.problems] == [3]


def test_a_post_that_ends_before_it_begins_is_refused_by_its_line(demo_archive: Desk, tmp_path: Path) -> None:
    bad = {
        "id": "bad",
        "schema": "Post",
        "holder": ["rasim"],
        "unit": ["b215"],
        "startDate": ["2014"],
        "endDate": ["2012"],
    }
    word = {"id": "odd", "schema": "Post", "holder": ["rasim"], "unit": ["b215"], "commands": ["perhaps"]}
    taken = take(tmp_path, (*SERVICE, bad, word))
    assert [(each.line, each.code) for each in taken.problems] == [
        (10, "actors.ends-before-it-begins"), (11, "actors.not-a-word")
    ]  # fmt: skip
    assert taken.entities == 10  # the odd one is there, without the odd word


def test_two_of_one_name_are_two_and_nobody_guesses(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path)
    other = {"id": "another", "schema": "Person", "name": ["Rasim Invented"]}
    take(tmp_path, [other], "elsewhere")
    with pytest.raises(Refusal, match=r"actors\.several"):
        who("Rasim Invented")
    assert who("Abu Grey") == who("rasim")


def test_identities_join_what_files_keep_apart(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path)
    take(tmp_path, [
        {"id": "x", "schema": "Unit", "name": ["Palestine Branch"]},
        {"id": "p", "schema": "Person", "name": ["Third Invented"]},
        {"id": "q", "schema": "Post", "holder": ["p"], "unit": ["x"], "commands": ["in_law"], "startDate": ["2012"]},
    ], "elsewhere")  # fmt: skip
    one, other = who("215"), who("Palestine Branch")
    identity = claims.merge(one, other, "the same building", by="owner")
    claims.review(identity, "accepted", "yes", by="samir")
    line = queries.command_on(other, MAY)
    assert line.unit == one
    assert ("Third Invented", Answer.YES) in people(line)
    assert "rival-commanders" in line.steps[0].contradictions


def test_positions_and_directorships_of_followthemoney_are_posts(demo_archive: Desk, tmp_path: Path) -> None:
    take(tmp_path, [
        {"id": "o", "schema": "Organization", "name": ["Office"]},
        {"id": "p", "schema": "Person", "name": ["First Invented"]},
        {"id": "pos", "schema": "Position", "name": ["Head of Office"], "organization": ["o"]},
        {"id": "occ", "schema": "Occupancy", "holder": ["p"], "post": ["pos"], "startDate": ["2012"]},
        {"id": "dir", "schema": "Directorship", "director": ["p"], "organization": ["o"], "startDate": ["2013"]},
        {"id": "emp", "schema": "Employment", "employee": ["p"], "employer": ["o"], "startDate": ["2013"]},
    ])  # fmt: skip
    found = queries.command_on(who("Office"), MAY).steps[0].commanders
    assert sorted((each.relation.schema, each.relation.form) for each in found) == [
        ("Directorship", "in_law"), ("Occupancy", "not_stated")
    ]  # fmt: skip
    assert {each.schema for each in queries.posts_of(who("First Invented"))} == {
        "Occupancy",
        "Directorship",
        "Employment",
    }
    assert all(each.other == who("Office") for each in queries.posts_of(who("First Invented")))


def test_at_the_command_line(
    demo_archive: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "service.jsonl")
    monkeypatch.setenv("ISNAD_DATA", str(demo_archive.folder.root))

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setenv("ISNAD_PASSPHRASE", PASSPHRASE)
        with pytest.raises(SystemExit) as ended:
            cli.main(["actors", *words])
        return int(ended.value.code or 0), capsys.readouterr().out

    assert json.loads(run("import", str(path), "--dry-run", "--json")[1])["entities"]["Post"] == 3
    assert json.loads(run("import", str(path), "--json")[1])["entities"] == 9
    code, out = run("command", "Branch 215", "--on", "2013-05-14", "--json")
    told = json.loads(out)
    assert code == 0
    assert [each["unit"]["name"] for each in told["steps"]] == ["Branch 215", "Grey Directorate"]
    assert told["steps"][0]["weakest"]["claim"] in told["steps"][0]["claims"]
    assert run("command", "Branch 215", "--on", "2013-05")[0] == 2
    assert run("command", "Nobody", "--on", "2013-05-14")[0] == 2
    assert run("import", str(tmp_path / "none.csv"))[0] == 2
