"""The demonstration's families: the same seed gives the same, each has its body or none, and nobody is real."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.families import inquiries_tables
from isnad.registers import importing
from isnad.registers.rows import Tally
from isnad.testing.demo.people import FAMILY, GIVEN
from isnad.testing.demo.plan import planned
from isnad.testing.families_demo import LATIN, families, write


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    return [dict(shot.truth()) for shot in planned(40, 1)]


def test_the_same_seed_gives_the_same_families(truth: list[dict[str, Any]]) -> None:
    assert families(truth, 3) == families(truth, 3)
    assert families(truth, 3) != families(truth, 4)


@given(st.integers(0, 200))
def test_each_inquiry_has_its_body_or_none_and_every_kind_is_there(seed: int) -> None:
    lines = [dict(shot.truth()) for shot in planned(24, 7)]
    made = families(lines, seed)
    bodies = {line["body"]: line for line in lines if line["numbers"]}
    assert {each.id for each in made.pairs} == {row["المعرّف"] for row in made.inquiries}
    for pair, row in zip(made.pairs, made.inquiries, strict=True):
        assert (pair.body is None) == (pair.why in ("brother", "namesake", "alive", "no-trace"))
        assert pair.body is None or pair.body in bodies
        if pair.why == "number":
            told = row["رقم أُبلغوا به"].translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
            assert told == bodies[pair.body]["numbers"]["detainee"]
        if pair.body is not None and row["تاريخ الاعتقال"]:
            assert date.fromisoformat(row["تاريخ الاعتقال"] + "-01") < date.fromisoformat(
                bodies[pair.body]["taken"][:10]
            )
    assert {"named", "brother", "namesake", "alive", "no-trace"} <= {each.why for each in made.pairs}


def test_nobody_is_real(truth: list[dict[str, Any]]) -> None:
    made = families(truth)
    parts = {part for row in made.inquiries for part in row["الاسم"].split()}
    plain = {each.replace("أ", "ا") for each in (*GIVEN, *FAMILY)} | {each.removeprefix("ال") for each in FAMILY}
    assert parts <= {*GIVEN, *FAMILY} | plain
    assert set(LATIN) == {*GIVEN, *FAMILY}
    assert all(row["هاتف السائل"].startswith("+963 000 ") for row in made.inquiries)


def test_two_askers_of_one_person_tell_the_same_of_them(truth: list[dict[str, Any]]) -> None:
    made = families(truth)
    by_id = {row["المعرّف"]: row for row in made.inquiries}
    askers: dict[int, list[str]] = {}
    for pair in made.pairs:
        if pair.body is not None:
            askers.setdefault(pair.body, []).append(pair.id)
    several = [each for each in askers.values() if len(each) > 1]
    assert several
    for one, other in several:
        for told in ("اسم الأم", "الميلاد", "السكن", "علامات"):
            assert by_id[one][told] == by_id[other][told]


def test_what_is_written_is_read_without_a_problem(truth: list[dict[str, Any]], tmp_path: Path) -> None:
    made = write(truth, tmp_path)
    problems: list[Any] = []
    mapping = inquiries_tables.read_mapping(tmp_path / "inquiries.yaml")
    found = list(inquiries_tables.drafts(tmp_path / "inquiries.csv", mapping, problems, Tally()))
    assert (len(found), problems) == (len(made.inquiries), [])
    tally, problems = importing.try_out(tmp_path / "register.csv", importing.read_mapping(tmp_path / "register.yaml"))
    assert (tally.rows, tally.unmapped, problems) == (len(made.register), [], [])
    assert all(each.contact for each in found)
