"""A family takes its inquiry back.

1. It is weighed (DP-1): what another asker of the same person needs, what is under a hold, or what the missing person's
   own vital interest needs, stays. Who asks, and what is the family's own, goes whenever they wish it.
2. The decision is an entry, with what stood against more. Two people, as with every erasure.
3. What goes is erased; its tombstone says kind and traits, and no person is among these.
4. What cannot be reached is told: papers and files that hold the same words are items of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from isnad.access.actions import Second, two_people
from isnad.claims.models import ClaimRow
from isnad.custody import queries as custody
from isnad.families import queries
from isnad.families.consent import FAMILY
from isnad.families.entries import ERASE_ALL, ERASE_ASKER, EXPIRED, KEEP, Consent, InquiryWithdrawal
from isnad.families.models import AskingRow
from isnad.record.desk import desk
from isnad.record.entries import Erased
from isnad.record.erasing import carry_out
from isnad.record.models import Stands
from isnad.record.pen import grounds_of, left_of, pen
from isnad.record.tables import WIDTH, key
from isnad.words import Answer, When

TOLD = frozenset({"claim", "sealed-claim", "consent", "liaison", "telling", "told"})
OF_THE_FAMILY = frozenset({"asker", "door-case", "door-letter"})

Objection = Callable[[int], str | None]
"""Why what was said of a missing person (by the entity) must stay for now, as a code; None where nothing does."""

objections: list[Objection] = []
"""What else is asked: who decides about a person says here that a decision is under way."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal came to: its entry, what was decided, what stood against more, how many entries were erased.

    ``clean``: the database's journal is free of it too. ``papers``: entries of items and files that still hold the
    same words.
    """

    entry: int
    decision: str
    against: tuple[str, ...]
    erased: int
    clean: bool
    papers: tuple[int, ...]


def withdraw(
    inquiry: int, reason: str, *, by: str, second: Second | None, all_of_it: bool = True, interest: str | None = None
) -> Withdrawal:
    """A family takes its inquiry back.

    Their own data goes at once. What they said of the missing person goes too where ``all_of_it`` is wished and nothing
    stands against it: another asker of the same person, a hold on what it rests on, or ``interest``: why the missing
    person's own vital interest needs it, in words.
    """
    agreed = two_people(second)
    row = queries.asking_of(inquiry)
    with desk().alone():
        mine, family = _told_by(row)
        papers = _papers(mine)
        against = _against(row, papers, interest)
        decision = _decision(all_of_it, against, family, mine)
        gone = {ERASE_ALL: mine, ERASE_ASKER: family, KEEP: set[int]()}[decision]
        with pen(by) as held:
            number = held.say(InquiryWithdrawal(row.entry, row.inquiry, decision, reason, against, agreed))
            if decision != ERASE_ALL:  # the search goes on in the house, and nobody else receives anything from here on
                held.say(Consent(row.entry, (), (), None, "asker", None, None))
        clean = _erase(gone, reason, agreed, by)
    return Withdrawal(number, decision, against, len(gone), clean, tuple(sorted(papers)))


@dataclass(frozen=True, slots=True)
class Expiry:
    """What came of records whose time is over: how many were erased, and how many a hold keeps."""

    erased: int
    held: int


def expire(*, by: str, second: Second | None) -> Expiry:
    """Erases the records of others whose time is over (PFIF-4), the day after; one that comes again later is taken."""
    agreed = two_people(second)
    erased = held = 0
    for row in AskingRow.objects.filter(expires__isnull=False).order_by("pk"):
        if When.parse(row.expires or "").before(queries.this_day()) is not Answer.YES:
            continue
        with desk().alone():
            mine, _ = _told_by(row)
            if "hold" in _against(row, _papers(mine), None):
                held += 1
                continue
            with pen(by) as opened:
                opened.say(InquiryWithdrawal(row.entry, row.inquiry, EXPIRED, row.expires or "", (), agreed))
            _erase(mine, EXPIRED, agreed, by)
            erased += 1
    return Expiry(erased, held)


def _decision(all_of_it: bool, against: tuple[str, ...], family: set[int], mine: set[int]) -> str:
    if all_of_it and not against:
        return ERASE_ALL
    return ERASE_ASKER if family else KEEP


def _told_by(row: AskingRow) -> tuple[set[int], set[int]]:
    """Every entry that an asking brought, itself among them; and those of them that are the family's own."""
    keys = Stands.objects.filter(on=row.entry).values_list("pk", flat=True)
    resting = {pk // WIDTH for pk in keys}
    kinds = grounds_of(resting)
    standing = {
        number for number, ground in kinds.items()
        if ground.kind in TOLD | OF_THE_FAMILY and not ground.gone
    }  # fmt: skip
    family = {number for number, ground in kinds.items() if ground.kind in OF_THE_FAMILY and not ground.gone}
    for claim in ClaimRow.objects.filter(pk__in=[key(each) for each in standing], conditions__isnull=False):
        told = json.loads(claim.conditions or "{}").get("family", {})
        if told.get("about") == FAMILY:
            family.add(claim.entry)
    return {row.entry, *standing}, family


def _papers(mine: set[int]) -> set[int]:
    """What the claims of an asking rest on besides itself: items, and files that were taken over."""
    cited: set[int] = set()
    for number in mine:
        rows = Stands.objects.filter(pk__gte=key(number), pk__lt=key(number + 1), cites=True)
        cited.update(rows.values_list("on", flat=True))
    return cited - mine


def _against(row: AskingRow, papers: set[int], interest: str | None) -> tuple[str, ...]:
    """What stands against erasing what was said of the missing person, as codes."""
    found = []
    (person,) = queries.sought(only=[row.person]) or (None,)
    if person is not None and len(person.askings) > 1:
        found.append("other-askers")
    if any(custody.running_holds(each) for each in papers):
        found.append("hold")
    if interest is not None and interest.strip():
        found.append("vital-interest")
    found += [code for each in objections if (code := each(row.person)) is not None]
    return tuple(found)


def _erase(numbers: set[int], reason: str, second: str | None, by: str) -> bool:
    if not numbers:
        return True
    with pen(by) as held:
        held.say(Erased(left_of(numbers), reason, second))
    return carry_out(desk())
