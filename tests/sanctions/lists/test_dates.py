"""Every way in which a list writes a date becomes EDTF that ``When`` understands, or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.sanctions.lists import dates
from isnad.words import When


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("10 Dec 1948", "1948-12-10"), ("Dec 1948", "1948-12"), ("1948", "1948"), ("circa 1951", "1951~"),
        ("circa 10 Dec 1951", "1951-12-10~"), ("1962 to 1964", "1962/1964"), ("circa 1962 to 1964", "1962~/1964~"),
        ("01 Jan 1960 to 31 Dec 1960", "1960"), ("01 Feb 1960 to 29 Feb 1960", "1960-02"),
        ("12 Jan 1960 to 15 Mar 1961", "1960-01-12/1961-03-15"), ("between 1963 and 1968", "1963/1968"),
        ("Between Aug. and Sep. 1977", "1977-08/1977-09"), ("dd/mm/1962", "1962"), ("dd/11/1970", "1970-11"),
        ("00/00/1975", "1975"), ("15/08/19yy", "19XX-08-15"), ("08/1962", "1962-08"), ("5 May 1957", "1957-05-05"),
        ("May 5, 1957", "1957-05-05"), ("1957-05-05", "1957-05-05"), ("2012-12-31-05:00", None),
        ("Approximately 1962", "1962~"), ("1960s", "196X"), ("24/06/1402 (Hijri Calendar)", None),
        ("30-35 years old", None), ("31/02/1960", None), ("", None), ("unknown", None), ("12/11/62", None),
        ("1964 to 1962", None), ("15/mm/1960", None),
    ],
)  # fmt: skip
def test_dates_as_lists_write_them(words, edtf):
    found = dates.read(words)
    assert (found.edtf if found else None) == edtf


@given(st.dates(date(1900, 1, 1), date(2026, 12, 31)))
def test_a_slashed_day_is_read_as_day_and_month_except_where_it_can_only_be_american(day):
    british = dates.read(f"{day:%d/%m/%Y}")
    american = dates.read(f"{day:%m/%d/%Y}")
    assert british.edtf == day.isoformat()
    assert not british.american
    if day.day > 12:
        assert (american.edtf, american.american) == (day.isoformat(), True)


@given(st.text(max_size=30))
def test_any_words_are_a_date_or_none(words):
    found = dates.read(words)
    assert found is None or When.parse(found.edtf)


@given(st.integers(1900, 2020), st.integers(0, 30))
def test_plain_years_never_say_more_than_the_interval(first, width):
    plain = dates.plain(f"{first}/{first + width}") if width else dates.plain(str(first))
    assert all(first <= int(year) <= first + width for year in plain)
    assert len(plain) in (0, width + 1)
