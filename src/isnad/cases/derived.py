"""The facts for the law, derived from what is claimed of an actor; and beside each the claims it comes from.

* Offence, place and days come from alleged conduct; without any, days and place from the posts that command, and the
  offence has to be named by whoever asks. Nothing that nobody alleged is derived.
* Nationality, residence, presence and other ties come from ``Tie`` claims and a person's own; offices from posts; the
  dead from a date of death; proceedings from their steps.
* What is not claimed stays out: the law's evaluation then says that it is missing, and never takes it for no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from isnad.access.gate import Gate
from isnad.actors import queries as actors
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.relations import NONE, POSTS, Relation
from isnad.actors.screening import OFFICES
from isnad.cases.elements import book
from isnad.cases.law.book import COUNTRIES
from isnad.cases.law.evaluate import Row, where
from isnad.cases.law.facts import Facts, Offence
from isnad.cases.law.reader import facts_from
from isnad.cases.law.states import COURTS, STATES
from isnad.cases.matters import Matter
from isnad.claims.queries import Stated
from isnad.words import Refusal, When

OFFENCES = tuple(each.value for each in Offence)
TIES = {"nationality": "nationality", "residence": "residence"}
OPENED = {"complaint": "opened", "admission": "opened", "charge": "opened", "trial": "opened"}


@dataclass
class Derived:
    """Facts in the form of ``FACTS.yaml``, and by key the entries of the claims that they come from."""

    facts: dict[str, Any] = field(default_factory=dict)
    ground: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def note(self, name: str, claims: Iterable[Stated]) -> None:
        """Says that a fact comes from these claims."""
        self.ground[name] += [each.entry for each in claims if each.entry not in self.ground[name]]

    def read(self) -> Facts:
        """The facts as the law takes them."""
        return facts_from(self.facts)


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever asks adds: offences, a place and days where nothing is alleged."""

    offences: tuple[str, ...] = ()
    place: str | None = None
    start: str | None = None
    end: str | None = None


def facts_about(actor: int, gate: Gate = JUSTICE, wish: Wish = Wish(), gathered: Gathered | None = None) -> Derived:
    """What is claimed of this actor, as facts for the law. ``gathered``: what was fetched already, of many."""
    derived, gathered = Derived(), gathered or Gathered(gate)
    gathered.fetch([actor])
    first = gathered.first(actor)
    about = gathered.about.get(first, [])
    named = _named_in(gathered, first)
    posts = [each for each in actors.posts_of(first, gate, gathered) if each.form != NONE]
    _acts(derived, [claims for schema, claims in named if schema == "Conduct"], posts, wish)
    if "place" not in derived.facts:
        _place(derived, posts, gathered)
    gathered.fetch(each.other for each in posts)
    suspect = _person(derived, about, [each for each in posts if _is_public(gathered, each)])
    _ties(derived, suspect, [claims for schema, claims in named if schema == "Tie"])
    if suspect:
        derived.facts["suspect"] = suspect
    _proceedings(derived, [claims for schema, claims in named if schema == "Proceeding"])
    return derived


def _named_in(gathered: Gathered, actor: int) -> list[tuple[str, list[Stated]]]:
    """The conduct, ties and proceedings whose claims name the actor."""
    found = gathered.naming([actor], {"Conduct": "actor", "Tie": "bearer", "Proceeding": "party"})
    return [(claims[0].schema, claims) for claims in found.values()]


def _values(claims: Sequence[Stated], name: str) -> list[str]:
    return list(dict.fromkeys(each.normal or each.value for each in claims if each.property == name))


def _acts(derived: Derived, conduct: list[list[Stated]], posts: list[Relation], wish: Wish) -> None:
    offences = [*wish.offences, *(each for claims in conduct for each in _values(claims, "offence"))]
    if known := [each for each in dict.fromkeys(offences) if each in OFFENCES]:
        derived.facts["offence"] = known
    acts = [_interval(claims, derived, "acts") for claims in conduct]
    if wish.start or wish.end:
        acts = [{name: day for name, day in (("from", wish.start), ("to", wish.end)) if day}]
    elif not any(acts):
        acts = [_interval(each.claims, derived, "acts") for each in posts]
    if kept := [each for each in acts if each]:
        derived.facts["acts"] = kept
    places = [each.upper() for claims in conduct for each in _values(claims, "place")]
    if chosen := wish.place or next(iter(places), None):
        derived.facts["place"] = chosen.upper()
        derived.note("place", (each for claims in conduct for each in claims if each.property == "place"))
    derived.note("offence", (each for claims in conduct for each in claims if each.property == "offence"))


def _interval(claims: Sequence[Stated], derived: Derived, key: str) -> dict[str, str]:
    """``from`` and ``to`` as far as claims give days; what gives none, or ends before it begins, gives nothing."""
    found = {}
    for name, written in (("startDate", "from"), ("endDate", "to")):
        days = [each for each in claims if each.property == name and _is_day(each.normal or each.value)]
        if days:
            found[written] = days[0].normal or days[0].value
            derived.note(key, days[:1])
    first, last = (When.parse(found[name]) if name in found else None for name in ("from", "to"))
    backward = first and last and first.earliest and last.latest and first.earliest > last.latest
    return {} if backward else found


def _is_day(text: str) -> bool:
    try:
        return not When.parse(text).interval
    except Refusal:
        return False


def _place(derived: Derived, posts: list[Relation], gathered: Gathered) -> None:
    """The State of the units in which the actor held posts, where all name the same."""
    gathered.fetch(each.other for each in posts)
    said = [each for post in posts for each in gathered.about.get(gathered.first(post.other), [])
            if each.property in ("country", "jurisdiction") and each.normal]  # fmt: skip
    states = {(each.normal or "").upper() for each in said} & STATES
    if len(states) == 1:
        derived.facts["place"] = states.pop()
        derived.note("place", said)


def _is_public(gathered: Gathered, post: Relation) -> bool:
    """Whether a post is in a body of the State, and so an office."""
    at = gathered.about.get(gathered.first(post.other), [])
    return post.schema in POSTS and any(each.schema in ("Unit", "PublicBody") for each in at)


def _person(derived: Derived, about: list[Stated], posts: list[Relation]) -> dict[str, Any]:
    suspect: dict[str, Any] = {}
    schemata = {each.schema for each in about}
    if schemata & {"Person", "Company", "Organization"}:
        suspect["kind"] = "person" if "Person" in schemata else "entity"
    dead = [each for each in about if each.property == "deathDate"]
    if dead:
        suspect["alive"] = False
        derived.note("suspect.alive", dead)
    nationality = [each for each in about if each.property == "nationality" and (each.normal or "").upper() in STATES]
    if nationality:
        suspect["nationality"] = [{"state": (each.normal or "").upper()} for each in nationality]
        derived.note("suspect.nationality", nationality)
    if posts:
        suspect["capacity"] = "official"
        derived.note("suspect.capacity", (each for post in posts for each in post.claims[:2]))
    offices = [{"kind": office, **_interval(each.claims, derived, "suspect.office")}
               for each in posts for office in each.values("office") if office in OFFICES]  # fmt: skip
    if offices:
        suspect["office"] = offices
    return suspect


def _ties(derived: Derived, suspect: dict[str, Any], ties: list[list[Stated]]) -> None:
    for claims in ties:
        kind, states = next(iter(_values(claims, "tieKind")), ""), [each.upper() for each in _values(claims, "state")]
        for state in states:
            if state not in STATES:
                continue
            if kind in TIES:
                key = f"suspect.{TIES[kind]}"
                suspect.setdefault(TIES[kind], []).append({"state": state, **_interval(claims, derived, key)})
                derived.note(key, claims)
            elif kind == "presence" and _still(claims):
                suspect.setdefault("present", []).append(state)
                derived.note("suspect.present", claims)
            elif kind == "connection":
                suspect.setdefault("connections", []).append(state)
                derived.note("suspect.connections", claims)


def _still(claims: Sequence[Stated]) -> bool:
    """Whether a presence is claimed to last: one with an end is over."""
    return not _values(claims, "endDate")


def _proceedings(derived: Derived, steps: list[list[Stated]]) -> None:
    found = []
    for claims in steps:
        kind = OPENED.get(next(iter(_values(claims, "stepKind")), ""))
        for state in _values(claims, "state"):
            if kind and state.upper() in STATES | COURTS:
                days = [each for each in _values(claims, "date") if _is_day(each)]
                found.append({"state": state.upper(), "kind": kind, **({"from": days[0]} if days else {})})
                derived.note("proceedings", claims)
    if found:
        derived.facts["proceedings"] = found


def law_rows(matter: Matter, gate: Gate, asked: date) -> list[Row]:
    """The law's answer for the court of a case: a row for each accused and offence charged."""
    if matter.country not in COUNTRIES:
        return []
    rows: dict[tuple[int, str], Row] = {}
    for charge in matter.charges:
        crime = book().crimes.get(charge.crime)
        if charge.accused is None or crime is None or crime.offence is None:
            continue
        start, end, place = (next(iter(charge.values(name)), None) for name in ("startDate", "endDate", "place"))
        wish = Wish((crime.offence.value,), place, start, end)
        facts = facts_about(charge.accused, gate, wish)
        facts.facts["offence"] = [crime.offence.value]
        rows[charge.accused, crime.offence.value] = where(facts.read(), asked, [matter.country])[0]
    return list(rows.values())


def law_answer(matter: Matter, gate: Gate) -> str:
    """The least open of these answers; unknown where the country's law is not among Isnad's."""
    rows = law_rows(matter, gate, date.today())
    return min(rows, key=lambda each: each.held.standing).answer if rows else "unknown"
