"""Looks at each entity of a file before it is claimed, and refuses by line what cannot be.

 * A post, a command or any other relation that ends before it begins, however its dates are read.
 * A unit under itself: a command that, with those before it in the file, would close a circle on days they share.
 * A word that is none of the few a property takes costs that value alone.

What only several files together contradict is no fault of a line; it is told when the line upward is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from isnad.actors.relations import BOTH, FORMS, IN_FACT, IN_LAW, NONE
from isnad.actors.times import Time, ends_before_it_begins, time_of
from isnad.claims import values
from isnad.claims.importing import Reading
from isnad.claims.lines import Problem, Read, Value
from isnad.claims.told import Source

OFFICES = ("head_of_state", "head_of_government", "foreign_minister", "senior_official", "official",
           "security_service")  # fmt: skip
TIE_KINDS = ("nationality", "residence", "presence", "connection")
WORDS = {
    ("Post", "commands"): FORMS,
    ("Post", "office"): OFFICES,
    ("Command", "form"): tuple(each for each in FORMS if each != NONE),
    ("Tie", "tieKind"): TIE_KINDS,
}
_BOTH = frozenset({IN_LAW, IN_FACT})


@dataclass(frozen=True, slots=True)
class _Above:
    """A unit above another: in which forms, and when."""

    unit: str
    forms: frozenset[str]
    time: Time


@dataclass
class Screen:
    """Screens one file. ``seen`` counts what passed, by schema."""

    reading: Reading
    seen: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    _above: dict[str, list[_Above]] = field(default_factory=lambda: defaultdict(list))

    def __call__(self, stream: BinaryIO, source: Source, problems: list[Problem]) -> Iterator[tuple[int, Read | None]]:
        """What the file says, without what cannot be."""
        for number, read in self.reading(stream, source, problems):
            passed = None if read is None else self._passed(read, problems)
            if passed is not None:
                self.seen[passed.schema.name] += 1
                self.claims += len(passed.values)
            yield number, passed

    def _passed(self, read: Read, problems: list[Problem]) -> Read | None:
        kept = tuple(each for each in read.values if _word_fits(read, each, problems))
        read = replace(read, values=kept)
        starts, ends = _values(read, "startDate"), _values(read, "endDate")
        if ends_before_it_begins(starts, ends):
            problems.append(Problem(read.line, "actors.ends-before-it-begins"))
            return None
        if read.schema.name == "Command" and self._closes(read, time_of(starts, ends)):
            problems.append(Problem(read.line, "actors.would-command-itself"))
            return None
        return read

    def _closes(self, read: Read, time: Time) -> bool:
        """Whether this command would put a unit under itself; where not, it is remembered."""
        given = set(_values(read, "form"))
        forms = frozenset(given) & _BOTH if given and BOTH not in given else _BOTH
        for below in _values(read, "subordinate"):
            for above in _values(read, "superior"):
                if below == above or self._reaches(above, below, forms, time):
                    return True
                self._above[below].append(_Above(above, forms, time))
        return False

    def _reaches(self, unit: str, wanted: str, forms: frozenset[str], time: Time) -> bool:
        """Whether ``wanted`` stands above ``unit`` on some of those days, in one of those forms."""
        waiting, seen = [(unit, forms, time)], {unit}
        while waiting:
            at, by, when = waiting.pop()
            for each in self._above.get(at, ()):
                shared, both = by & each.forms, when.within(each.time)
                if not shared or both.first > both.last or each.unit in seen:
                    continue
                if each.unit == wanted:
                    return True
                seen.add(each.unit)
                waiting.append((each.unit, shared, both))
        return False


def _word_fits(read: Read, value: Value, problems: list[Problem]) -> bool:
    words = WORDS.get((read.schema.name, value.property))
    if words is None or value.value in words:
        return True
    problems.append(Problem(read.line, "actors.not-a-word", {"property": value.property, "known": ", ".join(words)}))
    return False


def _values(read: Read, name: str) -> list[str]:
    if name not in read.schema.properties:
        return []
    prop = read.schema.property(name)
    given = [each.value for each in read.values if each.property == name]
    return given if prop.range else [values.normal(prop, each) or each for each in given]
