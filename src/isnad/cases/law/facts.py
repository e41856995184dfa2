"""The facts that the law is asked about, as values: the common format of ``cases where`` and ``sanctions which``.

Three states are kept apart everywhere:

* ``None``: the facts do not say. A circumstance that is not stated is not known, and never counts as no.
* ``()``: stated none ("present: []" says that the person is nowhere that matters).
* stated: these and no others; a link stated elsewhere is a stated no for every other country.

Dates are EDTF; an interval without ``to`` still runs, without ``from`` has always run, without both holds always.
``isnad.cases.law.reader`` makes these values from a file and refuses what cannot be one. Knows the words alone, since
the room of sanctions reads the same file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from isnad.words import Answer, Refusal, When


class Offence(StrEnum):
    """What is alleged, as the facts name it; the name is taken as given."""

    GENOCIDE = "genocide"
    CRIMES_AGAINST_HUMANITY = "crimes_against_humanity"
    WAR_CRIMES = "war_crimes"
    TORTURE = "torture"
    ENFORCED_DISAPPEARANCE = "enforced_disappearance"
    MURDER = "murder"
    TERRORISM = "terrorism"


class Kind(StrEnum):
    """What the suspect is."""

    PERSON = "person"
    ENTITY = "entity"


class Capacity(StrEnum):
    """In what capacity the suspect acted."""

    OFFICIAL = "official"
    NON_STATE = "non_state"


class OfficeKind(StrEnum):
    """The offices that a rule can turn on."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    FOREIGN_MINISTER = "foreign_minister"
    SENIOR_OFFICIAL = "senior_official"
    OFFICIAL = "official"
    SECURITY_SERVICE = "security_service"


OFFICES_OF_STATE = frozenset({OfficeKind.HEAD_OF_STATE, OfficeKind.HEAD_OF_GOVERNMENT, OfficeKind.FOREIGN_MINISTER})
"""The three offices whose holder is immune in person while in office (ICJ, 14 February 2002)."""


class Extradition(StrEnum):
    """How extradition from a country stands."""

    REFUSED = "refused"
    IMPOSSIBLE = "impossible"
    REQUESTED = "requested"
    NOT_REQUESTED = "not_requested"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class Interval:
    """From when to when, as written; either end may be missing.

    ``first`` and ``last`` are the widest days that the writing allows, ``sure_first`` and ``sure_last`` the narrowest:
    between ``first`` and ``sure_first`` nobody can tell whether it had begun. All four days are included.
    """

    start: When | None = None
    end: When | None = None
    first: date = field(init=False, compare=False)
    last: date = field(init=False, compare=False)
    sure_first: date = field(init=False, compare=False)
    sure_last: date = field(init=False, compare=False)

    def __post_init__(self) -> None:
        start, end = self.start, self.end
        object.__setattr__(self, "first", (start and start.earliest) or date.min)
        object.__setattr__(self, "sure_first", (start and start.latest) or date.min)
        object.__setattr__(self, "last", (end and end.latest) or date.max)
        object.__setattr__(self, "sure_last", (end and end.earliest) or date.max)
        if self.first > self.last:
            raise Refusal("cases.ends-before-it-begins", begins=str(start), ends=str(end))

    def on(self, day: date) -> Answer:
        """Whether it holds on that day."""
        return self.throughout(day, day)

    def throughout(self, first: date, last: date) -> Answer:
        """Whether it holds on every day from ``first`` to ``last``; no where it holds on none of them."""
        if last < self.first or first > self.last:
            return Answer.NO
        if self.sure_first <= first and last <= self.sure_last:
            return Answer.YES
        return Answer.CANNOT_TELL

    def begun_by(self, day: date) -> Answer:
        """Whether it had begun on that day."""
        if self.sure_first <= day:
            return Answer.YES
        return Answer.NO if day < self.first else Answer.CANNOT_TELL

    def edges(self) -> tuple[date, ...]:
        """The days on which what is known of it changes: the first day of each new state."""
        return tuple(
            sorted({self.first, self.sure_first, *map(_next, (self.sure_last, self.last))} - {date.min, date.max})
        )


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1) if day < date.max else day


@dataclass(frozen=True, slots=True)
class Tie:
    """A nationality or a residence: a country (ISO 3166-1) and the time."""

    state: str
    time: Interval = Interval()


@dataclass(frozen=True, slots=True)
class Office:
    """An office held; ``state`` where the facts name it."""

    kind: OfficeKind
    time: Interval = Interval()
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Kin:
    """Whose family the suspect is: the relation and to whom (an office, or a word for the person)."""

    relation: str
    of: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative of the victim."""

    relation: str
    nationality: tuple[Tie, ...] | None = None
    residence: tuple[Tie, ...] | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """Support given by the suspect: to whom, of what kind, and what is known of its circumstances."""

    to: str
    kind: str | None = None
    significant: bool | None = None
    knowing: bool | None = None
    date: When | None = None


@dataclass(frozen=True, slots=True)
class Designation:
    """A programme under which the suspect is or was listed."""

    programme: str
    time: Interval = Interval()


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A proceeding elsewhere about the same acts: in a country, or before an international court (``ICC``)."""

    state: str
    kind: str
    time: Interval = Interval()


@dataclass(frozen=True, slots=True)
class Context:
    """The context of the acts, where the facts state it."""

    armed_conflict: bool | None = None
    attack_on_civilians: bool | None = None


@dataclass(frozen=True, slots=True)
class Suspect:
    """Who is accused; every circumstance may be missing."""

    kind: Kind | None = None
    us_person: bool | None = None
    nationality: tuple[Tie, ...] | None = None
    residence: tuple[Tie, ...] | None = None
    present: tuple[str, ...] | None = None
    connections: tuple[str, ...] | None = None
    capacity: Capacity | None = None
    office: tuple[Office, ...] | None = None
    official_of: str | None = None
    family_of: tuple[Kin, ...] | None = None
    extradition: tuple[tuple[str, Extradition], ...] | None = None
    alive: bool | None = None


@dataclass(frozen=True, slots=True)
class Victim:
    """Against whom; ``exercised_rights``: defended rights or exposed officials."""

    nationality: tuple[Tie, ...] | None = None
    residence: tuple[Tie, ...] | None = None
    exercised_rights: bool | None = None
    relatives: tuple[Relative, ...] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is stated. ``acts`` None: no date is known; ``offences`` None or (): nothing is alleged."""

    offences: tuple[Offence, ...] | None = None
    place: str | None = None
    acts: tuple[Interval, ...] | None = None
    context: Context = Context()
    suspect: Suspect = Suspect()
    victim: Victim = Victim()
    support: tuple[Support, ...] | None = None
    designated_under: tuple[Designation, ...] | None = None
    proceedings: tuple[Proceeding, ...] | None = None
