"""How every address of the site is walked, role by role, purpose by purpose. A new address must stand here.

Add a line to ``WALK``: the route's name, and

* ``thing("items/{item}/")``: a page of one thing. It is asked for with every thing of that kind, and must be there
  exactly where the thing is granted; what is not granted must look like what is not there.
* ``act("items/{item}/look")``: what a form on such a page sends. It must find nothing where the thing is not granted.
* ``page("", "review/")``: a list, or a page about entities. It may be there or not; what it links to must be granted.
* ``OPEN``: for anybody, signed in or not; ``OWN``: one's own page, which shows nothing of the archive. Both are
  walked elsewhere, in the file named beside them.

The words in braces are ``accession``, ``item``, ``claim`` and ``entity``. ``tests/site/test_gate.py`` does the walking:
it fails loudly for an address that is not here, and looks at every link of every page that was given.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.access.gate import TABLE, Aspect
from isnad.claims.models import ClaimRow
from isnad.record.tables import key
from isnad.words import Label
from visits import Held


@dataclass(frozen=True)
class Walk:
    """What kind of address it is, and its paths behind the language."""

    kind: str
    paths: tuple[str, ...] = ()


def thing(*paths: str) -> Walk:
    """A page of one thing."""
    return Walk("thing", paths)


def act(*paths: str) -> Walk:
    """What a form about one thing sends."""
    return Walk("act", paths)


def page(*paths: str) -> Walk:
    """A list, or a page about an entity."""
    return Walk("page", paths)


OPEN, OWN = Walk("open"), Walk("own")

WALK: dict[str, Walk] = {
    **dict.fromkeys(("front", "enter", "factor", "promises", "roles"), OPEN),  # test_door, test_factors
    **dict.fromkeys(("leave", "account", "purpose", "codes", "passkey", "recovery", "drop", "again"), OWN),
    "glance": page(""),
    "accession": thing("accessions/{accession}/"),
    "item": thing("items/{item}/"),
    "look": act("items/{item}/look"),
    "looked": page("items/{item}/looked/1/"),
    "open": act("items/{item}/open"),  # test_looking
    "opened": page("items/{item}/opened/1/"),
    "whole": page("items/{item}/opened/1/whole"),
    "chain": thing("claims/{claim}/"),
    "package": page("claims/{claim}/package"),  # test_packing
    "correct": act("claims/{claim}/correct"),
    "region": act("claims/{claim}/region"),
    "entity": page("entities/{entity}/"),
    "candidates": page("candidates/"),  # test_candidates
    "candidates-in": page("candidates/in/proposed/"),
    "candidate": page("candidates/{entity}/"),
    "candidate-review": page("candidates/{entity}/review"),
    "candidate-back": page("candidates/{entity}/back"),
    "family": page("inquiries/{entity}/timeline/"),
    "telling-prepare": page("inquiries/{entity}/prepare"),
    "telling-note": page("inquiries/{entity}/note"),
    "picture": page("families/picture/"),  # test_picture
    "search": page("search", "search?q=6841", "search?q=1033"),
    "desk": page("review/"),
    "queue": page("review/people/0/", "review/machines/0/"),
    "queue-seen": page("review/people/0/seen/1/"),
    "verdict": act("review/verdict/{claim}"),
    "decide": act("review/decide/{claim}"),
    "station": page("station/"),
    "station-begin": page("station/begin"),
    "card": page("station/1/"),
    "station-undo": page("station/undo"),
    "station-stop": page("station/stop"),
    "station-closed": page("station/closed/"),
    "station-known": page("station/known/"),
    "station-limits": page("station/limits/"),
    "remains": page("remains/"),
    "remains-from": page("remains/from/0/"),
    "body": page("remains/{entity}/"),
    "findings": page("remains/{entity}/findings/"),
    "body-look": page("remains/{entity}/look"),
    "arrange": page("remains/{entity}/arrange"),
    "remains-undo": page("remains/undo"),
    "statistics": page("remains/statistics/"),
    "statistics-house": page("remains/statistics/internal/"),
    "statistics-file": page("remains/statistics/internal/csv"),
    "actors": page("actors/", "actors/?q=215"),  # test_courts_pages
    "actor": page("actors/{entity}/"),
    "command": page("actors/{entity}/command/"),
    "ways": page("actors/{entity}/ways/", "actors/{entity}/ways/?q=215"),
    "cases": page("cases/"),
    "case": page("cases/{entity}/"),
    "warrants": page("warrants/"),
    "treasury": page("treasury/"),
    "treasury-actor": page("treasury/{entity}/", "treasury/{entity}/?on=2021-03-01"),
}


@dataclass(frozen=True)
class Thing:
    """Something of the archive: what of it is asked, under which label, for which purposes alone, in a compartment."""

    kind: str  # accession, item, claim
    entry: int
    label: Label
    only: frozenset[str] | None = None
    inside: bool = False

    def for_(self, role: str, purpose: str | None, *, member: bool, aspect: Aspect | None = None) -> bool:
        """Whether it is this role's, by the table alone."""
        grant = TABLE[role]
        asked = aspect or (Aspect.CLAIMS if self.kind == "claim" else Aspect.ITEMS)
        if self.label > grant.up_to.get(asked, Label.PUBLIC - 1) or (self.inside and not member):
            return False
        if not grant.purposes:
            return True
        return purpose in grant.purposes and (self.only is None or purpose in self.only)


TRACING = frozenset({"tracing"})


def things(held: Held) -> list[Thing]:
    """Everything the archive holds once it is :func:`walled` in: bound through a source, and in a compartment."""
    found = [Thing("claim", held.grouped, Label.INTERNAL, TRACING)]  # it rests on a restricted claim, which is bound
    found += [Thing("claim", held.tracing, Label.INTERNAL, TRACING), Thing("claim", held.sealed, Label.SEALED)]
    for kind, entries in (("accession", held.accessions), ("item", held.items), ("claim", held.claims)):
        for label, entry in entries.items():
            only = TRACING if label is Label.RESTRICTED else None
            inside = label is Label.COALITION and kind != "accession"
            found.append(Thing(kind, entry, label, only, inside))
    return found


def walled(held: Held) -> None:
    """Binds what came from the restricted accession's source to tracing, and puts the coalition's item aside."""
    from isnad.access import grants
    from isnad.custody.models import AccessionRow
    from isnad.packages import actions
    from isnad.packages.entries import Condition

    row = AccessionRow.objects.select_related("source").get(pk=key(held.accessions[Label.RESTRICTED]))
    actions.set_condition(Condition(row.source.entry, ("tracing",), None, None, None), by="owner")
    grants.make_compartment("inner", "for some", by="owner")
    grants.place("inner", held.items[Label.COALITION], "it could name him", by="owner")


def entity_of(held: Held) -> int:
    """The entity of which every claim speaks."""
    return int(ClaimRow.objects.get(pk=key(held.claims[Label.INTERNAL])).about)
