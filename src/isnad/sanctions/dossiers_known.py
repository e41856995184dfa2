"""What a dossier is made from: everything that is claimed of an actor and bears on one programme, through the gate.

Gathers and asks; writes nothing. What speaks against the actor's listing is gathered with the same care as what speaks
for it: exculpatory conduct, disputed claims, dates that contradict, and what weakens a charge in any of our cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from isnad.access.gate import Gate
from isnad.actors import queries as actors
from isnad.actors.exposure import Exposure, exposure
from isnad.actors.gathering import Gathered
from isnad.actors.relations import POSTS, Relation
from isnad.cases import queries as cases
from isnad.cases.derived import Wish
from isnad.cases.known import NAMES, cited_bodies
from isnad.cases.matters import Step
from isnad.claims.queries import Stated, citing
from isnad.claims.standing import Standing
from isnad.record.desk import desk
from isnad.sanctions import support
from isnad.sanctions.actor_facts import NO_WISH, facts_for
from isnad.sanctions.actor_facts_which import SPEAKING, Grounded, grounded
from isnad.sanctions.designations import naming, sanctions_of
from isnad.sanctions.gap import Gap, gap
from isnad.sanctions.lists.store import Store
from isnad.sanctions.programmes import Programme, chosen
from isnad.sanctions.programmes.asked import used_on
from isnad.sanctions.programmes.overview import state_on
from isnad.sanctions.programmes.which import last_conduct
from isnad.sanctions.support import Edge
from isnad.words import Label, Moment, Refusal

MOST_EDGES = 60  # steps of support paths that one dossier tells
PERSON = ("name", "alias", "birthDate", "birthPlace", "nationality", "gender", "passportNumber", "idNumber", "address",
          "position")  # fmt: skip
ENTITY = ("name", "alias", "registrationNumber", "jurisdiction", "incorporationDate", "address", "mainCountry")
MORE = ("weakAlias", "previousName", "country", "imoNumber", "taxNumber", "deathDate", "email", "phone", "website",
        "legalForm", "status", "flag", "mmsi", "branchNumber")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contrary:
    """Something that tells against, and the claims that answer it."""

    said: tuple[Stated, ...]
    answers: tuple[Stated, ...] = ()


@dataclass
class Known:
    """All of it."""

    actor: int
    programme: Programme
    day: date
    historical: bool
    at: Moment
    person: bool = True
    about: list[Stated] = field(default_factory=list)
    rows: list[Grounded] = field(default_factory=list)
    conduct: list[list[Stated]] = field(default_factory=list)
    posts: list[Relation] = field(default_factory=list)
    commands: list[Relation] = field(default_factory=list)
    exposure: Exposure | None = None
    given: list[Edge] = field(default_factory=list)  # support that the actor gave
    suppliers: list[Edge] = field(default_factory=list)  # paths to those who support the actor's bodies
    sanctions: list[list[Stated]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    contrary: list[Contrary] = field(default_factory=list)
    lists: Gap | None = None
    last: date | None = None  # conduct
    names: dict[int, list[Stated]] = field(default_factory=dict)
    accepted: frozenset[int] = frozenset()  # of the claims that the criteria rest on

    @property
    def expected(self) -> tuple[str, ...]:
        """The identifiers that a list looks for."""
        return PERSON if self.person else ENTITY

    def values(self, name: str) -> list[Stated]:
        """What is claimed of one property."""
        return [each for each in self.about if each.property == name]

    @property
    def missing(self) -> list[str]:
        """The identifiers for which nothing is claimed."""
        return [name for name in self.expected if not self.values(name)]

    @property
    def speaking(self) -> list[Grounded]:
        """The criteria that the claims speak to, may speak to, or leave open."""
        return [each for each in self.rows if each.row.answer in SPEAKING]

    @property
    def unanswered(self) -> list[Contrary]:
        """What tells against and nobody answered."""
        return [each for each in self.contrary if not each.answers]

    @property
    def ready(self) -> bool:
        """Whether a criterion is spoken to by claims that people accepted, and nothing against waits for an answer."""
        found = [each for each in self.rows if each.row.answer in SPEAKING[:3] and each.claims]
        accepted = any(self.accepted.issuperset(each.claims) for each in found)
        return accepted and not self.unanswered and bool(self.values("name"))

    def claims(self) -> set[int]:
        """Every claim that a sentence may rest on."""
        listed = [self.about, *self.conduct, *self.sanctions, *(each.claims for each in self.steps),
                  *(each.claims for each in (*self.posts, *self.commands)),
                  *(each.claims for each in (*self.given, *self.suppliers)),
                  *(part for each in self.contrary for part in (each.said, each.answers)),
                  *self.names.values()]  # fmt: skip
        found = {each.entry for part in listed for each in part}
        found |= {entry for row in self.rows for entry in row.claims}
        if self.exposure is not None:
            found |= {entry for post in self.exposure.posts for entry in cited_bodies(post.bodies)}
        for row in self.lists.rows if self.lists else ():
            found |= {each.entry for one in row.standings for made in one.decisions for each in made.claims}
        return found


def programme_on(key: str, day: date | None, *, historical: bool) -> tuple[Programme, date]:
    """The programme, and the day on which it is asked; refused where it is not in force, unless as history."""
    (programme,) = chosen([key])
    asked = day or date.today()
    state = state_on(programme, asked)
    if state in ("in_force", "waived"):
        if historical and day is None:
            raise Refusal("sanctions-archive.not-history", programme=key)
        return programme, asked
    if not historical:
        raise Refusal(f"sanctions-archive.programme-{state.replace('_', '-')}", programme=key, day=asked)
    if day is not None:
        return programme, asked
    ends = [time.until for each in programme.criteria for time in each.periods if time.until is not None]
    if not ends:
        raise Refusal("sanctions-archive.programme-not-yet", programme=key, day=asked)
    return programme, max(ends) - timedelta(days=1)


def gather(actor: int, programme: Programme, day: date, gate: Gate, *, historical: bool, wish: Wish = NO_WISH) -> Known:
    """Everything that a dossier on this actor under this programme is made from."""
    gathered = Gathered(gate)
    gathered.fetch([actor])
    first = gathered.first(actor)
    about = gathered.about.get(first, [])
    if not about:
        raise Refusal("actors.no-such-actor")
    facts = facts_for(first, gate, wish)
    known = Known(first, programme, day, historical, Moment.now())
    known.person = any(each.schema == "Person" for each in about)
    known.about = [each for each in about if each.property in (*PERSON, *ENTITY, *MORE) and each.value]
    known.rows = grounded(facts, day, [programme])
    known.last = last_conduct(used_on(facts.read(), day))
    known.conduct = naming(gathered, first, {"Conduct": "actor"})
    known.posts = actors.posts_of(first, gate)
    known.exposure = exposure(first, gate) if known.posts else None
    for post in known.exposure.posts if known.exposure else ():
        found = {link.entity: link for unit in post.units for link in unit.through}
        known.commands += [each for each in found.values() if each not in known.commands]
    _support(known, first, day, gate)
    known.sanctions = sanctions_of(gathered, first)
    known.steps = [each for each in cases.steps_against(gate) if any(s.refers == first and s.property == "party"
                                                                     for s in each.claims)]  # fmt: skip
    known.contrary = _contrary(known, about, gate)
    known.lists = gap([first], Store(desk().folder.root / "lists"), date.today(), gate)
    known.names = _names(known, gate)
    used = cases.stated({entry for row in known.rows for entry in row.claims}, gate)
    known.accepted = frozenset(each.entry for each in used if each.standing is Standing.ACCEPTED)
    return known


def _support(known: Known, actor: int, day: date, gate: Gate) -> None:
    network = support.network(actor, day, gate)
    known.suppliers = [each for each in network.edges if each.relation.schema not in POSTS][:MOST_EDGES]
    given = [each for each in actors.edges([actor], gate, ("Support",)) if each.one == actor and each.time.first <= day]
    known.given = support.given(given, day, gate)


def _contrary(known: Known, about: Iterable[Stated], gate: Gate) -> list[Contrary]:
    said = [(each,) for claims in known.conduct for each in claims if each.property == "exculpatory"]
    disputed = [each for part in (about, *known.conduct, *(post.claims for post in known.posts)) for each in part
                if each.standing is Standing.DISPUTED]  # fmt: skip
    found = [Contrary(each, _answers(each[0], gate)) for each in said]
    found += [Contrary((each,), _answers(each, gate)) for each in dict.fromkeys(disputed)]
    for matter in cases.all_cases(gate):
        if known.actor in matter.accused:
            found += [Contrary((ground.said, *ground.relies_on), ground.answers) for charge in matter.charges
                      for proof in charge.proofs for ground in proof.weakening]  # fmt: skip
    return found


def _answers(said: Stated, gate: Gate) -> tuple[Stated, ...]:
    """The claims that answer it: about what it is about, citing it, under ``description`` or ``answer``."""
    entries = [each.entry for each in citing(said.entry) if each.property in ("description", "answer")]
    return tuple(each for each in cases.stated(entries, gate) if each.standing.holds)


def _names(known: Known, gate: Gate) -> dict[int, list[Stated]]:
    """The claims that name everybody of whom the dossier speaks."""
    entities = {known.actor}
    for each in (*known.posts, *known.commands):
        entities |= {each.one, each.other}
    for edge in (*known.given, *known.suppliers):
        entities |= {edge.start, edge.end}
    entities |= {s.refers for claims in known.conduct for s in claims if s.refers is not None}
    gathered = Gathered(gate)
    gathered.fetch(entities)
    return {each: [said for said in gathered.about.get(gathered.first(each), []) if said.property in NAMES]
            for each in entities}  # fmt: skip


def label_of(claims: Iterable[Stated]) -> Label:
    """The highest label of these."""
    return max((each.label for each in claims), default=Label.PUBLIC)
