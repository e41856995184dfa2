"""What breaks the rule of two the pen refuses, whoever holds it; what was changed past it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection

from families.deciding import World, decide, only, pair, refused, world
from isnad.families import candidates_actions
from isnad.families.candidates_queries import Pair
from isnad.families.deciding_entries import Exclusion, Identification, Verdict
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.pen import say
from isnad.words import Citation

__all__ = ["pair", "world"]


def verdict(pair: Pair, certainty: str = "presumptive", *, beside: tuple[int, ...] = ()) -> Verdict:
    return Verdict(pair.entry, certainty, ("number",), "because", (Citation(pair.citations[0]),), beside, (), None)


def test_the_pen_refuses_what_breaks_the_rule_of_two(pair: Pair) -> None:
    (one,) = say([verdict(pair)], by="rima")
    assert refused(lambda: say([verdict(pair, beside=(one,))], by="rima")) == "record.own-work"
    (alone,) = say([verdict(pair)], by="rima")  # past the verb: it names no other

    def decided(*verdicts: int, certainty: str = "presumptive") -> Callable[[], object]:
        made = Identification(pair.entry, pair.person, pair.other, verdicts, certainty, ("number",))
        return lambda: say([made], by="rima")

    assert refused(decided(one, alone)) == "record.wrong-ground"
    assert refused(decided(one)) == "identifications.two-verdicts"
    assert refused(decided(one, one)) == "identifications.two-verdicts"
    (other,) = say([verdict(pair, "possible", beside=(one,))], by="tareq")
    assert refused(decided(one, other)) == "record.wrong-ground"  # more certain than the lower
    assert refused(lambda: say([Exclusion(pair.entry, pair.person, pair.other, (one, other))], by="x")) == (
        "record.wrong-ground"
    )
    say([Identification(pair.entry, pair.person, pair.other, (one, other), "possible", ("number",))], by="x")


def test_a_verdict_on_another_pair_carries_nothing(world: World, pair: Pair) -> None:
    world.body(detaineeNumber="7002")
    asked = world.family(detaineeNumber="7002")
    candidates_actions.propose(by="owner")
    other = only(asked.person)
    (one,) = say([verdict(pair)], by="rima")
    assert refused(lambda: say([verdict(other, beside=(one,))], by="tareq")) == "record.wrong-ground"
    (two,) = say([verdict(other)], by="tareq")
    mixed = Identification(pair.entry, pair.person, pair.other, (one, two), "presumptive", ("number",))
    assert refused(lambda: say([mixed], by="x")) == "record.wrong-ground"
    (second,) = say([verdict(pair, beside=(one,))], by="tareq")
    elsewhere = Identification(pair.entry, other.person, other.other, (one, second), "presumptive", ("number",))
    assert refused(lambda: say([elsewhere], by="x")) == "record.wrong-ground"


@pytest.mark.parametrize(
    ("certainty", "bases", "code"),
    [
        ("presumptive", ("name",), "identifications.more-than-the-basis-bears"),
        ("positive", ("number", "recognition", "marks"), "identifications.more-than-the-basis-bears"),
        ("possible", (), "identifications.more-than-the-basis-bears"),
        ("certain", ("dna",), "identifications.not-a-verdict"),
        ("possible", ("a feeling",), "identifications.not-a-verdict"),
    ],
)
def test_no_verdict_is_more_than_its_bases_bear(pair: Pair, certainty: str, bases: tuple[str, ...], code: str) -> None:
    record = replace(verdict(pair), certainty=certainty, bases=bases)
    assert refused(lambda: say([record], by="rima")) == code
    assert refused(lambda: say([replace(verdict(pair), citations=())], by="rima")) == "identifications.no-citation"
    assert refused(lambda: say([replace(verdict(pair), reason=" ")], by="rima")) == "identifications.not-a-verdict"
    say([replace(verdict(pair), certainty="positive", bases=("dna",))], by="rima")


def differences(desk: Desk) -> list[audit.Difference]:
    bodies = Bodies(desk.folder, desk.holder)
    assert list(audit.lawless(bodies)) == []
    with audit.scratch(desk.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        return list(audit.differences(scratch, "default"))


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("families_verdict", "certainty = 'excluded'"),
        ("families_decision", "certainty = 'positive'"),
        ("families_candidate", "other = other + 1"),
    ],
)
def test_rows_changed_by_sql_are_found(world: World, pair: Pair, table: str, change: str) -> None:
    decide(pair, "rima", "presumptive")
    decide(pair, "tareq", "presumptive")
    assert differences(world.desk) == []
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")
    assert {each.how for each in differences(world.desk)} == {"changed"}


def test_an_invented_decision_is_found(world: World, pair: Pair) -> None:
    decide(pair, "rima", "presumptive")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO families_step_back (id, subject, reason, by, at) VALUES (1, 1, 'invented', 'x', '')"
        )
    assert [each.how for each in differences(world.desk)] == ["unexplained"]
