"""From when to when: three-valued, never surer than its dates."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from isnad.actors.times import ENDS_BEFORE, NO_DATE, RIVALS, UNDATED, time_of
from isnad.words import Answer

DAYS = st.dates(date(2010, 1, 1), date(2016, 12, 31))
WRITTEN = DAYS.flatmap(lambda day: st.sampled_from([str(day), f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}~"]))
SOME = st.lists(WRITTEN, max_size=2)


@given(SOME, SOME, DAYS)
def test_a_narrower_date_never_turns_yes_into_no_or_no_into_yes(starts: list[str], ends: list[str], day: date) -> None:
    vague = time_of(starts, ends).on(day)
    exact = time_of([each[:4] for each in starts], [each[:4] for each in ends]).on(day)
    if ENDS_BEFORE not in time_of(starts, ends).flaws:
        assert {vague, exact} != {Answer.YES, Answer.NO}


@given(WRITTEN, WRITTEN, DAYS)
def test_what_both_sources_allow_is_what_is_sure(one: str, other: str, day: date) -> None:
    together, alone = time_of([one, other], []), [time_of([each], []).on(day) for each in (one, other)]
    if together.on(day) is Answer.YES:
        assert alone == [Answer.YES, Answer.YES]
    if alone == [Answer.NO, Answer.NO]:
        assert together.on(day) is Answer.NO


@given(DAYS, DAYS, DAYS)
def test_two_times_share_only_days_on_which_both_held(start: date, end: date, day: date) -> None:
    left, right = time_of([str(start)], []), time_of([], [str(end)])
    both = left.within(right)
    assert (both.on(day) is Answer.YES) == (left.on(day) is Answer.YES and right.on(day) is Answer.YES)


def test_without_dates_no_day_is_sure_and_with_one_end_the_other_is_open() -> None:
    assert time_of([], []).flaws == (UNDATED,)
    assert time_of([], []).on(date(2013, 5, 14)) is Answer.CANNOT_TELL
    assert time_of(["2012"], []).on(date(2013, 5, 14)) is Answer.YES
    assert time_of(["2013-05"], []).on(date(2013, 5, 14)) is Answer.CANNOT_TELL
    assert time_of([], [], ["2013-05-14"]).on(date(2013, 5, 14)) is Answer.YES


def test_what_ends_before_it_begins_is_told_and_never_sure() -> None:
    time = time_of(["2014"], ["2012-03"])
    assert ENDS_BEFORE in time.flaws
    for offset in range(0, 1500, 50):
        assert time.on(date(2011, 1, 1) + timedelta(offset)) is not Answer.YES


def test_rival_dates_and_no_dates_are_told() -> None:
    assert RIVALS in time_of(["2012", "2013"], []).flaws
    assert NO_DATE in time_of(["spring"], ["2013"]).flaws
