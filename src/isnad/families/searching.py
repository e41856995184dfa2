"""Search takes whatever one types, finds it in what is said of the dead, the sought and the listed, and says why.

1. What was typed is looked at every way at once: a number in either digits, a name in either script, a branch, a day,
   words of a mark. None of these has to be chosen beforehand.
2. Each way gathers claims; every claim passes the gate for the purpose asked, and what does not pass is as if it were
   not there: it neither shows nor counts.
3. Claims are brought together by what they are about; each result says by which claims it is here.
4. The order is by how well it fits, and nothing else. A result proposes nothing: it is where to look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from isnad.access.gate import Gate
from isnad.claims import yielding
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.queries import Stated, stated
from isnad.claims.schemata import schemata
from isnad.families.models import AskingRow
from isnad.families.searching_ways import Found, Way, ways
from isnad.record.tables import key
from isnad.speech import phrase
from isnad.words import Refusal

MOST = 50  # results
LONGEST = 300  # characters of what is typed
CHUNK = 900
KINDS = {
    "Remains": "remains",
    "Photograph": "photograph",
    "MissingPerson": "missing-person",
    "RegisterRow": "register-row",
    "Inquiry": "inquiry",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is there: the way it was found, how well it fits, and the claim that says so."""

    way: str
    fit: float
    claim: Stated
    why: str

    def told(self, *, apart: bool = False) -> str:
        """In words; ``apart``: the value is set apart from the direction of the words around it, as pages do."""
        own = schemata().get(self.claim.schema)
        prop = own.properties.get(self.claim.property) if own else None
        label = self.claim.property if prop is None else prop.label
        value = self.claim.value[:200]
        value = f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}" if apart else value
        return phrase(f"search.by-{self.way}", property=label, value=value, why=self.why)


@dataclass
class Result:
    """One thing that was found: what it is, how it is called, and why it is here."""

    entry: int
    kind: str
    schema: str
    caption: str = ""
    inquiries: tuple[int, ...] = ()
    reasons: list[Reason] = field(default_factory=list)

    @property
    def score(self) -> float:
        """From 0 to 1: several reasons of different kinds say more than one."""
        best: dict[str, float] = {}
        for each in self.reasons:
            best[each.way] = max(best.get(each.way, 0.0), each.fit)
        missed = 1.0
        for fit in best.values():
            missed *= 1 - fit
        return round(1 - missed, 3)


@dataclass(frozen=True)
class Answer:
    """What was typed, as what it was understood, and what was found; ``more``: how many results are not shown."""

    text: str
    understood: tuple[str, ...]
    results: tuple[Result, ...]
    more: int


def search(text: str, gate: Gate, *, most: int = MOST) -> Answer:
    """What fits ``text`` among all that this gate yields."""
    typed = text.strip()
    if not typed or len(typed) > LONGEST:
        raise Refusal("search.nothing-typed", most=LONGEST)
    asked = ways(typed)
    found = {each.name: each.find() for each in asked}
    claims = _readable(gate, {entry for hits in found.values() for entry in hits})
    results = _together(gate, asked, found, claims)
    ranked = sorted(results, key=lambda each: (-each.score, each.entry))
    for each in ranked[:most]:
        each.caption = _caption(gate, each)
    understood = tuple(each.name for each in asked if found[each.name])
    return Answer(typed, understood, tuple(ranked[:most]), max(0, len(ranked) - most))


def _readable(gate: Gate, entries: Iterable[int]) -> dict[int, Stated]:
    """The claims among these that the gate yields and that still count."""
    found: dict[int, Stated] = {}
    for part in _chunks(entries):
        rows = ClaimRow.objects.filter(pk__in=[key(each) for each in part])
        held = [each for each in stated(list(rows)) if each.standing.holds]
        found.update((each.entry, each) for each in yielding.through(gate, held))
    return found


def _together(
    gate: Gate, asked: Sequence[Way], found: dict[str, dict[int, Found]], claims: dict[int, Stated]
) -> list[Result]:
    reasons: dict[int, list[Reason]] = defaultdict(list)
    shown = _shown(gate, [each.entity for each in claims.values() if each.schema == "Photograph"])
    for way in asked:
        for entry, hit in found[way.name].items():
            if entry in claims:
                about = claims[entry].entity
                reasons[shown.get(about, about)].append(Reason(way.name, hit.fit, claims[entry], hit.why))
    introduced = _schemas(reasons)
    askings = _askings(reasons)
    return [
        Result(
            entity, KINDS.get(introduced[entity], "entity"), introduced[entity], "", askings.get(entity, ()),
            sorted(told, key=lambda each: -each.fit),
        )
        for entity, told in reasons.items() if entity in introduced
    ]  # fmt: skip


def _shown(gate: Gate, photographs: Iterable[int]) -> dict[int, int]:
    """The remains that each of these photographs shows: what stands on a card is said of whom it lies on."""
    rows = [
        row.entry for part in _chunks(photographs)
        for row in ClaimRow.objects.filter(about__in=part, property="shows")
    ]  # fmt: skip
    held = _readable(gate, rows)
    return {each.entity: each.refers for each in held.values() if each.refers is not None}


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(set(numbers))
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def _schemas(entities: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in _chunks(entities):
        rows = EntityRow.objects.filter(pk__in=[key(each) for each in part])
        found.update((row.entry, row.schema) for row in rows)
    return found


def _askings(entities: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The inquiries that ask for each of these people."""
    found: dict[int, tuple[int, ...]] = {}
    for part in _chunks(entities):
        for row in AskingRow.objects.filter(person__in=part).order_by("pk"):
            found[row.person] = (*found.get(row.person, ()), row.inquiry)
    return found


def _caption(gate: Gate, result: Result) -> str:
    """How a result is called: the first of what its schema is called by, among what the gate yields."""
    wanted = schemata()[result.schema].caption if result.schema in schemata() else ()
    rows = ClaimRow.objects.filter(about=result.entry, property__in=wanted).order_by("pk")[:20]
    held = [each for each in stated(list(rows)) if each.standing.holds and each.value and each.refers is None]
    by_name = {each.property: each.value for each in reversed(yielding.through(gate, held))}
    return next((by_name[name] for name in wanted if name in by_name), "")


def as_json(answer: Answer, purpose: str) -> dict[str, object]:
    """An answer for machines."""
    return {
        "query": answer.text,
        "purpose": purpose,
        "understood": list(answer.understood),
        "results": [
            {
                "entry": each.entry,
                "kind": each.kind,
                "schema": each.schema,
                "caption": each.caption,
                "inquiries": list(each.inquiries),
                "score": each.score,
                "why": [reason.told() for reason in each.reasons],
                "claims": [reason.claim.entry for reason in each.reasons],
            }
            for each in answer.results
        ],
        "more": answer.more,
    }
