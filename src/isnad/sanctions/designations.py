"""What claims say of listings: FollowTheMoney's ``Sanction``, and what a person decided of a list's entry.

* ``Sanction``: ``entity`` is listed by ``authority`` under ``programId`` from ``startDate`` (or ``listingDate``).
* ``ListMatch``: somebody's decision that a list's entry is (``same``) or is not (``other``) this actor. It is a claim,
  so that others review it and its author can take it back; without one, a hit is a hit and nobody is called listed.

A designation has a life of its own: the end of a programme ends no listing, and no listing keeps a programme alive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.actors.times import ends_before_it_begins
from isnad.claims.actions import claim
from isnad.claims.entries import Entity
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.record.pen import pen
from isnad.sanctions.lists import sources
from isnad.sanctions.programmes import library
from isnad.words import Citation, Refusal, When

SAME, OTHER = "same", "other"
LONGEST_ID = 200  # characters of a list's own number


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on a list's entry: the list, its number there, ``same`` or ``other``, and the claims that say so."""

    source: str
    listed: str
    verdict: str
    claims: tuple[Stated, ...]

    @property
    def rests_on(self) -> Stated:
        """The claim that is the verdict."""
        return next(each for each in self.claims if each.property == "verdict")

    @property
    def reviewed(self) -> bool:
        """Whether somebody else accepted it."""
        return self.rests_on.standing is Standing.ACCEPTED


def naming(gathered: Gathered, entity: int, ends: Mapping[str, str]) -> list[list[Stated]]:
    """What is claimed of the entities that name ``entity`` at one of these ends, by schema; each entity's claims."""
    return list(gathered.naming([entity], ends).values())


def sanctions_of(gathered: Gathered, actor: int) -> list[list[Stated]]:
    """The listings that are claimed of an actor."""
    return naming(gathered, actor, {"Sanction": "entity"})


def listed_time(claims: Sequence[Stated]) -> dict[str, str]:
    """``from`` and ``to`` of a listing as far as its claims give days; what ends before it begins gives none."""
    found: dict[str, str] = {}
    for names, written in ((("startDate", "listingDate"), "from"), (("endDate",), "to")):
        days = [each.normal or each.value for name in names for each in claims if each.property == name]
        if days and _is_day(days[0]):
            found[written] = days[0]
    backward = len(found) == 2 and ends_before_it_begins([found["from"]], [found["to"]])
    return {} if backward else found


def _is_day(text: str) -> bool:
    try:
        return not When.parse(text).interval
    except Refusal:
        return False


def programmes_named(claims: Sequence[Stated]) -> list[str]:
    """The keys of Isnad's programmes that a listing names: by our key, OpenSanctions', or a tag of OFAC."""
    said = [each.value for each in claims if each.property in ("programId", "program")]
    return list(dict.fromkeys(key for each in said for key in _keys().get(each.strip(), ())))


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    """What others call a programme; a name that several of ours share gives none, for nobody guesses which."""
    found: dict[str, list[str]] = {}
    for key, programme in library().items():
        joins = programme.joins
        for name in {key, joins.get("opensanctions"), *(joins.get("ofac_tags") or ())} - {None}:
            found.setdefault(str(name), []).append(key)
    return {name: tuple(keys) for name, keys in found.items() if len(keys) == 1}


def decisions(actor: int, gate: Gate = JUSTICE) -> list[Decided]:
    """What was decided of list entries for this actor and still counts, the last word of each last."""
    gathered = Gathered(gate)
    gathered.fetch([actor])
    return decided(gathered, actor)


def decided(gathered: Gathered, actor: int) -> list[Decided]:
    """The same, from what was fetched already."""
    found = []
    for claims in naming(gathered, actor, {"ListMatch": "actor"}):
        said = {each.property: each.value for each in claims}
        if said.keys() >= {"list", "listedId", "verdict"}:
            found.append(Decided(said["list"], said["listedId"], said["verdict"], tuple(claims)))
    return found


def decide(
    actor: int, source: str, listed: str, verdict: str, *, by: str, why: str = "", version: str = "", name: str = ""
) -> int:
    """Says whether a list's entry is this actor; returns the decision's entity. It rests on the actor's own entry."""
    if source not in sources.NAMES:
        raise Refusal("lists.no-such-source", source=source[:40], known=", ".join(sources.NAMES))
    if verdict not in (SAME, OTHER) or not 0 < len(listed) <= LONGEST_ID:
        raise Refusal("sanctions-archive.not-a-decision")
    told = {"list": source, "listedId": listed, "listedAs": name, "listVersion": version, "verdict": verdict,
            "summary": why}  # fmt: skip
    places = [Citation(actor)]
    with pen(by) as held:
        number = held.say(Entity("ListMatch"))
        held.say(claim(number, "ListMatch", "actor", actor, places))
        for key, value in told.items():
            if value:
                held.say(claim(number, "ListMatch", key, value, places))
    return number
