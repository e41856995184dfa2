"""The public proceedings: dated, sourced, contradictions kept; and which warrants stand on a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from isnad.cases.proceedings import collection_from, example, warrants
from isnad.words import Answer, Refusal


def standing(name: str, day: str) -> list[str]:
    return [
        str(each.event.key)
        for each in warrants(example(), date.fromisoformat(day))
        if each.proceedings.name == name and each.stands is Answer.YES
    ]


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        ("2023-10-31", []),
        ("2024-01-01", ["fr-assad-1"]),
        ("2025-07-24", ["fr-assad-1", "fr-assad-2"]),
        ("2025-07-25", ["fr-assad-2"]),
        ("2025-10-15", ["fr-assad-2", "fr-assad-3", "fr-assad-4"]),
    ],
)
def test_the_warrants_against_one_person_on_a_day(day: str, keys: list[str]) -> None:
    assert standing("Bashar al-Assad", day) == keys


def test_one_person_has_warrants_in_three_countries() -> None:
    found = {
        each.proceedings.country for each in warrants(example(), date(2025, 1, 1)) if "Hassan" in each.proceedings.name
    }
    assert {"DE", "FR", "US"} <= found


def test_a_warrant_whose_date_is_vague_may_stand() -> None:
    (may,) = [each for each in warrants(example(), date(2023, 11, 15)) if each.event.key == "fr-assad-1"]
    assert may.stands is Answer.CANNOT_TELL


def test_a_warrant_falls_with_death() -> None:
    assert standing("Rifaat al-Assad", "2025-01-01") == ["ch-rifaat"]
    assert standing("Rifaat al-Assad", "2026-02-01") == []


def test_sources_that_disagree_are_kept_side_by_side() -> None:
    about = {each.about for each in example().contradictions}
    assert len(about) >= 5
    assert all(len({saying for saying, _ in each.sayings}) > 1 for each in example().contradictions)


def test_every_event_has_a_source_and_what_was_not_seen_says_so() -> None:
    events = [event for each in example().proceedings for event in each.events]
    assert all(event.source.citation and event.source.address for event in events)
    assert any(not event.confirmed for event in events)


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "rumour", "on": "2020", "source": "s"},
        {"kind": "warrant", "on": "2020", "source": "nowhere"},
        {"kind": "annulment", "of": "another", "on": "2020", "source": "s"},
        {"kind": "warrant", "on": "some day", "source": "s"},
    ],
)
def test_an_event_that_cannot_be_is_refused(event: dict[str, str]) -> None:
    person = {"name": "A. B.", "role": "guard", "country": "DE", "events": [event]}
    sources = {"s": {"citation": "A court", "address": "https://example.org"}}
    whole = {
        "persons": [person],
        "sources": sources,
        "contradictions": [],
        "as_of": "2026-11-24",
        "review_by": "2027-05-24",
    }
    with pytest.raises(Refusal):
        collection_from(whole)


@given(some.dates(date(2015, 1, 1), date(2026, 12, 31)))
def test_no_warrant_stands_before_it_was_issued_or_after_it_was_annulled(day: date) -> None:
    for each in warrants(example(), day):
        if each.stands is Answer.YES:
            assert each.event.on.latest is not None
            assert each.event.on.latest <= day
            annulled = [event for event in each.proceedings.events if event.of == each.event.key]
            assert all(event.on.earliest is None or day < event.on.earliest for event in annulled)
