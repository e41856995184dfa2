"""What binds a partner's package here: its label, its conditions, and the history of the log it comes from.

* The label of what came is the higher of theirs and ours.
* A package binds to the purpose it was given for, and to asking before it is passed on; each condition that it carries
  binds as well. They are conditions of ours, on the accession: two people lift one, once the partner has agreed.
* A condition that is named and not proved lets nothing go on to anybody.
* A partner has one log: another origin, another policy, or a history that contradicts an earlier package is a finding.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from isnad.packages.entries import PURPOSES, Condition
from isnad.packages.models import ConditionRow, LiftedRow, ReceivedPackage
from isnad.packages.receiving_reading import Fields, Told
from isnad.packages.terms import bound_by
from isnad.record.pen import pen
from isnad.speech import LANGUAGES, phrase
from isnad.verify import package as checking
from isnad.words import Refusal, When

Finding = dict[str, str]
LONGEST_DATE = 40  # characters of a last day as the tables hold it


def against_earlier(partner: str, told: Told, package: checking.Package) -> list[Finding]:
    """What does not fit the packages that the same partner gave before."""
    found: list[Finding] = []
    for row in ReceivedPackage.objects.filter(partner=partner).order_by("pk"):
        if row.origin != told.origin:
            found.append({"what": "checkpoint", "where": "checkpoint", "why": "another-log"})
        elif row.policy != told.policy:
            found.append({"what": "checkpoint", "where": "policy", "why": "another-policy-before"})
        elif _contradicts(row, package):
            found.append({"what": "checkpoint", "where": "checkpoint", "why": "another-history-before"})
    return [each for at, each in enumerate(found) if each not in found[:at]]


def _contradicts(row: ReceivedPackage, package: checking.Package) -> bool:
    """Whether an earlier checkpoint is shown to be of another history. One that cannot be held shows nothing."""
    again = checking.Package(package.root)
    again.told, again.stands_on = package.told, package.stands_on
    root = base64.b64encode(bytes.fromhex(row.root)).decode()
    checking.hold_against(again, f"{row.origin}\n{row.size}\n{root}\n".encode())
    return any(each["why"] == "another-history" for each in again.bad)


def bind(accession: int, told: Told, *, by: str) -> list[int]:
    """Sets the package's conditions on the accession; returns them, those too that were set before."""
    standing = {bound_by(row): row.entry for row in _binding(accession)}
    numbers = []
    for condition in _conditions(accession, told):
        known = standing.get((condition.purposes, condition.receivers, _text(condition.until), condition.words))
        if known is None:
            with pen(by) as held:
                known = held.say(condition)
        numbers.append(known)
    return numbers


def _binding(accession: int) -> Iterator[ConditionRow]:
    lifted = set(LiftedRow.objects.values_list("condition", flat=True))
    yield from (row for row in ConditionRow.objects.filter(subject=accession) if row.entry not in lifted)


def _conditions(accession: int, told: Told) -> Iterator[Condition]:
    words = "\n".join(phrase("packages.conditions-always", language) for language in LANGUAGES)
    yield Condition(accession, (told.purpose,), (), None, words)
    for fields in told.conditions:
        yield _condition(accession, fields)
    if told.unproved:
        yield Condition(accession, None, (), None, phrase("packages.receive-unproved", "en"))


def _condition(accession: int, fields: Fields) -> Condition:
    """A condition of theirs as ours; what is not understood of it forbids."""
    purposes, receivers = _listed(fields.get("purposes")), _listed(fields.get("receivers"))
    until, words = fields.get("until"), fields.get("words")
    try:
        last = None if until is None else When.parse(str(until))
    except Refusal:
        last, receivers = None, ()
    if last is not None and len(str(last)) > LONGEST_DATE:
        last, receivers = None, ()
    known = None if purposes is None else tuple(each for each in purposes if each in PURPOSES)
    return Condition(accession, known, receivers, last, None if words is None else str(words).replace("\0", ""))


def _listed(given: object) -> tuple[str, ...] | None:
    return tuple(str(each) for each in given) if isinstance(given, list | tuple) else None


def _text(until: When | None) -> str | None:
    return None if until is None else str(until)
