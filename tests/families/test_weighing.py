"""Names are weighed in three classes; nothing else is copied, guessed or lifted beyond what it bears."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.families.candidate_facts import MISSING, REMAINS, ROW, Facts, Reason, Told
from isnad.families.candidates_proposing import Lists, Proposal
from isnad.families.chance import Shares, as_text, by_chance, digits_of
from isnad.families.deciding_parts import (
    BASES,
    CERTAINTIES,
    POSSIBLE,
    PRESUMPTIVE,
    Outcome,
    agreed,
    ceiling,
    lower,
    outcome,
    rank,
    side,
)
from isnad.families.weighing import shares, weigh
from isnad.families.weighing_fields import reasons
from isnad.families.weighing_marks import marks_in
from isnad.families.weighing_parts import Beside
from isnad.instruments.naming.index import Index

GIVEN = ("أحمد", "محمد", "خالد", "يوسف", "عمر", "سامر", "رامي", "باسل", "نزار", "مازن", "حسام", "طارق", "وليد", "فادي")
FAMILY = ("الحداد", "النجار", "الخياط", "الصباغ", "البيطار", "السقا", "القباني", "العطار", "الفران", "الساعاتي")


def crowd(many: int = 600) -> list[str]:
    """Strangers' names."""
    random = np.random.default_rng(3)
    return [" ".join((*random.choice(GIVEN, 3), random.choice(FAMILY))) for _ in range(many)]


def facts(entity: int, kind: str, **told: str | tuple[str, ...]) -> Facts:
    each = {name: (values,) if isinstance(values, str) else values for name, values in told.items()}
    return Facts(
        entity, kind, {name: tuple(Told(value, 10 * entity) for value in values) for name, values in each.items()}
    )


def codes(found: Proposal) -> set[str]:
    return {each.code for each in found.reasons}


def of(asked: Facts, other: Facts, *others: Facts) -> list[Reason]:
    return list(reasons(asked, other, Shares([other, *others])))


def test_a_brother_is_a_relative_and_not_the_one() -> None:
    names = [*crowd(), "هيثم بلال عدنان الدهان", "كمال بلال عدنان الدهان"]
    index = Index.build(names)
    rows = np.arange(len(names) - 2, len(names))
    found = weigh(Beside(index.roll).see("Haytham Bilal Adnan al-Dahhan", rows), len(names), there=0.5)
    assert found.same[0] > 0.5 > 10 * found.same[1]
    assert found.relative[1] > 0.5 > found.relative[0]
    assert found.same.sum() + found.nobody == pytest.approx(1.0)


def test_where_nobody_fits_nobody_is_the_likeliest() -> None:
    names = crowd()
    index = Index.build(names)
    query = "سليمان منصور الجاسم"
    rows = np.array([each.place for each in index.best(query, 30)], np.int64)
    found = weigh(Beside(index.roll).see(query, rows), len(names)) if len(rows) else None
    assert found is None or found.nobody > 0.9


def test_the_family_name_may_stand_first_and_a_kunya_tells_nothing_of_the_own_name() -> None:
    names = [*crowd(), "هيثم بلال عدنان الدهان"]
    beside = Beside(Index.build(names).roll)
    row = np.array([len(names) - 1])
    straight, turned = (weigh(beside.see(each, row), len(names)).same[0] for each in (names[-1], "الدهان هيثم بلال"))
    kunya = weigh(beside.see("أبو علي بلال الدهان", row), len(names)).same[0]
    assert straight > turned > 0.05
    assert straight > kunya


@pytest.mark.parametrize("name", ["", "ا", "🙂", "٣", "\u200f", "a" * 300, "محمد " * 60, "١٢٣ ٤٥٦", "мухаммад"])
def test_odd_names_are_weighed_without_harm(name: str) -> None:
    names = crowd(60)
    beside = Beside(Index.build(names).roll)
    found = weigh(beside.see(name, np.arange(5)), len(names))
    assert np.isfinite(found.same).all()
    assert 0 <= found.nobody <= 1
    assert Lists([facts(1, ROW, name=names[0])], []).propose(facts(9, MISSING, name=name)) is not None


@given(st.lists(st.floats(-40, 40), max_size=30), st.integers(1, 10**7), st.floats(0.001, 0.999))
def test_shares_add_up_to_one_with_nobody(nats: list[float], many: int, there: float) -> None:
    told, nobody = shares(np.array(nats), many, there=there)
    assert float(told.sum()) + nobody == pytest.approx(1.0)
    assert (told >= 0).all()


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=12), st.floats(0, 20), st.integers(1, 10**6))
def test_more_evidence_never_lowers_a_share(nats: list[float], more: float, many: int) -> None:
    before, _ = shares(np.array(nats), many)
    after, _ = shares(np.array([nats[0] + more, *nats[1:]]), many)
    assert after[0] >= before[0] - 1e-12


@given(st.sets(st.sampled_from(BASES)))
def test_a_name_alone_never_bears_more_than_possible(bases: set[str]) -> None:
    if bases == {"name"}:
        assert ceiling(bases) == POSSIBLE
    if not bases & {"fingerprints", "teeth", "dna"}:
        assert rank(ceiling(bases)) <= rank(PRESUMPTIVE)


def test_a_name_however_rare_is_proposed_as_possible() -> None:
    rows = [facts(number, ROW, name=name) for number, name in enumerate([*crowd(), "زكريا هيثم بلال الدهان"], 1)]
    (best, *_) = Lists(rows, []).propose(facts(9999, MISSING, name="Zakariya Haytham Bilal Dahhan"))
    assert best.other == len(rows)
    assert best.share > 0.2
    assert best.ceiling == POSSIBLE


def test_a_number_that_the_family_was_told_outweighs_a_common_name() -> None:
    bodies = [facts(number, REMAINS, detaineeNumber=str(1000 + number)) for number in range(1, 400)]
    found = Lists([], bodies).propose(facts(9999, MISSING, name="محمد الحداد", detaineeNumber="١٢٣٤"))
    assert [each.other for each in found][:1] == [234]
    assert found[0].ceiling == PRESUMPTIVE
    assert found[0].by_chance < 1


def test_how_many_agree_by_chance_is_stated_plainly() -> None:
    same = Reason("name-agrees", 3.0, basis="name", chance=1 / 1800)
    assert by_chance(200_001, [same]) == pytest.approx(111.1, abs=0.1)  # facts/names.md: own and father's name
    assert as_text(111.1) == "111"
    assert as_text(0.0562) == "0.056"
    assert as_text(0.0) == "0.001"
    against = Reason("branch-differs", -0.7, chance=0.001)
    assert by_chance(1001, [against]) == 1000


def test_a_number_that_several_bear_is_no_rarer_than_that() -> None:
    bodies = [facts(number, REMAINS, detaineeNumber="77" if number < 40 else str(90 + number)) for number in range(100)]
    counted = Shares(bodies)
    assert counted.of_number("77") >= 0.38
    assert counted.of_number("٠٧٧") == counted.of_number("77")
    assert counted.of_number("5151") < 0.02


def test_a_list_that_gives_a_number_under_a_fitting_name_leads_to_the_body() -> None:
    rows = [facts(number, ROW, name=name) for number, name in enumerate(crowd(), 1)]
    rows.append(facts(5000, ROW, name="زكريا هيثم بلال الدهان", detaineeNumber="6841"))
    bodies = [facts(6000 + number, REMAINS, detaineeNumber=str(6800 + number)) for number in range(100)]
    found = Lists(rows, bodies).propose(facts(9999, MISSING, name="زكريا هيثم الدهان"))
    assert found[0].kind == REMAINS
    assert found[0].other == 6041
    assert "list-bears-number" in codes(found[0])
    assert found[0].ceiling == PRESUMPTIVE


def test_the_lists_number_and_the_familys_are_one_observation() -> None:
    rows = [facts(5000, ROW, name="زكريا هيثم بلال الدهان", detaineeNumber="6841")]
    bodies = [facts(6000 + number, REMAINS, detaineeNumber=str(6800 + number)) for number in range(100)]
    both = Lists(rows, bodies).propose(facts(1, MISSING, name="زكريا هيثم بلال الدهان", detaineeNumber="6841"))[0]
    one = Lists([], bodies).propose(facts(1, MISSING, name="زكريا هيثم بلال الدهان", detaineeNumber="6841"))[0]
    total, alone = (sum(each.weight for each in found.reasons) for found in (both, one))
    assert alone < total < alone + 1


def test_what_is_not_known_exactly_weighs_nothing() -> None:
    told = of(facts(1, MISSING, lastSeenDate="2013"), facts(2, REMAINS, photographedAt="2013-05-14"))
    assert told == []


def test_nobody_is_photographed_dead_and_seen_alive_after() -> None:
    (reason,) = of(facts(1, MISSING, lastSeenDate="2013-06"), facts(2, REMAINS, photographedAt="2013-05-14"))
    assert reason.code == "seen-after-death"
    assert reason.contradicts
    (reason,) = of(facts(1, MISSING, arrestDate="2012-11~"), facts(2, REMAINS, photographedAt="2013-05-14"))
    assert reason.code == "seen-before-death"


def test_dates_weigh_by_how_exact_they_are() -> None:
    day = of(facts(1, MISSING, arrestDate="2013-05-14"), facts(2, ROW, arrestDate="2013-05-14"))[0]
    month = of(facts(1, MISSING, arrestDate="2013-05"), facts(2, ROW, arrestDate="2013-05-14"))[0]
    apart = of(facts(1, MISSING, arrestDate="2012-05"), facts(2, ROW, arrestDate="2013-05-14"))[0]
    assert day.weight > month.weight > 0 > apart.weight
    assert of(facts(1, MISSING, arrestDate="قبل رمضان"), facts(2, ROW, arrestDate="2013-05-14")) == []


def test_age_gender_and_branch_speak_for_and_against() -> None:
    asked = facts(1, MISSING, birthDate="1985", gender="male", branch="فرع 215")
    fits = of(asked, facts(2, REMAINS, apparentAge="25-30", photographedAt="2013-05-14", branchNumber="215"))
    assert {each.code for each in fits} == {"age-fits", "branch-agrees"}
    against = of(asked, facts(2, REMAINS, apparentAge="60", photographedAt="2013", branchNumber="227", gender="female"))
    assert {each.code for each in against} == {"age-is-far", "branch-differs", "gender-differs"}
    assert all(each.weight < 0 for each in against)


def test_marks_are_compared_across_languages_by_kind_and_place() -> None:
    assert marks_in("ندبة فوق الحاجب الأيمن") == marks_in("Scar above the right brow") == {"scar@face"}
    assert marks_in("وشم صغير على الساعد، شامة على الخد") == {"tattoo@arm", "mole@face"}
    assert marks_in("a kind man") == frozenset()
    (reason,) = of(facts(1, MISSING, marks="وشم على الذراع"), facts(2, REMAINS, marks="Tattoo on the forearm"))
    assert reason.basis == "marks"


def test_digits_are_read_in_both_scripts() -> None:
    assert digits_of("رقم ٠٠٦٨٤١") == digits_of("6841") == "6841"
    assert digits_of("لا رقم") == ""


certainties = st.lists(st.sampled_from(CERTAINTIES), max_size=4)


@given(certainties)
def test_no_single_verdict_decides_and_two_of_one_side_do(given_: list[str]) -> None:
    told = outcome(given_)
    sides = [side(each) for each in given_]
    decided = {Outcome.IDENTIFIED: "for", Outcome.EXCLUDED: "against", Outcome.UNDECIDED: "open"}
    if told in decided:
        assert sides.count(decided[told]) >= 2
    elif len(given_) >= 2:
        assert told is Outcome.DISPUTED
        assert len(set(sides)) == len(sides)
    assert (agreed(given_) is not None) == (told in decided)


@given(st.sampled_from(CERTAINTIES), st.sampled_from(CERTAINTIES))
def test_the_lower_of_two_is_never_above_either(one: str, other: str) -> None:
    assert rank(lower(one, other)) == min(rank(one), rank(other))


def test_a_number_one_digit_apart_weighs_less_than_the_same() -> None:
    bodies = [facts(number, REMAINS, detaineeNumber=str(10000 + 7 * number)) for number in range(200)]
    counted = Shares(bodies)
    (exact,) = reasons(facts(1, MISSING, detaineeNumber="10007"), bodies[1], counted)
    (near,) = reasons(facts(1, MISSING, detaineeNumber="10006"), bodies[1], counted)
    assert exact.weight > near.weight > 0
    assert (exact.code, near.code) == ("number-agrees", "number-nearly")
    assert math.isclose(exact.chance, counted.of_number("10007"))
