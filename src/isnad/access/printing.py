"""The gate's table in words: as the site and the documentation print it, and grants at the command line.

Every cell is asked of the gate itself, so what is printed is what is applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from isnad.access.gate import PURPOSES, TABLE, Aspect, Gate
from isnad.speech import Language, phrase
from isnad.words import Label

Cells = list[tuple[Aspect, Label | None]]


def rows() -> Iterator[tuple[str, str | None, Cells]]:
    """Each role with each purpose it uses things for, or None where it keeps: for every aspect the highest label."""
    for role, grant in TABLE.items():
        used: list[str | None] = [each for each in PURPOSES if each in grant.purposes]
        for purpose in used or [None]:
            gate = Gate((role,), purpose)
            yield role, purpose, [(aspect, gate.up_to(aspect)) for aspect in Aspect]


def page(language: Language) -> str:
    """The table as a page of the documentation (Markdown)."""
    heads = [phrase("access.page-role", language), phrase("access.page-purpose", language)]
    heads += [phrase(f"site.aspect-{aspect}", language) for aspect in Aspect]
    lines = [f"# {phrase('access.page-title', language)}", "", phrase("access.page-lede", language), ""]
    lines += [_line(heads), _line(["---"] * len(heads))]
    lines += [_line(_cells(*row, language)) for row in rows()]
    lines += ["", phrase("access.page-rules", language).rstrip("\n"), ""]
    return "\n".join(lines)


def _cells(role: str, purpose: str | None, cells: Cells, language: Language) -> list[str]:
    asks = phrase("access.page-keeps" if purpose is None else f"site.purpose-{purpose}", language)
    labels = ["–" if label is None else phrase(f"site.label-{label}", language) for _, label in cells]
    return [phrase(f"site.role-{role}", language), asks, *labels]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def grant_in_words(found: dict[str, Any]) -> str:
    """One grant as ``isnad user grants`` prints it."""
    parts = [f"{found['name']}  {found['role'] or found['compartment']}"]
    if found["purposes"] is not None:
        parts.append(phrase("access.only-for", purposes=", ".join(found["purposes"]) or "–"))
    if found["until"] is not None:
        parts.append(phrase("access.until-day", day=found["until"]))
    return "  ".join([*parts, f"({found['entry']})"])


def notice_in_words(found: dict[str, Any]) -> str:
    """One notice as ``isnad user notices`` prints it."""
    if found["kind"] == "quota-reached":
        told = phrase("access.notice-quota", opened=found["opened"], most=found["most"])
    else:
        told = phrase("access.notice-proved", act=found["act"], factor=found["factor"])
    return f"{found['entry']}  {found['at']}  {found['by']}  {told}"
