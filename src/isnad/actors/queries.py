"""What actors are asked: who is meant, what ties them to others, and who commanded a unit on a day. Asks, never writes.

``command_on`` goes up from a unit, level by level, one batch of questions a level. Of each step it gives everybody who
is said to have commanded on that day, in law and in fact, and every superior: what sources say against one another
stands side by side, and a circle of command is told and not followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from isnad.access.gate import Gate
from isnad.actors.branches import spellings
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.relations import (
    BOTH,
    COMMANDING,
    IN_FACT,
    IN_LAW,
    NONE,
    NOT_STATED,
    POSTS,
    RELATIONS,
    Relation,
    weakest,
)
from isnad.claims import queries as claims
from isnad.claims.models import EntityRow
from isnad.claims.queries import Stated
from isnad.claims.schemata import schema
from isnad.record.tables import key
from isnad.speech import current_language
from isnad.words import Answer, Refusal

NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
DEEPEST = 60  # levels of command
ACTORS = ("LegalEntity", "Vehicle", "Vessel", "Airplane")


@dataclass(frozen=True, slots=True)
class Held:
    """A relation, and whether it held on the day asked: yes, or cannot tell."""

    relation: Relation
    answer: Answer


@dataclass
class Step:
    """One unit on the line upward: who commanded it that day, and what it was under."""

    unit: int
    level: int
    commanders: list[Held] = field(default_factory=list)
    superiors: list[Held] = field(default_factory=list)

    @property
    def claims(self) -> list[Stated]:
        """Everything the step rests on."""
        found = {each.entry: each for held in (*self.commanders, *self.superiors) for each in held.relation.claims}
        return [found[number] for number in sorted(found)]

    @property
    def contradictions(self) -> list[str]:
        """Codes of what its claims say against one another."""
        found = {flaw for held in (*self.commanders, *self.superiors) for flaw in held.relation.time.flaws}
        found.discard("undated")
        if any(held.relation.contested for held in (*self.commanders, *self.superiors)):
            found.add("rival-ends")
        for name, held, end in (("commanders", self.commanders, "one"), ("superiors", self.superiors, "other")):
            in_law, in_fact = (_whom(held, end, form) for form in (IN_LAW, IN_FACT))
            if len(in_law) > 1 or len(in_fact) > 1:
                found.add(f"rival-{name}")
            elif in_law and in_fact and in_law != in_fact:
                found.add(f"law-and-fact-differ-{name}")
        return sorted(found)


def _whom(held: Sequence[Held], end: str, form: str) -> set[int]:
    return {getattr(each.relation, end) for each in held if each.relation.form in (form, BOTH)}


@dataclass
class Line:
    """The line upward from a unit on a day, nearest first; ``circles`` are units that command themselves."""

    unit: int
    on: date
    steps: list[Step] = field(default_factory=list)
    circles: list[tuple[int, ...]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def weakest(self) -> Stated | None:
        """The claim by which the whole line would fall first."""
        ground = [each for step in self.steps for each in step.claims]
        return weakest(ground) if ground else None


def command_on(unit: int, day: date, gate: Gate = JUSTICE) -> Line:
    """The line upward from ``unit`` on that day."""
    gathered = Gathered(gate)
    gathered.fetch_upward(unit, (*COMMANDING, "Command"))
    start = gathered.first(unit)
    line, level = Line(start, day), [start]
    paths: dict[int, tuple[int, ...]] = {start: (start,)}
    for depth in range(DEEPEST):
        if not level:
            break
        steps = _steps(gathered, level, day, depth)
        line.steps += steps
        level = _higher(steps, paths, line)
    everybody = [end for step in line.steps for held in (*step.commanders, *step.superiors)
                 for end in (held.relation.one, held.relation.other)]  # fmt: skip
    gathered.fetch(everybody)
    line.names = {each: name_of(gathered.about.get(each, []), each) for each in (start, *everybody)}
    return line


def _steps(gathered: Gathered, level: list[int], day: date, depth: int) -> list[Step]:
    steps = {unit: Step(unit, depth) for unit in level}
    for relation in posts_at(gathered, level, extra=("Command",)):
        answer = relation.time.on(day)
        if answer is Answer.NO:
            continue
        if relation.schema == "Command":
            if relation.one in steps:
                steps[relation.one].superiors.append(Held(relation, answer))
        elif relation.form != NONE:
            steps[relation.other].commanders.append(Held(relation, answer))
    for step in steps.values():
        step.commanders.sort(key=_surest)
        step.superiors.sort(key=_surest)
    return list(steps.values())


def _surest(held: Held) -> tuple[int, int, int]:
    return -held.answer.value, -int(held.relation.form != NOT_STATED), held.relation.entity


def _higher(steps: Sequence[Step], paths: dict[int, tuple[int, ...]], line: Line) -> list[int]:
    """The units above, each once; one that stands below already closes a circle, which is told."""
    found = []
    for step in steps:
        for held in step.superiors:
            above, below = held.relation.other, paths[step.unit]
            if above in below:
                line.circles.append(below[below.index(above) :])
            elif above not in paths:
                paths[above] = (*below, above)
                found.append(above)
    return found


def posts_at(gathered: Gathered, units: Sequence[int], extra: tuple[str, ...] = ()) -> list[Relation]:
    """The posts from which somebody may have commanded one of these units, those of FollowTheMoney's positions too."""
    found = [each for each in gathered.relations(units, (*COMMANDING, *extra)) if each.schema != "Occupancy"]
    at = gathered.positions(units)
    if at:
        occupied = gathered.relations(at, ("Occupancy",))
        found += [_moved(each, at[each.other]) for each in occupied if each.other in at]
    return [each for each in found if each.schema in extra or each.other in set(map(gathered.first, units))]


def _moved(occupancy: Relation, unit: int) -> Relation:
    return Relation(occupancy.entity, occupancy.schema, occupancy.one, unit, occupancy.time, occupancy.claims,
                    occupancy.contested)  # fmt: skip


def edges(
    actors: Iterable[int], gate: Gate = JUSTICE, schemata: Iterable[str] = RELATIONS, gathered: Gathered | None = None
) -> list[Relation]:
    """Every relation of these actors, an occupancy with the body of its position as its other end.

    ``gathered``: what was fetched already, for whoever asks of many.
    """
    gathered = gathered or Gathered(gate)
    found = gathered.relations(actors, schemata)
    return [each if each.schema != "Occupancy" else _at_body(gathered, each) for each in found]


def _at_body(gathered: Gathered, occupancy: Relation) -> Relation:
    gathered.fetch([occupancy.other])
    bodies = [each.refers for each in gathered.about.get(occupancy.other, []) if each.property == "organization"]
    return _moved(occupancy, gathered.first(bodies[0])) if bodies and bodies[0] is not None else occupancy


def posts_of(actor: int, gate: Gate = JUSTICE, gathered: Gathered | None = None) -> list[Relation]:
    """The posts that an actor held, with the units."""
    gathered = gathered or Gathered(gate)
    gathered.fetch([actor])
    return [each for each in edges([actor], gate, POSTS, gathered) if each.one == gathered.first(actor)]


def find(text: str, gate: Gate = JUSTICE) -> int:
    """The actor meant: by entry, by the id others use, by number of the branch, or by one of its names.

    Refused where several are meant: two people of one name are two, and nobody guesses.
    """
    found = _found(text.strip(), gate)
    if not found:
        raise Refusal("actors.no-such-actor")
    if len(found) > 1:
        raise Refusal("actors.several", count=len(found), entries=", ".join(map(str, sorted(found)[:12])))
    return found.pop()


def _found(text: str, gate: Gate) -> set[int]:
    way, _, rest = text.partition(":")
    if way == "entity" and rest.isdecimal():
        return _by_entry(rest)
    if way == "branch" and rest:
        return _by_branch(rest, gate)
    found = _by_entry(text) if text.isdecimal() else set()
    found |= _by_branch(text, gate)
    if not found:
        found = {claims.same(row.entry)[0] for row in EntityRow.objects.filter(foreign=text)[:50] if _acts(row.schema)}
    return found or _by_claims(NAMES, text, gate)


def _by_entry(text: str) -> set[int]:
    row = EntityRow.objects.filter(pk=key(int(text))).first() if len(text) < 15 else None
    return {claims.same(row.entry)[0]} if row is not None and _acts(row.schema) else set()


def _by_branch(text: str, gate: Gate) -> set[int]:
    return {each for written in spellings(text) for each in _by_claims(("branchNumber",), written, gate)}


def _by_claims(names: Iterable[str], text: str, gate: Gate) -> set[int]:
    gathered = Gathered(gate)
    said = [each for name in names for each in claims.saying(name, text) if _acts(each.schema)]
    return {claims.same(each.entity)[0] for each in gathered.yielded(said)}


def _acts(name: str) -> bool:
    """Whether what is of this schema can be an actor; the dead and their photographs cannot."""
    return any(schema(name).is_a(each) for each in ACTORS)


def name_of(about: Sequence[Stated], entity: int) -> str:
    """What an actor is called, in the reader's script where it has a name in that; else by its entry."""
    arabic = current_language() == "ar"
    names = [each.value for name in (*NAMES, "pseudonym", "branchNumber") for each in about if each.property == name]
    fitting = [each for each in names if any(letter.isalpha() for letter in each) and _is_arabic(each) == arabic]
    return next(iter((*fitting, *names)), f"#{entity}")


def _is_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" and letter.isalpha() for letter in text)


def named(entities: Iterable[int], gate: Gate = JUSTICE) -> dict[int, str]:
    """What these are called."""
    gathered, wanted = Gathered(gate), list(entities)
    gathered.fetch(wanted)
    return {each: name_of(gathered.about.get(gathered.first(each), []), each) for each in wanted}
