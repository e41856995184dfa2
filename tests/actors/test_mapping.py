"""A CSV with a mapping: what a row makes, that it cites its line, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.actors import importing, queries
from isnad.actors.importing import Request
from isnad.actors.mapping import Entity, read_mapping
from isnad.claims import queries as claims
from isnad.claims.models import ClaimRow
from isnad.claims.schemata import schema
from isnad.record.desk import Desk
from isnad.words import Line, Refusal

MAP = """
a partners list:
  queries:
    - csv_url: "https://example.org/ignored.csv"
      entities:
        person: {schema: Person, keys: [pid], properties: {name: Name, weakAlias: {columns: [War, Nick], split: ";"}}}
        unit: {schema: Unit, keys: [uid], properties: {name: {columns: [Kind, Unit], join: " "}, branchNumber: Branch}}
        post:
          schema: Post
          keys: [pid, uid, From]
          properties:
            holder: {entity: person, required: true}
            unit: {entity: unit, required: true}
            commands: {literal: in_law}
            role: Role
            startDate: From
            endDate: {column: To}
"""
CSV = (
    "pid;Name;War;Nick;uid;Kind;Unit;Branch;Role;From;To\n"
    '1;Rasim Invented;Abu Grey;;b;Branch;215;٢١٥;"head; of\nbranch";2012-06;2013-08\n'
    "2;Nadir Invented;;;b;Branch;215;215;head;2014;2012\n"
    "3;Alone Invented;;;;;;;;;\n"
    "4;Long;;;b;Branch;215;215;head;2014;2015;more\n"
)


@pytest.fixture
def mapped(tmp_path: Path) -> Path:
    path = tmp_path / "map.yaml"
    path.write_text(MAP.replace('split: ";"', 'split: ","'), "utf-8")
    return path


def test_rows_become_actors_whose_claims_cite_their_line(demo_archive: Desk, tmp_path: Path, mapped: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_bytes(b"\xef\xbb\xbf" + CSV.encode())
    taken = importing.take_over(Request(table, "owner", mapped, "a list"))
    assert [(each.line, each.code) for each in taken.problems] == [
        (4, "actors.ends-before-it-begins"), (6, "actors.row-too-long")
    ]  # fmt: skip
    line = queries.command_on(queries.find("215"), date(2013, 5, 14))
    (held,) = line.steps[0].commanders
    assert line.names[held.relation.one] == "Rasim Invented"
    assert held.relation.value("role") == "head; of branch"
    for each in held.relation.claims:
        (place,) = claims.claim(each.entry).citations
        assert (place.entry, place.selector) == (taken.entry, Line(2))
    assert ClaimRow.objects.filter(property="holder").count() == 1  # the row without a unit makes no post
    assert queries.find("Alone Invented")


def test_a_trial_says_what_would_come_and_says_nothing(demo_archive: Desk, tmp_path: Path, mapped: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(CSV, "utf-8")
    before = ClaimRow.objects.count()
    trial = importing.try_out(Request(table, "owner", mapped))
    assert trial.entities == {"Person": 3, "Post": 1, "Unit": 2}
    assert len(trial.problems) == 2
    assert ClaimRow.objects.count() == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("- 1", "actors.map-not-read"),
        ("{", "actors.map-not-read"),
        ("entities: {}", "actors.map-not-read"),
        ("entities: {a: {schema: Person}}", "actors.map-without-key"),
        ("entities: {a: {schema: Spaceship, keys: [x]}}", "claims.unknown-schema"),
        ("entities: {a: {schema: Person, keys: [x], properties: {wings: x}}}", "claims.unknown-property"),
        ("entities: {a: {schema: Person, keys: [x], filters: {x: y}}}", "actors.map-not-understood"),
        ("entities: {a: {schema: Person, keys: [x], properties: {name: {format: x}}}}", "actors.map-not-understood"),
        ("entities: {a: {schema: Post, keys: [x], properties: {holder: x}}}", "actors.map-not-understood"),
        ("entities: {a: {schema: Post, keys: [x], properties: {holder: {entity: b}}}}", "actors.map-not-understood"),
    ],
)
def test_a_mapping_that_is_only_half_understood_is_refused(tmp_path: Path, given: str, code: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(given, "utf-8")
    with pytest.raises(Refusal) as refused:
        read_mapping(path)
    assert refused.value.code == code


def test_a_table_that_lacks_a_column_or_a_head_or_a_mapping_is_refused(
    demo_archive: Desk, tmp_path: Path, mapped: Path
) -> None:
    table = tmp_path / "posts.csv"
    table.write_text("pid,Name\n1,x\n", "utf-8")
    with pytest.raises(Refusal, match=r"actors\.no-such-column"):
        importing.try_out(Request(table, "owner", mapped))
    with pytest.raises(Refusal, match=r"actors\.map-needed"):
        importing.try_out(Request(table, "owner"))
    table.write_bytes(b"\xff\xfe\n")
    with pytest.raises(Refusal, match=r"actors\.(no-such-column|csv-without-head)"):
        importing.try_out(Request(table, "owner", mapped))


KEYS = st.lists(st.text(max_size=4).filter(str.strip), min_size=2, max_size=2)


@given(KEYS, KEYS)
def test_different_keys_never_run_together(one: list[str], other: list[str]) -> None:
    entity = Entity(schema("Person"), ("a", "b"), None, {})
    rows = [dict(zip(("a", "b"), each, strict=True)) for each in (one, other)]
    same = [each.strip() for each in one] == [each.strip() for each in other]
    assert (entity.id(rows[0]) == entity.id(rows[1])) == same
