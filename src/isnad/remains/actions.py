"""The verb of the machine: bring the photographs of one person together, as claims that propose.

* A group takes the remains that most of its photographs were already said to show; else a remains is introduced.
* A photograph that a person placed stays; one that a machine placed elsewhere is placed anew, and the older claim
  gives way; one that fits nowhere any longer is taken back.
* The numbers on which a group agrees become claims about the remains, which cite the readings they rest on.
* Run again without anything new, it says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from isnad.claims import queries as claims
from isnad.claims.entries import MACHINE, Claim, Entity, How, Statement, Withdrawn
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.reading.queries import DATASET, SCHEMA
from isnad.record.pen import Pen, pen
from isnad.record.records import Record
from isnad.remains.entries import Grouped
from isnad.remains.evidence import Group, Member, Number
from isnad.remains.gathering import PROPERTIES, SHOWS, Gathered, by_people, gather
from isnad.remains.grouping import group
from isnad.words import Citation, Json

READER, VERSION = "grouping", "1"
REMAINS = "Remains"
MOST_AT_ONCE = 120  # photographs of one group that are said together
MOST_RECORDS = 700
MOST_CITED = 20
OF_ROLE = {role: name for name, role in PROPERTIES.items() if name != "fileNumber"}

Progress = Callable[[int], None]


@dataclass
class Outcome:
    """What a run came to: photographs considered, remains they make, photographs left alone, and what was said."""

    photographs: int = 0
    remains: int = 0
    left_alone: int = 0
    said: int = 0
    withdrawn: int = 0
    contradicting: int = 0


@dataclass
class _Plan:
    """What is to be said of one group: the members that are not yet where they belong, and its numbers."""

    group: Group
    remains: int | None
    members: list[Member] = field(default_factory=list)
    numbers: list[tuple[str, Number]] = field(default_factory=list)
    before: dict[str, Stated] = field(default_factory=dict)  # what a machine said of its numbers, by property


def bring_together(*, by: str, progress: Progress = lambda done: None) -> Outcome:
    """Groups all photographs and says what is new."""
    gathered = gather()
    groups = group(gathered.photographs)
    within = sum(len(each.members) for each in groups)
    count = len(gathered.photographs)
    outcome = Outcome(count, len(groups), count - within, contradicting=sum(bool(g.contradicts) for g in groups))
    saying = _Saying(gathered, outcome, by)
    for done, plan in enumerate(_plans(groups, gathered), 1):
        saying.add(plan)
        progress(done)
    saying.say()
    _take_back(groups, gathered, outcome, by)
    return outcome


def _plans(groups: list[Group], gathered: Gathered) -> Iterator[_Plan]:
    remains = _remains_of(groups, gathered)
    stated = _numbers_said([each for each in remains if each is not None])
    for each, number in zip(groups, remains, strict=True):
        plan = _Plan(each, number)
        plan.members = [m for m in each.members if not _is_there(gathered.shown.get(m.entry, []), number)]
        known = stated.get(number, []) if number is not None else []
        plan.numbers = [
            (OF_ROLE[role], held) for role, held in each.numbers.items()
            if role in OF_ROLE and not any(c.property == OF_ROLE[role] and c.normal == held.text for c in known)
        ]  # fmt: skip
        plan.before = {c.property: c for c in known if c.reader == READER}
        if plan.members or plan.numbers:
            yield plan


def _remains_of(groups: list[Group], gathered: Gathered) -> list[int | None]:
    """For each group the remains it goes on with: the one that a person kept, else that of most of its photographs."""
    found: list[int | None] = [each.kept for each in groups]
    used = {number for number in found if number is not None}
    sizes = Counter(claim.refers for shown in gathered.shown.values() for claim in shown)
    wishes: list[tuple[int, int, int, int]] = []  # the most photographs first, then the remains that loses fewest
    for at, each in enumerate(groups):
        before = Counter(claim.refers for member in each.members for claim in gathered.shown.get(member.entry, []))
        wishes += [(-count, sizes[number], number, at) for number, count in before.items() if number is not None]
    for _, _, number, at in sorted(wishes):
        if found[at] is None and number not in used:
            found[at] = number
            used.add(number)
    return found


def _is_there(shown: list[Stated], remains: int | None) -> bool:
    """Whether a photograph needs no new claim: it is there already, or a person placed it."""
    return any(each.refers == remains or by_people(each) for each in shown)


def _numbers_said(remains: list[int]) -> dict[int, list[Stated]]:
    found: dict[int, list[Stated]] = {}
    for each in claims.about(remains):
        if each.standing.holds:
            found.setdefault(each.entity, []).append(each)
    return found


class _Saying:
    """Says plans, several in one transaction, a large group in several."""

    def __init__(self, gathered: Gathered, outcome: Outcome, by: str) -> None:
        self._gathered, self._outcome, self._by = gathered, outcome, by
        self._photographs = {each.entry: each for each in gathered.photographs}
        self._plans: list[_Plan] = []
        self._records = 0

    def add(self, plan: _Plan) -> None:
        """Takes a plan; says what was gathered when it is enough."""
        while len(plan.members) > MOST_AT_ONCE:
            part = replace(plan, members=plan.members[:MOST_AT_ONCE], numbers=[])
            plan.members = plan.members[MOST_AT_ONCE:]
            self._plans.append(part)
            self.say()
            plan.remains = part.remains
        self._plans.append(plan)
        self._records += 2 + 2 * len(plan.members) + len(plan.numbers)
        if self._records > MOST_RECORDS:
            self.say()

    def say(self) -> None:
        """Says what was gathered, in one transaction."""
        if not self._plans:
            return
        with pen(self._by) as held:
            reasons: list[Json] = []
            for plan in self._plans:
                if plan.remains is None:
                    plan.remains = held.say(Entity(REMAINS))
                for member in plan.members:
                    number = held.say(self._membership(held, member, plan.remains))
                    reasons.append([number, list(member.reasons)])
                for record in self._numbers(plan, plan.remains):
                    held.say(record)
            if reasons:
                held.say(Grouped(VERSION, reasons))
            self._outcome.said += held.said
        self._plans.clear()
        self._records = 0

    def _membership(self, held: Pen, member: Member, remains: int) -> Claim:
        entities = self._gathered.entities
        if member.entry not in entities:
            entities[member.entry] = held.say(Entity(SCHEMA, DATASET, str(member.entry)))
        before = [each for each in self._gathered.shown.get(member.entry, []) if each.reader == READER]
        readings = [each.claim for each in self._photographs[member.entry].numbers if each.claim >= 0]
        cited = (Citation(member.entry), *(Citation(number) for number in readings[:MOST_CITED]))
        says = Statement(SCHEMA, SHOWS, str(remains), None, None, remains)
        how = How(MACHINE, READER, VERSION, member.score)
        return Claim(entities[member.entry], says, cited, how, supersedes=before[0].entry if before else None)

    def _numbers(self, plan: _Plan, remains: int) -> Iterator[Record]:
        said = plan.before
        for name, number in plan.numbers:
            cited = tuple(Citation(each.claim) for each in self._bearing(plan.group, number))[:MOST_CITED]
            if cited:
                says = Statement(REMAINS, name, number.text, number.text)
                how = How(MACHINE, READER, VERSION, max(1, min(999, round(1000 * number.sure))))
                yield Claim(remains, says, cited, how, supersedes=said[name].entry if name in said else None)

    def _bearing(self, whole: Group, number: Number) -> Iterator[Number]:
        for member in whole.members:
            for each in self._photographs[member.entry].numbers:
                if (each.role, each.text) == (number.role, number.text) and each.claim >= 0:
                    yield each


def _take_back(groups: list[Group], gathered: Gathered, outcome: Outcome, by: str) -> None:
    """What a machine placed and no longer places anywhere is taken back."""
    placed = {member.entry for each in groups for member in each.members}
    gone = [
        each.entry for item, shown in gathered.shown.items() if item not in placed
        for each in shown if each.reader == READER and each.standing is not Standing.ACCEPTED
    ]  # fmt: skip
    for start in range(0, len(gone), MOST_RECORDS):
        with pen(by) as held:
            for number in gone[start : start + MOST_RECORDS]:
                held.say(Withdrawn(number, f"{READER}/{VERSION}"))
                outcome.withdrawn += 1
