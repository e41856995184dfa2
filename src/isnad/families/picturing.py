"""Where people were taken from and held, and when arrests and deaths were, counted: pure, over what a gate let through.

* People are counted, not what was said: several askers of one person are one. Who is said to have been taken in two
  governorates, or in two months, counts in each.
* *Taken* is the place of arrest as told; *held* is the place of detention as told, or the seat of a known branch. Where
  somebody was last seen is neither.
* Arrests are those that families told of; deaths are remains with a date of death. Rows of lists are not counted: one
  person stands in many.
* A month counts where a date can mean no other; the rest is told as a number without a month.
* In the open form each count has the inquiries (or remains) behind it. In the closed form no cell is under five, and
  nothing stands there from which one could be worked out: no sums, no words, no undated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.families.places import governorate_of, governorate_of_branch, governorates, number_in
from isnad.remains.queries import Body
from isnad.remains.statistics import FEWEST
from isnad.words import Refusal, When

ARREST_PLACE, ARREST_DATE, BRANCH, BRANCH_NUMBER, DEATH_DATE = (
    "arrestPlace", "arrestDate", "branch", "branchNumber", "deathDate",
)  # fmt: skip
OF_PEOPLE = (ARREST_PLACE, ARREST_DATE, BRANCH, BRANCH_NUMBER)
MOST_BRANCHES = 24  # with a drawing of their own
MOST_WORDS = 60
EARLIEST = date(2000, 1, 1)
NOT_TOLD, OTHERS = "", "…"


@dataclass(frozen=True, slots=True)
class Person:
    """One missing person: the inquiries that ask for them, and the claims that may be read, by property."""

    entry: int
    inquiries: tuple[int, ...]
    values: Mapping[str, Sequence[Stated]]

    def texts(self, name: str) -> list[str]:
        """The values of a property as read."""
        return [each.value for each in self.values.get(name, ()) if each.value]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, and in the open form what is behind it: entries of inquiries, or of remains."""

    count: int = 0
    behind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One governorate."""

    key: str
    taken: Cell
    held: Cell


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one branch, ``2013-05``."""

    month: str
    arrests: Cell
    deaths: Cell


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch by its number, or as it was called; ``NOT_TOLD`` where nobody named one, ``OTHERS`` for the rest."""

    name: str
    months: tuple[Month, ...]

    @property
    def arrests(self) -> int:
        """All arrests that are shown."""
        return sum(each.arrests.count for each in self.months)

    @property
    def deaths(self) -> int:
        """All deaths that are shown."""
        return sum(each.deaths.count for each in self.months)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything; ``people``, ``words``, ``silent`` and the undated are None or empty in the closed form."""

    open: bool
    places: tuple[Place, ...]
    branches: tuple[Branch, ...]
    first: str = ""
    last: str = ""
    people: int | None = None
    words: tuple[tuple[str, int], ...] = ()
    more_words: int = 0
    silent: int | None = None
    undated_arrests: int | None = None
    undated_deaths: int | None = None


@dataclass
class _Gathered:
    """What is behind each cell: by place, and by branch and month, persons with their inquiries."""

    taken: dict[str, dict[int, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    held: dict[str, dict[int, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    arrests: dict[tuple[str, str], dict[int, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    deaths: dict[tuple[str, str], dict[int, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    words: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    silent: int = 0
    undated_arrests: int = 0
    undated_deaths: int = 0


def picture(people: Sequence[Person], bodies: Iterable[Body], *, open_: bool) -> Picture:
    """Counts. ``open_``: for whoever may trace; else no cell is under five and nothing stands behind any."""
    found = _Gathered()
    for person in people:
        _place(person, found)
        _arrest(person, found)
    for body in bodies:
        _death(body, found)
    branches = _branches(found, open_)
    months = sorted({each.month for branch in branches for each in branch.months})
    places = (Place(key, _cell(found.taken[key], open_), _cell(found.held[key], open_)) for key in governorates())
    shown = tuple(each for each in places if each.taken.count or each.held.count)
    first, last = (months[0], months[-1]) if months else ("", "")
    if not open_:
        return Picture(False, shown, branches, first, last)
    words = sorted(((text, len(who)) for text, who in found.words.items()), key=lambda each: (-each[1], each[0]))
    return Picture(
        True, shown, branches, first, last, len(people), tuple(words[:MOST_WORDS]), max(len(words) - MOST_WORDS, 0),
        found.silent, found.undated_arrests, found.undated_deaths,
    )  # fmt: skip


def month_of(normal: str | None) -> str | None:
    """The month of a date as others write it; None where it can mean several, or one that cannot be meant."""
    try:
        when = When.parse(normal or "")
    except Refusal:
        return None
    if when.earliest is None or when.latest is None or not EARLIEST <= when.earliest <= date.today():
        return None
    first, last = f"{when.earliest:%Y-%m}", f"{when.latest:%Y-%m}"
    return first if first == last else None


def branch_of(person: Person) -> str:
    """The branch that holds a person as told: its number where there is one, else its name."""
    for text in person.texts(BRANCH_NUMBER):
        return number_in(text) or text.strip()
    told = person.texts(BRANCH)
    return next((number for text in told if (number := number_in(text))), told[0].strip() if told else NOT_TOLD)


def _place(person: Person, found: _Gathered) -> None:
    told = person.texts(ARREST_PLACE)
    held = person.texts(BRANCH)
    if not told and not held and not person.texts(BRANCH_NUMBER):
        found.silent += 1
    for text in told:
        if (key := governorate_of(text)) is not None:
            found.taken[key][person.entry] = person.inquiries
        else:
            found.words[text].add(person.entry)
    known = {key for text in held if (key := governorate_of(text)) is not None}
    if not known and (key := governorate_of_branch(branch_of(person))) is not None:
        known = {key}
    for key in known:
        found.held[key][person.entry] = person.inquiries
    if held and not known:
        found.words[held[0]].add(person.entry)


def _arrest(person: Person, found: _Gathered) -> None:
    dates = person.values.get(ARREST_DATE, ())
    months = {month for each in dates if (month := month_of(each.normal)) is not None}
    for month in months:
        found.arrests[branch_of(person), month][person.entry] = person.inquiries
    found.undated_arrests += bool(dates) and not months


def _death(body: Body, found: _Gathered) -> None:
    died = _best(body, DEATH_DATE)
    if died is None:
        return
    month, branch = month_of(died.normal), _best(body, BRANCH_NUMBER)
    if month is None:
        found.undated_deaths += 1
        return
    name = NOT_TOLD if branch is None else number_in(branch.normal or branch.value) or branch.value.strip()
    found.deaths[name, month][body.entry] = (body.entry,)


def _best(body: Body, name: str) -> Stated | None:
    held = [each for each in body.claims if each.property == name and each.value]
    return max(held, key=lambda e: (e.standing is Standing.ACCEPTED, e.confidence, -e.entry), default=None)


def _branches(found: _Gathered, open_: bool) -> tuple[Branch, ...]:
    sizes: dict[str, int] = defaultdict(int)
    for cells in (found.arrests, found.deaths):
        for (name, _), who in cells.items():
            sizes[name] += len(who)
    named = sorted((name for name in sizes if name != NOT_TOLD), key=lambda name: (-sizes[name], name))
    kept = set(named[:MOST_BRANCHES]) | {NOT_TOLD}
    order = [*named[:MOST_BRANCHES], *([OTHERS] if len(named) > MOST_BRANCHES else []), NOT_TOLD]
    arrests, deaths = (_together(cells, kept) for cells in (found.arrests, found.deaths))
    made = (_branch(name, arrests, deaths, open_) for name in order)
    return tuple(each for each in made if each.months)


def _together(
    cells: Mapping[tuple[str, str], Mapping[int, tuple[int, ...]]], kept: set[str]
) -> dict[str, dict[str, dict[int, tuple[int, ...]]]]:
    """By branch and month; branches that are not kept are one."""
    found: dict[str, dict[str, dict[int, tuple[int, ...]]]] = defaultdict(lambda: defaultdict(dict))
    for (name, month), who in cells.items():
        found[name if name in kept else OTHERS][month].update(who)
    return found


def _branch(
    name: str,
    arrests: Mapping[str, Mapping[str, Mapping[int, tuple[int, ...]]]],
    deaths: Mapping[str, Mapping[str, Mapping[int, tuple[int, ...]]]],
    open_: bool,
) -> Branch:
    mine, theirs = arrests.get(name, {}), deaths.get(name, {})
    months = (
        Month(month, _cell(mine.get(month, {}), open_), _cell(theirs.get(month, {}), open_))
        for month in sorted({*mine, *theirs})
    )
    return Branch(name, tuple(each for each in months if each.arrests.count or each.deaths.count))


def _cell(who: Mapping[int, tuple[int, ...]], open_: bool) -> Cell:
    if open_:
        return Cell(len(who), tuple(sorted(number for numbers in who.values() for number in numbers)))
    return Cell(len(who)) if len(who) >= FEWEST else Cell()
