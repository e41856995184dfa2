"""The day asked about."""

from __future__ import annotations

from datetime import date

from isnad.words import Refusal


def day_of(text: str | None) -> date:
    """The day that ``text`` names (``2021-03-10``), today where it is None; refuses anything else."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refusal("sanctions.not-a-day", text=text[:40]) from error
