"""How answers combine and what never happens, as properties over random facts."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from isnad.cases.law.book import COUNTRIES
from isnad.cases.law.evaluate import where
from isnad.cases.law.facts import Offence
from isnad.cases.law.reader import facts_from
from isnad.cases.law.standing import Held, Standing, every, turned
from isnad.cases.law.standing import some as any_of

STATES = some.sampled_from(["SY", "DE", "FR", "SE", "NO", "BE", "AT", "ES", "GB", "US", "CA", "CH", "NL", "FI", "LB"])
DAYS = some.dates(date(1995, 1, 1), date(2026, 12, 31))
SPANS = some.tuples(DAYS, DAYS).map(lambda days: {"from": str(min(days)), "to": str(max(days))})
TIES = some.lists(STATES | some.builds(lambda state, span: {"state": state, **span}, STATES, SPANS), max_size=2)
SUSPECT = some.fixed_dictionaries(
    {},
    optional={
        "nationality": TIES,
        "residence": TIES,
        "present": some.lists(STATES, max_size=2),
        "connections": some.lists(STATES, max_size=2),
        "capacity": some.sampled_from(["official", "non_state"]),
        "office": some.lists(
            some.builds(
                lambda kind, span: {"kind": kind, **span},
                some.sampled_from(["head_of_state", "foreign_minister", "senior_official", "official"]),
                SPANS,
            ),
            max_size=1,
        ),
        "extradition": some.dictionaries(STATES, some.sampled_from(["refused", "granted", "requested"]), max_size=2),
        "alive": some.booleans(),
        "kind": some.sampled_from(["person"]),
        "us_person": some.just(True),
    },
)
VICTIM = some.fixed_dictionaries({}, optional={"nationality": TIES, "residence": TIES})
FACTS = some.fixed_dictionaries(
    {"offence": some.sampled_from([offence.value for offence in Offence])},
    optional={
        "place": some.sampled_from(["SY", "LB", "FR"]),
        "acts": some.lists(SPANS, min_size=1, max_size=2),
        "context": some.fixed_dictionaries(
            {}, optional={"armed_conflict": some.booleans(), "attack_on_civilians": some.booleans()}
        ),
        "suspect": SUSPECT,
        "victim": VICTIM,
        "proceedings": some.lists(some.sampled_from([{"state": "SY", "kind": "opened"}]), max_size=1),
    },
)
HELD = some.builds(Held, some.sampled_from(Standing))
# The doors that ask for no link: what may be open though every link is stated elsewhere.
NO_LINK_ASKED = {"DE", "FI", "GB", "SE"}


def answers(facts: Any, day: date) -> dict[str, str]:
    return {row.country.code: row.answer for row in where(facts_from(facts), day)}


def keys_of(facts: dict[str, Any]) -> list[tuple[str, ...]]:
    """Every key of the facts that can be left out."""
    outer: list[tuple[str, ...]] = [(key,) for key in facts if key != "offence"]
    inner = [(key, each) for key in ("suspect", "victim", "context") for each in facts.get(key, {})]
    return outer + inner


def without(facts: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    less = copy.deepcopy(facts)
    where_it_stands = less
    for key in path[:-1]:
        where_it_stands = where_it_stands[key]
    del where_it_stands[path[-1]]
    return less


@settings(max_examples=250, deadline=None)
@given(FACTS, DAYS, some.data())
def test_adding_a_fact_never_turns_open_into_unknown(facts: dict[str, Any], day: date, data: some.DataObject) -> None:
    paths = keys_of(facts)
    if not paths:
        return
    less = answers(without(facts, data.draw(some.sampled_from(paths))), day)
    more = answers(facts, day)
    assert not [code for code in more if less[code] == "open" and more[code] == "unknown"]


@settings(max_examples=250, deadline=None)
@given(FACTS, DAYS)
def test_where_every_link_is_elsewhere_no_door_that_asks_for_one_is_open(facts: dict[str, Any], day: date) -> None:
    elsewhere = copy.deepcopy(facts)
    elsewhere["place"] = "SY"
    ties = {"nationality": ["SY"], "residence": ["SY"]}
    elsewhere["suspect"] = {
        **facts.get("suspect", {}),
        **ties,
        "present": ["SY"],
        "connections": [],
        "us_person": False,
    }
    elsewhere["suspect"]["extradition"] = {}
    elsewhere["victim"] = ties
    found = answers(elsewhere, day)
    assert {code for code, answer in found.items() if answer == "open"} <= NO_LINK_ASKED


@settings(max_examples=100, deadline=None)
@given(
    FACTS,
    some.sampled_from(["nationality", "residence", "present"]),
    some.sampled_from(sorted(set(COUNTRIES) - NO_LINK_ASKED)),
)
def test_removing_the_only_link_never_leaves_open(facts: dict[str, Any], link: str, forum: str) -> None:
    day = date(2026, 1, 1)
    ties = {"nationality": ["SY"], "residence": ["SY"]}
    linked = {**facts, "place": "SY", "victim": ties}
    linked["suspect"] = {**ties, "present": ["SY"], "connections": [], link: [forum], "us_person": False}
    if link == "nationality" and forum == "US":
        del linked["suspect"]["us_person"]
    unlinked = copy.deepcopy(linked)
    del unlinked["suspect"][link]
    assert where(facts_from(unlinked), day, [forum])[0].answer != "open"


@settings(max_examples=150, deadline=None)
@given(FACTS, DAYS)
def test_every_answer_has_a_reason_and_a_source_and_unknown_says_what_is_missing(
    facts: dict[str, Any], day: date
) -> None:
    for row in where(facts_from(facts), day):
        assert row.held.reasons
        assert row.sources() or row.offence in row.country.unconfirmed
        unconfirmed = {"law.unconfirmed", "unconfirmed", "law.not_in_force_then"}
        if row.answer == "unknown" and not unconfirmed & {reason.code for reason in row.held.reasons}:
            assert row.held.missing
        if row.parts:
            assert row.answer == "depends"
            assert len({part.held.standing for part in row.parts}) > 1
            assert all(part.first <= part.last for part in row.parts)


@given(some.lists(HELD))
def test_the_least_open_of_conditions_decides(conditions: list[Held]) -> None:
    assert every(conditions).standing == min((each.standing for each in conditions), default=Standing.OPEN)


@given(some.lists(HELD))
def test_the_most_open_of_alternatives_decides(alternatives: list[Held]) -> None:
    assert any_of(alternatives).standing == max((each.standing for each in alternatives), default=Standing.CLOSED)


@given(HELD)
def test_turning_twice_changes_nothing_and_doubt_stays(condition: Held) -> None:
    assert turned(turned(condition)).standing is condition.standing
    if condition.standing not in (Standing.OPEN, Standing.CLOSED):
        assert turned(condition).standing is condition.standing


def test_past_the_day_of_review_the_answer_says_so() -> None:
    from isnad.cases.telling import as_json

    facts = facts_from({"offence": "war_crimes", "place": "SY", "from": "2012-01-01", "to": "2012-02-01"})
    row = where(facts, date(2026, 11, 24), ["DE"])[0]
    assert not [each for each in as_json(row, date(2026, 11, 24), date(2026, 11, 24))["because"] if "reviewed" in each]
    late = as_json(row, date(2026, 11, 24), date(2028, 1, 1))["because"]
    assert [each for each in late if "Not reviewed since 2026-11-24" in each]
    asked_late = as_json(row, date(2028, 1, 1), date(2026, 11, 24))["because"]
    assert [each for each in asked_late if "Not reviewed since 2026-11-24" in each]
