"""Inquiries out of a table that somebody has: each row is one, under a mapping (:mod:`isnad.registers.mapping`).

A column becomes a property of the missing person (``name``, ``motherName``, ``arrestDate`` …), of the inquiry
(``relation``, ``wishes`` …), a part of how to reach who asks (``asker.name``, ``asker.phone``, ``asker.email``,
``asker.address``, ``asker.word``, ``asker.question``, ``asker.note``), of the consent (``consent.purposes``,
``consent.receivers``, ``consent.until``, ``consent.given_by``), or ``id``, ``child`` and ``risk``. What holds of every
row stands under ``constant``. A row without any name is kept: an unnamed one may be the one that matches (PFIF-8).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from isnad.claims.lines import Problem
from isnad.families.inquiries_drafts import (
    CONTACT,
    Draft,
    chosen,
    inquiry_targets,
    is_child,
    parts,
    person_targets,
)
from isnad.registers import mapping as mappings
from isnad.registers.mapping import Mapping
from isnad.registers.rows import Row, Tally, rows
from isnad.words import Refusal

CONSENT = ("purposes", "receivers", "until", "given_by", "language")
OTHERS = ("id", "child", "risk")
ALSO = frozenset({"dataset", "domains"})


def targets() -> dict[str, str]:
    """What a column may become, with types."""
    return {
        **{f"asker.{name}": "string" for name in CONTACT},
        **{f"consent.{name}": "string" for name in CONSENT},
        **dict.fromkeys(OTHERS, "string"),
        **inquiry_targets(),
        **person_targets(),
    }


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file."""
    return mappings.read(path, targets(), also=ALSO)


def drafts(path: Path, mapping: Mapping, problems: list[Problem], tally: Tally | None = None) -> Iterator[Draft]:
    """Every inquiry of a table; what is refused goes to ``problems``, by its line."""
    for row in rows(path, mapping, targets(), problems, tally):
        yield _draft(row, problems)


def _draft(row: Row, problems: list[Problem]) -> Draft:
    of_person, of_inquiry = person_targets(), inquiry_targets()
    draft = Draft(row.number, next(iter(row.of("id")), f"row {row.number}"))
    draft.person = [each for each in row.says if each.target in of_person and each.target != "child"]
    draft.inquiry = [each for each in row.says if each.target in of_inquiry and each.target not in of_person]
    draft.contact = {
        name: "\n".join(found) for name in CONTACT if (found := row.of(f"asker.{name}"))
    }  # fmt: skip
    draft.risk = next(iter(row.of("risk")), None)
    try:
        draft.child = is_child(draft, next(iter(row.of("child")), None))
    except Refusal as refusal:
        problems.append(Problem(row.number, refusal.code, refusal.facts))
        draft.child = True  # what is not understood protects
    try:
        _read_consent(draft, row)
    except Refusal as refusal:
        problems.append(Problem(row.number, refusal.code, refusal.facts))
    return draft


def _read_consent(draft: Draft, row: Row) -> None:
    """What a row says of consent; where any of it is not understood, nothing is allowed."""
    told = {name: row.of(f"consent.{name}") for name in CONSENT}
    if not any(told.values()):
        return
    purposes = [word for text in told["purposes"] for word in parts(text)]
    receivers = [word for text in told["receivers"] for word in parts(text)]
    until, given_by, language = (next(iter(told[name]), None) for name in ("until", "given_by", "language"))
    draft.consent = chosen(purposes, receivers, until, given_by, language)
