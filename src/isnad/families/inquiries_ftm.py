"""Inquiries out of FollowTheMoney JSON lines: every line that is a person is one whom somebody seeks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from isnad.claims.lines import Problem, Read, lines, read
from isnad.families.inquiries_drafts import CONTACT, Draft, is_child, person_targets
from isnad.registers.cells import NAMES, Said, day

_OF_WHO_ASKS = ("phone", "email")  # in the record of somebody missing, these lead to the family


def drafts(stream: BinaryIO, problems: list[Problem]) -> Iterator[Draft]:
    """Every person of a file; other lines are told, and so is what a missing person cannot be said to have."""
    for number, line in lines(stream):
        if line is not None and not line.strip():
            continue
        found = read(number, line, problems)
        if found is None:
            continue
        if not found.schema.is_a("Person"):
            problems.append(Problem(number, "families.not-a-person", {"schema": found.schema.name}))
            continue
        yield _draft(found, problems)


def _draft(found: Read, problems: list[Problem]) -> Draft:
    targets = person_targets()
    draft = Draft(found.line, found.id)
    for each in found.values:
        if each.property in _OF_WHO_ASKS:
            draft.contact[each.property] = each.value
        elif each.property not in targets:
            problems.append(Problem(found.line, "claims.unknown-property", {"schema": "MissingPerson"}))
        elif each.property in NAMES and not any(letter.isalpha() for letter in each.value):
            problems.append(Problem(found.line, "registers.name-without-letters", {"column": each.property}))
        else:
            normal = day(each.value, None) if targets[each.property] == "date" else None
            draft.person.append(Said(each.property, each.value, normal))
    draft.child = is_child(draft)
    assert set(draft.contact) <= set(CONTACT)
    return draft
