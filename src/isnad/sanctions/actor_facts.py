"""The facts for a programme, derived from what is claimed of an actor; and beside each the claims it comes from.

* Conduct, posts, ties and proceedings are derived as for the courts (:mod:`isnad.cases.derived`); here stand what the
  treasury asks besides: whose official, whose family, whom the actor supported, under what it is listed.
* A receiver is named by what is claimed of it: ``government_of_SY`` where it is a body of that State, ``perpetrator``
  where conduct is claimed of it, ``sanctioned_person`` where a listing is, ``head_of_state`` where it held that office.
* What is not claimed stays out: it is missing, and never taken for no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.relations import POSTS, Relation
from isnad.cases.derived import OFFENCES, Derived, Wish, facts_about
from isnad.cases.law.states import STATES
from isnad.claims.queries import Stated
from isnad.sanctions.designations import listed_time, naming, programmes_named, sanctions_of
from isnad.words import Refusal, When

NO_WISH = Wish()
NAMED = {"Conduct": "actor", "Tie": "bearer", "Proceeding": "party", "Sanction": "entity"}
HEADS = ("head_of_state",)
BOTH_WAYS = {"spouse": "spouse", "wife": "spouse", "husband": "spouse", "partner": "partner", "sibling": "sibling",
             "brother": "sibling", "sister": "sibling", "cousin": "cousin"}  # fmt: skip


def facts_for_all(actors: Iterable[int], gate: Gate = JUSTICE) -> dict[int, Derived]:
    """The same of many, with what is claimed of them and around them fetched together."""
    gathered, wanted = Gathered(gate), list(dict.fromkeys(actors))
    gathered.fetch(wanted)
    found = gathered.relations(wanted, (*POSTS, "Support", "Family"))
    around = list(dict.fromkeys(end for each in found for end in (each.one, each.other)))
    gathered.fetch(around)
    gathered.naming([*wanted, *around], NAMED)
    return {each: facts_for(each, gate, gathered=gathered) for each in wanted}


def facts_for(actor: int, gate: Gate = JUSTICE, wish: Wish = NO_WISH, gathered: Gathered | None = None) -> Derived:
    """What is claimed of this actor, as facts for a programme. ``gathered``: what was fetched already, of many."""
    gathered = gathered or Gathered(gate)
    derived = facts_about(actor, gate, wish, gathered)
    first = gathered.first(actor)
    found = gathered.relations([first], ("Support", "Family", "Post"))
    gathered.fetch(each.other for each in found)
    suspect = derived.facts.setdefault("suspect", {})
    if "kind" not in suspect:
        _kind(derived, suspect, gathered.about.get(first, []))
    if suspect.get("kind") == "entity" and "nationality" not in suspect:
        _founded(derived, suspect, gathered.about.get(first, []))
    _official(derived, suspect, gathered, [each for each in found if each.schema == "Post" and each.one == first])
    _family(derived, suspect, gathered, [each for each in found if each.schema == "Family"], first)
    _support(derived, gathered, [each for each in found if each.schema == "Support" and each.one == first])
    _designations(derived, gathered, first)
    if not suspect:
        del derived.facts["suspect"]
    return derived


def _kind(derived: Derived, suspect: dict[str, Any], about: Sequence[Stated]) -> None:
    """Units and bodies of a State are entities too."""
    entities = [each for each in about if each.schema in ("Unit", "PublicBody", "LegalEntity")]
    if any(each.schema != "LegalEntity" for each in entities):
        suspect["kind"] = "entity"
        derived.note("suspect.kind", entities[:1])


def _founded(derived: Derived, suspect: dict[str, Any], about: Sequence[Stated]) -> None:
    """A body's nationality is where it was founded: its jurisdiction."""
    said = [each for each in about if each.property == "jurisdiction" and (each.normal or each.value).upper() in STATES]
    if said:
        states = dict.fromkeys((each.normal or each.value).upper() for each in said)
        suspect["nationality"] = [{"state": state} for state in states]
        derived.note("suspect.nationality", said)


def countries(about: Iterable[Stated]) -> list[Stated]:
    """The claims that say to which State a body belongs."""
    return [each for each in about if each.property in ("country", "jurisdiction", "mainCountry")
            and (each.normal or each.value).upper() in STATES]  # fmt: skip


def is_public(about: Iterable[Stated]) -> bool:
    """Whether a body is one of a State."""
    return any(each.schema in ("Unit", "PublicBody") for each in about)


def _official(derived: Derived, suspect: dict[str, Any], gathered: Gathered, posts: Sequence[Relation]) -> None:
    """Of which State somebody was an official: that of the public bodies they served, where all name one."""
    said = [each for post in posts for about in [gathered.about.get(gathered.first(post.other), [])]
            if is_public(about) for each in countries(about)]  # fmt: skip
    states = {(each.normal or each.value).upper() for each in said}
    if len(states) == 1:
        suspect["official_of"] = states.pop()
        derived.note("suspect.official_of", said)


def _family(
    derived: Derived, suspect: dict[str, Any], gathered: Gathered, ties: Sequence[Relation], actor: int
) -> None:
    """Whose kin the actor is; ``Family`` says what ``relative`` is to ``person``. Whether a child is of age is open."""
    kin = []
    for tie in ties:
        said = _word(tie.value("relationship") or "")
        relation, whose = (said, tie.one) if tie.other == actor else (BOTH_WAYS.get(said, ""), tie.other)
        if not relation:
            continue
        heads = heads_of_state(gathered, whose)
        of = "head_of_state" if heads else _word(_name(gathered, whose))
        if of:
            kin.append({"relation": relation, "of": of})
            derived.note("suspect.family_of", [*tie.claims, *(each for post in heads for each in post.claims)])
    if kin:
        suspect["family_of"] = kin


def heads_of_state(gathered: Gathered, actor: int) -> list[Relation]:
    """The posts in which somebody is said to have been head of State."""
    found = gathered.relations([actor], ("Post",))
    return [each for each in found if each.one == actor and set(each.values("office")) & set(HEADS)]


def _name(gathered: Gathered, entity: int) -> str:
    """The family name of somebody, the last part of a name in Latin letters."""
    gathered.fetch([entity])
    names = [each.value for each in gathered.about.get(gathered.first(entity), []) if each.property == "name"]
    latin = [each for each in names if each.isascii() and each.split()]
    return latin[0].split()[-1] if latin else ""


def _word(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:90]


def _support(derived: Derived, gathered: Gathered, given: Sequence[Relation]) -> None:
    rows = []
    for each in given:
        for word, ground in receivers(gathered, each):
            rows.append({"to": word, **support_row(each)})
            derived.note("support", [*each.claims, *ground])
    if rows:
        derived.facts["support"] = rows


def support_row(each: Relation) -> dict[str, Any]:
    """A ``Support`` as the facts write it, but for its receiver."""
    row: dict[str, Any] = {}
    if kind := _word(each.value("supportKind") or ""):
        row["kind"] = kind
    for name in ("significant", "knowing"):
        said = {value.strip().lower() for value in each.values(name)}
        if len(said) == 1 and said & {"yes", "no", "true", "false"}:
            row[name] = bool(said & {"yes", "true"})
    if (when := _period(each)) is not None:
        row["date"] = when
    return row


def _period(each: Relation) -> str | None:
    """The time of a support; rival dates as wide as any of them, none where it is undated or its dates contradict."""
    if days := each.values("date"):
        return days[0] if len(days) == 1 and _is_date(days[0]) else None
    starts, ends = each.values("startDate"), each.values("endDate")
    if (not starts and not ends) or len(starts) > 1 or len(ends) > 1:
        return None
    text = f"{starts[0] if starts else ''}/{ends[0] if ends else '..'}"
    return text if _is_date(text) else None


def _is_date(text: str) -> bool:
    try:
        When.parse(text)
    except Refusal:
        return False
    return True


def receivers(gathered: Gathered, each: Relation) -> list[tuple[str, list[Stated]]]:
    """The words for whom a support went to, each with the claims that say so; a word no programme knows where none."""
    gathered.fetch([each.other])
    other = gathered.first(each.other)
    about = gathered.about.get(other, [])
    found: list[tuple[str, list[Stated]]] = []
    if is_public(about):
        found += [(f"government_of_{(said.normal or said.value).upper()}", [said]) for said in countries(about)]
    conduct = conduct_of(gathered, other)
    if conduct:
        found.append(("perpetrator", conduct))
    if listed := [said for claims in sanctions_of(gathered, other) for said in claims]:
        found.append(("sanctioned_person", listed))
    if heads := heads_of_state(gathered, other):
        found.append(("head_of_state", [said for post in heads for said in post.claims]))
    return found or [(_word(about[0].schema if about else "unknown"), [])]


def conduct_of(gathered: Gathered, actor: int) -> list[Stated]:
    """The claims that lay an offence known to the law at somebody's door."""
    found: list[Stated] = []
    for claims in naming(gathered, actor, {"Conduct": "actor"}):
        if any(said.property == "offence" and said.value in OFFENCES for said in claims):
            found += claims
    return found


def _designations(derived: Derived, gathered: Gathered, actor: int) -> None:
    rows = []
    for claims in sanctions_of(gathered, actor):
        for key in programmes_named(claims):
            time = listed_time(claims)
            rows.append({"programme": key, **time})
            derived.note("designated_under", claims)
    if rows:
        derived.facts["designated_under"] = rows
