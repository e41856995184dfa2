"""A candidate in words: both sides next to each other, every reason as a sentence, how many would agree by chance.

Values are read where they stand, each time; what conditions, labels or an erasure keep back stands as an ellipsis.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isnad.claims import queries as claims
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.queries import Stated
from isnad.claims.schemata import schema
from isnad.families import candidates_queries as candidates
from isnad.families import identifications_queries as identifications
from isnad.families import queries
from isnad.families.candidate_facts import REMAINS
from isnad.families.candidates_queries import Because, Pair
from isnad.families.queries import IN_THE_HOUSE, Asked
from isnad.record.tables import key
from isnad.speech import phrase
from isnad.words import Json

KEPT_BACK = "…"
COMPARED = (
    ("name", "name"), ("motherName", "motherName"), ("birthDate", "apparentAge"), ("age", "apparentAge"),
    ("gender", "gender"), ("detaineeNumber", "detaineeNumber"), ("examinationNumber", "examinationNumber"),
    ("otherNumber", "otherNumber"), ("branch", "branchNumber"), ("branchNumber", "branchNumber"),
    ("arrestDate", "arrestDate"), ("lastSeenDate", "photographedAt"), ("deathDate", "deathDate"),
    ("marks", "marks"), ("teeth", "condition"), ("clothing", "clothing"), ("effects", "effects"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One property: what the family said, and what stands on the other side; each value with its claim."""

    label: str
    other_label: str
    told: tuple[tuple[str, int], ...]
    borne: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason in words, whether it speaks for or against, and the claims beneath it."""

    sign: str
    text: str
    claims: tuple[int, ...]
    contradicts: bool


def sentences(because: Iterable[Because], asked: Asked = IN_THE_HOUSE) -> list[Sentence]:
    """Reasons in words."""
    because = list(because)
    values = _values({number for each in because for number in each.claims}, asked)
    return [_sentence(each, values) for each in because]


def _sentence(each: Because, values: dict[int, str]) -> Sentence:
    if each.code == "proposed-by-hand":
        told = borne = each.basis or KEPT_BACK
    else:
        told, borne = (values.get(number, KEPT_BACK) for number in (*each.claims[:1], *each.claims[-1:]) or (-1, -1))
    text = phrase(f"candidates.{each.code}", told=told, borne=borne)
    return Sentence(each.sign, text, each.claims, each.contradicts)


def _values(numbers: set[int], asked: Asked) -> dict[int, str]:
    today = queries.this_day()
    rows = list(ClaimRow.objects.filter(pk__in=[key(each) for each in numbers]))
    return {each.entry: each.value for each in claims.stated(rows) if asked.lets(each, today)}


def sides(pair: Pair, asked: Asked = IN_THE_HOUSE) -> list[Line]:
    """Both sides next to each other; properties of which neither side tells anything are left out."""
    found = queries.sought(asked, only=[pair.person])
    mine: dict[str, list[Stated]] = found[0].values if found else {}
    theirs = _other_side(pair, asked)
    kinds = ("MissingPerson", "Remains" if pair.kind == REMAINS else "RegisterRow")
    lines, shown = [], set()
    for ours, other in COMPARED:
        other = other if other in theirs or pair.kind == REMAINS else ours
        told = _listed(mine.get(ours, ()))
        borne = _listed(theirs.get(other, ())) if other not in shown else ()
        if told or borne:
            lines.append(Line(_label(kinds[0], ours), _label(kinds[1], other), told, borne))
            shown.add(other)
    return lines


def _other_side(pair: Pair, asked: Asked) -> dict[str, list[Stated]]:
    today = queries.this_day()
    found: dict[str, list[Stated]] = {}
    for each in claims.about(claims.same(pair.other), up_to=asked.label):
        if asked.lets(each, today) and each.value:
            found.setdefault(each.property, []).append(each)
    return found


def _listed(values: Iterable[Stated]) -> tuple[tuple[str, int], ...]:
    return tuple({each.value: (each.value, each.entry) for each in values}.values())


def _label(schema_name: str, name: str) -> str:
    properties = schema(schema_name).properties
    return properties[name].label if name in properties else ""


def chance(pair: Pair, many: int) -> str:
    """How many others would agree by chance, in words."""
    return phrase("candidates.by-chance", count=pair.by_chance, many=max(many - 1, 0))


def state(pair: Pair) -> str:
    """How a candidate stands, in words; decided, with its certainty."""
    told = phrase(f"identifications.outcome-{pair.outcome}")
    if pair.decision is None or pair.decision.kind == "exclusion":
        return told
    return f"{told}: {phrase(f'identifications.certainty-{pair.decision.certainty}')}"


def as_json(pair: Pair) -> dict[str, Json]:
    """A candidate as a value. Of a review that is under way nothing but that it is."""
    decision = pair.decision
    return {
        "entry": pair.entry,
        "person": pair.person,
        "other": pair.other,
        "kind": pair.kind,
        "share": pair.share / 1000,
        "by_chance": pair.by_chance,
        "ceiling": pair.ceiling,
        "reasons": [
            {"code": each.code, "weight": each.weight / 1000, "claims": list(each.claims)} for each in pair.reasons
        ],
        "against": [each.code for each in identifications.contradictions(pair)],
        "proposed": pair.method == "machine",
        "outcome": str(pair.outcome),
        "reviewers": len(pair.verdicts) if not pair.open else None,
        "decision": None if decision is None else {
            "entry": decision.entry, "kind": decision.kind, "certainty": decision.certainty,
            "bases": list(decision.bases), "verdicts": list(decision.verdicts),
        },
    }  # fmt: skip


def in_words(pair: Pair, many: int) -> list[str]:
    """A candidate for the person at the screen."""
    kind = phrase(f"candidates.kind-{pair.kind}", entry=pair.other)
    told = [phrase("candidates.line", entry=pair.entry, kind=kind, share=pair.share, state=state(pair))]
    told += [phrase("candidates.why", sign=each.sign, sentence=each.text) for each in sentences(pair.reasons)]
    if pair.method == "machine":
        told += [f"    {chance(pair, many)}", f"    {phrase(f'candidates.ceiling-{pair.ceiling}')}"]
    return told


def how_many(pairs: Sequence[Pair]) -> dict[str, int]:
    """How many remains and rows there are, for those kinds that these candidates have."""
    names = {"remains": "Remains", "row": "RegisterRow"}
    return {kind: EntityRow.objects.filter(schema=names[kind]).count() for kind in {each.kind for each in pairs}}


def find(number: int) -> list[Pair]:
    """The candidates of a missing person, named by any of its entities or by its inquiry."""
    row = queries.asking_of(number) if not queries.sought(only=[number]) else None
    return candidates.of_person(identifications.members_of(number if row is None else row.person))
