"""How an import, or a mapping that was tried out, is shown: as JSON, and in words. Never a cell's content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from isnad.claims import showing
from isnad.claims.lines import Problem
from isnad.registers.importing import Outcome
from isnad.registers.rows import MOST_TOLD, Tally
from isnad.speech import phrase

MOST_IN_WORDS = 20


def columns(tally: Tally) -> list[dict[str, Any]]:
    """What each column became: how many of its cells were taken, understood as days, and refused."""
    marks = dict.fromkeys([*tally.taken, *tally.refused])
    return [
        {
            "column": name or None,
            "as": target,
            "taken": tally.taken[name, target],
            "days": tally.understood[name, target],
            "refused": tally.refused[name, target],
        }
        for name, target in marks
    ]


def trial(tally: Tally, problems: Sequence[Problem]) -> dict[str, Any]:
    """A dry run as JSON."""
    return {
        "dry_run": True,
        "rows": tally.rows,
        "refused_rows": tally.refused_rows,
        "columns": columns(tally),
        "unmapped": tally.unmapped,
        "problems": [_problem(each) for each in problems[:MOST_TOLD]],
        "refused": len(problems),
    }


def outcome(found: Outcome) -> dict[str, Any]:
    """An import as JSON."""
    return {
        **showing.taken(found.taken),
        "dry_run": False,
        "mapping": found.entry,
        "rows": found.tally.rows,
        "refused_rows": found.tally.refused_rows,
        "columns": columns(found.tally),
        "unmapped": found.tally.unmapped,
    }


def trial_in_words(tally: Tally, problems: Sequence[Problem]) -> Iterator[str]:
    """A dry run in words."""
    yield from columns_in_words(tally)
    for each in problems[:MOST_IN_WORDS]:
        yield problem_in_words(each)
    if len(problems) > MOST_IN_WORDS:
        yield phrase("claims.more-problems", count=len(problems) - MOST_IN_WORDS)
    yield phrase("registers.tried", rows=tally.rows, refused=tally.refused_rows, problems=len(problems))


def outcome_in_words(found: Outcome) -> Iterator[str]:
    """An import in words."""
    yield from columns_in_words(found.tally)
    yield from showing.taken_in_words(found.taken)
    yield phrase(
        "registers.taken", rows=found.tally.rows, refused=found.tally.refused_rows, entry=found.entry
    )  # fmt: skip


def columns_in_words(tally: Tally) -> Iterator[str]:
    """What each column became."""
    for each in columns(tally):
        code = "registers.column" if each["column"] else "registers.constant"
        yield phrase(code, column=each["column"] or "", target=each["as"], taken=each["taken"], refused=each["refused"])
    if tally.unmapped:
        yield phrase("registers.unmapped", columns=", ".join(tally.unmapped))


def problem_in_words(each: Problem) -> str:
    """One thing that was refused, by its line."""
    return phrase("claims.problem", line=each.line, why=phrase(each.code, **each.facts))


def _problem(each: Problem) -> dict[str, Any]:
    return {"line": each.line, "code": each.code, "why": phrase(each.code, **each.facts)}
