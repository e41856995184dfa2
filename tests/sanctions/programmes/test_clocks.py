"""What is due when, as it looked on the day; and as a calendar that other programs read."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad import speech
from isnad.sanctions.programmes.calendar import calendar
from isnad.sanctions.programmes.clocks import State, clocks, seen_from, told_clocks
from isnad.sanctions.programmes.programme import Clock, Texts
from sanctions.programmes.asking import unhurried


def of(programme, key, on):
    return next(
        (due for due in clocks(date.fromisoformat(on)) if (due.programme, due.clock.key) == (programme, key)), None
    )


WAIVER = [
    ("2025-05-22", None),
    ("2025-05-23", State.RUNNING),
    ("2025-11-09", State.RUNNING),
    ("2025-11-10", State.OVERTAKEN),
]


@pytest.mark.parametrize(("on", "state"), WAIVER)
def test_a_clock_is_known_once_it_runs_and_struck_out_when_overtaken(on, state):
    due = of("us-caesar", "waiver-2025", on)
    assert (due and due.state) == state
    assert due is None or due.day == date(2025, 5, 23) + timedelta(days=180)


def test_the_list_of_2012_is_updated_at_300_days_and_then_every_180():
    assert of("us-22usc8791", "first-list", "2012-09-01").day == date(2012, 8, 10) + timedelta(days=120)
    assert of("us-22usc8791", "update", "2012-09-01").day == date(2012, 8, 10) + timedelta(days=300)
    assert of("us-22usc8791", "update", "2013-06-07").day == date(2012, 8, 10) + timedelta(days=480)
    assert of("us-22usc8791", "first-list", "2013-01-01").state is State.OVER


def test_the_report_that_follows_the_repeal_comes_after_90_days_and_then_every_180_for_four_years():
    enacted = date(2025, 12, 18)
    assert of("us-caesar", "repeal-report", "2026-01-01").day == enacted + timedelta(days=90)
    assert of("us-caesar", "repeal-report", "2026-11-24").day == enacted + timedelta(days=90 + 2 * 180)
    assert of("us-caesar", "repeal-report", "2030-01-01").state is State.OVER
    assert of("us-caesar", "repeal-report", "2025-12-17") is None


def test_the_eu_framework_is_due_on_8_december_2026():
    assert of("eu-ghr", "framework", "2026-11-24").day == date(2026, 12, 8)


def test_reading_the_data_again_is_a_clock_like_any_other():
    assert of("eu-ghr", "review", "2026-11-24").state is State.RUNNING


def test_what_is_overtaken_is_told_as_struck_out():
    with speech.spoken_in("en"):
        told = [line for line in told_clocks(clocks(date(2026, 11, 24))) if "waiver" in line]
    assert told
    assert all(line.startswith("(struck out since 2025-11-10") for line in told)


@unhurried
@given(st.dates(date(2004, 1, 1), date(2040, 1, 1)))
def test_the_calendar_keeps_to_its_standard_in_both_languages(day):
    for language in speech.LANGUAGES:
        with speech.spoken_in(language):
            written = calendar(clocks(day), day)
        lines = written.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR"
        assert lines[-2:] == [b"END:VCALENDAR", b""]
        assert all(len(line) <= 75 for line in lines)
        assert b"\n" not in written.replace(b"\r\n", b"")
        unfolded = written.replace(b"\r\n ", b"").decode()
        assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == unfolded.count("\r\nUID:")
        assert len(set(re.findall(r"UID:(.*)\r", unfolded))) == unfolded.count("UID:")


def test_the_same_clocks_give_the_same_bytes():
    day = date(2026, 11, 24)
    assert calendar(clocks(day), day) == calendar(clocks(day), day)


@unhurried
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 400), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_next_day_due_is_never_past_and_a_whole_number_of_periods_on(first, every, day):
    state, due = seen_from(Clock("one", Texts("a", "ب"), first, every_days=every), day)
    assert state is State.RUNNING
    assert due >= max(first, day) or due == first
    assert (due - first).days % every == 0
    assert due == first or due - timedelta(days=every) < day


def test_a_yearly_clock_of_a_leap_day_falls_on_the_28th():
    assert seen_from(Clock("one", Texts("a", "ب"), date(2024, 2, 29), every_years=1), date(2025, 1, 1))[1] == date(
        2025, 2, 28
    )
