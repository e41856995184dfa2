"""Rows as lines that a person reads: what the facts speak to first, the rest counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from isnad import speech
from isnad.sanctions.programmes.answers import Answered, Row
from isnad.sanctions.programmes.library import library

_SHOWN = (Answered.MET, Answered.WAIVED, Answered.DEPENDS, Answered.UNKNOWN)


def told(rows: Sequence[Row]) -> list[str]:
    """The lines."""
    shown = [row for row in rows if row.answer in _SHOWN]
    lines: list[str] = []
    for key, group in groupby(shown, key=lambda row: row.programme):
        lines.append(speech.phrase("sanctions.which-title", programme=key, title=library()[key].title))
        for row in group:
            lines.extend(_row(row))
    lines.append(speech.phrase("sanctions.which-elsewhere", count=len(rows) - len(shown)))
    lines.append(speech.phrase("sanctions.which-footer"))
    return lines


def _row(row: Row) -> Iterator[str]:
    answer = speech.phrase(f"sanctions.answer-{row.answer.value}")
    yield speech.phrase("sanctions.which-row", answer=answer, criterion=row.criterion)
    for told_one in row.because:
        yield f"    - {told_one}"
    for title, texts in (("missing-title", row.missing), ("warnings-title", row.warnings)):
        for each in texts:
            yield f"    {speech.phrase(f'sanctions.{title}')}: {each}"
