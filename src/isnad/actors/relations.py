"""Relations between actors as values: who, to whom, from when to when, and the claims that each rests on. Pure.

A relation is an entity of one of the schemata below; its two ends, its dates and all else of it are claims of their
own. Where claims name rival ends, each pair is a relation of its own, marked *contested*: nobody here decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from isnad.actors.times import Time, time_of
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing

POSTS = {
    "Post": ("holder", "unit"),
    "Directorship": ("director", "organization"),
    "Occupancy": ("holder", "post"),
    "Employment": ("employee", "employer"),
    "Membership": ("member", "organization"),
}
TIES = {
    "Command": ("subordinate", "superior"),
    "Ownership": ("owner", "asset"),
    "Control": ("controller", "controlled"),
    "Support": ("supporter", "supported"),
    "Payment": ("payer", "beneficiary"),
    "Family": ("person", "relative"),
    "Associate": ("person", "associate"),
    "Representation": ("agent", "client"),
    "Succession": ("predecessor", "successor"),
    "UnknownLink": ("subject", "object"),
}
RELATIONS = {**POSTS, **TIES}
COMMANDING = ("Post", "Directorship", "Occupancy")  # posts from which one may command
IN_LAW, IN_FACT, BOTH, NONE, NOT_STATED = "in_law", "in_fact", "both", "none", "not_stated"
FORMS = (IN_LAW, IN_FACT, BOTH, NONE)

_WORTH = {Standing.DISPUTED: 0, Standing.PROPOSED: 1, Standing.ACCEPTED: 2}
_METHODS = {"machine": 0, "imported": 1, "human": 2}


@dataclass(frozen=True, slots=True)
class Relation:
    """``one`` stands to ``other`` as the schema says, both by the entries of their entities."""

    entity: int
    schema: str
    one: int
    other: int
    time: Time
    claims: tuple[Stated, ...]
    contested: bool = False

    def values(self, name: str) -> list[str]:
        """What its claims say of a property, each once, in the order of their worth."""
        return list(dict.fromkeys(each.normal or each.value for each in self.claims if each.property == name))

    def value(self, name: str) -> str | None:
        """The first of these."""
        return next(iter(self.values(name)), None)

    @property
    def form(self) -> str:
        """In law, in fact, both, none, or not stated."""
        given = self.values("form" if self.schema == "Command" else "commands")
        if not given and self.schema == "Directorship":
            return IN_LAW
        if len(given) == 1 and given[0] in FORMS:
            return given[0]
        return BOTH if set(given) == {IN_LAW, IN_FACT} else NOT_STATED

    @property
    def weakest(self) -> Stated:
        """The claim by which it would fall first."""
        return weakest(self.claims)


def weakest(claims: Iterable[Stated]) -> Stated:
    """Of these claims the one that is worth least: disputed, then proposed; the least sure; a machine's; the latest."""
    return min(claims, key=lambda each: (_WORTH.get(each.standing, -1), each.confidence, _METHODS[each.method],
                                         -each.entry))  # fmt: skip


def relations(about: Mapping[int, Sequence[Stated]]) -> list[Relation]:
    """The relations that these claims make, by entity; all of them count. What lacks an end is none."""
    found = []
    for entity, claims in about.items():
        schema = next((each.schema for each in claims if each.schema in RELATIONS), None)
        if schema is not None:
            found += _pairs(entity, schema, claims)
    return found


def _pairs(entity: int, schema: str, claims: Sequence[Stated]) -> list[Relation]:
    one, other = RELATIONS[schema]
    ends = [[each for each in claims if each.property == name and each.refers is not None] for name in (one, other)]
    rest = tuple(each for each in claims if each.property not in (one, other))
    time = time_of(*(_dates(rest, name) for name in ("startDate", "endDate", "date")))
    pairs: dict[tuple[int, int], list[Stated]] = {}
    for left, right in product(*ends):
        pairs.setdefault((_named(left), _named(right)), []).extend((left, right))
    return [
        Relation(entity, schema, *pair, time, (*dict.fromkeys(ground), *rest), len(pairs) > 1)
        for pair, ground in pairs.items()
    ]


def _named(end: Stated) -> int:
    assert end.refers is not None
    return end.refers


def _dates(claims: Sequence[Stated], name: str) -> list[str]:
    """The dates that count: what was accepted, else everything that still counts."""
    given = [each for each in claims if each.property == name]
    accepted = [each for each in given if each.standing is Standing.ACCEPTED]
    return [each.normal or each.value for each in accepted or given]
