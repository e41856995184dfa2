"""A person's reading of a number as a claim: digits of either script as typed, and in ASCII as machines write them."""

from __future__ import annotations

from dataclasses import replace

from isnad.claims import actions, queries
from isnad.claims.entries import Claim, Terms
from isnad.claims.queries import Stated
from isnad.reading import sheets
from isnad.words import Refusal

NUMBERS = tuple(name for name in sheets.FIELDS if name != sheets.NAME)


def number_in(text: str) -> sheets.Cell:
    """What was typed as a number; refused where it is none."""
    cell = sheets.number(text)
    if cell is None or cell.trouble is not None or cell.untold:
        raise Refusal(cell.trouble if cell is not None and cell.trouble else sheets.NO_NUMBER)
    return cell


def correct(number: int, value: str, *, by: str) -> int:
    """States ``value`` in the place of a reading, resting on the same places; a number in digits that all can find."""
    old = queries.claim(number)
    if old.property not in NUMBERS:
        return actions.correct(number, value, by=by)
    cell = number_in(value)
    return actions.state([_instead(old, cell)], by=by)[0]


def _instead(old: Stated, cell: sheets.Cell) -> Claim:
    made = actions.claim(
        old.entity, old.schema, old.property, cell.written, old.citations,
        terms=Terms(old.kind, old.label, old.conditions), supersedes=old.entry,
    )  # fmt: skip
    return replace(made, says=replace(made.says, normal=cell.normal))
