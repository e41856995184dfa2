"""Where a case can be heard: the law of every country, asked about these facts on one day.

 1. The days of the acts are cut wherever something changes: a law that begins, a nationality acquired, an office left.
 2. On each piece every door of the country is asked: was the act that offence then, was the door there on the day
    asked, does its rule hold.
 3. The most open door wins; what bars every door (death, immunity, a context that contradicts the offence) comes on
    top and can only close.
 4. Pieces that answer alike are one; pieces that do not make the answer *depends*, with its parts. Where no date is
    stated and the pieces differ, the date is the missing fact.

Not checked here: elements, evidence, limitation and discretion; they stand beside the answer and never change it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from isnad.cases.law.book import Country, Door, Source, Stretch, library, stretch_on
from isnad.cases.law.facts import Facts, Interval, Kind, Offence, Tie
from isnad.cases.law.immunity import Bar, immunity
from isnad.cases.law.question import Question, held
from isnad.cases.law.standing import Held, Standing, every, some
from isnad.cases.law.victim import YEARS_ASKED, years_after

_DAY = timedelta(days=1)
_HERE = held("act.here", Standing.OPEN)


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """One door, asked; ``used``: the stretches of law that it was asked under."""

    door: Door
    held: Held
    used: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the acts that has an answer of its own."""

    first: date
    last: date
    held: Held
    doors: tuple[DoorAnswer, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The answer for one country and one offence; ``parts`` only where the acts' days answer differently."""

    country: Country
    offence: Offence
    held: Held
    bar: Held
    immunity: Bar
    doors: tuple[DoorAnswer, ...]
    parts: tuple[Part, ...]

    @property
    def answer(self) -> str:
        """open, closed, depends, contested or unknown."""
        return self.held.standing.word

    def sources(self) -> tuple[Source, ...]:
        """Every source that the answer rests on, each once; none where no rule could be confirmed."""
        used = [source for door in self.doors for stretch in door.used for source in stretch.sources]
        used += [source for ruling in self.immunity.rulings for source in ruling.sources]
        return tuple(dict.fromkeys(used))


def where(facts: Facts, asked: date, countries: Iterable[str] | None = None) -> list[Row]:
    """One row for each country and each offence of the facts, on the day ``asked``."""
    pieces = _Pieces(facts, asked)
    books = library()
    chosen = [books[code] for code in countries or books]
    return [_row(country, offence, facts, pieces) for country in chosen for offence in facts.offences or ()]


def _row(country: Country, offence: Offence, facts: Facts, pieces: _Pieces) -> Row:
    question = Question(facts, offence, country.code, pieces.asked, pieces.asked, pieces.asked)
    immune = immunity(question)
    bar = every([*_bars(question, pieces), immune.held])
    doors = country.doors_for(offence)
    if not doors:
        none = held("law.unconfirmed", Standing.UNKNOWN)
        return Row(country, offence, every([bar, none]), bar, immune, (), ())
    opened = [_Opened(door, offence, pieces.asked) for door in doors]
    parts = _merged(_parts(question, opened, bar, country.boundaries[offence], pieces))
    if len(parts) == 1:
        return Row(country, offence, parts[0].held, bar, immune, parts[0].doors, ())
    return _straddling(country, offence, bar, immune, parts, pieces)


def _straddling(country: Country, offence: Offence, bar: Held, immune: Bar, parts: list[Part], pieces: _Pieces) -> Row:
    """The row where the days of the acts answer differently."""
    missing = tuple(dict.fromkeys(key for part in parts for key in part.held.missing))
    doors = tuple(door for part in parts for door in part.doors)
    if pieces.dated:
        answer = Held(Standing.DEPENDS, held("acts.across_a_boundary", Standing.DEPENDS).reasons, missing)
        return Row(country, offence, answer, bar, immune, _each_once(doors), tuple(parts))
    answer = Held(Standing.UNKNOWN, held("acts.undated", Standing.UNKNOWN).reasons, ("from", *missing))
    return Row(country, offence, answer, bar, immune, _each_once(doors), ())


def _each_once(doors: tuple[DoorAnswer, ...]) -> tuple[DoorAnswer, ...]:
    """Each door with the most open of its answers."""
    best: dict[str, DoorAnswer] = {}
    for answer in doors:
        known = best.get(answer.door.key)
        if known is None or answer.held.standing > known.held.standing:
            best[answer.door.key] = answer
    return tuple(best.values())


def _bars(question: Question, pieces: _Pieces) -> list[Held]:
    """What closes every door of every country, and what leaves it to depend."""
    bars = []
    if question.facts.suspect.alive is False:
        bars.append(held("suspect.dead", Standing.CLOSED))
    if question.facts.suspect.kind is Kind.ENTITY:
        bars.append(held("suspect.entity", Standing.DEPENDS))
    if _contradicted(question):
        bars.append(held("context.contradicts", Standing.CLOSED))
    if not pieces.acts:
        bars.append(held("acts.none_by_then", Standing.CLOSED))
    return bars


def _contradicted(question: Question) -> bool:
    context = question.facts.context
    if question.offence is Offence.WAR_CRIMES:
        return context.armed_conflict is False
    return question.offence is Offence.CRIMES_AGAINST_HUMANITY and context.attack_on_civilians is False


class _Opened:
    """A door for one offence on the day asked: the stretch of law that holds then, and those on the axis of acts."""

    __slots__ = ("acts", "asked", "door", "earlier")

    def __init__(self, door: Door, offence: Offence, asked: date) -> None:
        self.door = door
        self.acts = door.offences[offence]
        self.asked = stretch_on(door.asked, asked)
        self.earlier = Standing.UNKNOWN if door.earlier_unknown else Standing.CLOSED

    def ask(self, question: Question) -> DoorAnswer:
        then = stretch_on(self.acts, question.first)
        if then is None:
            begins = self.acts[0].first.isoformat()
            return DoorAnswer(self.door, held("law.not_an_offence_then", Standing.CLOSED, begins), self.acts[:1])
        if self.asked is None:
            begins = self.door.asked[0].first.isoformat()
            return DoorAnswer(self.door, held("law.not_in_force_then", self.earlier, begins), self.door.asked[:1])
        # Rules of a door link acts abroad to the country; acts done in it need no other link.
        link = _HERE if question.facts.place == question.forum else self.asked.rule(question)
        found = every((then.rule(question), link))
        return DoorAnswer(self.door, found, (then, self.asked))


def _parts(
    question: Question, opened: list[_Opened], bar: Held, boundaries: frozenset[date], pieces: _Pieces
) -> list[Part]:
    found = []
    for first, last in pieces.cut(boundaries, question.forum):
        question.first, question.last = first, last
        doors = tuple(each.ask(question) for each in opened)
        answer = every((bar, some(door.held for door in doors)))
        found.append(Part(first, last, answer, doors))
    return found


def _merged(parts: list[Part]) -> list[Part]:
    """Neighbouring parts with the same answer made one; the first speaks for both."""
    if not any(part.held.standing is not parts[0].held.standing for part in parts):
        return [Part(parts[0].first, parts[-1].last, _told_once(parts), parts[0].doors)]
    merged: list[Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last and last.held.standing is part.held.standing and last.last + _DAY == part.first:
            merged[-1] = Part(last.first, part.last, _told_once([last, part]), last.doors)
        else:
            merged.append(part)
    return merged


def _told_once(parts: list[Part]) -> Held:
    if len(parts) == 1:
        return parts[0].held
    reasons = dict.fromkeys(reason for part in parts for reason in part.held.reasons)
    missing = dict.fromkeys(key for part in parts for key in part.held.missing)
    return Held(parts[0].held.standing, tuple(reasons), tuple(missing))


class _Pieces:
    """The days of the acts, up to the day asked, and the days on which a fact changes, by country."""

    def __init__(self, facts: Facts, asked: date) -> None:
        self.asked = asked
        self.dated = facts.acts is not None
        stated = (Interval(),) if facts.acts is None else facts.acts
        self.acts = [(each.first, min(each.last, asked)) for each in stated if each.first <= asked]
        self._edges = {day for office in facts.suspect.office or () for day in office.time.edges()}
        self._by_state: dict[str, set[date]] = {}
        for tie in _ties(facts):
            self._by_state.setdefault(tie.state, set()).update(tie.time.edges())
        for tie in facts.victim.residence or ():
            later = {years_after(day, years) for day in tie.time.edges() for years in YEARS_ASKED}
            self._by_state.setdefault(tie.state, set()).update(later)

    def cut(self, boundaries: frozenset[date], forum: str) -> list[tuple[date, date]]:
        """The acts' days in pieces, within which neither the law nor a fact about ``forum`` changes."""
        edges = boundaries | self._edges | self._by_state.get(forum, frozenset())
        pieces: list[tuple[date, date]] = []
        for first, last in self.acts or [(self.asked, self.asked)]:
            starts = [first, *sorted(day for day in edges if first < day <= last)]
            ends = [*(day - _DAY for day in starts[1:]), last]
            pieces += zip(starts, ends, strict=True)
        return pieces


def _ties(facts: Facts) -> list[Tie]:
    lists = [facts.suspect.nationality, facts.suspect.residence, facts.victim.nationality, facts.victim.residence]
    lists += [relative.nationality for relative in facts.victim.relatives or ()]
    return [tie for ties in lists for tie in ties or ()]
