"""The bodies under somebody's posts: which branches, how many bodies, on which days; as counts and lists.

1. Each post from which the actor commanded reaches its unit, and the units under that on the same days; of these only
   those are followed below which some body may lie.
2. A unit has the numbers of its branch; a body bears one, and was photographed (or died) on certain days.
3. A body counts as *sure* where people accepted its number and all its days lie within the post and the command.
4. Kept apart, and never added up: numbers that only machines read; days that are vague or straddle an end; posts of
   which nobody says that they command. Bodies of those days whose branch nobody could read are counted beside.

It shows under whose command a place stood; that somebody did or knew anything is for evidence and a court.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q

from isnad.access.gate import Gate
from isnad.actors import bodies
from isnad.actors.branches import plain_number
from isnad.actors.gathering import JUSTICE, Gathered, values_of
from isnad.actors.queries import DEEPEST, posts_of
from isnad.actors.relations import COMMANDING, NONE, NOT_STATED, Relation
from isnad.actors.times import Time
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.words import Answer


class Kind(StrEnum):
    """How surely a body stands under a post; the surest first."""

    SURE = "sure"
    BRANCH_PROPOSED = "branch_proposed"
    DAYS_VAGUE = "days_vague"
    BOTH = "branch_proposed_and_days_vague"


ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Under:
    """One body under a post: its number of a branch, its days, how surely, and how many photographs show it."""

    remains: int
    branch: str
    first: date | None
    last: date | None
    kind: Kind
    photographs: int
    claim: int  # that gives it the number


@dataclass(frozen=True, slots=True)
class Reached:
    """A unit that a post reaches: when, through which commands, and the claims that give it its numbers."""

    unit: int
    time: Time
    through: tuple[Relation, ...]
    numbers: tuple[str, ...]
    claims: tuple[Stated, ...]


@dataclass
class PostExposure:
    """One post: the units it reaches and the bodies under it, each once, as surely as any unit makes it."""

    post: Relation
    units: list[Reached] = field(default_factory=list)
    bodies: list[Under] = field(default_factory=list)
    unread: int = 0  # bodies of those days whose branch nobody could read

    def count(self, kind: Kind) -> int:
        """How many bodies of that kind."""
        return sum(each.kind is kind for each in self.bodies)


@dataclass
class Exposure:
    """All posts of one actor. ``total`` counts each body once, over the posts that command."""

    actor: int
    posts: list[PostExposure] = field(default_factory=list)

    @property
    def bodies(self) -> list[Under]:
        """Each body once, over all posts that command, as surely as any of them makes it."""
        return _best(each for post in self.posts if post.post.form not in (NONE, NOT_STATED) for each in post.bodies)

    def total(self, kind: Kind) -> int:
        """How many bodies of that kind, each once."""
        return sum(each.kind is kind for each in self.bodies)


def exposure(actor: int, gate: Gate = JUSTICE) -> Exposure:
    """What stood under this actor's posts."""
    bodies.keep_fresh(gate)
    found = Exposure(actor)
    for post in posts_of(actor, gate):
        if post.schema in COMMANDING and post.form != NONE:
            reached = units_under(post, gate)
            under = _best(each for unit in reached for each in _bodies(unit, gate))
            found.posts.append(PostExposure(post, reached, under, _unread(post.time, gate)))
    return found


def units_under(post: Relation, gate: Gate = JUSTICE) -> list[Reached]:
    """The unit of a post and the units under it that lead to bodies, each way down once, while command lasts."""
    bodies.keep_fresh(gate)
    gathered = Gathered(gate)
    gathered.fetch([post.other])
    only = _leading_to_bodies(gathered, post.other)
    level: list[tuple[int, Time, tuple[Relation, ...]]] = [(gathered.first(post.other), post.time, ())]
    found: dict[tuple[int, tuple[int, ...]], Reached] = {}
    for _ in range(DEEPEST):
        if not level:
            break
        for unit, time, path in level:
            found[unit, tuple(each.entity for each in path)] = _reached(gathered, unit, time, path)
        level = _lower(gathered, level, only)
    return list(found.values())


def _leading_to_bodies(gathered: Gathered, unit: int) -> frozenset[int]:
    """The commands at whose lower end, or further down, a unit may have the number of a branch that some body bears."""
    below = gathered.commands_below(unit)
    wanted, borne = set[int](), bodies.numbers(gathered.gate)
    for each, said in values_of({one for _, one, _ in below}, "branchNumber").items():
        if borne & set(map(plain_number, said)):
            wanted.add(each)
    above: dict[int, list[int]] = {}
    for _, one, other in below:
        above.setdefault(one, []).append(other)
    waiting = list(wanted)
    while waiting:
        fresh = [each for each in above.get(waiting.pop(), ()) if each not in wanted]
        wanted.update(fresh)
        waiting += fresh
    return frozenset(command for command, one, _ in below if one in wanted)


def _lower(
    gathered: Gathered, level: list[tuple[int, Time, tuple[Relation, ...]]], only: frozenset[int]
) -> list[tuple[int, Time, tuple[Relation, ...]]]:
    """The units below; a unit that would come under itself is left out."""
    commands = gathered.relations([unit for unit, _, _ in level], ("Command",), only)
    gathered.fetch(each.one for each in commands)
    found = []
    for unit, time, path in level:
        above = {unit, *(each.other for each in path)}
        for each in commands:
            if each.other == unit and each.one not in above:
                both = time.within(each.time)
                if both.first <= both.last:
                    found.append((each.one, both, (*path, each)))
    return found


def _reached(gathered: Gathered, unit: int, time: Time, path: tuple[Relation, ...]) -> Reached:
    said = [each for each in gathered.about.get(unit, []) if each.property == "branchNumber"]
    said = [each for each in said if each.standing is Standing.ACCEPTED] or said
    numbers = tuple(dict.fromkeys(plain_number(each.normal or each.value) for each in said))
    return Reached(unit, time, path, numbers, tuple(said))


def _bodies(reached: Reached, gate: Gate) -> Iterable[Under]:
    found = bodies.seen(gate, Q(branch__in=reached.numbers))
    for claim, remains, branch, sure, first, last, photographs in found:
        begins, ends = (None if each is None else date.fromordinal(each) for each in (first, last))
        answer = _answer(reached.time, begins, ends)
        if answer is not Answer.NO:
            yield Under(remains, branch, begins, ends, _kind(sure, answer), photographs, claim)


def _answer(time: Time, first: date | None, last: date | None) -> Answer:
    return Answer.CANNOT_TELL if first is None or last is None else time.throughout(first, last)


def _kind(sure: bool, answer: Answer) -> Kind:
    if answer is Answer.YES:
        return Kind.SURE if sure else Kind.BRANCH_PROPOSED
    return Kind.DAYS_VAGUE if sure else Kind.BOTH


def _best(under: Iterable[Under]) -> list[Under]:
    """Each body once, as surely as any of these makes it."""
    found: dict[int, Under] = {}
    for each in under:
        if each.remains not in found or ORDER.index(each.kind) < ORDER.index(found[each.remains].kind):
            found[each.remains] = each
    return [found[number] for number in sorted(found)]


def _unread(time: Time, gate: Gate) -> int:
    inside = Q(first__lte=time.last.toordinal(), last__gte=time.first.toordinal())
    return len(bodies.seen(gate, Q(branch="") & (inside | Q(first=None))))
