"""Dates in prose, with the months as Syrians call them (أيار, not مايو); one place for all pages."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from isnad.speech import current_language

LOCALES = {"ar": "ar_SY", "en": "en_GB"}


def in_words(moment: str) -> str:
    """The day of a moment, ``24 November 2026``; what is not a moment stays as it is."""
    try:
        day: date = datetime.fromisoformat(moment).date()
    except ValueError:
        return moment
    return format_date(day, "d MMMM y", locale=LOCALES[current_language()])


def clock(moment: str) -> str:
    """The time of a moment in UTC, ``14:03``; empty where it has none."""
    try:
        return f"{datetime.fromisoformat(moment):%H:%M}"
    except ValueError:
        return ""
